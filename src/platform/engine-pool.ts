import { AsyncLocalStorage } from 'node:async_hooks';
import type { Writable } from 'node:stream';
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type pg from 'pg';
import { codeOf, fault } from './engine-faults.ts';

export type Rows<R> = pg.QueryResult<R & pg.QueryResultRow>;

/** Asks for rows as arrays of PostgreSQL's own texts; with `rawText`. */
export type TextsQuery = { text: string; rowMode: 'array'; types: pg.CustomTypesConfig };

/** One connection, held alone from `connect()` until `release()`. What Kysely's PostgresDialect and pg-boss expect. */
export type Session = {
  query<R = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Rows<R>>;
  query(texts: TextsQuery): Promise<{ rows: (string | null)[][] }>;
} & PostgresPoolClient;

export type Pool = Omit<PostgresPool, 'connect'> & {
  connect(): Promise<Session>;
  query<R = Record<string, unknown>>(text: string, values?: readonly unknown[]): Promise<Rows<R>>;
};

export type PoolRules = {
  /** How many callers may wait for a connection before the next is refused with 53300. */
  waitingLimit: number;
  /** Only one connection exists, so a query beside one's own open transaction could never be answered. */
  single: boolean;
  /** Statements are sent without waiting for the answer to the one before. */
  pipelined?: boolean;
  /** Makes a connection ready for its next holder. */
  prepare?(client: pg.PoolClient): Promise<void>;
  /** Turns an engine's own error into the one that callers are to see. */
  translate?(error: unknown): unknown;
};

/**
 * Wraps a pool of `pg` with the rules of the house: a bounded queue, a deadline for each query, a connection that is
 * dropped rather than reused when it comes back inside a transaction, and a quick refusal instead of a deadlock.
 * `end()` does nothing: the engine owns the connections, so `db.destroy()` of one user does not end those of another.
 */
export function guardedPool(raw: pg.Pool, rules: PoolRules, deadline: number): Pool {
  // Not async: the holder must be set in the caller's own frame, before anything is awaited.
  function connect(): Promise<Session> {
    if (raw.waitingCount >= rules.waitingLimit) {
      return Promise.reject(fault('53300', 'The database has too much waiting work; try again in a few seconds.'));
    }
    const outer = rules.single ? holding.getStore() : undefined;
    const holder: Holder = { client: undefined, idleSince: undefined };
    if (rules.single) holding.enterWith(holder);
    const session = acquire(raw, rules, deadline).then((client) => sessionOf(client, rules, holder));
    return outer?.client ? unlessWaitingForOneself(session, outer) : session;
  }

  const query: Pool['query'] = async (text, values) => {
    const session = await connect();
    try {
      return await session.query(text, values);
    } finally {
      session.release();
    }
  };

  return { connect, query, end: async () => {}, options: {} };
}

/**
 * Work that holds the only connection in a transaction, and asks for another, waits for itself. That it holds one is known
 * from its asynchronous context; that it waits is seen from the transaction having nothing to do meanwhile.
 */
async function unlessWaitingForOneself(session: Promise<Session>, outer: Holder): Promise<Session> {
  const stuck = Promise.withResolvers<never>();
  const watch = setInterval(() => {
    const idle = outer.client?.getTransactionStatus() !== 'I' && outer.idleSince !== undefined;
    if (idle && performance.now() - outer.idleSince! >= PATIENCE_WITH_ONESELF) stuck.reject(besideOwnTransaction());
  }, PATIENCE_WITH_ONESELF / 3);
  try {
    return await Promise.race([session, stuck.promise]);
  } catch (error) {
    session.then(
      (late) => late.release(),
      () => {},
    );
    throw error;
  } finally {
    clearInterval(watch);
  }
}

/** Runs `read` in one read-only transaction that sees one moment. */
export async function standingStill<T>(pool: Pool, read: (session: Session) => Promise<T>): Promise<T> {
  const session = await pool.connect();
  try {
    await session.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await session.query('SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0');
    const result = await read(session);
    await session.query('COMMIT');
    return result;
  } finally {
    session.release();
  }
}

async function acquire(raw: pg.Pool, rules: PoolRules, deadline: number): Promise<pg.PoolClient> {
  let client: pg.PoolClient;
  try {
    client = await raw.connect();
  } catch (error) {
    throw translated(error, rules);
  }
  try {
    if (deadlines.get(client) !== deadline) await client.query(`SET statement_timeout = ${deadline}`);
    deadlines.set(client, deadline);
    await rules.prepare?.(client);
    return client;
  } catch (error) {
    client.release(true);
    throw translated(error, rules);
  }
}

function sessionOf(client: pg.PoolClient, rules: PoolRules, holder: Holder): Session {
  holder.client = client;
  holder.idleSince = performance.now();
  let before: Promise<unknown> = Promise.resolve();
  const query = async (question: string | TextsQuery, values?: readonly unknown[]) => {
    holder.idleSince = undefined;
    const ask = () =>
      typeof question === 'string' ? client.query(question, values && [...values]) : client.query(question);
    if (rules.pipelined) sendTogether(client);
    // The driver's own queue of what may not be sent yet is to go; this one takes its place.
    const asked: Promise<unknown> = rules.pipelined ? ask() : before.then(ask);
    before = asked.catch(() => {});
    try {
      return await asked;
    } catch (error) {
      throw translated(error, rules);
    } finally {
      holder.idleSince = performance.now();
    }
  };
  const release = (destroy?: boolean) => {
    const leftOpen = client.getTransactionStatus() !== 'I';
    holder.client = undefined;
    client.release(destroy || leftOpen);
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one function for all overloads
  return { query, release } as Session;
}

/** Statements that are asked for in one go leave in one packet. */
function sendTogether(client: pg.PoolClient): void {
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection;
  if (stream.writableCorked > 0) return;
  stream.cork();
  process.nextTick(() => stream.uncork());
}

function translated(error: unknown, rules: PoolRules): unknown {
  const message = error instanceof Error ? error.message : '';
  if (codeOf(error) === undefined) {
    if (message.startsWith('timeout exceeded')) {
      return fault('53300', 'The database was busy for too long; try again in a few seconds.', error);
    }
    if (message.startsWith('Connection terminated') || message.includes('not queryable')) {
      return fault('08006', 'The connection to the database was lost; try again in a few seconds.', error);
    }
  }
  return rules.translate ? rules.translate(error) : error;
}

const besideOwnTransaction = () =>
  fault(
    '25001',
    'This query was sent beside the transaction that the same work holds open, and would wait for it forever. ' +
      'Send it through the transaction’s own handle, or after the transaction.',
  );

/** What `statement_timeout` is on each connection outside of transactions. */
const deadlines = new WeakMap<pg.PoolClient, number>();

/** Who holds the only connection in this asynchronous context, and since when without asking it anything. */
type Holder = { client: pg.PoolClient | undefined; idleSince: number | undefined };
const holding = new AsyncLocalStorage<Holder>();
const PATIENCE_WITH_ONESELF = 300;
