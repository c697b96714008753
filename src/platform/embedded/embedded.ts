import { AsyncResource } from 'node:async_hooks';
import { join, resolve } from 'node:path';
import { escapeIdentifier, Pool, type PoolClient } from 'pg';
import type { Engine, EngineOptions, Facts, Health } from '../engine.ts';
import { codeOf, fault, messageOf } from '../engine-faults.ts';
import { guardedPool, type Session, standingStill } from '../engine-pool.ts';
import { typeParsers } from '../engine-types.ts';
import { type Backend, superviseBackend } from './backend.ts';
import { removeOldCopies, useCopyOfFolder } from './copy.ts';
import { lockFolder } from './lock.ts';
import type { Place } from './messages.ts';
import { watchSpace } from './space.ts';
import { scheduleUpkeep } from './upkeep.ts';
import { openWire } from './wire.ts';

/**
 * Opens PostgreSQL inside this process, in a worker thread. The program talks to it through `pg` itself, over a stream that
 * ends in the worker instead of a socket, so that values and errors are those of PostgreSQL elsewhere.
 */
export async function openEmbedded(
  place: Place,
  options: Omit<EngineOptions, 'dataFolder' | 'databaseUrl'>,
): Promise<Engine & { dump(): Promise<ArrayBuffer> }> {
  const { log, deadline = 5_000, patience = 10_000, waitingLimit = 200, freeSpaceLimit = 256 * 2 ** 20 } = options;
  const dataFolder = place.kind === 'folder' ? resolve(place.folder) : undefined;
  const unlock = dataFolder === undefined ? () => {} : lockFolder(dataFolder, new Date());
  if (dataFolder !== undefined) removeOldCopies(dataFolder);
  const backend = superviseBackend(
    dataFolder === undefined ? place : { kind: 'folder', folder: join(dataFolder, 'database') },
    log,
  );
  const space = watchSpace(dataFolder, freeSpaceLimit, log);
  const version = await backend.ready().catch(async (error: Error) => {
    space.stop();
    unlock();
    throw fault(
      codeOf(error) ?? 'XX000',
      `The embedded database in ${dataFolder ?? 'memory'} did not open. ${error.message}`,
      error,
    );
  });
  const handlers = new Map<string, Set<(payload: string) => void>>();
  const raw = connections(backend, patience, handlers);
  const readOnly = new WeakSet<PoolClient>();

  const poolWithin = (limit: number) => guardedPool(raw, { waitingLimit, single: true, prepare, translate }, limit);

  async function prepare(client: PoolClient): Promise<void> {
    const full = space.isFull();
    if (full === readOnly.has(client)) return;
    await client.query(`SET default_transaction_read_only = ${full ? 'on' : 'off'}`);
    if (full) readOnly.add(client);
    else readOnly.delete(client);
  }

  function translate(error: unknown): unknown {
    if (codeOf(error) !== '25006' || !space.isFull()) return error;
    return fault(
      '53100',
      'The disk is almost full, so nothing new can be saved; reading goes on. Free some space.',
      error,
    );
  }

  const openCopy = (folder: string) => openEmbedded({ kind: 'folder', folder }, { log, freeSpaceLimit: 0 });

  const pool = poolWithin(deadline);
  const unhurried = poolWithin(0);
  const upkeep = scheduleUpkeep(unhurried, {
    enabled: dataFolder !== undefined,
    isQuiet: () => raw.idleCount > 0 && raw.waitingCount === 0,
    log,
  });

  let closing: Promise<void> | undefined;
  async function close(): Promise<void> {
    upkeep.stop();
    space.stop();
    await Promise.race([raw.end(), giveUpAfter(10_000)]);
    await backend.close();
    unlock();
  }

  return {
    kind: 'embedded',
    pool,
    poolWithin,
    maintain: upkeep.run,
    dump: async () => {
      const session = await unhurried.connect();
      return backend.dump().finally(() => session.release());
    },
    listen: async (channel, handler) => {
      // The news arrives in the context of whoever announced it, inside of a transaction; whoever hears it is in none.
      const hear = AsyncResource.bind(handler);
      const all = handlers.get(channel) ?? new Set();
      handlers.set(channel, all.add(hear));
      await pool.query(`LISTEN ${quoted(channel)}`);
      return async () => void all.delete(hear);
    },
    showAlive: async () => async () => {},
    health: () => health(pool, raw, backend, space.isFull),
    facts: async (): Promise<Facts> => ({
      kind: 'embedded',
      version,
      ...(dataFolder === undefined ? {} : { dataFolder, freeBytes: space.freeBytes() }),
      sizeBytes: (await pool.query<{ size: number }>('SELECT pg_database_size(current_database()) AS size')).rows[0]!
        .size,
    }),
    snapshot: <T>(read: (session: Session) => Promise<T>): Promise<T> =>
      dataFolder === undefined
        ? standingStill(unhurried, read)
        : upkeep.paused(() =>
            useCopyOfFolder({ pool: unhurried, dataFolder, open: openCopy }, (copy) =>
              standingStill(copy.poolWithin(0), read),
            ),
          ),
    close: () => (closing ??= close()),
  };
}

function connections(backend: Backend, patience: number, handlers: Map<string, Set<(payload: string) => void>>): Pool {
  const raw = new Pool({
    max: 1,
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: patience,
    // Everything that `pg` would otherwise read from the environment.
    host: 'localhost',
    port: 5432,
    user: 'postgres',
    database: 'postgres',
    password: '',
    ssl: false,
    types: typeParsers,
    stream: () => openWire(backend, IDLE_IN_TRANSACTION),
    onConnect: async (client) => {
      client.on('error', () => {});
      client.on('notification', ({ channel, payload = '' }) => {
        for (const handler of handlers.get(channel) ?? []) handler(payload);
      });
      for (const channel of handlers.keys()) await client.query(`LISTEN ${quoted(channel)}`);
    },
  });
  raw.on('error', () => {});
  return raw;
}

async function health(pool: Engine['pool'], raw: Pool, backend: Backend, isFull: () => boolean): Promise<Health> {
  const state = { readOnly: isFull(), waiting: raw.waitingCount, restarts: backend.restarts() };
  // A busy session is a sign of life; asking would only wait behind it.
  if (raw.totalCount > 0 && raw.idleCount === 0) return { ok: true, ...state };
  try {
    await pool.query('SELECT 1');
    return { ok: true, ...state };
  } catch (error) {
    return { ok: false, reason: messageOf(error), ...state };
  }
}

const quoted = (name: string) => escapeIdentifier(name);
const giveUpAfter = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
const IDLE_IN_TRANSACTION = 30_000;
