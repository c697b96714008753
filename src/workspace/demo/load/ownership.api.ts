import { packetFields } from '../../../ownership/handoff.ts';
import { shippedTemplates } from '../../../ownership/plans/templates.ts';
import { insertRows } from '../../../platform/database.ts';
import { day, dayText } from '../story/calendar.ts';
import type { DemoTouchpoint } from '../story/records.ts';
import type { DemoLoad } from './load.ts';

/** What became of the demo's customers after the close: handoffs (one came back with a question), plans, and a rescue. They go with their accounts. */
export async function addOwnership(load: DemoLoad): Promise<void> {
  await addHandoffs(load);
  await addPlans(load);
  await addRescue(load);
  await addRunningPlays(load);
}

async function addHandoffs({ call, demo, ids, people }: DemoLoad): Promise<void> {
  const ours = { workspace_id: call.who.workspaceId };
  const handoffs: object[] = [];
  const events: object[] = [];
  for (const h of demo.handoffs) {
    const close = h.offeredAt - day / 6;
    const sale = demo.sales.find((each) => each.key === h.sale)!;
    const met = demo.touchpoints.find(
      (t) => t.account === h.account && t.at > close && (t.kind === 'introduction' || t.kind === 'kick-off'),
    );
    // What lies long back was settled, whatever was written down.
    const old = close < call.now.getTime() - 110 * day;
    const accepted = h.acceptedAt !== null;
    const introducedAt = met?.at ?? (old ? h.acceptedAt : null);
    const id = call.newId();
    const told = ['why they bought', 'terms', 'people'] as const;
    handoffs.push({
      ...ours,
      id,
      account_id: ids.account.get(h.account),
      opportunity_id: ids.opportunity.get(h.sale),
      hunter_id: people.get(h.from),
      farmer_id: people.get(h.to),
      state: accepted ? 'accepted' : 'offered',
      signed_at: new Date(close),
      one_person: false,
      packet:
        accepted || met
          ? Object.fromEntries(
              packetFields
                .filter((field) => !(told as readonly string[]).includes(field))
                .map((field) => [field, answers[field] ?? 'none']),
            )
          : {
              'not promised': 'No spare unit on site',
              risks: 'Their purchasing will ask for the price again',
              preferences: 'none',
              'weakest row': 'none',
              promises: 'none',
              'success metric': `${sale.offering} running without a stop`,
              'success date': dayText(close + 120 * day),
            },
      from_sale: {
        'why they bought': `${sale.name}: the best answer to what counted most`,
        terms: `${sale.amount} EUR`,
        people: demo.contacts
          .filter((c) => c.account === h.account)
          .slice(0, 3)
          .map((c) => `${c.given} ${c.family}, ${c.title}`)
          .join('\n'),
      },
      introduced_at: introducedAt && new Date(introducedAt),
      tied: !accepted || introducedAt === null,
      opened_at: new Date(close),
      offered_at: new Date(h.offeredAt),
      accepted_at: h.acceptedAt && new Date(h.acceptedAt),
      created_at: new Date(close),
      updated_at: new Date(h.acceptedAt ?? h.offeredAt),
      version: 1,
    });
    const note = (kind: string, at: number, by: string, more: object = {}) =>
      events.push({
        ...ours,
        id: call.newId(),
        handoff_id: id,
        kind,
        at: new Date(at),
        member_id: people.get(by),
        ...more,
      });
    note('offered', h.offeredAt, h.from, { farmer_id: people.get(h.to) });
    if (h.returned) {
      note('returned', h.returned.at, h.to, { questions: [h.returned.question] });
      note('offered', h.returned.at + day, h.from, { farmer_id: people.get(h.to) });
    }
    if (h.acceptedAt) note('accepted', h.acceptedAt, h.to);
    if (introducedAt) note('introduced', introducedAt, h.to);
  }
  await insertRows(call.db, 'handoff', handoffs);
  await insertRows(call.db, 'handoff_event', events);
}

const answers: Record<string, string> = {
  'success metric': 'Runs without a stop for a quarter',
  'success date': 'Within four months',
  promises: 'As in the ledger of promises',
  'not promised': 'No second engineer on site, no night service',
  'weakest row': 'Price over five years',
  risks: 'Two shifts were not asked',
  preferences: 'Call before eight, write the rest',
};

