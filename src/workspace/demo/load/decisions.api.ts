import { sql } from 'kysely';
import { insertRows } from '../../../platform/database.ts';
import type { Call } from '../../../platform/serve.ts';
import { chancesJob } from '../../../purchase/potential/job.ts';
import { day, dayAgo, dayText } from '../story/calendar.ts';
import {
  buyingTeamOf,
  matrixOf,
  provenSteps,
  shapeOf,
  toldMatrix,
  toldOf,
  toldSteps,
  toldTeamOf,
  weighedAt,
} from '../story/decisions.ts';
import type { LargeSale } from '../story/largeSales.ts';
import type { DemoSale } from '../story/records.ts';
import { stageHistory } from '../story/stageHistory.ts';
import type { DemoLoad } from './load.ts';

/** Writes how all sales went through the stages, and buyer evidence, buying teams and matrices of the open ones. They go with their sale. */
export async function addDecisions(load: DemoLoad): Promise<void> {
  const { call, demo, ids, people } = load;
  const open = demo.sales.filter((sale) => sale.outcome === 'open');
  const large = open.filter((sale) => sale.saleType === 'commercial');
  const ours = (key: string) => ({ workspace_id: call.who.workspaceId, opportunity_id: ids.opportunity.get(key)! });
  await insertRows(
    call.db,
    'opportunity_stage',
    demo.sales.flatMap((sale) =>
      stageHistory(sale, demo.touchpoints).map((change) => ({
        ...ours(sale.key),
        id: call.newId(),
        from_stage: change.from,
        to_stage: change.to,
        outcome: change.outcome,
        evidence: change.evidence,
        without_evidence: change.withoutEvidence,
        facts: change.facts,
        member_id: people.get(sale.owner),
        at: new Date(change.at),
      })),
    ),
  );
  await insertRows(
    call.db,
    'opportunity_step',
    open.flatMap((sale) => {
      const told = toldOf(sale);
      const steps = told ? toldSteps(told, call.now.getTime()) : provenSteps(sale);
      return steps.map((step) => ({ ...ours(sale.key), ...step, updated_at: call.now }));
    }),
  );
  const teams = large.map((sale) => {
    const contacts = demo.contacts.filter((contact) => contact.account === sale.account);
    const found = toldTeamOf(sale, contacts) ?? buyingTeamOf(contacts);
    return { sale, members: found.map((member) => ({ id: call.newId(), ...member })) };
  });
  await insertRows(
    call.db,
    'buying_team_member',
    teams.flatMap(({ sale, members }) =>
      members.map((member) => ({
        ...ours(sale.key),
        id: member.id,
        contact_id: ids.contact.get(member.contact.key),
        roles: member.roles,
        influence: member.influence,
        stance: member.stance,
        stance_evidence: member.evidence,
        stance_on: dayText(sale.stageSince),
        releases_money: member.money,
        member_id: people.get(sale.owner),
        heeds: member.heeds.map((i) => members[i]!.id),
        response: member.response,
        personal_win: member.win,
        version: 1,
        created_at: call.now,
        updated_at: call.now,
      })),
    ),
  );
  await insertRows(
    call.db,
    'decision_matrix',
    teams
      .filter(
        ({ sale, members }) =>
          !toldOf(sale) && members.length >= 2 && ['involvement', 'commitment', 'action'].includes(sale.stage),
      )
      .map(({ sale, members }) => ({
        ...ours(sale.key),
        version: 1,
        matrix: matrixOf(members.map((member) => member.id)),
        member_id: people.get(sale.owner),
        at: weighedAt(sale),
      })),
  );
  await addShapes(call, open, ours);
  for (const { sale, members } of teams) {
    const told = toldOf(sale);
    if (told)
      await addTold(
        load,
        sale,
        told,
        members.map(({ id }) => id),
        ours(sale.key),
      );
  }
  // Complexity is derived from all of this.
  call.enqueue(chancesJob, { workspaceId: call.who.workspaceId });
}

/** The answers to the five questions that made each sale what it is. */
async function addShapes(
  call: Call,
  open: readonly DemoSale[],
  ours: (key: string) => { opportunity_id: string },
): Promise<void> {
  const rows = open.map((sale) => {
    const told = toldOf(sale);
    return {
      id: ours(sale.key).opportunity_id,
      ...(told ? { sub_type: told.subType, answers: told.answers } : shapeOf(sale)),
    };
  });
  await sql`update opportunity o set sub_type = s.sub_type, type_answers = s.answers from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as s (id uuid, sub_type text, answers jsonb)
    where o.workspace_id = ${call.who.workspaceId} and o.id = s.id`.execute(call.db);
}

/** A sale that is told in full: its facts, matrix or procedure, what is said to the buyers, and who sells it together. */
async function addTold(
  { call, people }: DemoLoad,
  sale: DemoSale,
  told: LargeSale,
  members: readonly string[],
  ours: { workspace_id: string; opportunity_id: string },
): Promise<void> {
  const now = call.now.getTime();
  const member_id = people.get(sale.owner)!;
  const { newOffering, formalProcurement, contractMonths, window, windowUntil, windowOpenedBy } = told.facts;
  await call.db
    .updateTable('opportunity')
    .set({
      new_offering: newOffering,
      formal_procurement: formalProcurement,
      contract_months: contractMonths,
      entry_window: window,
      window_until: dayAgo(now, windowUntil),
      window_opened_by: windowOpenedBy,
    })
    .where('id', '=', ours.opportunity_id)
    .execute();
  for (const [i, version] of (told.matrix?.versions ?? []).entries())
    await call.db
      .insertInto('decision_matrix')
      .values({
        ...ours,
        version: i + 1,
        matrix: JSON.stringify(toldMatrix(version, members)),
        note: version.note,
        member_id,
        at: new Date(now - version.ago * day),
      })
      .execute();
  const { procedure } = told;
  if (procedure)
    await call.db
      .insertInto('purchase_procedure')
      .values({
        ...ours,
        steps: JSON.stringify(
          procedure.steps.map(({ due, done, ...step }) => ({
            ...step,
            dueOn: dayAgo(now, due),
            doneOn: done === null ? null : dayAgo(now, done),
          })),
        ),
        requirements: JSON.stringify(
          procedure.requirements.map(({ must, ...each }, r) => ({ ...each, id: `line ${r + 1}`, mustHave: must })),
        ),
        needed_on: dayAgo(now, -procedure.neededIn),
        bid: 'bid',
        bid_reason: procedure.bidReason,
        updated_at: call.now,
      })
      .execute();
  await call.db
    .insertInto('sale_message')
    .values({ ...ours, message: JSON.stringify(told.message), member_id, updated_at: call.now })
    .execute();
  for (const [key, share] of told.shares)
    await call.db
      .insertInto('opportunity_share')
      .values({ ...ours, member_id: people.get(key)!, share })
      .execute();
}
