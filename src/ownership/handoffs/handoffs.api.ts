import { sql } from 'kysely';
import { pageOf } from '../../platform/paging.ts';
import { conflict, forbidden, invalid, notFound, stale } from '../../platform/problem.ts';
import { mustBeSeen } from '../../platform/references.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import { takeIn } from '../../relationship/ledger.api.ts';
import { openNextStep } from '../../relationship/nextSteps.api.ts';
import {
  accept,
  giveBack,
  introduce,
  missingFields,
  offer,
  override,
  prefilled,
  tiesOfHunter,
  type Handoff,
  type HandoffRefusal,
  type HandoffResult,
} from '../handoff.ts';
import { checkpointDates, handoffDays, handoffRecords } from '../handoffClock.ts';
import { checkExpectations } from '../promises.ts';
import { settingsOf } from '../../workspace/settings.ts';
import type { FarmerRoom, handoffsContract } from './contract.ts';
import { adviseFarmers, type FarmerFacts } from './opening.ts';
import { packetFromSale } from './saleFacts.api.ts';
import {
  detailOf,
  expectationOf,
  foundHandoff,
  handoffOf,
  itemOf,
  mayAct,
  mayOverride,
  noteEvent,
  selectHandoffs,
  writeHandoff,
  type HandoffRow,
} from './store.api.ts';
import { changesBetween } from '../../platform/events.ts';

