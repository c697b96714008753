import { sql, type SqlBool } from 'kysely';
import { sameRecord } from '../../platform/database.ts';
import { dayOf } from '../../platform/days.ts';
import { pageOf } from '../../platform/paging.ts';
import type { Handlers } from '../../platform/serve.ts';
import type { customersContract, OwnershipRow } from './contract.ts';

export const customerHandlers: Handlers<typeof customersContract> = {
  async listOwnership(call, { query }) {
    const today = dayOf(call.now);
    const of = (table: string) =>
      sql.raw(`${table}.workspace_id = r.workspace_id and ${table}.account_id = r.account_id`);
    let rows = call.db
      .selectFrom('relationship as r')
      .innerJoin('account as a', (on) => sameRecord(on, 'a', 'r.account_id'))
      .leftJoin('member as m', (on) => sameRecord(on, 'm', 'r.owner_id'))
      .where('r.alive', '=', true)
      .where('r.phase', '=', 'ownership')
      .select([
        'r.account_id as accountId',
        'a.name',
        'm.name as ownerName',
        'r.sale_type as saleType',
        'r.position',
        'r.trust',
        'r.closed_at as closedAt',
      ])
      .select([
        sql<number | null>`floor(extract(epoch from ${call.now}::timestamptz - r.closed_at) / 86400)::int`.as('days'),
        sql<
          OwnershipRow['handoff']
        >`(select jsonb_build_object('id', h.id, 'state', h.state, 'tied', h.tied, 'farmerName', f.name) from handoff h left join member f on f.workspace_id = h.workspace_id and f.id = h.farmer_id where ${of('h')} and h.state <> 'void' order by h.signed_at desc limit 1)`.as(
          'handoff',
        ),
        sql<
          OwnershipRow['milestone']
        >`(select jsonb_build_object('title', s.title, 'dueOn', s.due_on, 'late', coalesce(s.due_on < ${today}::date, false), 'waiting', s.delivered_at is not null)
          from success_plan p join plan_milestone s on s.workspace_id = p.workspace_id and s.plan_id = p.id where ${of('p')} and case when s.needs_acceptance then s.accepted_at is null else s.delivered_at is null end order by s.due_on nulls last, s.place limit 1)`.as(
          'milestone',
        ),
        sql<
          OwnershipRow['milestones']
        >`(select jsonb_build_object('done', count(*) filter (where case when s.needs_acceptance then s.accepted_at is not null else s.delivered_at is not null end), 'of', count(*)) from success_plan p join plan_milestone s on s.workspace_id = p.workspace_id and s.plan_id = p.id where ${of('p')})`.as(
          'milestones',
        ),
        sql<
          OwnershipRow['firstValue']
        >`(select jsonb_build_object('on', p.first_value_on, 'due', p.first_value_due, 'late', p.first_value_on is null and coalesce(p.first_value_due < ${today}::date, false)) from success_plan p where ${of('p')} order by p.signed_on desc limit 1)`.as(
          'firstValue',
        ),
        sql<
          OwnershipRow['alarm']
        >`(select jsonb_build_object('id', l.id, 'severity', l.severity, 'state', l.state) from alarm l where ${of('l')} and l.ended_at is null order by l.opened_at desc limit 1)`.as(
          'alarm',
        ),
        sql<number>`(select count(*)::int from promise p where ${of('p')} and p.state = 'open' and p.due_on < ${today}::date)`.as(
          'overduePromises',
        ),
      ]);
    if (query.mine)
      rows = rows.where((e) =>
        e.or([
          e('r.owner_id', '=', call.who.memberId),
          sql<SqlBool>`exists (select from handoff h where ${of('h')} and h.tied and (h.hunter_id = ${call.who.memberId} or h.farmer_id = ${call.who.memberId}))`,
        ]),
      );
    if (query.alarm)
      rows = rows.where(sql<SqlBool>`exists (select from alarm l where ${of('l')} and l.ended_at is null)`);
    return pageOf(
      rows,
      [
        { by: sql.ref('r.closed_at'), key: 'closedAt', descending: true, nullable: true, type: 'timestamptz' },
        { by: sql.ref('r.account_id'), key: 'accountId', descending: true, type: 'uuid' },
      ],
      query,
    );
  },
};
