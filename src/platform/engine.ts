import type { Pool, Session } from './engine-pool.ts';

/** What the engine writes to; a pino logger fits. */
export type Log = { info(message: string): void; warn(message: string): void; error(message: string): void };

export type Health = {
  ok: boolean;
  /** One sentence when it is not ok. */
  reason?: string;
  /** Reads go on, writes are refused with 53100 until there is space again. */
  readOnly: boolean;
  /** Callers that wait for a connection. */
  waiting: number;
  /** How often the embedded server had to be started again since the process began. */
  restarts: number;
};

export type Facts = {
  kind: 'embedded' | 'postgres';
  /** e.g. `18.6`. */
  version: string;
  /** Absent for PostgreSQL elsewhere and for a database in memory. */
  dataFolder?: string;
  sizeBytes: number;
  freeBytes?: number;
};

/** The database, whichever engine runs it. */
export type Engine = {
  kind: 'embedded' | 'postgres';
  /** For the work of requests: every query ends at the deadline of `openEngine` (engine-open.ts). Give it to Kysely's PostgresDialect. */
  pool: Pool;
  /**
   * The same connections with another deadline for each query, in milliseconds; 0 = none: migrations, imports, upkeep.
   * Behind PgBouncer set the deadline inside the transaction instead (`SET LOCAL statement_timeout`).
   */
  poolWithin(deadline: number): Pool;
  /** Calls `handler` for each NOTIFY of `channel`. Notifications may be lost while a connection is renewed: poll as well. */
  listen(channel: string, handler: (payload: string) => void): Promise<() => Promise<void>>;
  /**
   * Shows that this process is alive: an advisory lock on `hashtextextended(name, 0)` that is gone with the process, and held again
   * when its connection was renewed. On the embedded database nobody else is there to see it.
   */
  showAlive(name: string): Promise<() => Promise<void>>;
  health(): Promise<Health>;
  facts(): Promise<Facts>;
  /** VACUUM, ANALYZE and CHECKPOINT where the server does not do it alone. Call after a large import. */
  maintain(): Promise<void>;
  /**
   * Runs `read` on a database that stands still at one moment, while this one goes on; for backups.
   * PostgreSQL: one repeatable-read transaction. Embedded: a copy of the data folder (costs its size in disk space and
   * about 300 MB of memory for a second server). In memory: holds the only connection.
   */
  snapshot<T>(read: (session: Session) => Promise<T>): Promise<T>;
  /** Lets work in hand finish (up to 10 s), then closes for good. Without it the process does not end. */
  close(): Promise<void>;
};

export type EngineOptions = {
  /** `postgres://…`; without it the embedded database in `dataFolder` is used. */
  databaseUrl?: string;
  dataFolder: string;
  log: Log;
  /** Connections to PostgreSQL; the embedded database has one. Default 10. */
  poolSize?: number;
  /** Milliseconds that one query of a request may take. Default 5,000. */
  deadline?: number;
  /** Milliseconds that a caller waits for a connection. Default 10,000. */
  patience?: number;
  /** Callers that may wait at once. Default 200. */
  waitingLimit?: number;
  /** Writes are refused while the disk of the embedded database has fewer free bytes. Default 256 MB. */
  freeSpaceLimit?: number;
};
