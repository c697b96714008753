import { sql } from 'kysely';
import { dayOf } from '../../platform/days.ts';
import { usualInText, isStuck } from '../../purchase/columns-sql.ts';
import type { BuyingStage } from '../../purchase/stages.ts';
import type { SaleType } from '../../relationship/vocabulary.ts';
import { sameRecord } from '../../platform/database.ts';
import { notFound } from '../../platform/problem.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import { fewestInASum, figuresOf, isHidden, mustShowFigures } from '../figures-sql.ts';
import { agendaOf, type Agenda, type AgendaRelationship, type AgendaSale } from './agenda.ts';
import type { coachingContract } from './contract.ts';
import type { CoachedPerson, PersonDetail } from './records.ts';
import { commitmentRows, meetingRows } from './store.api.ts';
import { passagesOf, spanOf, type Ended } from './passage.ts';
import { profileOf, type Answers, type ClosedCount, type ProfileScore } from './profile.ts';

type Own = 'listPeople' | 'readPerson' | 'prepareAgenda' | 'answerProfile' | 'rateSkill' | 'readRule' | 'setRule';

export const peopleHandlers: Pick<Handlers<typeof coachingContract>, Own> = {
  async listPeople(call) {
    const figures = await figuresOf(call);
    const { currency } = await call.db.selectFrom('workspace').select('currency').executeTakeFirstOrThrow();
    return { figures, items: await peopleOf(call, figures), teams: await teamSums(call), currency };
  },

  readPerson: (call, { params }) => personById(call, params.id),

  async prepareAgenda(call, { params }) {
    await mustSee(call, params.id);
    return prepared(call, params.id);
  },

  async answerProfile(call, { params, body }) {
    await mustSee(call, params.id);
    mustLeadOrBe(call, params.id);
    await mustShowFigures(call, params.id);
    await call.db
      .insertInto('profile_answer')
      .values({
        workspace_id: call.who.workspaceId,
        id: call.newId(),
        member_id: params.id,
        rater_id: call.who.memberId,
        answers: JSON.stringify(body.answers),
        at: call.now,
      })
      .execute();
    const person = await personById(call, params.id);
    await keepProfile(call, params.id, person.profile);
    await call.record('coaching.profile answered', { kind: 'coaching', id: params.id });
    return person;
  },

  async rateSkill(call, { params, body }) {
    await mustSee(call, params.id);
    mustLeadOrBe(call, params.id);
    await mustShowFigures(call, params.id);
    await call.db
      .insertInto('skill_rating')
      .values({
        workspace_id: call.who.workspaceId,
        id: call.newId(),
        member_id: params.id,
        rater_id: call.who.memberId,
        sale_type: body.saleType,
        stage: body.stage,
        rating: body.rating,
        seen_in: body.seenIn,
        at: call.now,
      })
      .execute();
    await call.record('coaching.skill rated', { kind: 'coaching', id: params.id });
    return personById(call, params.id);
  },

  async readRule(call) {
    return { figures: await figuresOf(call), mayChange: call.who.may('workspace:write') };
  },

  async setRule(call, { body }) {
    const before = await figuresOf(call);
    await sql`insert into coaching_rule (workspace_id, figures, updated_at) values (${call.who.workspaceId}, ${body.figures}, ${call.now})
      on conflict (workspace_id) do update set figures = excluded.figures, updated_at = excluded.updated_at, version = coaching_rule.version + 1`.execute(
      call.db,
    );
    if (before !== body.figures)
      await call.record(
        'coaching.rule changed',
        { kind: 'workspace', id: call.who.workspaceId },
        { changes: { figures: [before, body.figures] } },
      );
    return { figures: body.figures, mayChange: true };
  },
};

/** Whether the person leads that member: as a leader of a team, or because coaching everywhere is theirs. */
export const leads = (call: Call, memberId: string): boolean =>
  memberId !== call.who.memberId &&
  (call.who.scope.changes.includes('coaching') || call.who.scope.members.includes(memberId));

