import { sql } from 'kysely';
import { sameRecord } from '../../platform/database.ts';
import { forbidden, notFound, stale } from '../../platform/problem.ts';
import type { Call } from '../../platform/serve.ts';
import { checkExpectations } from '../promises.ts';
import { missingFields, prefilled, tiesOfHunter, type Handoff, type HandoffEvent, type Packet } from '../handoff.ts';
import { checkpointDates, nextDuty } from '../handoffClock.ts';
import type { ExpectationRecord, HandoffDetail, HandoffItem } from './contract.ts';
import { packetFromSale } from './saleFacts.api.ts';

/** Loading a handoff with what the rules need, and writing what they decided. */

export const selectHandoffs = (call: Call) =>
  call.db
    .selectFrom('handoff as h')
    .leftJoin('account as a', (on) => sameRecord(on, 'a', 'h.account_id'))
    .leftJoin('opportunity as o', (on) => sameRecord(on, 'o', 'h.opportunity_id'))
    .innerJoin('workspace as w', 'w.workspace_id', 'h.workspace_id')
    .innerJoin('member as hm', (on) => sameRecord(on, 'hm', 'h.hunter_id'))
    .leftJoin('member as fm', (on) => sameRecord(on, 'fm', 'h.farmer_id'))
    .select([
      'h.id',
      'h.account_id',
      'a.name as account_name',
      'h.opportunity_id',
      'o.name as sale_name',
      'o.amount',
      sql<string>`coalesce(o.currency, w.currency)`.as('currency'),
      'h.hunter_id',
      'hm.name as hunter_name',
      'h.farmer_id',
      'fm.name as farmer_name',
      'h.state',
      'h.signed_at',
      'h.one_person',
      'h.introduced_at',
      'h.tied',
      'h.version',
      'h.offered_at',
      'h.accepted_at',
    ])
    .select([
      sql<Packet>`h.packet`.as('packet'),
      sql<Packet>`h.from_sale`.as('from_sale'),
      sql<number>`(select count(*)::int from expectation x where x.workspace_id = h.workspace_id and x.opportunity_id = h.opportunity_id and x.verdict = 'unrealistic')`.as(
        'unrealistic',
      ),
      sql<
        HandoffEventRow[]
      >`coalesce((select jsonb_agg(jsonb_build_object('kind', e.kind, 'at', e.at, 'by', e.member_id, 'name', m.name, 'farmer', e.farmer_id, 'farmerName', f.name, 'questions', e.questions, 'reason', e.reason) order by e.at, e.id)
        from handoff_event e join member m on m.workspace_id = e.workspace_id and m.id = e.member_id left join member f on f.workspace_id = e.workspace_id and f.id = e.farmer_id
        where e.workspace_id = h.workspace_id and e.handoff_id = h.id and e.at >= h.opened_at), '[]')`.as('events'),
    ]);

interface HandoffEventRow {
  kind: HandoffEvent['kind'];
  at: string;
  by: string;
  name: string;
  farmer: string | null;
  farmerName: string | null;
  questions: string[] | null;
  reason: string | null;
}

export type HandoffRow = Awaited<ReturnType<ReturnType<typeof selectHandoffs>['execute']>>[number];