export const handoffHandlers: Handlers<typeof handoffsContract> = {
  async listHandoffs(call, { query }) {
    let rows = selectHandoffs(call);
    if (query.account) rows = rows.where('h.account_id', '=', query.account);
    if (query.opportunity) rows = rows.where('h.opportunity_id', '=', query.opportunity);
    if (query.state) rows = rows.where('h.state', 'in', query.state);
    if (query.tied !== undefined) rows = rows.where('h.tied', '=', query.tied);
    if (query.mine)
      rows = rows.where((e) =>
        e.or([e('h.hunter_id', '=', call.who.memberId), e('h.farmer_id', '=', call.who.memberId)]),
      );
    const found = await pageOf(
      rows,
      [
        { by: sql.ref('h.signed_at'), key: 'signed_at', descending: true, type: 'timestamptz' },
        { by: sql.ref('h.id'), key: 'id', descending: true, type: 'uuid' },
      ],
      query,
    );
    return { items: found.items.map((row) => itemOf(row, call.now)), next: found.next };
  },

  readHandoff: (call, { params }) => detailOf(call, params.id),

  async writePacket(call, { params, body }) {
    const row = await running(call, params.id, 'hunter');
    await writeHandoff(call, params.id, { packet: JSON.stringify({ ...row.packet, ...body.packet }) });
    await call.record(
      'handoff.packet written',
      { kind: 'handoff', id: params.id, accountId: row.account_id },
      { fields: Object.keys(body.packet), changes: changesBetween<object>(row.packet, body.packet) },
    );
    return detailOf(call, params.id);
  },

  async suggestFarmers(call, { params }) {
    const row = await foundHandoff(call, params.id);
    const farmers = await farmersFor(call, row);
    return {
      items: adviseFarmers(farmers).map(
        ({ id, name, isFarmer, customers, waiting, contacts, capacity, free, reasons }) => ({
          id,
          name,
          isFarmer,
          customers,
          waiting,
          contacts,
          capacity,
          free,
          reasons,
        }),
      ),
    };
  },

  async listFarmers(call) {
    return { usual: await usualCapacity(call), items: await rooms(call, null) };
  },

  async setFarmerCapacity(call, { params, body }) {
    const [before] = await rooms(call, params.id);
    if (!before) throw notFound('colleague who could keep customers');
    if (!call.who.scope.changes.includes('team')) throw forbidden('say how many customers somebody can look after');
    if (body.customers === null)
      await call.db.deleteFrom('farmer_capacity').where('member_id', '=', params.id).execute();
    else
      await call.db
        .insertInto('farmer_capacity')
        .values({
          workspace_id: call.who.workspaceId,
          member_id: params.id,
          customers: body.customers,
          updated_at: call.now,
        })
        .onConflict((c) =>
          c.columns(['workspace_id', 'member_id']).doUpdateSet({
            customers: body.customers!,
            updated_at: call.now,
            version: sql<number>`farmer_capacity.version + 1`,
          }),
        )
        .execute();
    const [after] = await rooms(call, params.id);
    await call.record(
      'farmer.capacity said',
      { kind: 'member', id: params.id },
      { changes: { capacity: [before.capacity, after!.capacity] } },
    );
    return after!;
  },

  async offerHandoff(call, { params, body }) {
    const row = await running(call, params.id, 'hunter');
    if (row.unrealistic > 0)
      throw conflict(
        'expectations_unrealistic',
        'The customer still expects more than was sold. Reset what is unrealistic before somebody takes over.',
        { count: row.unrealistic },
      );
    const farmer = (await farmersFor(call, row)).find(({ id }) => id === body.farmerId);
    if (!farmer)
      throw invalid([{ path: 'farmerId', message: 'There is no such colleague who could keep the customer' }]);
    const fromSale = await packetFromSale(call, row.opportunity_id);
    const handoff = handoffOf(row, fromSale);
    done(
      offer(handoff, {
        by: call.who.memberId,
        farmer: body.farmerId,
        freeCapacity: farmer.capacity - farmer.customers - farmer.waiting,
        at: call.now,
      }),
    );
    await writeHandoff(call, params.id, {
      state: 'offered',
      farmer_id: body.farmerId,
      offered_at: call.now,
      from_sale: JSON.stringify(fromSale),
    });
    await noteEvent(call, params.id, 'offered', { farmer_id: body.farmerId });
    await call.record(
      'handoff.offered',
      { kind: 'handoff', id: params.id, accountId: row.account_id },
      { farmerId: body.farmerId, farmer: farmer.name },
    );
    return detailOf(call, params.id);
  },

  async acceptHandoff(call, { params }) {
    const row = await foundHandoff(call, params.id);
    if (row.one_person) return closeSelfCheck(call, await running(call, params.id, 'hunter'));
    await running(call, params.id, 'farmer');
    const after = done(accept(handoffOf(row), { by: row.farmer_id ?? '', at: call.now }));
    await takeIn(
      call,
      [
        {
          accountId: row.account_id,
          kind: 'handoff',
          subject: `${row.hunter_name} handed over to ${row.farmer_name}`,
          opportunityId: row.opportunity_id,
          evidenceKey: `handoff:${row.id}:accepted`,
        },
      ],
      { source: 'handoff' },
    );
    await setCheckpoints(call, row);
    await writeHandoff(call, params.id, {
      state: 'accepted',
      accepted_at: call.now,
      tied: tiesOfHunter(after).length > 0,
    });
    await noteEvent(call, params.id, 'accepted');
    await call.record(
      'handoff.accepted',
      { kind: 'handoff', id: params.id, accountId: row.account_id },
      { farmerId: row.farmer_id, hunterId: row.hunter_id },
    );
    return detailOf(call, params.id);
  },

  async returnHandoff(call, { params, body }) {
    const row = await running(call, params.id, 'farmer');
    done(giveBack(handoffOf(row), { by: row.farmer_id ?? '', questions: body.questions, at: call.now }));
    await writeHandoff(call, params.id, { state: 'returned' });
    await noteEvent(call, params.id, 'returned', { questions: body.questions });
    await call.record(
      'handoff.returned',
      { kind: 'handoff', id: params.id, accountId: row.account_id },
      { questions: body.questions },
    );
    return detailOf(call, params.id);
  },

  async introduceFarmer(call, { params, body }) {
    const row = await foundHandoff(call, params.id);
    if (!row.tied || row.one_person) throw conflict('not_needed', 'Nobody has to be introduced here any more.');
    if (
      !call.who.may('handoff:write') ||
      !(mayAct(call, row.hunter_id) || (row.farmer_id !== null && mayAct(call, row.farmer_id)))
    )
      throw forbidden('note this introduction');
    if (row.farmer_id === null)
      throw conflict('no_farmer', 'Offer the customer to a farmer first, then introduce them.');
    await mustBeSeen(call.db, { contactIds: ['contact', ...(body.contactIds ?? [])] });
    const at = body.at ? new Date(body.at) : call.now;
    await takeIn(
      call,
      [
        {
          accountId: row.account_id,
          kind: 'introduction',
          subject: body.subject ?? `${row.hunter_name} introduced ${row.farmer_name}`,
          at: at.toISOString(),
          contactIds: body.contactIds ?? [],
          opportunityId: row.opportunity_id,
          evidenceKey: `handoff:${row.id}:introduced`,
        },
      ],
      { source: 'handoff' },
    );
    const after = introduce(handoffOf(row), { by: call.who.memberId, at });
    await writeHandoff(call, params.id, { introduced_at: at, tied: tiesOfHunter(after).length > 0 });
    await noteEvent(call, params.id, 'introduced', { at });
    await call.record('handoff.introduced', { kind: 'handoff', id: params.id, accountId: row.account_id });
    return detailOf(call, params.id);
  },

  async overrideHandoff(call, { params, body }) {
    const row = await foundHandoff(call, params.id);
    if (!mayOverride(call)) throw forbidden('end a handoff without acceptance');
    done(override(handoffOf(row), { by: call.who.memberId, reason: body.reason, at: call.now }));
    await writeHandoff(call, params.id, { state: 'overridden', tied: false });
    await noteEvent(call, params.id, 'overridden', { reason: body.reason });
    await call.record(
      'handoff.overridden',
      { kind: 'handoff', id: params.id, accountId: row.account_id },
      { reason: body.reason, hunterId: row.hunter_id },
    );
    return detailOf(call, params.id);
  },

  async addExpectation(call, { params, body }) {
    const row = await running(call, params.id, 'either');
    const id = call.newId();
    const figures = {
      what: body.what,
      expected: body.expected ?? null,
      sold: body.sold ?? null,
      better: body.better ?? ('more' as const),
    };
    await call.db
      .insertInto('expectation')
      .values({
        workspace_id: call.who.workspaceId,
        id,
        account_id: row.account_id,
        opportunity_id: row.opportunity_id,
        ...figures,
        unit: body.unit ?? null,
        verdict: verdictOf({ ...figures, resetTo: null }),
        created_at: call.now,
        updated_at: call.now,
      })
      .execute();
    await call.record(
      'expectation.noted',
      { kind: 'handoff', id: params.id, accountId: row.account_id },
      { what: body.what },
    );
    return readExpectation(call, id);
  },

  async checkExpectation(call, { params, body }) {
    const before = await call.db.selectFrom('expectation').selectAll().where('id', '=', params.id).executeTakeFirst();
    if (!before) throw notFound('expectation');
    if (before.version !== call.version) throw stale(expectationOf(before));
    const now = expectationOf(before);
    const after = {
      what: body.what ?? now.what,
      expected: body.expected === undefined ? now.expected : body.expected,
      sold: body.sold === undefined ? now.sold : body.sold,
      unit: body.unit === undefined ? now.unit : body.unit,
      better: body.better ?? now.better,
      resetTo: body.resetTo === undefined ? now.resetTo : body.resetTo,
      resetWords: body.resetWords === undefined ? now.resetWords : body.resetWords,
    };
    const reset = body.resetTo != null || Boolean(body.resetWords);
    const verdict =
      body.verdict ??
      (reset && after.resetTo === null ? 'reset' : verdictOf(after, after.resetWords !== null ? 'reset' : now.verdict));
    const changed = await call.db
      .updateTable('expectation')
      .set({
        what: after.what,
        expected: after.expected,
        sold: after.sold,
        unit: after.unit,
        better: after.better,
        reset_to: after.resetTo,
        reset_words: after.resetWords,
        verdict,
        checked_by: call.who.memberId,
        checked_at: call.now,
        updated_at: call.now,
        version: sql<number>`version + 1`,
      })
      .where('id', '=', params.id)
      .where('version', '=', call.version)
      .executeTakeFirst();
    if (changed.numUpdatedRows === 0n) throw forbidden('check this expectation');
    if (reset) {
      const to = after.resetWords ?? `${after.resetTo}${after.unit ? ` ${after.unit}` : ''}`;
      await takeIn(
        call,
        [
          {
            accountId: before.account_id,
            kind: 'call',
            subject: `Reset an expectation: ${after.what}`,
            expectationSet: to,
            opportunityId: before.opportunity_id,
            evidenceKey: `expectation:${params.id}:${before.version}`,
          },
        ],
        { source: 'handoff' },
      );
    }
    await call.record(
      'expectation.checked',
      { kind: 'expectation', id: params.id, accountId: before.account_id },
      {
        what: after.what,
        verdict,
        resetTo: after.resetTo,
        resetWords: after.resetWords,
        changes: changesBetween<object>(now, { ...after, verdict }),
      },
    );
    return readExpectation(call, params.id);
  },

  async handoffRecords(call) {
    const since = new Date(call.now.getTime() - 730 * 86_400_000);
    const rows = await selectHandoffs(call)
      .where('h.signed_at', '>=', since)
      .where('h.state', '<>', 'void')
      .orderBy('h.signed_at', 'desc')
      .limit(5000)
      .execute();
    const names = new Map(
      rows.flatMap((row): [string, string][] => [
        [row.hunter_id, row.hunter_name],
        ...row.events.flatMap((e): [string, string][] => (e.farmer ? [[e.farmer, e.farmerName ?? '']] : [])),
      ]),
    );
    const { hunters, farmers } = handoffRecords(rows.filter((row) => !row.one_person).map((row) => handoffOf(row)));
    // Where the works council keeps figures about single people from those who lead, each sees the own alone.
    const { rows: shown } = await sql<{ individual: boolean }>`select app_individual() as individual`.execute(call.db);
    const side = (records: typeof hunters) =>
      records
        .filter(({ person }) => shown[0]!.individual || person === call.who.memberId)
        .map(({ person, ...record }) => ({ memberId: person, memberName: names.get(person) ?? '', ...record }))
        .toSorted((a, b) => b.handoffs - a.handoffs);
    return { hunters: side(hunters), farmers: side(farmers), handoffs: rows.length };
  },
};