/** Somebody whose figures are not for this person is as unknown as nobody. */
export async function mustSee(
  call: Call,
  memberId: string,
): Promise<{ id: string; name: string; teamName: string | null }> {
  const member = await call.db
    .selectFrom('member as m')
    .leftJoin('team as t', (on) => sameRecord(on, 't', 'm.team_id'))
    .where('m.id', '=', memberId)
    .select(['m.id', 'm.name', 't.name as teamName'])
    .executeTakeFirst();
  const { members, sees } = call.who.scope;
  if (!member || !(memberId === call.who.memberId || members.includes(memberId) || sees.includes('coaching')))
    throw notFound('colleague');
  return member;
}

function mustLeadOrBe(call: Call, memberId: string): void {
  if (memberId !== call.who.memberId && !leads(call, memberId)) throw notFound('colleague');
}

const day = 86_400_000;

export async function personById(call: Call, id: string): Promise<PersonDetail> {
  const member = await mustSee(call, id);
  const hidden = await isHidden(call, id);
  const span = spanOf(call.now);
  const nothing = { own: [], peers: [] };
  const closed = hidden ? nothing : await closedOf(call, id, span.from, span.until);
  const earlier = hidden ? nothing : await closedOf(call, id, span.beforeFrom, span.from);
  const { answers, said } = await answersAbout(call, id);
  const { rows: ratings } = await sql<PersonDetail['ratings'][number]>`
    select distinct on (s.sale_type, s.stage, s.rater_id) s.sale_type as "saleType", s.stage, s.rating, s.seen_in as "seenIn", m.name as "raterName", s.rater_id = s.member_id as own, s.at
    from skill_rating s join member m on m.workspace_id = s.workspace_id and m.id = s.rater_id where s.member_id = ${id} order by s.sale_type, s.stage, s.rater_id, s.at desc`.execute(
    call.db,
  );
  const all = [...closed.own, ...earlier.own];
  const everybody = [...all, ...closed.peers, ...earlier.peers];
  const { currency } = await call.db.selectFrom('workspace').select('currency').executeTakeFirstOrThrow();
  return {
    memberId: id,
    name: member.name,
    teamName: member.teamName,
    isMe: id === call.who.memberId,
    figures: hidden ? 'hidden' : 'shown',
    mayCoach: leads(call, id),
    currency,
    profile: hidden ? [] : profileOf(answers, countsOf(all), countsOf(everybody)),
    answers: said,
    passages: passagesOf(closed.own, earlier.own, closed.peers),
    ratings: hidden ? [] : ratings,
    meetings: await meetingRows(call).where('o.member_id', '=', id).orderBy('o.planned_on', 'desc').limit(50).execute(),
    commitments: await commitmentRows(call)
      .where('o.member_id', '=', id)
      .orderBy('c.due_on', 'desc')
      .limit(100)
      .execute(),
    span,
  } as unknown as PersonDetail;
}

/** Closed sales by type, stage and outcome: the person's, and all others' together. */
async function closedOf(
  call: Call,
  id: string,
  from: string,
  until: string,
): Promise<{ own: Ended[]; peers: Ended[] }> {
  const { rows } = await sql<{
    own: boolean;
    sale_type: SaleType;
    stage: BuyingStage;
    outcome: 'won' | 'lost';
    n: string;
    people: string;
  }>`select * from closed_sales(${id}, ${from}::date, ${until}::date)`.execute(call.db);
  const ended = (own: boolean) =>
    rows
      .filter((row) => row.own === own)
      .map((row): Ended => ({ saleType: row.sale_type, stage: row.stage, outcome: row.outcome, n: Number(row.n) }));
  // Where single figures are kept from others, so few colleagues that each could be told apart are no comparison.
  const few = (await figuresOf(call)) === 'aggregate';
  const many = (type: SaleType) =>
    Math.max(0, ...rows.filter((row) => !row.own && row.sale_type === type).map((row) => Number(row.people))) >=
    fewestInASum;
  return { own: ended(true), peers: ended(false).filter((each) => !few || many(each.saleType)) };
}

const countsOf = (ended: readonly Ended[]): ClosedCount[] =>
  ended.map(({ saleType, outcome, n }) => ({ saleType, closed: n, won: outcome === 'won' ? n : 0 }));

/** The newest answers of each who answered, and when. */
async function answersAbout(call: Call, id: string) {
  const { rows } = await sql<{ raterName: string; own: boolean; at: Date; answers: Answers }>`
    select distinct on (a.rater_id) m.name as "raterName", a.rater_id = a.member_id as own, a.at, a.answers
    from profile_answer a join member m on m.workspace_id = a.workspace_id and m.id = a.rater_id where a.member_id = ${id} order by a.rater_id, a.at desc`.execute(
    call.db,
  );
  return { answers: rows.map((row) => row.answers), said: rows };
}

