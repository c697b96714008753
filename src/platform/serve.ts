import { Hono } from 'hono';
import { createHash, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Contract, Endpoint, Input, Permission, Returns } from './contract.ts';
import { ahead, forReport, type Connected, type Scope, type Tx } from './database.ts';
import { databaseProblem } from './databaseProblem.ts';
import { happening, writeEvents, type Happening } from './events.ts';
import { newId } from './ids.ts';
import { refuseForeignOrigin, validInput, versionOf, type Aside } from './input.ts';
import { answerBefore, keepAnswer, retried } from './once.ts';
import { forbidden, Problem } from './problem.ts';

/** Who is asking, as far as the platform needs to know. The workspace slice makes one from a cookie or a token. */
export interface Who {
  workspaceId: string;
  memberId: string;
  loginId: string;
  name: string;
  role: string;
  via: 'session' | 'token';
  scope: Scope;
  may(permission: Permission): boolean;
}

/** What a handler works with. One request is one transaction: `db`. */
export interface Call {
  readonly who: Who;
  /** Null for a visitor who has not signed in (only endpoints for `anyone` meet one). */
  readonly visitor: Who | null;
  readonly db: Tx;
  readonly database: Connected;
  readonly now: Date;
  readonly requestId: string;
  readonly request: Request;
  readonly address: string;
  /** What the house can do outside: the address that links begin with, and where letters come from. */
  readonly site: Site;
  /** The version in If-Match, for endpoints that edit a versioned record. */
  readonly version: number;
  newId(): string;
  /** Records what happened, in this transaction, and runs the reactions that belong to it. */
  record(
    name: string,
    subject: { kind: string; id: string | null; accountId?: string | null },
    detail?: Record<string, unknown>,
  ): Promise<void>;
  /** Sends a job to the background when (and only if) the transaction commits. */
  enqueue(job: string, data: object): void;
  /** Has a job look for what is due right after the commit, without anybody waiting for it. What matters must be marked as due: the job comes by its schedule, too. */
  wake(job: string): void;
  /** For endpoints with `ownTransactions`: one transaction with this person's eyes. */
  transact<T>(work: (call: Call) => Promise<T>, seconds?: number): Promise<T>;
  /** For visitors who hold a token of a workspace: one transaction there in nobody's name, with what it records and enqueues. */
  within<T>(scope: Scope, work: (call: Call) => Promise<T>, seconds?: number): Promise<T>;
  setHeader(name: string, value: string): void;
}

export interface Site {
  address: string | null;
  /** The address that letters come from; null: no mail server was set, letters wait. */
  mailFrom: string | null;
}

/** An answer that is JSON already. */
export class Written {
  readonly json: string;
  constructor(json: string) {
    this.json = json;
  }
}

export type Handlers<C extends Contract> = {
  [K in keyof C]: (call: Call, input: Input<C[K]>) => Promise<Returns<C[K]> | Written | Response>;
};
type AnyHandler = (call: Call, input: { params: never; query: never; body: never }) => Promise<unknown>;

/** What happens inside the same transaction when something has happened. */
export type Reaction = (call: Call, event: Happening) => Promise<void>;

export interface Serving {
  database: Connected;
  contracts: Record<string, Contract>;
  handlers: Record<string, Record<string, unknown>>;
  reactions: Record<string, readonly Reaction[]>;
  identify(request: Request): Promise<Who | null>;
  enqueue(tx: Tx, job: string, data: object): Promise<void>;
  wake(job: string): Promise<void> | void;
  clock(): Date;
  site?: Site;
  log: { error(detail: object, message: string): void; info(detail: object, message: string): void };
  observe?(endpoint: string, status: number, seconds: number): void;
  /** Checks every answer against the contract: on in tests and development. */
  checkAnswers?: boolean;
  /** Requests worked on at once; more are told to come back. */
  most?: number;
}

