import { sql } from 'kysely';
import { sellerProfiles } from '../../purchase/alignment.ts';
import { changesBetween } from '../../platform/events.ts';
import { pageOf } from '../../platform/paging.ts';
import { invalid, notFound, stale } from '../../platform/problem.ts';
import { mustBeSeen } from '../../platform/references.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import type { SaleType } from '../../relationship/vocabulary.ts';
import { choose, type AssignmentCandidate } from './assign.ts';
import type { Assigned, AssignmentRule, forceContract } from './contract.ts';
import { territoriesOf } from './territories.api.ts';
import { territoryOf, type Placed } from './territories.ts';

type Own = 'listAssignmentRules' | 'createAssignmentRule' | 'changeAssignmentRule' | 'removeAssignmentRule' | 'assign' | 'listAssignments' | 'listWithoutOwner';
type What = 'account' | 'opportunity';

export const assignmentHandlers: Pick<Handlers<typeof forceContract>, Own> = {
  async listAssignmentRules(call) {
    return { items: await rulesOf(call) };
  },

  async createAssignmentRule(call, { body }) {
    await mustBeColleagues(call, body.memberIds);
    const id = call.newId();
    await call.db
      .insertInto('assignment_rule')
      .values({ workspace_id: call.who.workspaceId, id, ...columnsOf({ ...body, what: body.what }), created_at: call.now, updated_at: call.now })
      .execute();
    await call.record('force.rule added', { kind: 'assignment rule', id }, { name: body.name });
    return ruleById(call, id);
  },

  async changeAssignmentRule(call, { params, body }) {
    const before = await ruleById(call, params.id);
    if (body.memberIds) await mustBeColleagues(call, body.memberIds);
    const given = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as Partial<AssignmentRule>;
    const changed = await call.db
      .updateTable('assignment_rule')
      .set({ ...columnsOf({ ...before, ...given }), version: call.version + 1, updated_at: call.now })
      .where('id', '=', params.id)
      .where('version', '=', call.version)
      .executeTakeFirst();
    if (changed.numUpdatedRows === 0n) throw stale(before);
    await call.record('force.rule changed', { kind: 'assignment rule', id: params.id }, { name: before.name, changes: changesBetween<object>(before, body) });
    return ruleById(call, params.id);
  },

  async removeAssignmentRule(call, { params }) {
    const { name } = await ruleById(call, params.id);
    await call.db.deleteFrom('assignment_rule').where('id', '=', params.id).execute();
    await call.record('force.rule removed', { kind: 'assignment rule', id: params.id }, { name });
    return { done: true };
  },

  async assign(call, { body: { what, ids } }) {
    await mustBeSeen(call.db, { ids: [what === 'account' ? 'account' : 'opportunity', ...ids] });
    // One after the other, so that two who assign at once see each other's load.
    await sql`select pg_advisory_xact_lock(hashtext(${`assign ${call.who.workspaceId}`}))`.execute(call.db);
    const rules = (await rulesOf(call)).filter((rule) => rule.active && rule.what === what);
    const territories = await territoriesOf(call);
    const subjects = await subjectsOf(call, what, ids);
    const candidates = await candidatesOf(call, [...new Set(rules.flatMap((rule) => rule.memberIds))]);
    const items: Assigned[] = [];
    for (const subject of subjects) {
      const territory = territoryOf(subject.place, territories);
      const chain = territory ? withParents(territory.id, territories) : [];
      const rule = rules.find(
        (each) => (each.saleType === null || each.saleType === subject.saleType) && (each.territoryId === null || chain.includes(each.territoryId)),
      );
      if (!rule) continue;
      const teams = territories.filter((each) => chain.includes(each.id)).map((each) => each.teamId);
      const profile = sellerProfiles[subject.saleType];
      const found = choose(
        rule.method,
        rule.memberIds.flatMap((id): AssignmentCandidate[] => {
          const known = candidates.get(id);
          if (!known) return [];
          return [{ id, name: known.name, openSales: known.load, capacity: known.capacity, fit: known.fit[profile] ?? null, covers: teams.includes(known.teamId), lastAt: known.last.get(rule.id) ?? null }];
        }),
        { profile, territory: territory?.name ?? null },
      );
      if (!found) continue;
      const chosen = candidates.get(found.id)!;
      const id = call.newId();
      await call.db
        .insertInto('assignment')
        .values({
          workspace_id: call.who.workspaceId,
          id,
          rule_id: rule.id,
          rule_name: rule.name,
          what,
          subject_id: subject.id,
          subject_name: subject.name,
          member_id: found.id,
          why: JSON.stringify(found.why),
          by_id: call.who.memberId,
          at: call.now,
        })
        .execute();
      // Who owns what is written by the slice to which it belongs.
      await call.record('assignment.made', { kind: what, id: subject.id, accountId: what === 'account' ? subject.id : subject.accountId }, { name: subject.name, ownerId: found.id, rule: rule.name });
      chosen.load += 1;
      chosen.last.set(rule.id, call.now.getTime() + items.length);
      items.push({ id, ruleName: rule.name, what, subjectId: subject.id, subjectName: subject.name, memberId: found.id, memberName: chosen.name, why: found.why, at: call.now as never });
    }
    const given = new Set(items.map((item) => item.subjectId));
    return { items, left: ids.filter((id) => !given.has(id)) };
  },

  async listAssignments(call, { query }) {
    const rows = call.db
      .selectFrom('assignment as a')
      .innerJoin('member as m', (on) => on.onRef('m.workspace_id', '=', 'a.workspace_id').onRef('m.id', '=', 'a.member_id'))
      .select(['a.id', 'a.rule_name as ruleName', 'a.what', 'a.subject_id as subjectId', 'a.subject_name as subjectName', 'a.member_id as memberId', 'm.name as memberName', 'a.at'])
      .select(sql<Assigned['why']>`a.why`.as('why'));
    const found = await pageOf(
      rows,
      [
        { by: sql.ref('a.at'), key: 'at', type: 'timestamptz', descending: true },
        { by: sql.ref('a.id'), key: 'id', type: 'uuid', descending: true },
      ],
      query,
    );
    return found;
  },

  async listWithoutOwner(call) {
    const territories = await territoriesOf(call);
    const { rows: accounts } = await sql<Placed & { name: string }>`
      select a.id, a.name, a.country, a.city, a.industry, a.tags, a.employees from account a where a.owner_id is null and a.deleted_at is null order by a.created_at desc limit 100`.execute(call.db);
    const { rows: opportunities } = await sql<{ id: string; name: string; saleType: SaleType; amount: number }>`
      select o.id, o.name, o.sale_type as "saleType", coalesce(o.amount, 0)::float8 as amount from opportunity o where o.owner_id is null and o.outcome = 'open' and o.deleted_at is null order by o.created_at desc limit 100`.execute(call.db);
    return { accounts: accounts.map((account) => ({ id: account.id, name: account.name, territory: territoryOf(account, territories)?.name ?? null })), opportunities };
  },
};