async function keepProfile(call: Call, id: string, scores: readonly ProfileScore[]): Promise<void> {
  for (const { profile, score, low, high, answered, observed } of scores) {
    if (score === null) continue;
    const values = { score, low, high, answered: answered.people, closed: observed.closed, as_of: call.now };
    await call.db
      .insertInto('seller_profile')
      .values({ workspace_id: call.who.workspaceId, member_id: id, profile, ...values })
      .onConflict((on) => on.columns(['workspace_id', 'member_id', 'profile']).doUpdateSet(values))
      .execute();
  }
}

/** Every night: what everybody's answers and results of two years say, so that assignment and capacity read what is true. */
export async function keepAllProfiles(call: Call): Promise<number> {
  const sellers = await call.db
    .selectFrom('member')
    .select('id')
    .where('disabled_at', 'is', null)
    .where('role', 'in', ['owner', 'manager', 'team leader', 'seller', 'account manager'])
    .execute();
  const from = dayOf(new Date(call.now.getTime() - 730 * day));
  const until = dayOf(new Date(call.now.getTime() + day));
  const { rows } = await sql<{ owner_id: string; sale_type: SaleType; won: number; closed: number }>`
    select owner_id, sale_type, (count(*) filter (where outcome = 'won'))::int as won, count(*)::int as closed
    from opportunity where outcome <> 'open' and deleted_at is null and owner_id is not null and closed_on >= ${from}::date and closed_on < ${until}::date group by 1, 2`.execute(
    call.db,
  );
  const counts = rows.map((row) => ({
    owner: row.owner_id,
    saleType: row.sale_type,
    won: row.won,
    closed: row.closed,
  }));
  for (const { id } of sellers) {
    const { answers } = await answersAbout(call, id);
    await keepProfile(
      call,
      id,
      profileOf(
        answers,
        counts.filter((count) => count.owner === id),
        counts,
      ),
    );
  }
  return sellers.length;
}

async function peopleOf(call: Call, figures: 'individual' | 'aggregate') {
  const { memberId, scope } = call.who;
  const lastYear = dayOf(new Date(call.now.getTime() - 365 * day));
  const everybody = scope.sees.includes('coaching');
  const ids = [...new Set([memberId, ...scope.members])];
  const shown = figures === 'individual';
  const { rows } = await sql<CoachedPerson>`
    with these as (
      select m.id, m.name, m.business_role, m.team_id from member m
      where m.disabled_at is null and (m.id = ${memberId} or ((m.id = any (${ids}::uuid[]) or ${everybody}) and m.role in ('team leader', 'seller', 'account manager')))
      order by (m.id = ${memberId}) desc, m.name limit 500
    ), open as (
      select o.owner_id, count(*)::int as sales, sum(o.amount) as amount, (count(*) filter (where ${isStuck(call.now)}))::int as stuck
      from opportunity o join ${usualInText} on u.sale_type = o.sale_type and u.stage = o.stage
      where o.outcome = 'open' and o.deleted_at is null and o.owner_id in (select id from these) group by 1
    ), closed as (
      select o.owner_id, count(*)::int as closed, (count(*) filter (where o.outcome = 'won'))::int as won from opportunity o
      where o.outcome <> 'open' and o.deleted_at is null and o.closed_on >= ${lastYear}::date and o.owner_id in (select id from these) group by 1
    )
    select p.id as "memberId", p.name, t.name as "teamName", p.business_role as "businessRole",
      (select jsonb_build_object('profile', s.profile, 'score', s.score, 'low', s.low, 'high', s.high) from seller_profile s
        where s.workspace_id = app_workspace() and s.member_id = p.id order by s.score desc limit 1) as best,
      case when ${shown} or p.id = ${memberId} then coalesce(open.sales, 0) end as "openSales", case when ${shown} or p.id = ${memberId} then coalesce(open.amount, 0)::numeric(20, 2)::text end as "openAmount",
      case when ${shown} or p.id = ${memberId} then coalesce(open.stuck, 0) end as stuck,
      case when ${shown} or p.id = ${memberId} then coalesce(closed.won, 0) end as "wonLastYear", case when ${shown} or p.id = ${memberId} then coalesce(closed.closed, 0) end as "closedLastYear",
      (select max(o.planned_on) from one_to_one o where o.workspace_id = app_workspace() and o.member_id = p.id and o.held_at is not null) as "lastHeldOn",
      (select min(o.planned_on) from one_to_one o where o.workspace_id = app_workspace() and o.member_id = p.id and o.held_at is null) as "nextOn",
      (select count(*)::int from commitment c join one_to_one o on o.workspace_id = c.workspace_id and o.id = c.one_to_one_id
        where c.workspace_id = app_workspace() and o.member_id = p.id and c.state = 'open') as "openCommitments"
    from these p left join team t on t.workspace_id = app_workspace() and t.id = p.team_id left join open on open.owner_id = p.id left join closed on closed.owner_id = p.id
    order by (p.id = ${memberId}) desc, p.name`.execute(call.db);
  return rows;
}

