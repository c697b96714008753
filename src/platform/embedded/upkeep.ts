import { codeOf, messageOf } from '../engine-faults.ts';
import type { Pool } from '../engine-pool.ts';

export type Upkeep = {
  /** Does everything that is due now. */
  run: () => Promise<void>;
  /** Runs `work` while no checkpoint is made, so that the log it needs stays in place. */
  paused<T>(work: () => Promise<T>): Promise<T>;
  stop(): void;
};

/**
 * Does for the embedded database what a PostgreSQL server's background processes do: removes dead rows, renews the
 * planner's statistics, and writes checkpoints so that a start after a crash has little log to read.
 * Small steps, each in its own turn on the only connection.
 */
export function scheduleUpkeep(
  pool: Pool,
  { enabled, isQuiet, log }: { enabled: boolean; isQuiet: () => boolean; log: { warn(message: string): void } },
): Upkeep {
  let pauses = 0;
  let running = false;

  async function run(): Promise<void> {
    for (const { table, vacuum } of await tablesDue(pool)) {
      await pool.query(`${vacuum ? 'VACUUM (ANALYZE)' : 'ANALYZE'} ${table}`);
    }
    if (pauses === 0) await pool.query('CHECKPOINT');
  }

  async function tick(): Promise<void> {
    const bytes = await logSinceCheckpoint(pool);
    if (isQuiet()) {
      for (const { table, vacuum } of await tablesDue(pool)) {
        if (!isQuiet()) return;
        await pool.query(`${vacuum ? 'VACUUM (ANALYZE)' : 'ANALYZE'} ${table}`);
      }
    }
    const due = bytes > MUCH_LOG || (bytes > SOME_LOG && isQuiet());
    if (due && pauses === 0) await pool.query('CHECKPOINT');
  }

  const timer = enabled
    ? setInterval(() => {
        if (running) return;
        running = true;
        tick()
          .catch((error: unknown) => {
            if (codeOf(error) === undefined) log.warn(`Upkeep of the embedded database failed: ${messageOf(error)}`);
          })
          .finally(() => (running = false));
      }, EVERY).unref()
    : undefined;

  return {
    run,
    paused: async (work) => {
      pauses++;
      try {
        return await work();
      } finally {
        pauses--;
      }
    },
    stop: () => clearInterval(timer),
  };
}

/** The same thresholds as PostgreSQL's autovacuum: 50 rows and a fifth (dead) or a tenth (changed) of the table. */
async function tablesDue(pool: Pool): Promise<{ table: string; vacuum: boolean }[]> {
  const { rows } = await pool.query<{ table: string; vacuum: boolean }>(
    `SELECT format('%I.%I', s.schemaname, s.relname) AS table,
            s.n_dead_tup > 50 + 0.2 * greatest(c.reltuples, 0) OR s.n_ins_since_vacuum > 1000 + 0.2 * greatest(c.reltuples, 0) AS vacuum
       FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid
      WHERE s.n_dead_tup > 50 + 0.2 * greatest(c.reltuples, 0)
         OR s.n_ins_since_vacuum > 1000 + 0.2 * greatest(c.reltuples, 0)
         OR s.n_mod_since_analyze > 50 + 0.1 * greatest(c.reltuples, 0)`,
  );
  return rows;
}

/** Bytes of write-ahead log that a start after a crash would have to read. */
async function logSinceCheckpoint(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ bytes: string }>(
    'SELECT pg_current_wal_insert_lsn() - redo_lsn AS bytes FROM pg_control_checkpoint()',
  );
  return Number(rows[0]!.bytes);
}

const EVERY = 15_000;
const SOME_LOG = 2 * 2 ** 20;
const MUCH_LOG = 64 * 2 ** 20;
