import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { contracts } from '../contracts.ts';
import { endpoint, byId, type Contract, type Endpoint } from '../platform/contract.ts';
import { newId } from '../platform/ids.ts';
import { forbidden, notFound } from '../platform/problem.ts';
import { serve, type Call, type Serving } from '../platform/serve.ts';
import { watchDue } from '../ownership/alarms/sweep.api.ts';
import { historyKinds } from '../workspace/history.ts';
import { holesOf, send, type AccessCase, type Trial } from './access.ts';
import { kinds } from '../workspace/roles.ts';
import { accessCases, openToAnyone, openToMembers } from './accessCases.ts';
import { bringCast, type Cast } from './cast.ts';
import { layOut, type Specimens } from './specimens.ts';
import { openWorld, type World } from './world.ts';

const endpoints: [string, Endpoint][] = Object.entries(contracts as Record<string, Contract>).flatMap(
  ([slice, contract]) =>
    Object.entries(contract).map(([name, endpoint]): [string, Endpoint] => [`${slice}.${name}`, endpoint]),
);

let world: World;
let cast: Cast;
let specimens: Specimens;
let asLaidOut: string;
beforeAll(async () => {
  world = await openWorld();
  await begin();
});
afterAll(() => world.close());

async function begin(): Promise<void> {
  await world.reset();
  cast = await bringCast(world);
  specimens = await layOut(world, cast);
  // The clock looks at the customers of every workspace: nothing is left to it that a trial in another one would wake it for.
  await watchDue(world.house.database, world.house.serving, kinds);
  asLaidOut = await fingerprint();
  await keep();
}

const trialOf = (name: string, endpoint: Endpoint): Trial => ({
  name,
  endpoint,
  cast,
  fingerprint,
  given: accessCases(specimens)[name]!,
  fetch: (request) => world.fetch(request),
  firstWorkspace: world.workspaces.first,
  elsewhere: (text) => (/^[0-9a-f-]{36}$/.test(text) ? newId() : text),
});

/** Remembers every row, so that the next trial finds everything as it was without laying it out anew. */
async function keep(): Promise<void> {
  const names = await tableNames();
  const copies = names.map((name) => `create table kept."${name}" as table public."${name}"`);
  await world.engine.pool.query(['drop schema if exists kept cascade', 'create schema kept', ...copies].join('; '));
}

async function putBack(after: string): Promise<void> {
  if (accessCases(specimens)[after]?.outside) return begin();
  const names = await tableNames();
  const { rows } = await world.engine.pool.query<{ table_name: string; columns: string }>(
    `select table_name, string_agg(format('%I', column_name), ', ') as columns from information_schema.columns
      where table_schema = 'public' and is_generated = 'NEVER' group by 1`,
  );
  const columns = new Map(rows.map((row) => [row.table_name, row.columns]));
  await world.engine.pool.query(
    [
      'begin',
      `set local session_replication_role = replica`,
      ...names.map((name) => `delete from public."${name}"`),
      ...names.map(
        (name) => `insert into public."${name}" (${columns.get(name)}) select ${columns.get(name)} from kept."${name}"`,
      ),
      'commit',
    ].join('; '),
  );
  // Signing out makes the process forget whom it knew.
  await world.fetch(
    new Request('http://127.0.0.1/api/session', {
      method: 'DELETE',
      headers: { cookie: `__Host-session=${'x'.repeat(43)}` },
    }),
  );
}

async function tableNames(): Promise<string[]> {
  const { rows } = await world.engine.pool.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r' and n.nspname = 'public' and c.relname <> 'migration' order by 1`,
  );
  return rows.map(({ name }) => name);
}

/**
 * What tells whether any row was written: how many there are and which transaction wrote the newest. Where it is noted when
 * somebody was last seen, the rows themselves but for that, since refusing may note it. How often a password was tried is left out.
 */
