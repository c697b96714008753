import { sql } from 'kysely';
import { sameRecord } from '../../platform/database.ts';
import { changesBetween } from '../../platform/events.ts';
import { pageOf } from '../../platform/paging.ts';
import { invalid, notFound, stale } from '../../platform/problem.ts';
import { mustBeSeen } from '../../platform/references.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import type { SaleType } from '../../relationship/vocabulary.ts';
import { figuresOf } from '../figures-sql.ts';
import { giveByRules } from './assigning.api.ts';
import type { forceContract } from './contract.ts';
import type { Assigned, AssignmentRule } from './records.ts';
import { plainTerritories } from './territories.api.ts';
import { placed } from './territories-sql.ts';
import { territoryOf, type Placed } from './territories.ts';

type Own =
  | 'listAssignmentRules'
  | 'createAssignmentRule'
  | 'changeAssignmentRule'
  | 'removeAssignmentRule'
  | 'assign'
  | 'listAssignments'
  | 'listWithoutOwner';

export const assignmentHandlers: Pick<Handlers<typeof forceContract>, Own> = {
  async listAssignmentRules(call) {
    return { items: await rulesOf(call) };
  },

  async createAssignmentRule(call, { body }) {
    await mustBeColleagues(call, body.memberIds);
    const id = call.newId();
    await call.db
      .insertInto('assignment_rule')
      .values({
        workspace_id: call.who.workspaceId,
        id,
        ...columnsOf({ ...body, what: body.what }),
        created_at: call.now,
        updated_at: call.now,
      })
      .execute();
    await call.record('force.rule added', { kind: 'assignment rule', id }, { name: body.name });
    return ruleById(call, id);
  },

  async changeAssignmentRule(call, { params, body }) {
    const before = await ruleById(call, params.id);
    if (body.memberIds) await mustBeColleagues(call, body.memberIds);
    const given = Object.fromEntries(
      Object.entries(body).filter(([, value]) => value !== undefined),
    ) as Partial<AssignmentRule>;
    const changed = await call.db
      .updateTable('assignment_rule')
      .set({ ...columnsOf({ ...before, ...given }), version: call.version + 1, updated_at: call.now })
      .where('id', '=', params.id)
      .where('version', '=', call.version)
      .executeTakeFirst();
    if (changed.numUpdatedRows === 0n) throw stale(before);
    await call.record(
      'force.rule changed',
      { kind: 'assignment rule', id: params.id },
      { name: before.name, changes: changesBetween<object>(before, body) },
    );
    return ruleById(call, params.id);
  },

  async removeAssignmentRule(call, { params }) {
    const { name } = await ruleById(call, params.id);
    await call.db.deleteFrom('assignment_rule').where('id', '=', params.id).execute();
    await call.record('force.rule removed', { kind: 'assignment rule', id: params.id }, { name });
    return { done: true };
  },

  async assign(call, { body: { what, ids } }) {
    await mustBeSeen(call.db, { ids: [what === 'case' ? 'service_case' : what, ...ids] });
    const items = await giveByRules(call, what, ids, await rulesOf(call));
    const given = new Set(items.map((item) => item.subjectId));
    return { items: await asMayBeShown(call, items), left: ids.filter((id) => !given.has(id)) };
  },

  async listAssignments(call, { query }) {
    const rows = call.db
      .selectFrom('assignment as a')
      .innerJoin('member as m', (on) => sameRecord(on, 'm', 'a.member_id'))
      .select([
        'a.id',
        'a.rule_id as ruleId',
        'a.rule_name as ruleName',
        'a.what',
        'a.subject_id as subjectId',
        'a.subject_name as subjectName',
        'a.member_id as memberId',
        'm.name as memberName',
        'a.at',
      ])
      .select(sql<Assigned['why']>`a.why`.as('why'));
    const found = await pageOf(
      rows,
      [
        { by: sql.ref('a.at'), key: 'at', type: 'timestamptz', descending: true },
        { by: sql.ref('a.id'), key: 'id', type: 'uuid', descending: true },
      ],
      query,
    );
    return { ...found, items: await asMayBeShown(call, found.items) };
  },

  async listWithoutOwner(call) {
    const territories = await plainTerritories(call);
    const { rows: accounts } = await sql<{ id: string; name: string; place: Placed }>`
      select a.id, a.name, ${placed} as place from account a where a.owner_id is null and a.deleted_at is null order by a.created_at desc limit 100`.execute(
      call.db,
    );
    const { rows: opportunities } = await sql<{ id: string; name: string; saleType: SaleType; amount: number }>`
      select o.id, o.name, o.sale_type as "saleType", coalesce(o.amount, 0)::float8 as amount from opportunity o where o.owner_id is null and o.outcome = 'open' and o.deleted_at is null order by o.created_at desc limit 100`.execute(
      call.db,
    );
    const { rows: cases } = await sql<{ id: string; name: string }>`
      select c.id, c.subject as name from service_case c where c.owner_id is null and c.deleted_at is null and c.state in ('open', 'waiting') order by c.created_at desc limit 100`.execute(
      call.db,
    );
    return {
      accounts: accounts.map(({ id, name, place }) => ({
        id,
        name,
        territory: territoryOf(place, territories)?.name ?? null,
      })),
      opportunities,
      cases,
    };
  },
};

/** What somebody carried, whether that was all they can and how well they fit are figures about them, also in the log. */
async function asMayBeShown<T extends Pick<Assigned, 'memberId' | 'why'>>(
  call: Call,
  items: readonly T[],
): Promise<T[]> {
  const shown = (await figuresOf(call)) === 'individual';
  return items.map((item) =>
    shown || item.memberId === call.who.memberId
      ? item
      : { ...item, why: { ...item.why, openSales: null, capacity: null, fit: null, full: [] } },
  );
}

const columnsOf = (rule: Omit<AssignmentRule, 'id' | 'version'>) => ({
  name: rule.name,
  place: rule.place,
  what: rule.what,
  sale_type: rule.saleType,
  territory_id: rule.territoryId,
  method: rule.method,
  member_ids: [...rule.memberIds],
  active: rule.active,
  arrives: rule.arrives,
});

const ruleRows = (call: Call) =>
  call.db
    .selectFrom('assignment_rule')
    .select([
      'id',
      'name',
      'place',
      'what',
      'sale_type as saleType',
      'territory_id as territoryId',
      'method',
      'member_ids as memberIds',
      'active',
      'arrives',
      'version',
    ]);

export const rulesOf = (call: Call): Promise<AssignmentRule[]> =>
  ruleRows(call).orderBy('place').orderBy('name').limit(200).execute();

async function ruleById(call: Call, id: string): Promise<AssignmentRule> {
  const rule = await ruleRows(call).where('id', '=', id).executeTakeFirst();
  if (!rule) throw notFound('rule');
  return rule;
}

async function mustBeColleagues(call: Call, ids: readonly string[]): Promise<void> {
  const found = await call.db
    .selectFrom('member')
    .select('id')
    .where('id', 'in', [...ids])
    .execute();
  if (found.length < new Set(ids).size) throw invalid([{ path: 'memberIds', message: 'There is no such colleague' }]);
}
