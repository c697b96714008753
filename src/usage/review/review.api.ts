import { sql } from 'kysely';
import { dayOf, daysAfter } from '../../platform/days.ts';
import { notFound } from '../../platform/problem.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import { reviewParts, type Review, type reviewContract } from './contract.ts';
import { reviewPdf } from './reviewPdf.api.ts';

export const reviewHandlers: Handlers<typeof reviewContract> = {
  readReview: (call, { params }) => reviewOf(call, params.id),

  async printReview(call, { params, query }) {
    const bytes = await reviewPdf(await reviewOf(call, params.id), query.parts ?? reviewParts, call.now);
    return new Response(new Uint8Array(bytes), {
      headers: {
        'content-type': 'application/pdf',
        'content-disposition': `attachment; filename="review-${dayOf(call.now)}.pdf"`,
        'cache-control': 'no-store',
      },
    });
  },
};

/** Nothing of what only we may read: no trust, no notes, no names of colleagues but who looks after the account. */
async function reviewOf(call: Call, id: string): Promise<Review> {
  const to = dayOf(call.now);
  const from = daysAfter(call.now, -365);
  const iso = (column: string) => sql.raw(`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);
  const date = (column: string) => sql.raw(`to_char(${column}, 'YYYY-MM-DD')`);
  const of = (table: string) => sql.raw(`${table}.workspace_id = a.workspace_id and ${table}.account_id = a.id`);
  const listed = (what: ReturnType<typeof sql>, rest: ReturnType<typeof sql>) =>
    sql`coalesce((select jsonb_agg(${what}) from (${rest}) x), '[]')`;
  const { rows } = await sql<
    Omit<Review, 'from' | 'to'>
  >`select jsonb_build_object('id', a.id, 'name', a.name) as account, w.name as firm, w.currency, m.name as "ownerName",
      ${listed(
        sql`jsonb_build_object('title', x.title, 'signedOn', ${date('x.signed_on')}, 'firstValueDue', ${date('x.first_value_due')}, 'firstValueOn', ${date('x.first_value_on')},
          'milestones', (select jsonb_build_object('done', count(*) filter (where case when s.needs_acceptance then s.accepted_at is not null else s.delivered_at is not null end), 'of', count(*)) from plan_milestone s where s.workspace_id = x.workspace_id and s.plan_id = x.id),
          'outcomes', coalesce((select jsonb_agg(jsonb_build_object('objective', j.title, 'metric', u.metric, 'unit', u.unit, 'baseline', u.baseline, 'target', u.target, 'targetOn', ${date('u.target_on')}, 'actual', u.actual, 'measuredOn', ${date('u.measured_on')}, 'confirmedBy', u.confirmed_by,
              'reached', case when u.actual is not null and u.target <> u.baseline then greatest(0, least(1, (u.actual - u.baseline) / (u.target - u.baseline))) end) order by j.place, u.place)
            from plan_outcome u join plan_objective j on j.workspace_id = u.workspace_id and j.id = u.objective_id where u.workspace_id = x.workspace_id and u.plan_id = x.id), '[]'))`,
        sql`select * from success_plan p where ${of('p')} order by p.signed_on desc, p.id limit 5`,
      )} as plan,
      ${listed(
        sql`jsonb_build_object('at', ${iso('x.at')}, 'kind', x.kind, 'what', x.subject)`,
        sql`select t.at, t.kind, t.subject from touchpoint t where ${of('t')} and t.at >= ${from}::date and (t.kind in ('first value', 'value review', 'go-live', 'milestone accepted') or t.value_delivered)
        and not t.retracts and not exists (select from touchpoint n where n.workspace_id = t.workspace_id and n.supersedes_id = t.id) order by t.at desc limit 12`,
      )} as value,
      jsonb_build_object(
        'opened', (select count(*) from service_case c where ${of('c')} and c.deleted_at is null and c.merged_into_id is null and c.opened_at >= ${from}::date),
        'solved', (select count(*) from service_case c where ${of('c')} and c.deleted_at is null and c.merged_into_id is null and c.solved_at >= ${from}::date),
        'firstResponse', (select jsonb_build_object('promised', count(*), 'kept', count(*) filter (where c.first_responded_at <= c.first_response_due_at)) from service_case c where ${of('c')} and c.deleted_at is null and c.merged_into_id is null and c.opened_at >= ${from}::date and c.first_response_due_at <= ${call.now}),
        'resolution', (select jsonb_build_object('promised', count(*), 'kept', count(*) filter (where c.solved_at <= c.resolution_due_at)) from service_case c where ${of('c')} and c.deleted_at is null and c.merged_into_id is null and c.opened_at >= ${from}::date and c.resolution_due_at <= ${call.now}),
        'satisfied', (select jsonb_build_object('answered', count(*), 'satisfied', count(*) filter (where s.satisfaction >= 4)) from survey s where ${of('s')} and s.satisfaction is not null and s.asked_at >= ${from}::date),
        'open', ${listed(sql`jsonb_build_object('subject', x.subject, 'openedAt', ${iso('x.opened_at')})`, sql`select c.subject, c.opened_at from service_case c where ${of('c')} and c.deleted_at is null and c.state in ('open', 'waiting') order by c.opened_at limit 20`)}) as service,
      jsonb_build_object(
        'kept', (select count(*) from promise p where ${of('p')} and p.state = 'kept' and p.settled_at >= ${from}::date),
        'broken', (select count(*) from promise p where ${of('p')} and p.state = 'broken' and p.settled_at >= ${from}::date),
        'open', ${listed(sql`jsonb_build_object('what', x.what, 'dueOn', ${date('x.due_on')})`, sql`select p.what, p.due_on from promise p where ${of('p')} and p.state = 'open' order by p.due_on nulls last limit 20`)}) as promises,
      ${listed(sql`jsonb_build_object('name', x.name, 'serial', x.serial, 'since', ${date('x.since')}, 'warrantyUntil', ${date('x.warranty_until')})`, sql`select s.name, s.serial, s.since, s.warranty_until from asset s where ${of('s')} and s.deleted_at is null and s.state = 'in use' order by s.since nulls last, s.id limit 40`)} as base,
      ${listed(sql`jsonb_build_object('name', x.name, 'renewsOn', ${date('x.renews_on')}, 'yearly', round(x.price * 12 / x.period_months, 2)::text, 'currency', x.currency)`, sql`select k.name, k.renews_on, k.price, k.period_months, k.currency from service_contract k where ${of('k')} and k.deleted_at is null and k.state = 'running' order by k.renews_on limit 20`)} as contracts,
      (select jsonb_build_object('count', count(*), 'amount', coalesce(sum(o.amount) filter (where o.currency = w.currency), 0)::numeric(18, 2)::text) from customer_order o where ${of('o')} and o.deleted_at is null and o.part_of_id is null and o.ordered_on >= ${from}::date) as orders,
      ${listed(sql`jsonb_build_object('what', x.what, 'dueAt', ${iso('x.due_at')}, 'memberName', x.name)`, sql`select n.what, n.due_at, b.name from next_step n left join member b on b.workspace_id = n.workspace_id and b.id = n.member_id where ${of('n')} and n.state = 'open' order by n.due_at limit 10`)} as next
    from account a join workspace w on w.workspace_id = a.workspace_id left join member m on m.workspace_id = a.workspace_id and m.id = a.owner_id
    where a.id = ${id} and a.deleted_at is null`.execute(call.db);
  const row = rows[0];
  if (!row) throw notFound('account');
  return { ...row, from, to };
}