export async function foundHandoff(call: Call, id: string): Promise<HandoffRow> {
  const row = await selectHandoffs(call).where('h.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('handoff');
  return row;
}

/** The handoff in the terms of the rules. */
export function handoffOf(row: HandoffRow, fromSale: Packet = row.from_sale): Handoff {
  const events = row.events.map((e): HandoffEvent => {
    const what = { at: new Date(e.at), by: e.by };
    if (e.kind === 'offered') return { kind: 'offered', ...what, farmer: e.farmer ?? '' };
    if (e.kind === 'returned') return { kind: 'returned', ...what, questions: e.questions ?? [] };
    if (e.kind === 'overridden') return { kind: 'overridden', ...what, reason: e.reason ?? '' };
    return { kind: e.kind, ...what };
  });
  return {
    account: row.account_id,
    signedAt: row.signed_at,
    hunter: row.hunter_id,
    packet: prefilled(row.packet, fromSale),
    events,
    onePerson: row.one_person,
  };
}

export function itemOf(row: HandoffRow, now: Date): HandoffItem {
  const handoff = handoffOf(row);
  const duty = row.state === 'void' ? null : nextDuty(handoff, now);
  return {
    id: row.id,
    accountId: row.account_id,
    accountName: row.account_name,
    opportunityId: row.opportunity_id,
    saleName: row.sale_name,
    amount: row.amount,
    currency: row.currency,
    hunter: { id: row.hunter_id, name: row.hunter_name },
    farmer: row.farmer_id === null ? null : { id: row.farmer_id, name: row.farmer_name ?? '' },
    state: row.state,
    signedAt: row.signed_at.toISOString(),
    onePerson: row.one_person,
    introducedAt: row.introduced_at?.toISOString() ?? null,
    tied: row.tied,
    missing: row.tied ? missingFields(handoff) : [],
    unrealistic: row.unrealistic,
    duty: duty && { ...duty, dueOn: duty.dueOn.toISOString() },
    version: row.version,
  };
}

export async function detailOf(call: Call, id: string): Promise<HandoffDetail> {
  const row = await foundHandoff(call, id);
  // As long as it is the hunter's turn, the packet follows the sale.
  const fromSale =
    row.state === 'open' || row.state === 'returned' ? await packetFromSale(call, row.opportunity_id) : row.from_sale;
  const handoff = handoffOf(row, fromSale);
  const leads = mayOverride(call);
  const works = call.who.may('handoff:write');
  return {
    ...itemOf({ ...row, from_sale: fromSale }, call.now),
    packet: row.packet,
    fromSale,
    expectations: await expectationsOf(call, row.opportunity_id),
    events: row.events.map((e) => ({
      kind: e.kind,
      at: new Date(e.at).toISOString(),
      memberName: e.name,
      farmerName: e.farmerName,
      questions: e.questions ?? [],
      reason: e.reason,
    })),
    ties: row.tied ? tiesOfHunter(handoff) : [],
    checkpoints: checkpointDates(row.signed_at).map((at) => at.toISOString()),
    mine: {
      offer: works && row.tied && row.state !== 'accepted' && mayAct(call, row.hunter_id),
      answer: works && row.state === 'offered' && row.farmer_id !== null && mayAct(call, row.farmer_id),
      override: works && row.tied && leads,
    },
  };
}

/** Their own, or a leader for one of their people. */
export const mayAct = (call: Call, memberId: string) =>
  call.who.memberId === memberId ||
  call.who.scope.changes.includes('handoff') ||
  (call.who.scope.members.length > 1 && call.who.scope.members.includes(memberId));
/** The hunter cannot let himself off: ending it without acceptance is for leaders. */
export const mayOverride = (call: Call) => ['owner', 'manager', 'team leader'].includes(call.who.role);

export async function writeHandoff(call: Call, id: string, values: object): Promise<void> {
  const changed = await call.db
    .updateTable('handoff')
    .set({ ...values, updated_at: call.now, version: sql<number>`version + 1` })
    .where('id', '=', id)
    .where('version', '=', call.version)
    .executeTakeFirst();
  if (changed.numUpdatedRows === 1n) return;
  const current = await detailOf(call, id);
  throw current.version === call.version ? forbidden('change this handoff') : stale(current);
}

export async function noteEvent(
  call: Call,
  handoffId: string,
  kind: HandoffEvent['kind'],
  more: { at?: Date; farmer_id?: string; questions?: string[]; reason?: string } = {},
): Promise<void> {
  await call.db
    .insertInto('handoff_event')
    .values({
      workspace_id: call.who.workspaceId,
      id: call.newId(),
      handoff_id: handoffId,
      kind,
      member_id: call.who.memberId,
      at: call.now,
      ...more,
    })
    .execute();
}

export async function expectationsOf(call: Call, opportunityId: string): Promise<ExpectationRecord[]> {
  const rows = await call.db
    .selectFrom('expectation')
    .selectAll()
    .where('opportunity_id', '=', opportunityId)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map(expectationOf);
}

type ExpectationRow = {
  id: string;
  what: string;
  expected: string | null;
  sold: string | null;
  unit: string | null;
  better: 'more' | 'less';
  reset_to: string | null;
  reset_words: string | null;
  verdict: ExpectationRecord['verdict'];
  version: number;
};
export function expectationOf(row: ExpectationRow): ExpectationRecord {
  const number = (text: string | null) => (text === null ? null : Number(text));
  const figures = {
    what: row.what,
    expected: number(row.expected),
    sold: number(row.sold),
    better: row.better,
    resetTo: number(row.reset_to),
  };
  const { expected, sold } = figures;
  const gap = expected === null || sold === null ? null : checkExpectations([{ ...figures, expected, sold }])[0]!.gap;
  return {
    id: row.id,
    ...figures,
    unit: row.unit,
    resetWords: row.reset_words,
    verdict: row.verdict,
    gap,
    version: row.version,
  };
}
