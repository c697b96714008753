import { sql, type RawBuilder, type SqlBool } from 'kysely';
import { sameRecord, type Tx } from '../../platform/database.ts';

/** Accounts and their needs: every row is one account in one segment, with how far evidence has brought it. */

/** Somebody of a household opted in. The household is called a. */
const optedIn = sql<SqlBool>`exists (select from contact k cross join unnest(array['mail', 'call', 'message', 'visit']) as way (channel)
  where k.workspace_id = a.workspace_id and k.account_id = a.id and k.deleted_at is null and may_contact(k.id, way.channel, 'marketing'))`;
const needed = sql<SqlBool>`(s.need is not null or s.offering_id is not null)`;
export const approachable = sql<SqlBool>`(a.kind = 'organization' or ${optedIn})`;
/** The first sale that was opened after the need was known. */
const buying = sql<Date | null>`(select min(o.opened_on) from opportunity o where o.workspace_id = p.workspace_id and o.account_id = p.account_id and o.deleted_at is null and o.opened_on >= p.since::date)`;

export const stageOf = sql<'member' | 'suspect' | 'prospect' | 'buyer' | 'ended'>`(case
  when p.id is null then case when ${needed} and ${approachable} then 'suspect' else 'member' end
  when ${buying} is not null then 'buyer' when p.ended_at is not null then 'ended' else 'prospect' end)`;

/** Whose need may be spoken of at all, but not yet with them. */
export const closed = sql<boolean>`(p.id is null and ${needed} and not ${approachable})`;

export function needRows(db: Tx) {
  return (
    db
      .selectFrom('segment_member as m')
      .innerJoin('segment as s', (on) => sameRecord(on, 's', 'm.segment_id'))
      .innerJoin('account as a', (on) => sameRecord(on, 'a', 'm.account_id'))
      .leftJoin('prospect as p', (on) =>
        on
          .onRef('p.workspace_id', '=', 'm.workspace_id')
          .onRef('p.segment_id', '=', 'm.segment_id')
          .onRef('p.account_id', '=', 'm.account_id'),
      )
      .where('s.deleted_at', 'is', null)
      .where('a.deleted_at', 'is', null)
      // Who became a prospect stays one, also when the rule does not find them any more.
      .where((e) => e.or([e('m.until', 'is', null), e('p.id', 'is not', null)]))
  );
}

/** The same, with where the relationship stands. To count, it need not be read. */
export const standingRows = (db: Tx) =>
  needRows(db)
    .innerJoin('relationship as r', (on) =>
      on.onRef('r.workspace_id', '=', 'm.workspace_id').onRef('r.account_id', '=', 'm.account_id'),
    )
    // The same as that its account is: said so, the most interested are met along their index.
    .where(sql.ref<boolean>('r.alive'), '=', true);

/** All that a list shows of a row. */
export function needItems(db: Tx) {
  return standingRows(db)
    .leftJoin('offering as f', (on) => sameRecord(on, 'f', 's.offering_id'))
    .leftJoin('member as w', (on) => sameRecord(on, 'w', 'a.owner_id'))
    .leftJoinLateral(sql<{ id: string; kind: string; subject: string; at: Date }>`(${newestSignal})`.as('g'), (on) =>
      on.onTrue(),
    )
    .leftJoinLateral(
      sql<{
        id: string;
        what: string;
        due_at: Date;
      }>`(select n.id, n.what, n.due_at from next_step n where n.workspace_id = m.workspace_id and n.account_id = m.account_id and n.state = 'open' order by n.due_at limit 1)`.as(
        'n',
      ),
      (on) => on.onTrue(),
    )
    .select([
      'm.segment_id',
      's.name as segment_name',
      's.need',
      'f.name as offering',
      'a.id as account_id',
      'a.name as account_name',
      'a.kind',
      'a.owner_id',
      'w.name as owner_name',
      'r.phase',
      'r.position',
      'r.interest',
      'r.touchpoints',
      'r.last_touch_at',
      'm.since as member_since',
      'p.id as prospect_id',
      'p.since as prospect_since',
      'p.preference',
      'p.ended_at',
      'g.id as signal_id',
      'g.kind as signal_kind',
      'g.subject as signal_subject',
      'g.at as signal_at',
      'n.id as step_id',
      'n.what as step_what',
      'n.due_at as step_due_at',
      stageOf.as('stage'),
      closed.as('closed'),
      buying.as('buying_since'),
    ]);
}

/** What a customer does of their own accord; the account is called m.account_id. */
const newestSignal: RawBuilder<unknown> = sql`select t.id, t.kind, t.subject, t.at from touchpoint t
  where t.workspace_id = m.workspace_id and t.account_id = m.account_id and ${sql`${isSignal()}`}
  order by t.at desc, t.id desc limit 1`;

/** A touchpoint (called t) that the customer began, or in which they answered; what was corrected does not count. */
export function isSignal(): RawBuilder<SqlBool> {
  return sql<SqlBool>`(t.initiator = 'them' or t.kind in ('reply', 'event attended', 'inquiry', 'referral'))
    and t.kind not in ('silence', 'note', 'mail opened', 'complaint', 'case opened', 'case reopened', 'cancellation', 'close lost', 'invoice overdue', 'invoice paid', 'sponsor left', 'survey poor', 'objection')
    and not t.retracts and not exists (select from touchpoint newer where newer.workspace_id = t.workspace_id and newer.supersedes_id = t.id)`;
}
