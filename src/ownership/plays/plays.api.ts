import { sql } from 'kysely';
import { wilsonInterval } from '../../statistics/interval.ts';
import { conflict, forbidden, notFound, stale } from '../../platform/problem.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import { openNextStep } from '../../relationship/nextSteps.api.ts';
import type { PlayRecord, playsContract, RunRecord } from './contract.ts';
import { playsOf, type Play, type PlayStep } from './library.ts';

export const playHandlers: Handlers<typeof playsContract> = {
  async listPlays(call) {
    return { items: await plays(call) };
  },

  async savePlay(call, { body }) {
    const stored = await call.db
      .selectFrom('play')
      .select('version')
      .where('key', '=', body.key)
      .forUpdate()
      .executeTakeFirst();
    if ((stored?.version ?? 0) !== body.basedOn) throw stale(await onePlay(call, body.key));
    const values = {
      name: body.name,
      situation: body.situation,
      steps: JSON.stringify(body.steps),
      updated_at: call.now,
    };
    await call.db
      .insertInto('play')
      .values({ workspace_id: call.who.workspaceId, key: body.key, ...values })
      .onConflict((c) =>
        c.columns(['workspace_id', 'key']).doUpdateSet({ ...values, version: sql<number>`play.version + 1` }),
      )
      .execute();
    await call.record('play.saved', { kind: 'play', id: null }, { key: body.key, name: body.name });
    return onePlay(call, body.key);
  },

  async removePlay(call, { body }) {
    const gone = await call.db.deleteFrom('play').where('key', '=', body.key).executeTakeFirst();
    if (gone.numDeletedRows === 0n) throw notFound('play of your own');
    await call.record('play.removed', { kind: 'play', id: null }, { key: body.key });
    return { done: true as const };
  },

  async startPlay(call, { body }) {
    await mustWorkOn(call, body.accountId);
    return readRun(call, await startPlay(call, { ...body, alarmId: null }));
  },

  async listRuns(call, { query }) {
    return { items: await runs(call, sql`r.account_id = ${query.account}`) };
  },

  async stopPlay(call, { params }) {
    const run = await readRun(call, params.id);
    if (run.version !== call.version) throw stale(run);
    await mustWorkOn(call, run.accountId);
    if (run.endedAt) throw conflict('ended', 'This play has ended already.');
    await endRun(call, params.id, 'stopped');
    return readRun(call, params.id);
  },
};

async function plays(call: Call): Promise<PlayRecord[]> {
  const own = await call.db
    .selectFrom('play')
    .select(['key', 'name', 'situation', 'version', sql<PlayStep[]>`steps`.as('steps')])
    .execute();
  const { rows: used } = await sql<{ play: string; running: number; ended: number; recovered: number }>`
    select play, (count(*) filter (where ended_at is null))::int as running, (count(*) filter (where outcome in ('recovered', 'lost')))::int as ended, (count(*) filter (where outcome = 'recovered'))::int as recovered from play_run group by play`.execute(
    call.db,
  );
  return playsOf(own as readonly Play[]).map((play) => {
    const { running = 0, ended = 0, recovered = 0 } = used.find((each) => each.play === play.key) ?? {};
    const interval = wilsonInterval(recovered, ended);
    return {
      ...play,
      steps: [...play.steps],
      version: own.find(({ key }) => key === play.key)?.version ?? 0,
      running,
      recovered: { share: ended > 0 ? recovered / ended : null, low: interval.low, high: interval.high, n: ended },
    };
  });
}

async function onePlay(call: Call, key: string): Promise<PlayRecord> {
  const play = (await plays(call)).find((each) => each.key === key);
  if (!play) throw notFound('play');
  return play;
}

/** Their own customers, or an alarm that names them: whoever only sees an account does not act on its alarms and plays. */
export async function mustWorkOn(call: Call, accountId: string, memberId: string | null = null): Promise<void> {
  if (call.who.scope.changes.includes('alarm') || (memberId !== null && call.who.scope.members.includes(memberId)))
    return;
  const account = await call.db.selectFrom('account').select('owner_id').where('id', '=', accountId).executeTakeFirst();
  if (!account) throw notFound('account');
  if (account.owner_id === null || !call.who.scope.members.includes(account.owner_id))
    throw forbidden('act on the alarms and plays of this account');
}

