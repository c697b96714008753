import {
  CompiledQuery,
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  Transaction,
  type DatabaseConnection,
  type Dialect,
  type QueryResult,
} from 'kysely';
import { codeOf } from './engine-faults.ts';
import type { Pool, Session } from './engine-pool.ts';

/**
 * One transaction on a connection of the pool. Its statements leave as they are asked for, many in one packet: nobody waits for BEGIN, and what need not
 * be waited for (`ahead`) is not. PostgreSQL answers in the order in which it was asked, and after a failure it refuses whatever follows, COMMIT too;
 * the caller hears what failed first.
 */
export async function inTransactionOf<Schema, T>(
  pool: Pool,
  limits: string,
  pipelined: boolean,
  work: (tx: Transaction<Schema>) => Promise<T>,
): Promise<T> {
  const session = await pool.connect();
  const conversation = new Conversation(session);
  let broken = false;
  try {
    await begin(conversation, limits, pipelined);
    const result = await work(transactionOn<Schema>(conversation));
    const committed = await conversation.say('commit');
    if (committed === 'ROLLBACK') throw conversation.failed;
    return result;
  } catch (error) {
    broken = await conversation.say('rollback').then(
      () => false,
      () => true,
    );
    throw codeOf(error) === refusedAfterFailure ? (conversation.failed ?? error) : error;
  } finally {
    session.release(broken);
  }
}

/** For a statement of which nobody needs the answer: should it fail, the transaction fails with it. */
export const ahead = (statement: Promise<unknown>): void => void statement.catch(() => {});

/**
 * BEGIN cannot fail on a connection that lives; should the limits be refused, so is whatever follows in the transaction. Where each statement is a turn of
 * its own, both are one.
 */
async function begin(conversation: Conversation, limits: string, pipelined: boolean): Promise<void> {
  if (!pipelined) return void (await conversation.say(`begin; ${limits}`));
  ahead(conversation.say('begin'));
  if (limits !== '') ahead(conversation.say(limits));
}

const refusedAfterFailure = '25P02';
const counted = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE']);

/** A session as Kysely speaks to it. Remembers what failed first. */
class Conversation implements DatabaseConnection {
  failed: unknown;
  readonly #session: Session;
  constructor(session: Session) {
    this.#session = session;
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    try {
      const { command, rowCount, rows } = await this.#session.query<R>(sql, parameters);
      return counted.has(command) ? { rows, numAffectedRows: BigInt(rowCount ?? 0) } : { rows };
    } catch (error) {
      this.failed ??= error;
      // Where it was asked: the error itself knows only where the answer was read.
      if (error instanceof Error) error.stack += `\n${new Error().stack?.split('\n').slice(1).join('\n')}`;
      throw error;
    }
  }

  /** Answers what PostgreSQL says it did. */
  async say(statement: string): Promise<string> {
    return (await this.#session.query(statement)).command;
  }

  // oxlint-disable-next-line require-yield
  async *streamQuery(): AsyncIterableIterator<never> {
    throw new Error('Nothing is streamed: ask in pages.');
  }
}

const dialect: Dialect = {
  createAdapter: () => new PostgresAdapter(),
  createDriver: () => new DummyDriver(),
  createIntrospector: (db) => new PostgresIntrospector(db),
  createQueryCompiler: () => new PostgresQueryCompiler(),
};
const speaker = new Kysely<unknown>({ dialect }).getExecutor();

function transactionOn<Schema>(connection: DatabaseConnection): Transaction<Schema> {
  const executor = speaker.withConnectionProvider({ provideConnection: (use) => use(connection) });
  return new Transaction<Schema>({ config: { dialect }, dialect, driver: new DummyDriver(), executor });
}