/** The handoff, if this person may act on it now on the given side. */
async function running(call: Call, id: string, side: 'hunter' | 'farmer' | 'either'): Promise<HandoffRow> {
  const row = await foundHandoff(call, id);
  const sides = [
    ...(side === 'farmer' ? [] : [row.hunter_id]),
    ...(side === 'hunter' || row.farmer_id === null ? [] : [row.farmer_id]),
  ];
  if (!sides.some((memberId) => mayAct(call, memberId)))
    throw forbidden(side === 'farmer' ? 'answer for this farmer' : 'work on this handoff');
  if (!row.tied || row.state === 'void') throw conflict('handoff_over', 'This handoff is over.');
  return row;
}

function done(result: HandoffResult): Handoff {
  if ('handoff' in result) return result.handoff;
  throw conflict(
    `handoff_${result.refused[0]!.replaceAll(' ', '_')}`,
    result.refused.map((why) => sentences[why]).join(' '),
    { refused: result.refused },
  );
}

const sentences: Record<HandoffRefusal, string> = {
  'packet incomplete': 'Fill what is missing in the packet first; “none” is an answer.',
  'no farmer named': 'Name the farmer who is to keep the customer.',
  'farmer is the hunter': 'Whoever sold it cannot take it over from himself.',
  'farmer has no capacity': 'This farmer looks after as many customers as one can. Choose somebody with room.',
  'not offered': 'It is not offered to anybody at the moment.',
  'only the farmer may answer': 'Only the farmer to whom it was offered can answer.',
  'already accepted': 'This handoff is over already.',
  'no questions': 'Ask at least one question, so that the hunter knows what is missing.',
  'no reason': 'Say why it ends without acceptance.',
};

