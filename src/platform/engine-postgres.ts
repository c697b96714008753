import { Client, escapeIdentifier, Pool } from 'pg';
import type { Engine, EngineOptions, Facts, Health } from './engine.ts';
import { codeOf, fault, messageOf } from './engine-faults.ts';
import { guardedPool, standingStill } from './engine-pool.ts';
import { typeParsers } from './engine-types.ts';

/** Opens a PostgreSQL server (15 or newer), also through PgBouncer; needs a direct address for `listen`. */
export async function openPostgres(
  databaseUrl: string,
  options: Omit<EngineOptions, 'dataFolder' | 'databaseUrl'>,
): Promise<Engine> {
  const { poolSize = 10, deadline = 5_000, patience = 10_000, waitingLimit = 200, log } = options;
  const raw = new Pool({
    connectionString: databaseUrl,
    application_name: 'perennial',
    max: poolSize,
    idleTimeoutMillis: 60_000,
    connectionTimeoutMillis: patience,
    keepAlive: true,
    types: typeParsers,
    // What is asked without waiting for an answer is sent without waiting, too: PostgreSQL is never idle between the statements of one transaction.
    pipeline: true,
    onConnect: async (client) => {
      client.on('error', () => {});
      await client.query(SETTINGS);
    },
  });
  raw.on('error', (error) => log.warn(`A connection to PostgreSQL was lost: ${error.message}`));

  const poolWithin = (limit: number) => guardedPool(raw, { waitingLimit, single: false, pipelined: true }, limit);

  const pool = poolWithin(deadline);
  const version = await serverVersion(pool, databaseUrl).catch(async (error: unknown) => {
    await raw.end();
    throw error;
  });
  const listener = listenTo(databaseUrl, log);

  let closing: Promise<void> | undefined;
  async function close(): Promise<void> {
    await Promise.race([
      Promise.all([listener.close(), raw.end()]),
      new Promise((resolve) => setTimeout(resolve, 10_000).unref()),
    ]);
  }

  return {
    kind: 'postgres',
    pool,
    poolWithin,
    listen: listener.listen,
    showAlive: listener.showAlive,
    maintain: async () => void (await poolWithin(0).query('ANALYZE')),
    health: () => health(pool, raw),
    facts: async (): Promise<Facts> => ({
      kind: 'postgres',
      version,
      sizeBytes: (await pool.query<{ size: number }>('SELECT pg_database_size(current_database()) AS size')).rows[0]!
        .size,
    }),
    snapshot: (read) => standingStill(poolWithin(0), read),
    close: () => (closing ??= close()),
  };
}

async function serverVersion(pool: Engine['pool'], databaseUrl: string): Promise<string> {
  const where = new URL(databaseUrl).host;
  const { rows } = await onceAnswering(() =>
    pool.query<{ version: string; number: number }>(
      `SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int AS number`,
    ),
  ).catch((error: Error) => {
    throw fault(
      '08001',
      `PostgreSQL at ${where} cannot be used: ${error.message || 'it does not answer'}. Check DATABASE_URL.`,
      error,
    );
  });
  const { version, number } = rows[0]!;
  if (number < 150_000)
    throw fault('0A000', `PostgreSQL at ${where} is version ${version}; Perennial needs 15 or newer.`);
  return version;
}

/** A server that is there but starting, full or slow to answer is given half a minute; one that is not there fails at once. */
async function onceAnswering<T>(ask: () => Promise<T>): Promise<T> {
  for (const until = Date.now() + 30_000; ;) {
    try {
      return await ask();
    } catch (error) {
      if (!/^(08006|57P03|53300)$/.test(codeOf(error) ?? '') || Date.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}

async function health(pool: Engine['pool'], raw: Pool): Promise<Health> {
  const state = { readOnly: false, waiting: raw.waitingCount, restarts: 0 };
  if (raw.totalCount > 0 && raw.idleCount === 0) return { ok: true, ...state };
  try {
    await pool.query('SELECT 1');
    return { ok: true, ...state };
  } catch (error) {
    return { ok: false, reason: messageOf(error), ...state };
  }
}

/** One connection of its own that listens and shows that this process is alive; renewed when it is lost. */
function listenTo(databaseUrl: string, log: EngineOptions['log']) {
  const handlers = new Map<string, Set<(payload: string) => void>>();
  const names = new Set<string>();
  let client: Promise<Client> | undefined;
  let again: NodeJS.Timeout | undefined;
  let closed = false;

  async function open(): Promise<Client> {
    const fresh = new Client({
      connectionString: databaseUrl,
      application_name: 'perennial listen',
      keepAlive: true,
    });
    fresh.on('notification', ({ channel, payload = '' }) => {
      for (const handler of handlers.get(channel) ?? []) handler(payload);
    });
    fresh.on('error', () => {});
    fresh.on('end', renew);
    await fresh.connect();
    for (const channel of handlers.keys()) await fresh.query(`LISTEN ${escapeIdentifier(channel)}`);
    for (const name of names) await fresh.query(ALIVE, [name]);
    return fresh;
  }

  function renew(): void {
    client = undefined;
    if (closed || again) return;
    again = setTimeout(() => {
      again = undefined;
      client = open();
      client.catch((error: Error) => {
        log.warn(`Listening to PostgreSQL is interrupted: ${error.message}`);
        renew();
      });
    }, 1_000);
  }

  return {
    listen: async (channel: string, handler: (payload: string) => void) => {
      const all = handlers.get(channel) ?? new Set();
      handlers.set(channel, all.add(handler));
      client ??= open();
      await (await client).query(`LISTEN ${escapeIdentifier(channel)}`);
      return async () => void all.delete(handler);
    },
    showAlive: async (name: string) => {
      names.add(name);
      client ??= open();
      await (await client).query(ALIVE, [name]);
      return async () => {
        names.delete(name);
        await (await client)?.query(GONE, [name]).catch(() => undefined);
      };
    },
    close: async () => {
      closed = true;
      clearTimeout(again);
      await client?.then((open) => open.end()).catch(() => {});
    },
  };
}

/** Taken without waiting: a former connection of this process may hold it a moment longer. */
const ALIVE = 'select pg_try_advisory_lock_shared(hashtextextended($1, 0))';
const GONE = 'select pg_advisory_unlock_shared(hashtextextended($1, 0))';

const SETTINGS = `SET idle_in_transaction_session_timeout = 30000; SET TimeZone = 'UTC'; SET DateStyle = 'ISO, MDY'; SET IntervalStyle = 'postgres'`;