/** Starts a play: each step becomes a next step of the right person, due on its day. Answers the id of the run. */
export async function startPlay(
  call: Call,
  {
    accountId,
    play: key,
    alarmId,
    memberId,
  }: { accountId: string; play: string; alarmId: string | null; memberId?: string | null },
): Promise<string> {
  const play = await onePlay(call, key);
  const account = await call.db
    .selectFrom('account')
    .select(['id', 'owner_id'])
    .where('id', '=', accountId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  if (!account) throw notFound('account');
  const people = await peopleOf(call, accountId, memberId ?? account.owner_id);
  const id = call.newId();
  await call.db
    .insertInto('play_run')
    .values({
      workspace_id: call.who.workspaceId,
      id,
      account_id: accountId,
      alarm_id: alarmId,
      play: key,
      name: play.name,
      started_at: call.now,
      started_by: call.who.memberId,
    })
    .execute();
  for (const [place, step] of play.steps.entries()) {
    const due = new Date(call.now.getTime() + step.afterDays * 86_400_000);
    due.setUTCHours(step.afterDays === 0 ? 23 : 9, step.afterDays === 0 ? 59 : 0, 0, 0);
    const { id: stepId } = await openNextStep(call, {
      accountId,
      what: step.what,
      memberId: people[step.who],
      dueAt: due,
    });
    await call.db
      .insertInto('play_run_step')
      .values({ workspace_id: call.who.workspaceId, run_id: id, place, what: step.what, next_step_id: stepId })
      .execute();
  }
  await call.record('play.started', { kind: 'play', id, accountId }, { play: key, name: play.name, alarmId });
  return id;
}

async function peopleOf(
  call: Call,
  accountId: string,
  owner: string | null,
): Promise<Record<PlayStep['who'], string | null>> {
  const { rows } = await sql<{ leader: string | null; hunter: string | null }>`
    select (select t.leader_id from member m join team t on t.workspace_id = m.workspace_id and t.id = m.team_id join member l on l.workspace_id = t.workspace_id and l.id = t.leader_id and l.disabled_at is null where m.id = ${owner}) as leader,
      (select h.hunter_id from handoff h join member m on m.workspace_id = h.workspace_id and m.id = h.hunter_id and m.disabled_at is null where h.account_id = ${accountId} order by h.signed_at desc limit 1) as hunter`.execute(
    call.db,
  );
  return { owner, leader: rows[0]?.leader ?? owner, hunter: rows[0]?.hunter ?? owner };
}

/** A play ends with its alarm, or is stopped; steps that are still open are dropped. */
export async function endRun(call: Call, id: string, outcome: NonNullable<RunRecord['outcome']>): Promise<void> {
  const ended = await call.db
    .updateTable('play_run')
    .set({ ended_at: call.now, outcome, version: sql<number>`version + 1` })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .returning('account_id')
    .executeTakeFirst();
  if (!ended) throw forbidden('end this play');
  await call.record('play.ended', { kind: 'play', id, accountId: ended.account_id }, { outcome });
}

async function readRun(call: Call, id: string): Promise<RunRecord> {
  const [run] = await runs(call, sql`r.id = ${id}`);
  if (!run) throw notFound('play');
  return run;
}

export async function runs(call: Call, where: ReturnType<typeof sql>): Promise<RunRecord[]> {
  const { rows } = await sql<RunRecord>`
    select r.id, r.account_id as "accountId", a.name as "accountName", r.alarm_id as "alarmId", r.play, r.name, r.started_at as "startedAt", r.ended_at as "endedAt", r.outcome, r.version,
      coalesce((select jsonb_agg(jsonb_build_object('what', s.what, 'memberName', m.name, 'dueAt', to_char(n.due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'state', n.state, 'nextStepId', n.id, 'version', n.version) order by s.place)
        from play_run_step s join next_step n on n.workspace_id = s.workspace_id and n.id = s.next_step_id left join member m on m.workspace_id = n.workspace_id and m.id = n.member_id
        where s.workspace_id = r.workspace_id and s.run_id = r.id), '[]') as steps
    from play_run r left join account a on a.workspace_id = r.workspace_id and a.id = r.account_id where ${where} order by r.started_at desc limit 100`.execute(
    call.db,
  );
  return rows;
}
