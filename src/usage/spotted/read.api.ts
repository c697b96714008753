import { sql, type SqlBool } from 'kysely';
import { sameRecord } from '../../platform/database.ts';
import { pageOf } from '../../platform/paging.ts';
import { notFound } from '../../platform/problem.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import { settingsOf } from '../../workspace/settings.ts';
import type { SpottedRecord, spottedContract } from './contract.ts';
import type { SpottedRules } from './spotted.ts';

type Own = 'listSpotted' | 'readSpotted' | 'countSpotted' | 'readLeaderboard';

export const readingHandlers: Pick<Handlers<typeof spottedContract>, Own> = {
  listSpotted: (call, { query }) => notesPage(call, query),

  async readSpotted(call, { params: { id } }) {
    const record = await found(call, id);
    const news = await call.db
      .selectFrom('spotted_news as n')
      .leftJoin('member as m', (on) => sameRecord(on, 'm', 'n.member_id'))
      .select(['n.id', 'n.at', 'n.code', 'n.facts', 'm.name as memberName'])
      .where('n.spotted_id', '=', id)
      .orderBy('n.id')
      .limit(200)
      .execute();
    const added = await call.db
      .selectFrom('spotted as s')
      .innerJoin('member as m', (on) => sameRecord(on, 'm', 's.originator_id'))
      .select(['s.id', 'm.name as originatorName', 's.what', 's.noted_at as notedAt'])
      .where('s.first_id', '=', id)
      .orderBy('s.noted_at')
      .limit(100)
      .execute();
    return {
      ...record,
      news: news.map((row) => ({ ...row, facts: row.facts as Record<string, string | number | null> })),
      addedBy: added,
    };
  },

  async countSpotted(call) {
    const mine = sql<SqlBool>`originator_id = ${call.who.memberId}`;
    const { rows } = await sql<Record<string, number>>`
      select count(*) filter (where ${mine} and state <> 'withdrawn')::int as noted,
        count(*) filter (where ${mine} and state = 'noted')::int as waiting,
        count(*) filter (where ${mine} and state = 'accepted')::int as accepted,
        count(*) filter (where ${mine} and state = 'declined')::int as declined,
        count(*) filter (where ${mine} and sale_outcome = 'won')::int as won,
        count(*) filter (where recipient_id = ${call.who.memberId} and state = 'noted')::int as to_answer,
        count(*) filter (where recipient_id = ${call.who.memberId} and state = 'noted' and answer_due_at < ${call.now})::int as overdue
      from spotted where originator_id = ${call.who.memberId} or (recipient_id = ${call.who.memberId} and state = 'noted')`.execute(
      call.db,
    );
    const sums = await sql<{ currency: string; amount: string }>`
      select sale_currency as currency, sum(sale_amount)::numeric(18, 2)::text as amount from spotted
      where originator_id = ${call.who.memberId} and sale_outcome = 'won' and sale_amount is not null group by 1 order by 1`.execute(
      call.db,
    );
    const { to_answer: toAnswer, ...counts } = rows[0]!;
    return { ...counts, toAnswer, wonAmounts: sums.rows } as never;
  },

  async readLeaderboard(call, { query: { days } }) {
    const { rules, currency } = await rulesOf(call);
    const since = new Date(call.now.getTime() - days * 86_400_000);
    if (!rules.leaderboard) return { on: false, since, currency, rows: [] };
    const { rows } = await sql<{
      memberId: string;
      name: string;
      noted: number;
      accepted: number;
      won: number;
      wonAmount: string;
    }>`
      select b.member_id as "memberId", m.name, b.noted::int, b.accepted::int, b.won::int, b.won_amount::numeric(18, 2)::text as "wonAmount"
      from spotted_board(${since}) b join member m on m.id = b.member_id
      order by b.won_amount desc, b.accepted desc, b.noted desc, m.name limit 100`.execute(call.db);
    return { on: true, since, currency, rows };
  },
};

export async function rulesOf(call: Call): Promise<{ rules: SpottedRules; currency: string }> {
  const { settings, currency } = await call.db
    .selectFrom('workspace')
    .select(['settings', 'currency'])
    .executeTakeFirstOrThrow();
  return { rules: settingsOf(settings).spotted, currency };
}

interface Filter {
  whose: 'mine' | 'to answer' | 'all';
  state?: readonly SpottedRecord['state'][] | undefined;
  account?: string | undefined;
  overdue?: boolean | undefined;
}