async function teamSums(call: Call) {
  const since = dayOf(new Date(call.now.getTime() - 90 * day));
  const { rows } = await sql<{
    teamId: string;
    teamName: string;
    people: number;
    held: number;
    agreed: number;
    kept: number;
    broken: number;
  }>`
    select s.team_id as "teamId", t.name as "teamName", s.people::int as people, s.held::int as held, s.agreed::int as agreed, s.kept::int as kept, s.broken::int as broken
    from coaching_sums(${since}::date) s join team t on t.workspace_id = app_workspace() and t.id = s.team_id order by t.name`.execute(
    call.db,
  );
  return rows;
}

/** The agenda as it would be now, from the open sales and relationships that the person looks after. */
export async function prepared(call: Call, id: string): Promise<Agenda> {
  const lately = new Date(call.now.getTime() - 90 * day);
  const { rows: sales } = await sql<AgendaSale>`
    select o.id, o.name, a.name as "accountName", o.sale_type as "saleType", o.stage, coalesce(o.amount, 0)::float8 as amount,
      greatest(0, extract(day from ${call.now}::timestamptz - o.stage_since))::int as "daysInStage", ${isStuck(call.now)} as stuck, o.expected_close_on as "expectedCloseOn",
      (select count(*)::int from (select p.expected_close_on as was, lead(p.expected_close_on, 1, o.expected_close_on) over (order by p.at, p.nth) as became, p.at
        from opportunity_past p where p.workspace_id = o.workspace_id and p.opportunity_id = o.id and p.at > ${lately}) d where d.became > d.was) as slipped,
      (select to_char(min(n.due_at) at time zone 'UTC', 'YYYY-MM-DD') from next_step n where n.workspace_id = o.workspace_id and n.account_id = o.account_id and n.state = 'open') as "nextStepDue"
    from (select * from opportunity where owner_id = ${id} and outcome = 'open' and deleted_at is null order by amount desc nulls last limit 200) o
    join ${usualInText} on u.sale_type = o.sale_type and u.stage = o.stage
    left join account a on a.workspace_id = o.workspace_id and a.id = o.account_id`.execute(call.db);
  const { rows: relationships } = await sql<AgendaRelationship>`
    select r.account_id as "accountId", a.name, r.phase, r.position, r.probability, r.trust::float8 as trust, r.revenue::float8 as revenue, r.last_touch_at as "lastTouchAt",
      to_char(r.next_step_due_at at time zone 'UTC', 'YYYY-MM-DD') as "nextStepDue",
      coalesce(r.trust - (select c.trust_after from cycle_step c where c.workspace_id = r.workspace_id and c.account_id = r.account_id and c.at < ${new Date(call.now.getTime() - 30 * day)} order by c.at desc limit 1), 0)::float8 as "trustMove"
    from (select * from relationship where owner_id = ${id} and alive order by revenue desc, account_id limit 300) r
    join account a on a.workspace_id = r.workspace_id and a.id = r.account_id`.execute(call.db);
  const { passages, ratings } = await personById(call, id);
  return agendaOf(
    {
      sales,
      relationships: relationships.map((each) => ({
        ...each,
        lastTouchAt: each.lastTouchAt && new Date(each.lastTouchAt).toISOString(),
      })),
      passages,
      ratings,
    },
    call.now,
  );
}
