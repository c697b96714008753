import { sql } from 'kysely';
import { notify } from '../../platform/notify.ts';
import type { Call } from '../../platform/serve.ts';
import { sellerProfiles } from '../../purchase/alignment.ts';
import type { SaleType } from '../../relationship/vocabulary.ts';
import { choose, type AssignmentCandidate } from './assign.ts';
import type { Assigned, AssignmentRule } from './records.ts';
import { plainTerritories } from './territories.api.ts';
import { territoryOf, withAbove, type Placed } from './territories.ts';
import { placed } from './territories-sql.ts';

type What = AssignmentRule['what'];

/** Gives what has no owner to people by the first rule that it meets, and writes down why. Answers what was given. */
export async function giveByRules(
  call: Call,
  what: What,
  ids: readonly string[],
  all: readonly AssignmentRule[],
): Promise<Assigned[]> {
  const rules = all.filter((rule) => rule.active && rule.what === what);
  if (rules.length === 0 || ids.length === 0) return [];
  // One after the other, so that two who assign at once see each other's load.
  await sql`select pg_advisory_xact_lock(hashtext(${`assign ${call.who.workspaceId}`}))`.execute(call.db);
  const territories = await plainTerritories(call);
  const { rows: teams } = await sql<{
    id: string;
    teamId: string | null;
  }>`select id, team_id as "teamId" from territory`.execute(call.db);
  const subjects = await subjectsOf(call, what, ids);
  const candidates = await candidatesOf(call, what, [...new Set(rules.flatMap((rule) => rule.memberIds))]);
  const items: Assigned[] = [];
  for (const subject of subjects) {
    const territory = territoryOf(subject.place, territories);
    const chain = territory ? withAbove(territory.id, territories) : [];
    const rule = rules.find(
      (each) =>
        (each.saleType === null || each.saleType === subject.saleType) &&
        (each.territoryId === null || chain.includes(each.territoryId)),
    );
    if (!rule) continue;
    const covering = teams.filter((each) => chain.includes(each.id)).map((each) => each.teamId);
    const profile = what === 'case' ? null : sellerProfiles[subject.saleType];
    const found = choose(
      rule.method,
      rule.memberIds.flatMap((id): AssignmentCandidate[] => {
        const known = candidates.get(id);
        if (!known) return [];
        return [
          {
            id,
            name: known.name,
            openSales: known.load,
            capacity: known.capacity,
            fit: profile === null ? null : (known.fit[profile] ?? null),
            covers: covering.includes(known.teamId),
            lastAt: known.last.get(rule.id) ?? null,
          },
        ];
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
    await call.record(
      'assignment.made',
      { kind: what, id: subject.id, accountId: subject.accountId },
      { name: subject.name, ownerId: found.id, rule: rule.name },
    );
    await notify(call, [found.id], {
      code: `assigned.${what}`,
      facts: { what: subject.name, rule: rule.name },
      subject: { kind: what, id: subject.id },
      accountId: subject.accountId,
    });
    chosen.load += 1;
    chosen.last.set(rule.id, call.now.getTime() + items.length);
    items.push({
      id,
      ruleId: rule.id,
      ruleName: rule.name,
      what,
      subjectId: subject.id,
      subjectName: subject.name,
      memberId: found.id,
      memberName: chosen.name,
      why: found.why,
      at: call.now as never,
    });
  }
  return items;
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
  const its = sql`left join account a on a.workspace_id = x.workspace_id and a.id = x.account_id left join relationship r on r.workspace_id = x.workspace_id and r.account_id = x.account_id`;
  const { rows } =
    what === 'account'
      ? await sql<Subject>`select a.id, a.name, a.id as "accountId", coalesce(r.sale_type, 'commercial') as "saleType", ${placed} as place
          from account a left join relationship r on r.workspace_id = a.workspace_id and r.account_id = a.id where a.id = any (${ids}::uuid[]) and a.owner_id is null and a.deleted_at is null order by a.created_at, a.id`.execute(
          call.db,
        )
      : what === 'opportunity'
        ? await sql<Subject>`select x.id, x.name, x.account_id as "accountId", x.sale_type as "saleType", ${placed} as place
          from opportunity x ${its} where x.id = any (${ids}::uuid[]) and x.owner_id is null and x.outcome = 'open' and x.deleted_at is null order by x.created_at, x.id`.execute(
            call.db,
          )
        : await sql<Subject>`select x.id, x.subject as name, x.account_id as "accountId", coalesce(r.sale_type, 'commercial') as "saleType", ${placed} as place
          from service_case x ${its} where x.id = any (${ids}::uuid[]) and x.owner_id is null and x.state in ('open', 'waiting') and x.deleted_at is null order by x.created_at, x.id`.execute(
            call.db,
          );
  return rows;
}

/** What everybody carries of this kind: open cases for a case, else open sales. */
async function candidatesOf(call: Call, what: What, ids: readonly string[]) {
  const load =
    what === 'case'
      ? sql`(select count(*)::int from service_case o where o.workspace_id = m.workspace_id and o.owner_id = m.id and o.state in ('open', 'waiting') and o.deleted_at is null)`
      : sql`(select count(*)::int from opportunity o where o.workspace_id = m.workspace_id and o.owner_id = m.id and o.outcome = 'open' and o.deleted_at is null)`;
  const { rows } = await sql<{
    id: string;
    name: string;
    teamId: string | null;
    load: number;
    capacity: number;
    fit: Record<string, number> | null;
    last: Record<string, string> | null;
  }>`
    select m.id, m.name, m.team_id as "teamId", ${what === 'case' ? sql`coalesce(c.open_cases, 25)` : sql`coalesce(c.open_sales, 12)`} as capacity, ${load} as load,
      (select jsonb_object_agg(p.profile, p.score) from seller_profile p where p.workspace_id = m.workspace_id and p.member_id = m.id) as fit,
      (select jsonb_object_agg(l.rule_id, l.at) from (select a.rule_id, max(a.at) as at from assignment a where a.workspace_id = m.workspace_id and a.member_id = m.id and a.rule_id is not null group by 1) l) as last
    from member m left join seller_capacity c on c.workspace_id = m.workspace_id and c.member_id = m.id where m.id = any (${[...ids]}::uuid[]) and m.disabled_at is null`.execute(
    call.db,
  );
  return new Map(
    rows.map((row) => [
      row.id,
      {
        ...row,
        fit: row.fit ?? {},
        last: new Map(Object.entries(row.last ?? {}).map(([rule, at]) => [rule, Date.parse(at)])),
      },
    ]),
  );
}