export async function notesPage(
  call: Call,
  { cursor, limit, ...filter }: Filter & { cursor?: string | undefined; limit: number },
): Promise<{ items: SpottedRecord[]; next: string | null }> {
  let notes = select(call);
  if (filter.whose === 'mine') notes = notes.where('s.originator_id', '=', call.who.memberId);
  if (filter.whose === 'to answer') notes = notes.where('s.recipient_id', '=', call.who.memberId);
  if (filter.state) notes = notes.where('s.state', 'in', filter.state);
  if (filter.account) notes = notes.where('s.account_id', '=', filter.account);
  if (filter.overdue === true) notes = notes.where('s.state', '=', 'noted').where('s.answer_due_at', '<', call.now);
  const { items, next } = await pageOf(
    notes,
    [
      { by: sql.ref('s.noted_at'), key: 'noted_at', type: 'timestamptz', descending: true },
      { by: sql.ref('s.id'), key: 'id', type: 'uuid', descending: true },
    ],
    { cursor, limit },
  );
  return { items: items.map((row) => recordOf(call, row)), next };
}

const select = (call: Call) =>
  call.db
    .selectFrom('spotted as s')
    .leftJoin('account as a', (on) => sameRecord(on, 'a', 's.account_id'))
    .leftJoin('contact as c', (on) => sameRecord(on, 'c', 's.contact_id'))
    .leftJoin('member as o', (on) => sameRecord(on, 'o', 's.originator_id'))
    .leftJoin('member as r', (on) => sameRecord(on, 'r', 's.recipient_id'))
    .leftJoin('member as b', (on) => sameRecord(on, 'b', 's.answered_by'))
    .leftJoin('account as p', (on) => sameRecord(on, 'p', 's.prospect_account_id'))
    .leftJoin('spotted as f', (on) => sameRecord(on, 'f', 's.first_id'))
    .leftJoin('member as fo', (on) => sameRecord(on, 'fo', 'f.originator_id'))
    .selectAll('s')
    .select([
      'a.name as account_name',
      'a.owner_id as account_owner_id',
      'c.name as contact_name',
      'o.name as originator_name',
      'r.name as recipient_name',
      'b.name as answerer_name',
      'p.name as prospect_name',
      'f.noted_at as first_at',
      'fo.name as first_name',
      sql<number>`(select count(*)::int from spotted j where j.workspace_id = s.workspace_id and j.first_id = s.id)`.as(
        'additions',
      ),
    ]);

type Row = Awaited<ReturnType<ReturnType<typeof select>['execute']>>[number];

function recordOf(call: Call, row: Row): SpottedRecord {
  return {
    id: row.id,
    accountId: row.account_id,
    accountName: row.account_name ?? '',
    contactId: row.contact_id,
    contactName: row.contact_name,
    caseId: row.case_id,
    touchpointId: row.touchpoint_id,
    what: row.what,
    forName: row.for_name,
    urgency: row.urgency,
    mayContact: row.may_contact,
    originatorId: row.originator_id,
    originatorName: row.originator_name ?? '',
    recipientId: row.recipient_id,
    recipientName: row.recipient_name,
    routed: row.routed,
    notedAt: row.noted_at.toISOString(),
    answerDueAt: row.answer_due_at.toISOString(),
    overdue: row.state === 'noted' && row.answer_due_at < call.now,
    state: row.state,
    first:
      row.first_id && row.first_at
        ? { id: row.first_id, originatorName: row.first_name ?? '', notedAt: row.first_at.toISOString() }
        : null,
    additions: row.additions,
    answeredAt: row.answered_at?.toISOString() ?? null,
    answeredByName: row.answerer_name,
    becomes: row.becomes,
    reason: row.reason as SpottedRecord['reason'],
    answerNote: row.answer_note,
    opportunityId: row.opportunity_id,
    prospect:
      row.prospect_account_id && row.prospect_name ? { id: row.prospect_account_id, name: row.prospect_name } : null,
    sale:
      row.sale_outcome && row.sale_currency
        ? {
            stage: row.sale_stage ?? '',
            outcome: row.sale_outcome,
            amount: row.sale_amount,
            currency: row.sale_currency,
            closedOn: row.sale_closed_on,
          }
        : null,
    mayAnswer: mayAnswer(call, row),
    isMine: row.originator_id === call.who.memberId,
    version: row.version,
  };
}

/** Who answers: the one it went to, their leader, who looks after the account, and those who may change every note. */
const mayAnswer = (call: Call, row: Row): boolean =>
  call.who.scope.changes.includes('spotted') ||
  [row.recipient_id, row.account_owner_id].some((id) => id !== null && call.who.scope.members.includes(id));

/** The note as the person may see it; 404 otherwise. */
export async function found(call: Call, id: string): Promise<SpottedRecord> {
  const row = await select(call).where('s.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('note');
  return recordOf(call, row);
}