const columnsOf = (rule: Omit<AssignmentRule, 'id' | 'version'>) => ({
  name: rule.name,
  place: rule.place,
  what: rule.what,
  sale_type: rule.saleType,
  territory_id: rule.territoryId,
  method: rule.method,
  member_ids: [...rule.memberIds],
  active: rule.active,
});

const ruleRows = (call: Call) =>
  call.db
    .selectFrom('assignment_rule')
    .select(['id', 'name', 'place', 'what', 'sale_type as saleType', 'territory_id as territoryId', 'method', 'member_ids as memberIds', 'active', 'version']);

async function rulesOf(call: Call): Promise<AssignmentRule[]> {
  return (await ruleRows(call).orderBy('place').orderBy('name').limit(200).execute());
}

async function ruleById(call: Call, id: string): Promise<AssignmentRule> {
  const rule = await ruleRows(call).where('id', '=', id).executeTakeFirst();
  if (!rule) throw notFound('rule');
  return rule;
}

async function mustBeColleagues(call: Call, ids: readonly string[]): Promise<void> {
  const found = await call.db.selectFrom('member').select('id').where('id', 'in', [...ids]).execute();
  if (found.length < new Set(ids).size) throw invalid([{ path: 'memberIds', message: 'There is no such colleague' }]);
}

interface Subject {
  id: string;
  name: string;
  accountId: string | null;
  saleType: SaleType;
  place: Placed;
}

/** Only what has no owner: an assignment takes nothing from anybody. */
async function subjectsOf(call: Call, what: What, ids: readonly string[]): Promise<Subject[]> {
  const place = sql`jsonb_build_object('id', a.id, 'country', a.country, 'city', a.city, 'industry', a.industry, 'tags', coalesce(to_jsonb(a.tags), '[]'), 'employees', a.employees) as place`;
  const { rows } =
    what === 'account'
      ? await sql<Subject>`select a.id, a.name, a.id as "accountId", coalesce(r.sale_type, 'commercial') as "saleType", ${place}
          from account a left join relationship r on r.workspace_id = a.workspace_id and r.account_id = a.id where a.id = any (${ids}::uuid[]) and a.owner_id is null and a.deleted_at is null order by a.created_at, a.id`.execute(call.db)
      : await sql<Subject>`select o.id, o.name, o.account_id as "accountId", o.sale_type as "saleType", ${place}
          from opportunity o left join account a on a.workspace_id = o.workspace_id and a.id = o.account_id where o.id = any (${ids}::uuid[]) and o.owner_id is null and o.outcome = 'open' and o.deleted_at is null order by o.created_at, o.id`.execute(call.db);
  return rows;
}

async function candidatesOf(call: Call, ids: readonly string[]) {
  const { rows } = await sql<{ id: string; name: string; teamId: string | null; load: number; capacity: number; fit: Record<string, number> | null; last: Record<string, string> | null }>`
    select m.id, m.name, m.team_id as "teamId", coalesce(c.open_sales, 12) as capacity,
      (select count(*)::int from opportunity o where o.workspace_id = m.workspace_id and o.owner_id = m.id and o.outcome = 'open' and o.deleted_at is null) as load,
      (select jsonb_object_agg(p.profile, p.score) from seller_profile p where p.workspace_id = m.workspace_id and p.member_id = m.id) as fit,
      (select jsonb_object_agg(l.rule_id, l.at) from (select a.rule_id, max(a.at) as at from assignment a where a.workspace_id = m.workspace_id and a.member_id = m.id and a.rule_id is not null group by 1) l) as last
    from member m left join seller_capacity c on c.workspace_id = m.workspace_id and c.member_id = m.id where m.id = any (${[...ids]}::uuid[]) and m.disabled_at is null`.execute(call.db);
  return new Map(
    rows.map((row) => [row.id, { ...row, fit: (row.fit ?? {}), last: new Map(Object.entries(row.last ?? {}).map(([rule, at]) => [rule, Date.parse(at)])) }]),
  );
}

function withParents(id: string, territories: readonly { id: string; parentId: string | null }[]): string[] {
  const chain: string[] = [];
  for (let at: string | null = id; at !== null && !chain.includes(at); at = territories.find((each) => each.id === at)?.parentId ?? null) chain.push(at);
  return chain;
}
