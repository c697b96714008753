import { sql } from 'kysely';
import { sameRecord } from '../../platform/database.ts';
import { dayOf, daysAfter } from '../../platform/days.ts';
import { pageOf } from '../../platform/paging.ts';
import { conflict, forbidden, invalid, notFound, stale } from '../../platform/problem.ts';
import { mustBeSeen } from '../../platform/references.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import { takeIn } from '../../relationship/ledger.api.ts';
import type { routeContract, RouteVisit } from './contract.ts';
import { boughtInYear, lastBasket, needsOf, ordersOf } from './orders.api.ts';
import { daysBetween, nextVisit, reordersOf } from './rhythm.ts';

export const routeHandlers: Handlers<typeof routeContract> = {
  async listRoute(call, { query: { cursor, limit, member, until } }) {
    const members = member ?? [call.who.memberId];
    const rows = stops(call)
      .innerJoin('account as a', (on) => sameRecord(on, 'a', 's.account_id'))
      .select(['a.name as accountName', 'a.city', 'a.phone'])
      .select(
        sql<
          RouteVisit['contact']
        >`(select jsonb_build_object('id', c.id, 'name', c.name, 'phone', c.phones[1]) from contact c
          where c.workspace_id = s.workspace_id and c.account_id = s.account_id and c.deleted_at is null order by c.created_at, c.id limit 1)`.as(
          'contact',
        ),
      )
      .where('a.deleted_at', 'is', null)
      .where('s.member_id', 'in', members)
      .where('s.next_visit_on', '<=', until ?? daysAfter(call.now, 6));
    const { items, next } = await pageOf(
      rows,
      [
        { by: sql.ref('s.next_visit_on'), key: 'nextVisitOn', type: 'date' },
        { by: sql.ref('s.place'), key: 'place', type: 'integer' },
        { by: sql.ref('s.account_id'), key: 'accountId', type: 'uuid' },
      ],
      { cursor, limit },
    );
    const reorders = Map.groupBy(
      reordersOf(
        await ordersOf(
          call,
          items.map((item) => item.accountId),
        ),
        dayOf(call.now),
      ),
      (each) => each.accountId,
    );
    return {
      items: items.map((item) => ({
        ...item,
        daysLate: daysBetween(item.nextVisitOn, dayOf(call.now)),
        due: (reorders.get(item.accountId) ?? [])
          .filter((each) => each.expectedOn <= daysAfter(item.nextVisitOn, 7))
          .slice(0, 5),
      })),
      next,
    };
  },

  async orderRoute(call, { body: { accountIds } }) {
    await mustBeSeen(call.db, { accountIds: ['account', ...accountIds] });
    await sql`update route_stop s set place = o.place::integer from unnest(${accountIds}::uuid[]) with ordinality as o (account_id, place)
      where s.account_id = o.account_id`.execute(call.db);
    await call.record('route.ordered', { kind: 'member', id: call.who.memberId }, { accounts: accountIds.length });
    return { done: true };
  },

  async listReorders(call, { query: { member, within } }) {
    const members = member ?? [call.who.memberId];
    const accounts = await call.db
      .selectFrom('route_stop')
      .select('account_id')
      .where('member_id', 'in', members)
      .orderBy('next_visit_on')
      .limit(500)
      .execute();
    const until = daysAfter(call.now, within);
    const items = reordersOf(
      await ordersOf(
        call,
        accounts.map((row) => row.account_id),
      ),
      dayOf(call.now),
    );
    return { items: items.filter((item) => item.expectedOn <= until).slice(0, 200), asOf: dayOf(call.now) };
  },

  async readLoop(call, { params: { id } }) {
    await mustSeeAccount(call, id);
    const visits = await call.db
      .selectFrom('route_visit as v')
      .leftJoin('member as m', (on) => sameRecord(on, 'm', 'v.member_id'))
      .select([
        'v.id',
        'v.due_on as dueOn',
        sql<'made' | 'skipped'>`v.state`.as('state'),
        'v.reason',
        'm.name as memberName',
        'v.at',
      ])
      .where('v.account_id', '=', id)
      .orderBy('v.at', 'desc')
      .limit(30)
      .execute();
    const orders = await ordersOf(call, [id]);
    return {
      stop: (await stopOf(call, id)) ?? null,
      visits,
      reorders: reordersOf(orders, dayOf(call.now)),
      needs: await needsOf(call, id, await boughtInYear(call, id)),
    };
  },

  async saveStop(call, { params: { id }, body: { basedOn, ...given } }) {
    const account = await mustSeeAccount(call, id);
    const before = await stopOf(call, id);
    if ((before?.version ?? 0) !== basedOn) throw stale(before);
    const memberId = given.memberId ?? before?.memberId ?? account.ownerId ?? call.who.memberId;
    if (!(await call.db.selectFrom('member').select('id').where('id', '=', memberId).executeTakeFirst()))
      throw invalid([{ path: 'memberId', message: 'There is no such colleague' }]);
    const lastVisitOn = before?.lastVisitOn ?? (await lastVisit(call, id));
    const byRhythm = nextVisit(lastVisitOn ?? dayOf(call.now), given.everyDays, given.weekday);
    const row = {
      member_id: memberId,
      every_days: given.everyDays,
      weekday: given.weekday,
      last_visit_on: lastVisitOn,
      // Who never was on the route, or is late, is visited from today on.
      next_visit_on: given.nextVisitOn ?? (byRhythm < dayOf(call.now) ? dayOf(call.now) : byRhythm),
      note: given.note,
      updated_at: call.now,
    };
    if (before) {
      const changed = await call.db
        .updateTable('route_stop')
        .set({ ...row, version: basedOn + 1 })
        .where('account_id', '=', id)
        .where('version', '=', basedOn)
        .executeTakeFirst();
      if (changed.numUpdatedRows === 0n) throw forbidden('change this route');
    } else
      await call.db
        .insertInto('route_stop')
        .values({ workspace_id: call.who.workspaceId, account_id: id, ...row, created_at: call.now })
        .execute();
    await call.record(
      before ? 'route stop.changed' : 'route stop.added',
      { kind: 'account', id },
      { everyDays: given.everyDays, nextVisitOn: row.next_visit_on },
    );
    return (await stopOf(call, id))!;
  },

  async removeStop(call, { params: { id } }) {
    await mustSeeAccount(call, id);
    if (!(await stopOf(call, id))) throw notFound('stop on the route');
    const gone = await call.db.deleteFrom('route_stop').where('account_id', '=', id).executeTakeFirst();
    if (gone.numDeletedRows === 0n) throw forbidden('change this route');
    await call.record('route stop.removed', { kind: 'account', id });
    return { done: true };
  },

  async logVisit(call, { params: { id }, body }) {
    await mustSeeAccount(call, id);
    const stop = await stopOf(call, id);
    if (stop && !(await mayChangeStop(call, id))) throw forbidden('log visits on this route');
    if (body.nextVisitOn && body.nextVisitOn <= dayOf(call.now))
      throw invalid([{ path: 'nextVisitOn', message: 'The next visit lies ahead' }]);
    await mustBeSeen(call.db, { contactId: ['contact', body.contactId] });
    const { ids } = await takeIn(call, [
      {
        accountId: id,
        kind: 'visit',
        subject: body.note ?? 'Visit on the route',
        expectation: body.expectation ?? null,
        learnt: body.learnt ?? null,
        ...(body.contactId ? { contactIds: [body.contactId] } : {}),
      },
    ]);
    // The rhythm follows any visit, wherever it was logged: see purchase/reactions.ts.
    await call.record(
      'touchpoint.logged',
      { kind: 'touchpoint', id: ids[0]!, accountId: id },
      { kind: 'visit', subject: body.note ?? 'Visit on the route' },
    );
    if (stop && body.nextVisitOn)
      await call.db
        .updateTable('route_stop')
        .set({ next_visit_on: body.nextVisitOn })
        .where('account_id', '=', id)
        .execute();
    return { touchpointId: ids[0]!, nextVisitOn: (await stopOf(call, id))?.nextVisitOn ?? null };
  },

  async skipVisit(call, { params: { id }, body }) {
    await mustSeeAccount(call, id);
    const stop = await stopOf(call, id);
    if (!stop) throw notFound('stop on the route');
    const next = body.nextVisitOn ?? nextVisit(dayOf(call.now), stop.everyDays, stop.weekday);
    if (next < dayOf(call.now)) throw invalid([{ path: 'nextVisitOn', message: 'The next visit lies ahead' }]);
    const changed = await call.db
      .updateTable('route_stop')
      .set({ next_visit_on: next, version: stop.version + 1, updated_at: call.now })
      .where('account_id', '=', id)
      .where('version', '=', stop.version)
      .executeTakeFirst();
    if (changed.numUpdatedRows === 0n) throw forbidden('change this route');
    await call.db
      .insertInto('route_visit')
      .values({
        workspace_id: call.who.workspaceId,
        id: call.newId(),
        account_id: id,
        member_id: call.who.memberId,
        due_on: stop.nextVisitOn,
        state: 'skipped',
        reason: body.reason,
        at: call.now,
      })
      .execute();
    await call.record(
      'visit.skipped',
      { kind: 'account', id },
      { dueOn: stop.nextVisitOn, reason: body.reason, nextVisitOn: next },
    );
    return (await stopOf(call, id))!;
  },

  async readLastBasket(call, { params: { id } }) {
    await mustSeeAccount(call, id);
    return lastBasket(call, id);
  },

  async addNeed(call, { params: { id }, body }) {
    await mustSeeAccount(call, id);
    const workspace = await call.db.selectFrom('workspace').select('currency').executeTakeFirstOrThrow();
    const on = body.on ?? dayOf(call.now);
    if (on > dayOf(call.now)) throw conflict('in_future', 'What they need was said today or earlier.');
    const needId = call.newId();
    await call.db
      .insertInto('yearly_need')
      .values({
        workspace_id: call.who.workspaceId,
        id: needId,
        account_id: id,
        line: body.line,
        amount: body.amount,
        currency: body.currency ?? workspace.currency,
        source: body.source,
        on_day: on,
        member_id: call.who.memberId,
        created_at: call.now,
      })
      .execute();
    await call.record(
      'yearly need.noted',
      { kind: 'account', id },
      { line: body.line, amount: body.amount, source: body.source },
    );
    const needs = await needsOf(call, id, await boughtInYear(call, id));
    const found = needs.find((need) => need.id === needId) ?? needs.find((need) => need.line === body.line);
    return found!;
  },
};

