import { PgBoss } from 'pg-boss';
import { CompiledQuery } from 'kysely';
import type { Connected, Tx } from './database.ts';
import { patiently } from './patiently.ts';
import { soon } from './soon.ts';

/** Work in the background: at least once, kept in the database, so that a crash loses none. */
export interface Jobs {
  /** Sends a job in a transaction of the owner: it exists when (and only if) that commits. */
  enqueue(tx: Tx, job: string, data: object): Promise<void>;
  /** Does a job's work soon, once for all who ask for it meanwhile. In memory alone: for jobs whose schedule would find the same work. */
  wake(job: string): Promise<void> | void;
  /** Starts working: from now on jobs are fetched. Every job name must have been given to `openJobs`. */
  start(): Promise<void>;
  /** Lets running jobs finish, up to `seconds`. */
  stop(seconds?: number): Promise<void>;
}

export interface Job {
  /** Called with what was enqueued, or {} when the schedule called. Must be safe to run twice. */
  work(data: Record<string, unknown>, signal: AbortSignal): Promise<void>;
  /** A cron expression in UTC. */
  schedule?: string;
  /** Longest run in seconds; 15 minutes unless told. */
  seconds?: number;
  retries?: number;
}

/** What the engine says when no connection became free in time. */
const tooBusy = '53300';
const busy = (error: unknown) => (error as { code?: unknown } | null)?.code === tooBusy;
const nobody = '00000000-0000-0000-0000-000000000000';

export async function openJobs(
  database: Connected,
  jobs: Record<string, Job>,
  log: { error(detail: object, message: string): void },
): Promise<Jobs> {
  const session = database.engine.poolWithin(60_000);
  const boss = new PgBoss({
    db: { executeSql: (text, values) => session.query(text, values ?? []) as never },
    schema: 'pgboss',
  });
  // Where there is one connection it may be taken for a while; the next round asks again.
  boss.on('error', (error) => void (!busy(error) && log.error({ err: error }, 'background jobs')));
  await boss.start();
  const known = new Map((await boss.getQueues()).map((queue) => [queue.name, queue]));
  for (const [name, job] of Object.entries(jobs)) {
    const options = {
      retryLimit: job.retries ?? 3,
      retryBackoff: true,
      retryDelay: 5,
      expireInSeconds: job.seconds ?? 900,
      deleteAfterSeconds: 7 * 86_400,
    };
    const queue = known.get(name);
    if (!queue) await boss.createQueue(name, options);
    else if (Object.entries(options).some(([option, value]) => queue[option as keyof typeof options] !== value))
      await boss.updateQueue(name, options);
    // What a queue is like is read once, now: read first within a transaction that enqueues, it would wait for that transaction where there is one connection.
    await boss.getJobById(name, nobody);
  }
  const closing = new AbortController();
  const awake = new Map(
    Object.entries(jobs).map(([name, job]) => [
      name,
      soon(
        () => job.work({}, closing.signal),
        (error) => log.error({ err: error, job: name }, 'background work'),
      ),
    ]),
  );
  return {
    wake: (name) => awake.get(name)!.wake(),
    async enqueue(tx, name, data) {
      await boss.send(name, data, {
        db: {
          executeSql: async (text, values) => ({
            rows: (await tx.executeQuery(CompiledQuery.raw(text, [...(values ?? [])]))).rows as never[],
          }),
        },
      });
    },
    async start() {
      const scheduled = new Map(
        (await onceFree(() => boss.getSchedules())).map((schedule) => [schedule.name, schedule.cron]),
      );
      for (const [name, job] of Object.entries(jobs)) {
        await boss.work(name, { pollingIntervalSeconds: 2 }, async (batch) => {
          for (const each of batch) await job.work((each.data ?? {}) as Record<string, unknown>, each.signal);
        });
        if (job.schedule && scheduled.get(name) !== job.schedule)
          await onceFree(() => boss.schedule(name, job.schedule!));
      }
    },
    async stop(seconds = 20) {
      closing.abort();
      await Promise.all(awake.values().map((each) => each.over()));
      await boss.stop({ graceful: true, timeout: seconds * 1000 });
    },
  };
}

/** Where there is one connection it may be taken for a while, as when the demo is loaded first thing: a clock that was not set then would stand still. */
const onceFree = <T>(work: () => Promise<T>): Promise<T> => patiently(work, busy, 30, () => 1000);