async function fingerprint(of?: string): Promise<string> {
  tables ??= (
    await world.engine.pool.query<{ name: string; owned: boolean; seen: boolean }>(
      `select c.relname as name, exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'workspace_id') as owned,
              exists (select from pg_attribute a where a.attrelid = c.oid and a.attname in ('last_seen_at', 'last_used_at')) as seen
         from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where c.relkind = 'r' and n.nspname = 'public' and c.relname not in ('migration', 'sign_in_throttle') order by 1`,
    )
  ).rows;
  const parts = tables
    .filter((t) => !of || t.owned)
    .map(({ name, seen }) => {
      const rows = `from public."${name}" r ${of ? `where r.workspace_id = '${of}'` : ''}`;
      return seen
        ? `select '${name}' as t, md5(string_agg((to_jsonb(r) - 'last_seen_at' - 'last_used_at')::text, '' order by to_jsonb(r)::text)) as h ${rows}`
        : `select '${name}' as t, count(*) || '/' || coalesce(max(xmin::text::bigint), 0) as h ${rows}`;
    });
  const { rows } = await world.engine.pool.query(`${parts.join(' union all ')} order by 1`);
  return JSON.stringify(rows);
}
let tables: { name: string; owned: boolean; seen: boolean }[] | undefined;

describe('every endpoint', () => {
  it('has an expectation', () => {
    const known = Object.keys(accessCases(specimens));
    expect(endpoints.length).toBeGreaterThan(70);
    expect(known.toSorted()).toEqual(endpoints.map(([name]) => name).toSorted());
  });

  it('asks for a right that fits what it does, unless it is named as open', () => {
    expect(
      endpoints
        .filter(([, e]) => e.may === 'anyone')
        .map(([name]) => name)
        .toSorted(),
    ).toEqual(openToAnyone.toSorted());
    expect(
      endpoints
        .filter(([, e]) => e.may === 'member')
        .map(([name]) => name)
        .toSorted(),
    ).toEqual(openToMembers.toSorted());
    const odd = endpoints.filter(([name, { may, method }]) => {
      if (may === 'anyone' || may === 'member' || accessCases(specimens)[name]?.unusual) return false;
      const action = may.split(':')[1];
      return method === 'GET' ? action !== 'read' : action === 'read';
    });
    expect(odd.map(([name, { method, may }]) => `${name}: ${method} asks for ${may}`)).toEqual([]);
  });
});

describe('is closed to whoever has no right, and leaves no trace of the attempt:', () => {
  it.each(endpoints)('%s', async (name, endpoint) => {
    expect(await holesOf(trialOf(name, endpoint))).toEqual([]);
    // What the stranger did at home is no hole, but the next ones are to find everything as it was.
    if ((await fingerprint()) === asLaidOut) return;
    await putBack(name);
    asLaidOut = await fingerprint();
  });
});

describe('and is open to the owner, so that the refusals above refuse the person and not the request:', () => {
  it.each(endpoints)('%s', async (name, endpoint) => {
    if (touched) await putBack(touched);
    touched = endpoint.method === 'GET' ? undefined : name;
    const trial = trialOf(name, endpoint);
    const headers = endpoint.may === 'anyone' ? {} : cast.roles.owner.headers;
    const { status, text } = await send(trial, trial.given, headers);
    expect([status, text]).toEqual([trial.given.answers ?? endpoint.status ?? 200, expect.anything()]);
    if (endpoint.method === 'PATCH' && !aboutOneself.includes(name))
      expect(historyKinds).toEqual(expect.arrayContaining([(await toldBy())[0]]));
  });
});
let touched: string | undefined;
/** Edits that belong to a person, or to a pair, and are nobody else's to read. */
const aboutOneself = ['workspace.changeProfile', 'coaching.changeOneToOne', 'coaching.settleCommitment'];

/** Of which records the history tells what this edit changed. */
async function toldBy(): Promise<string[]> {
  const { rows } = await world.engine.pool.query<{ kind: string }>(
    `select subject_kind as kind from event e where detail -> 'changes' <> '{}' and not exists (select from kept.event k where k.id = e.id)`,
  );
  return rows.map(({ kind }) => kind);
}

const at = { method: 'GET', summary: 'Planted.', answer: z.unknown(), ownTransactions: true } as const;
const account = () => ({ params: { id: specimens.account.id } });