/** What proves that a step of the usual plan was taken. */
const proofs: Record<string, readonly string[]> = {
  'Kick-off': ['kick-off', 'kick-off late'],
  Delivered: ['delivery on time', 'delivery late'],
  'People are trained': ['training'],
  'In use': ['go-live'],
  'First value shown in figures': ['first value', 'value review'],
  'Delivered and explained': ['delivery on time', 'go-live'],
  'Call and reassure': ['call', 'promise kept', 'service visit'],
};

async function addPlans({ call, demo, ids }: DemoLoad): Promise<void> {
  const ours = { workspace_id: call.who.workspaceId };
  const now = call.now.getTime();
  const plans: object[] = [];
  const objectives: object[] = [];
  const outcomes: object[] = [];
  const milestones: object[] = [];
  for (const account of demo.accounts.filter(({ ends }) => ends[0] === 'ownership')) {
    const close = demo.touchpoints.filter((t) => t.account === account.key && t.kind === 'close won').at(-1);
    const sale = demo.sales.find(({ key }) => key === close?.sale);
    const template = shippedTemplates[account.saleType];
    if (!close || !sale) continue;
    const after = demo.touchpoints.filter((t) => t.account === account.key && t.at > close.at);
    const buyer = demo.contacts.find((c) => c.account === account.key);
    const name = buyer ? `${buyer.given} ${buyer.family}` : 'The buyer';
    const value = after.find((t) => t.kind === 'first value');
    const id = call.newId();
    const objective = call.newId();
    plans.push({
      ...ours,
      id,
      account_id: ids.account.get(account.key),
      opportunity_id: ids.opportunity.get(sale.key),
      title: sale.name,
      signed_on: dayText(close.at),
      first_value_due: template.firstValueDays === null ? null : dayText(close.at + template.firstValueDays * day),
      first_value_on: value ? dayText(value.at) : null,
      first_value_evidence: value?.subject ?? null,
      first_value_by: value ? name : null,
      version: 1,
      created_at: new Date(close.at),
      updated_at: new Date(now),
    });
    objectives.push({
      ...ours,
      id: objective,
      plan_id: id,
      title: `${sale.offering} that nobody has to think about`,
      weight: 1,
      place: 0,
    });
    const live = first(after, ['go-live']);
    const share = live ? Math.min(1, (now - live.at) / (90 * day)) : null;
    outcomes.push({
      ...ours,
      id: call.newId(),
      plan_id: id,
      objective_id: objective,
      metric: 'Fresh water per day',
      unit: 'm³',
      baseline: 120,
      target: 70,
      target_on: dayText(close.at + 240 * day),
      actual: share === null ? null : Math.round(120 - 50 * share * 0.8),
      measured_on: share === null ? null : dayText(now - 3 * day),
      confirmed_by: value ? name : null,
      confirmed_at: value ? new Date(value.at) : null,
      place: 0,
    });
    for (const [place, step] of template.steps.entries()) {
      const done = first(after, proofs[step.title] ?? []);
      const accepted = done && step.needsAcceptance && now - done.at > 6 * day;
      milestones.push({
        ...ours,
        id: call.newId(),
        plan_id: id,
        title: step.title,
        side: step.side,
        due_on: dayText(close.at + step.afterDays * day),
        delivered_at: done
          ? new Date(done.at)
          : step.side === 'them' && after.length > 3
            ? new Date(close.at + 5 * day)
            : null,
        needs_acceptance: step.needsAcceptance,
        accepted_at: accepted ? new Date(done.at + 2 * day) : null,
        accepted_by: accepted ? name : null,
        place,
        version: 1,
      });
    }
  }
  await insertRows(call.db, 'success_plan', plans);
  await insertRows(call.db, 'plan_objective', objectives);
  await insertRows(call.db, 'plan_outcome', outcomes);
  await insertRows(call.db, 'plan_milestone', milestones);
}

const first = (after: readonly DemoTouchpoint[], kinds: readonly string[]) => after.find((t) => kinds.includes(t.kind));