/** The routes of every contract. The way of a request: who · may they · valid? · one transaction · answer. */
export function serve(serving: Serving): Hono<{ Bindings: { address?: string } }> {
  const app = new Hono<{ Bindings: { address?: string } }>();
  let working = 0;
  for (const [slice, contract] of Object.entries(serving.contracts)) {
    for (const [name, endpoint] of Object.entries(contract)) {
      const handler = serving.handlers[slice]?.[name] as AnyHandler | undefined;
      if (!handler) throw new Error(`${slice}.${name} is in the contract but has no handler.`);
      app.on(endpoint.method, `/api${endpoint.path}`, async (c) => {
        const started = performance.now();
        const requestId =
          c.req
            .header('x-request-id')
            ?.slice(0, 64)
            .replace(/[^\w-]/g, '') || randomUUID();
        let response: Response;
        working++;
        // Whoever is slow to send holds no place that others need.
        const aside: Aside = async (read) => {
          working--;
          return read().finally(() => working++);
        };
        try {
          if (working > (serving.most ?? 200))
            throw new Problem(
              503,
              'busy',
              'Too many requests at once. Try again in a moment.',
              {},
              { 'retry-after': '1' },
            );
          response = await answer(
            serving,
            endpoint,
            `${slice}.${name}`,
            handler,
            c.req.raw,
            c.req.param() as Record<string, string>,
            requestId,
            c.env?.address ?? '',
            aside,
          );
        } catch (error) {
          response = problemResponse(serving, error, requestId, `${slice}.${name}`);
        } finally {
          working--;
        }
        if (!response.headers.has('x-request-id')) response.headers.set('x-request-id', requestId);
        serving.observe?.(`${slice}.${name}`, response.status, (performance.now() - started) / 1000);
        return response;
      });
    }
  }
  app.all('/api/*', () =>
    problemResponse(
      serving,
      new Problem(404, 'no_such_endpoint', 'There is nothing at this address. See /docs for what there is.'),
      randomUUID(),
      'none',
    ),
  );
  return app;
}

async function answer(
  serving: Serving,
  endpoint: Endpoint,
  name: string,
  handler: AnyHandler,
  request: Request,
  params: Record<string, string>,
  requestId: string,
  address: string,
  aside: Aside,
): Promise<Response> {
  const who = await serving.identify(request);
  if (endpoint.may !== 'anyone') {
    if (!who)
      throw new Problem(
        401,
        'not_signed_in',
        'Sign in first, or send a valid API token.',
        {},
        { 'www-authenticate': 'Bearer' },
      );
    if (!who.may(endpoint.may))
      throw forbidden(endpoint.summary.charAt(0).toLowerCase() + endpoint.summary.slice(1).replace(/\.$/, ''));
  }
  if (request.method !== 'GET' && who?.via !== 'token') refuseForeignOrigin(request);

  const input = await validInput(endpoint, request, params, aside);
  const version = endpoint.versioned ? versionOf(request) : 0;
  const key = endpoint.method === 'POST' && endpoint.status === 201 ? request.headers.get('idempotency-key') : null;
  const fingerprint =
    key === null
      ? ''
      : createHash('sha256')
          .update(name)
          .update(JSON.stringify([input.params, input.query, input.body ?? null]))
          .digest('hex');
  if (key !== null && (key.length < 8 || key.length > 200))
    throw new Problem(400, 'bad_idempotency_key', 'An Idempotency-Key has 8 to 200 characters; a UUID is a good one.');

  const headers = new Headers();
  const base: Base = {
    visitor: who && endpoint.report ? { ...who, scope: forReport(who.scope) } : who,
    database: serving.database,
    now: serving.clock(),
    requestId,
    request,
    address,
    site: serving.site ?? nowhere,
    version,
    setHeader: (n: string, v: string) => headers.append(n, v),
  };

  async function once(): Promise<{ status: number; value: unknown }> {
    // What is open to anyone works the same for whoever happens to be signed in: its handler opens the transaction that its link stands for.
    if (endpoint.ownTransactions || endpoint.may === 'anyone' || !who)
      return {
        status: endpoint.status ?? 200,
        value: await handler(outsideTransaction(serving, base), input as never),
      };
    return inTransaction(serving, base, endpoint.deadline, async (call) => {
      if (key) {
        const stored = await answerBefore(call.db, key, fingerprint);
        if (stored) {
          headers.set('idempotency-replayed', 'true');
          return stored;
        }
      }
      const value = await handler(call, input as never);
      const status = endpoint.status ?? 200;
      if (key && !(value instanceof Response)) keepAnswer(call.db, key, fingerprint, status, value, call.now);
      return { status, value };
    });
  }

  const { status, value } = await retried(once, key !== null);
  if (value instanceof Response) {
    headers.forEach((v, n) => value.headers.append(n, v));
    return value;
  }
  const json = value instanceof Written ? value.json : JSON.stringify(value);
  if (serving.checkAnswers) checkAnswer(endpoint, name, json);
  const recordVersion = (value as { version?: unknown } | null)?.version;
  if (typeof recordVersion === 'number') headers.set('etag', `"${recordVersion}"`);
  headers.set('content-type', 'application/json');
  headers.set('cache-control', 'no-store');
  return new Response(json, { status, headers });
}

type Base = Pick<
  Call,
  'visitor' | 'database' | 'now' | 'requestId' | 'request' | 'address' | 'site' | 'version' | 'setHeader'
>;
const nowhere: Site = { address: null, mailFrom: null };