/** Alone in a firm: the few fields that are otherwise forgotten, then it is closed. */
async function closeSelfCheck(call: Call, row: HandoffRow) {
  const fromSale = await packetFromSale(call, row.opportunity_id);
  const missing = missingFields({ packet: prefilled(row.packet, fromSale), onePerson: true });
  if (missing.length > 0) throw conflict('handoff_packet_incomplete', sentences['packet incomplete'], { missing });
  if (row.unrealistic > 0)
    throw conflict(
      'expectations_unrealistic',
      'The customer still expects more than was sold. Reset what is unrealistic first.',
      { count: row.unrealistic },
    );
  await setCheckpoints(call, { ...row, farmer_id: row.hunter_id });
  await writeHandoff(call, row.id, {
    state: 'accepted',
    accepted_at: call.now,
    tied: false,
    farmer_id: row.hunter_id,
    from_sale: JSON.stringify(fromSale),
  });
  await noteEvent(call, row.id, 'accepted');
  await call.record('handoff.self-check closed', { kind: 'handoff', id: row.id, accountId: row.account_id });
  return detailOf(call, row.id);
}

/** The 30, 60 and 90 day checkpoints that still lie ahead. */
async function setCheckpoints(
  call: Call,
  row: Pick<HandoffRow, 'account_id' | 'farmer_id' | 'signed_at'>,
): Promise<void> {
  for (const [i, at] of checkpointDates(row.signed_at).entries())
    if (at > call.now)
      await openNextStep(call, {
        accountId: row.account_id,
        what: `${handoffDays.checkpoints[i]}-day checkpoint: are they where they wanted to be?`,
        memberId: row.farmer_id,
        dueAt: at,
      });
}