/** Alarms of earlier months, as they ended: two customers came back, one alarm was false. */
const rescued = [
  {
    account: 'prinsen',
    openedAgo: 88,
    endedAgo: 24,
    state: 'recovered',
    play: 'make the promise good',
    name: 'Make the promise good',
    kinds: ['promise overdue', 'kick-off late'],
    note: null,
  },
  {
    account: 'kaltenbach',
    openedAgo: 60,
    endedAgo: 52,
    state: 'false alarm',
    play: 'executive call',
    name: 'Executive call',
    kinds: ['contact thins out', 'champion silent'],
    note: 'Their plant stood still for three weeks in August; they had told us so',
  },
] as const;

async function addRescue({ call, demo, ids, people }: DemoLoad): Promise<void> {
  const ours = { workspace_id: call.who.workspaceId };
  const at = (ago: number) => new Date(call.now.getTime() - ago * day);
  for (const { account, openedAgo, endedAgo, state, play, name, kinds, note } of rescued) {
    const owner = people.get(demo.accounts.find(({ key }) => key === account)?.owner ?? '') ?? null;
    const accountId = ids.account.get(account);
    if (!accountId) continue;
    const id = call.newId();
    await call.db
      .insertInto('alarm')
      .values({
        ...ours,
        id,
        account_id: accountId,
        member_id: owner,
        state,
        severity: 2,
        signals: JSON.stringify(
          kinds.map((kind) => ({
            kind,
            severity: 2,
            since: at(openedAgo + 6).toISOString(),
            evidence: [],
            amount: kind === 'promise overdue' ? 1 : null,
          })),
        ),
        dip: JSON.stringify({
          dip: 'bad',
          because: 'too deep',
          depth: 26,
          norm: { depth: 22, days: 90, n: 0, origin: 'shipped default' },
        }),
        probability: 0.68,
        threshold: 0.6,
        trust: 34,
        play,
        opened_at: at(openedAgo),
        answer_by: at(openedAgo - 2),
        acknowledged_at: at(openedAgo - 1),
        recovery_at: at(openedAgo - 5),
        ended_at: at(endedAgo),
        note,
        model_version: 'demo',
        created_at: at(openedAgo),
        updated_at: at(endedAgo),
      })
      .execute();
    await call.db
      .insertInto('play_run')
      .values({
        ...ours,
        id: call.newId(),
        account_id: accountId,
        alarm_id: id,
        play,
        name,
        started_at: at(openedAgo - 1),
        started_by: owner,
        ended_at: at(endedAgo),
        outcome: state,
      })
      .execute();
  }
}

/** Plays that run: the first step was taken, the one that follows is what stands on the customer's list already. */
const running = [
  {
    account: 'halden',
    play: 'win a new sponsor',
    name: 'Win a new sponsor',
    first: 'Find out who took over, and what they are measured by',
    ago: 6,
  },
  {
    account: 'ostrava',
    play: 'get the implementation moving',
    name: 'Get the implementation moving',
    first: 'Call: say that it is late, give one date',
    ago: 2,
  },
] as const;

async function addRunningPlays({ call, demo, ids, people }: DemoLoad): Promise<void> {
  const ours = { workspace_id: call.who.workspaceId };
  for (const { account, play, name, first: what, ago } of running) {
    const accountId = ids.account.get(account)!;
    const owner = people.get(demo.accounts.find(({ key }) => key === account)!.owner)!;
    const begun = new Date(call.now.getTime() - ago * day);
    const next = await call.db
      .selectFrom('next_step')
      .select(['id', 'what'])
      .where('account_id', '=', accountId)
      .where('state', '=', 'open')
      .orderBy('due_at')
      .executeTakeFirst();
    if (!next) continue;
    const [run, taken] = [call.newId(), call.newId()];
    await call.db
      .insertInto('next_step')
      .values({
        ...ours,
        id: taken,
        account_id: accountId,
        what,
        member_id: owner,
        due_at: begun,
        state: 'done',
        ended_at: begun,
        created_at: begun,
        updated_at: begun,
      })
      .execute();
    await call.db
      .insertInto('play_run')
      .values({ ...ours, id: run, account_id: accountId, play, name, started_at: begun, started_by: owner })
      .execute();
    for (const [place, step] of [{ id: taken, what }, next].entries())
      await call.db
        .insertInto('play_run_step')
        .values({ ...ours, run_id: run, place, what: step.what, next_step_id: step.id })
        .execute();
  }
}