function outsideTransaction(serving: Serving, base: Base): Call {
  return {
    ...base,
    get who(): Who {
      if (!base.visitor) throw new Problem(401, 'not_signed_in', 'Sign in first, or send a valid API token.');
      return base.visitor;
    },
    get db(): Tx {
      throw new Error('This endpoint opens its own transactions: use call.transact.');
    },
    newId,
    record: () => Promise.reject(new Error('Record inside call.transact.')),
    enqueue: () => {
      throw new Error('Enqueue inside call.transact.');
    },
    wake: () => {
      throw new Error('Wake inside call.transact.');
    },
    transact: (work, seconds) => inTransaction(serving, base, seconds, work),
    within: (scope, work, seconds) => systemCall(serving, scope, work, seconds === undefined ? {} : { seconds }),
  };
}

/** One transaction with the person's eyes; what was recorded and enqueued is written just before it commits. */
async function inTransaction<T>(
  serving: Serving,
  base: Base,
  seconds: number | undefined,
  work: (call: Call) => Promise<T>,
): Promise<T> {
  const who = base.visitor;
  if (!who) throw new Problem(401, 'not_signed_in', 'Sign in first, or send a valid API token.');
  return withRecording(serving, who.scope, { ...base, who }, who, work, seconds);
}

/** Background work in the name of nobody: the clock, an import that goes on after its request. */
export function systemCall<T>(
  serving: Serving,
  scope: Scope,
  work: (call: Call) => Promise<T>,
  options: { seconds?: number; actor?: { memberId: string | null } } = {},
): Promise<T> {
  const who: Who = {
    workspaceId: scope.workspaceId,
    memberId: options.actor?.memberId ?? (null as never),
    loginId: null as never,
    name: 'Perennial',
    role: 'system',
    via: 'token',
    scope,
    may: () => true,
  };
  const base: Base = {
    visitor: who,
    database: serving.database,
    now: serving.clock(),
    requestId: randomUUID(),
    request: new Request('http://localhost/'),
    address: '',
    site: serving.site ?? nowhere,
    version: 0,
    setHeader: () => {},
  };
  return withRecording(serving, scope, { ...base, who }, { ...who, via: 'system' as never }, work, options.seconds);
}

type Actor = { workspaceId: string; memberId: string; via: 'session' | 'token' };

async function withRecording<T>(
  serving: Serving,
  scope: Scope,
  base: Base & { who: Who },
  actor: Actor,
  work: (call: Call) => Promise<T>,
  seconds: number | undefined,
): Promise<T> {
  const woken = new Set<string>();
  const result = await serving.database.transact(
    scope,
    (db) => recorded(serving, db, base, actor, woken, work),
    seconds,
  );
  for (const job of woken) await serving.wake(job);
  return result;
}

async function recorded<T>(
  serving: Serving,
  db: Tx,
  base: Base & { who: Who },
  actor: Actor,
  woken: Set<string>,
  work: (call: Call) => Promise<T>,
): Promise<T> {
  const happenings: Happening[] = [];
  const jobs: [string, object][] = [];
  const call: Call = {
    ...base,
    db,
    newId,
    async record(name, subject, detail) {
      const event = happening(base.now, name, subject, detail);
      happenings.push(event);
      for (const react of serving.reactions[name] ?? []) await react(call, event);
    },
    enqueue: (job, data) => void jobs.push([job, data]),
    wake: (job) => void woken.add(job),
    transact: () => Promise.reject(new Error('Already in a transaction: use call.db.')),
    within: () => Promise.reject(new Error('Already in a transaction: use call.db.')),
  };
  const result = await work(call);
  ahead(writeEvents(db, actor, base.requestId, happenings));
  if (jobs.length > 0) {
    // The job tables belong to the owner; the person's role has no right to them.
    await sql`reset role`.execute(db);
    for (const [job, data] of jobs) await serving.enqueue(db, job, data);
  }
  return result;
}

/** Any error as the answer that the outside may see. */
export function problemResponse(
  serving: Pick<Serving, 'log'>,
  error: unknown,
  requestId: string,
  name: string,
): Response {
  const problem = error instanceof Problem ? error : databaseProblem(error);
  if (!problem) serving.log.error({ err: error, requestId, endpoint: name }, 'request failed');
  const { status, code, detail, more, headers } =
    problem ??
    new Problem(
      500,
      'our_fault',
      'Something went wrong here. Nothing was changed. Try again, and tell us the request id if it stays.',
    );
  return new Response(
    JSON.stringify({
      type: `about:blank#${code}`,
      title: code.replaceAll('_', ' '),
      status,
      code,
      detail,
      requestId,
      ...more,
    }),
    {
      status,
      headers: {
        'content-type': 'application/problem+json',
        'cache-control': 'no-store',
        'x-request-id': requestId,
        ...headers,
      },
    },
  );
}

function checkAnswer(endpoint: Endpoint, name: string, json: string | undefined): void {
  const result = endpoint.answer.safeParse(json === undefined ? undefined : JSON.parse(json));
  if (!result.success)
    throw new Error(
      `${name} answers something that its contract does not say: ${JSON.stringify(result.error.issues.slice(0, 3))}`,
    );
}