const stops = (call: Call) =>
  call.db
    .selectFrom('route_stop as s')
    .leftJoin('member as m', (on) => sameRecord(on, 'm', 's.member_id'))
    .select([
      's.account_id as accountId',
      's.every_days as everyDays',
      's.weekday',
      's.member_id as memberId',
      'm.name as memberName',
      's.last_visit_on as lastVisitOn',
      's.next_visit_on as nextVisitOn',
      's.place',
      's.note',
      's.version',
    ]);

const stopOf = (call: Call, accountId: string) => stops(call).where('s.account_id', '=', accountId).executeTakeFirst();

async function mayChangeStop(call: Call, accountId: string): Promise<boolean> {
  const { rows } = await sql<{
    may: boolean;
  }>`select exists (select from route_stop where account_id = ${accountId} and (app_changes('opportunity') or member_id = any (app_members()))) as may`.execute(
    call.db,
  );
  return rows[0]?.may ?? false;
}

async function mustSeeAccount(call: Call, id: string) {
  const row = await call.db
    .selectFrom('account')
    .select(['id', 'owner_id as ownerId'])
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  if (!row) throw notFound('account');
  return row;
}

async function lastVisit(call: Call, accountId: string): Promise<string | null> {
  const row = await call.db
    .selectFrom('touchpoint')
    .select('at')
    .where('account_id', '=', accountId)
    .where('kind', '=', 'visit')
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? dayOf(row.at) : null;
}