/** The holes that are found in an endpoint which was made with one. */
async function found(
  planted: Endpoint,
  handler: (call: Call) => Promise<unknown>,
  { given = () => ({}), ...changes }: Partial<Pick<Serving, 'identify'>> & { given?: () => AccessCase } = {},
): Promise<string> {
  await begin();
  const api = serve({
    ...world.house.serving,
    contracts: { planted: { planted } },
    handlers: { planted: { planted: handler } },
    ...changes,
  });
  return (
    await holesOf({
      ...trialOf('planted', planted),
      given: given(),
      fetch: async (request) => api.fetch(request, { address: '' }),
    })
  ).join('\n');
}

/** Does it, and only then refuses. */
async function tooLate(call: Call): Promise<never> {
  await call.database.asOwner((tx) => tx.updateTable('account').set({ city: newId() }).execute());
  throw forbidden('do this');
}

describe('the test would notice', () => {
  it('a list that forgets whose it is', async () => {
    const list = endpoint({ ...at, path: '/planted', may: 'account:read' });
    const holes = await found(list, (call) =>
      call.database.asOwner((tx) => tx.selectFrom('account').select('name').execute()),
    );
    expect(holes).toContain('a stranger reads');
    expect(holes).toContain('a seller reads');
  });

  it('a record found by its id alone', async () => {
    const read = endpoint({ ...at, path: '/planted/:id', may: 'account:read', params: byId });
    const holes = await found(
      read,
      (call) =>
        call.database.asOwner((tx) =>
          tx.selectFrom('account').select('id').where('id', '=', specimens.account.id).execute(),
        ),
      { given: account },
    );
    expect(holes).toContain('a stranger: 200 instead of 404');
    expect(holes).toContain('a seller: 200 instead of 404');
  });

  it('an answer that tells a foreign id from one that is not there', async () => {
    const read = endpoint({ ...at, path: '/planted/:id', may: 'account:read', params: byId });
    const holes = await found(
      read,
      async (call) => {
        throw notFound(call.request.url.includes(specimens.account.id) ? 'account of yours' : 'account');
      },
      { given: account },
    );
    expect(holes).toContain('a stranger can tell a foreign id from one that is not there');
  });

  it('a refusal that comes after the deed', async () => {
    const write = endpoint({ ...at, method: 'POST', path: '/planted', may: 'account:write' });
    const holes = await found(write, tooLate);
    expect(holes).toContain('a stranger changed this workspace');
    expect(holes).toContain('a stranger was answered 403, and yet something changed');
    // A token that may only read comes as far as this where every member may come.
    expect(await found({ ...write, may: 'member' }, tooLate)).toContain('one who was to be refused changed something');
  });

  it("a change to somebody else's record", async () => {
    const write = endpoint({ ...at, method: 'POST', path: '/planted/:id', may: 'account:write', params: byId });
    const holes = await found(
      write,
      (call) =>
        call.database
          .asOwner((tx) =>
            tx.updateTable('account').set({ city: newId() }).where('workspace_id', '=', call.who.workspaceId).execute(),
          )
          .then(() => ({})),
      { given: account },
    );
    expect(holes).toContain('a seller: 200 instead of 403 or 404');
    expect(holes).toContain('a seller was answered 200, and yet something changed');
  });

  it('a right that nobody checks', async () => {
    const write = endpoint({ ...at, method: 'POST', path: '/planted', may: 'workspace:write' });
    const holes = await found(write, async () => ({}), {
      identify: async (request) => {
        const who = await world.house.serving.identify(request);
        return who && { ...who, may: () => true };
      },
    });
    expect(holes).toContain('the role manager: 200 instead of 403');
    expect(holes).toContain('a token that may only read: 200 instead of 403');
    expect(holes).toContain('a token of another scope: 200 instead of 403');
  });

  it('a dead token that still opens', async () => {
    const read = endpoint({ ...at, path: '/planted', may: 'account:read' });
    const holes = await found(read, async () => ({}), {
      identify: async (request) =>
        request.headers.has('authorization') || request.headers.has('cookie')
          ? world.house.serving.identify(new Request(request.url, { headers: cast.roles.owner.headers }))
          : null,
    });
    for (const who of ['a revoked token', 'an expired token', 'a disabled person', "a disabled person's token"])
      expect(holes).toContain(`${who}: 200 instead of 401`);
    expect(holes).not.toContain('anonymous');
  });
});