const usualCapacity = async (call: Call) =>
  settingsOf((await call.db.selectFrom('workspace').select('settings').executeTakeFirstOrThrow()).settings).ownership
    .customersPerFarmer;

/** Who could keep customers: what each looks after, and how many each can. */
async function rooms(call: Call, memberId: string | null): Promise<FarmerRoom[]> {
  const { rows } = await sql<FarmerRoom>`
    select m.id, m.name, ${keepsCustomers} as "isFarmer", ${lookedAfter} as customers, ${waitingFor(null)} as waiting, coalesce(k.customers, ${await usualCapacity(call)})::int as capacity, k.customers is not null as own
    from member m left join farmer_capacity k on k.workspace_id = m.workspace_id and k.member_id = m.id
    where m.disabled_at is null and m.role in ('owner', 'manager', 'team leader', 'seller', 'account manager') ${memberId === null ? sql`` : sql`and m.id = ${memberId}`}
    order by ${keepsCustomers} desc, m.name limit 500`.execute(call.db);
  return rows;
}

const keepsCustomers = sql<boolean>`coalesce(m.business_role = 'farmer' or m.role = 'account manager', false)`;
const lookedAfter = sql<number>`(select count(*)::int from relationship r where r.workspace_id = m.workspace_id and r.owner_id = m.id and r.alive and r.phase in ('ownership', 'usage'))`;
const waitingFor = (exceptAccount: string | null) =>
  sql<number>`(select count(*)::int from handoff h where h.workspace_id = m.workspace_id and h.farmer_id = m.id and h.tied and h.state = 'offered' ${exceptAccount === null ? sql`` : sql`and h.account_id <> ${exceptAccount}`})`;

/** Who could keep the customer, with how much they look after now. */
async function farmersFor(call: Call, row: Pick<HandoffRow, 'account_id' | 'hunter_id'>): Promise<FarmerFacts[]> {
  const { rows } = await sql<FarmerFacts>`
    select m.id, m.name, ${keepsCustomers} as "isFarmer", ${lookedAfter} as customers, ${waitingFor(row.account_id)} as waiting,
      (select count(*)::int from touchpoint t where t.workspace_id = m.workspace_id and t.account_id = ${row.account_id} and t.member_id = m.id and t.at > ${new Date(call.now.getTime() - 365 * 86_400_000)}) as contacts,
      exists (select from account a where a.workspace_id = m.workspace_id and a.id = ${row.account_id} and a.owner_id = m.id) as "ownsAccount", coalesce(k.customers, ${await usualCapacity(call)})::int as capacity
    from member m left join farmer_capacity k on k.workspace_id = m.workspace_id and k.member_id = m.id
    where m.disabled_at is null and m.id <> ${row.hunter_id} and m.role in ('owner', 'manager', 'team leader', 'seller', 'account manager')
    order by ${keepsCustomers} desc, m.name limit 200`.execute(call.db);
  return rows;
}

const verdictOf = (
  figures: {
    what: string;
    expected: number | null;
    sold: number | null;
    better: 'more' | 'less';
    resetTo: number | null;
  },
  otherwise: 'unchecked' | 'realistic' | 'unrealistic' | 'reset' = 'unchecked',
) =>
  figures.expected === null || figures.sold === null
    ? otherwise
    : checkExpectations([{ ...figures, expected: figures.expected, sold: figures.sold }])[0]!.verdict;

async function readExpectation(call: Call, id: string) {
  return expectationOf(
    await call.db.selectFrom('expectation').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
  );
}
