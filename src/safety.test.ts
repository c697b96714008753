import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { contracts } from './contracts.ts';
import { tellOfAccounts } from './platform/events.ts';
import { peopleContract } from './people/contract.ts';
import type { Contract, Endpoint } from './platform/contract.ts';
import { newId } from './platform/ids.ts';
import { serve } from './platform/serve.ts';
import { purchaseContract } from './purchase/contract.ts';
import { relationshipContract } from './relationship/contract.ts';
import { send, type AccessCase } from './testing/access.ts';
import { accessCases } from './testing/accessCases.ts';
import { bringCast, type Cast } from './testing/cast.ts';
import { layOut, type Specimens } from './testing/specimens.ts';
import { openWorld, type World } from './testing/world.ts';
import { workspaceContract } from './workspace/contract.ts';

/** What somebody outside tries who means no good: through the routes, against a database with two workspaces. */

const endpoints: [string, Endpoint][] = Object.entries(contracts as Record<string, Contract>).flatMap(
  ([slice, contract]) =>
    Object.entries(contract).map(([name, endpoint]): [string, Endpoint] => [`${slice}.${name}`, endpoint]),
);
/** These take away what the others need: the door and the whole house. */
const ends = [
  'workspace.signOut',
  'workspace.signOutEverywhere',
  'workspace.changePassword',
  'workspace.switchWorkspace',
  'workspace.signIn',
  'workspace.acceptInvitation',
  'workspace.resetPassword',
];
const tried = endpoints.filter(
  ([name, { media, takes }]) => !ends.includes(name) && !name.startsWith('demo.') && !media && !takes,
);

let world: World;
let cast: Cast;
let specimens: Specimens;
/** Records of the other workspace. */
let foreign: Record<string, string>;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

/** Everything as it was laid out, since much of what is tried destroys something. */
async function begin(): Promise<void> {
  await world.reset();
  // Whoever was known before is not any more.
  await world.fetch(
    new Request('http://127.0.0.1/api/session', {
      method: 'DELETE',
      headers: { cookie: `__Host-session=${'x'.repeat(43)}` },
    }),
  );
  cast = await bringCast(world);
  specimens = await layOut(world, cast);
  const there = await world.as('owner', { workspace: 'second' });
  const account = await there.call(peopleContract.createAccount, { body: { name: 'Far away' } });
  const contact = await there.call(peopleContract.createContact, {
    body: { name: 'Far Afield', accountId: account.id },
  });
  const sale = await there.call(purchaseContract.createOpportunity, {
    body: { name: 'Far off', accountId: account.id },
  });
  const { touchpoint } = await there.call(relationshipContract.logTouchpoint, {
    body: { accountId: account.id, kind: 'call', subject: 'Far call' },
  });
  const team = await there.call(workspaceContract.createTeam, { body: { name: 'Far team' } });
  foreign = {
    account: account.id,
    contact: contact.id,
    sale: sale.id,
    touchpoint: touchpoint.id,
    team: team.id,
    member: there.memberId,
  };
  for (const role of ['owner', 'manager'] as const) await (await world.as(role)).fetch('/api/session');
}

const given = (name: string): AccessCase => accessCases(specimens)[name]!;
const fetch_ = (request: Request) => world.fetch(request);

async function tableNames(): Promise<string[]> {
  const { rows } = await world.engine.pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' and table_name not in ('sign_in_throttle', 'migration') order by 1`,
  );
  return rows.map((r) => r.name);
}

/** All that is stored, in one text of hashes; `where` narrows it to tables and rows that have the column. */
async function everything(workspaceId?: string): Promise<string> {
  const parts = (await tableNames()).map(
    (t) =>
      `select '${t}' as t, md5(coalesce(string_agg(md5((to_jsonb(r) - 'last_seen_at' - 'last_used_at')::text), '' order by md5(to_jsonb(r)::text)), '')) as h from "${t}" r ${workspaceId ? `where to_jsonb(r) ->> 'workspace_id' = '${workspaceId}'` : ''}`,
  );
  return JSON.stringify((await world.engine.pool.query(`${parts.join(' union all ')} order by 1`)).rows);
}

/** The tables in which a text stands anywhere. */
async function tablesWith(text: string): Promise<string[]> {
  const parts = (await tableNames()).map(
    (t) => `select '${t}' as t from "${t}" r where to_jsonb(r)::text like '%${text}%'`,
  );
  return [...new Set((await world.engine.pool.query<{ t: string }>(parts.join(' union all '))).rows.map((r) => r.t))];
}

/** What is wrong with an answer: it is our fault, is no problem in the sense of RFC 9457, or tells what is inside. */
function faults(status: number, text: string): string[] {
  if (status < 400) return [];
  const found: string[] = [];
  // Whoever asks here is signed in: a 401 would make everything seem refused.
  if (status >= 500 || status === 401) found.push(`${status}`);
  const problem = problemShape.safeParse(parsed(text));
  if (!problem.success || problem.data.status !== status) found.push('no problem document');
  if (/\bat .+:\d+:\d+|node_modules|\/src\/|\bselect .+ from |\binsert into |\bsyntax error/i.test(text))
    found.push('tells what is inside');
  return found.map((f) => `${f}: ${text.slice(0, 300)}`);
}
const problemShape = z.object({
  type: z.string().min(1),
  title: z.string().min(1),
  status: z.number(),
  code: z.string(),
  detail: z.string().min(10),
  requestId: z.string().min(1),
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const poisons = [
  `'; drop table account; --`,
  `" or 1=1 --`,
  `\\') or pg_sleep(9) is null --`,
  'a\u0000b',
  '\ud800',
  '${7*7}{{7*7}}<script>',
  '9'.repeat(400),
  '-1e309',
];

/** The same with one text in it replaced, once for each text and each unset field that the schema knows. */
function variants(endpoint: Endpoint, body: unknown, poison: string): unknown[] {
  const all: unknown[] = [];
  const walk = (value: unknown, put: (v: unknown) => unknown): void => {
    if (Array.isArray(value)) value.forEach((v, i) => walk(v, (x) => put(value.with(i, x))));
    else if (value !== null && typeof value === 'object') {
      for (const [k, v] of Object.entries(value)) walk(v, (x) => put({ ...value, [k]: x }));
    } else all.push(put(poison));
  };
  if (body !== undefined) walk(body, (v) => v);
  for (const key of shapeOf(endpoint.body)) if (body && !Object.hasOwn(body, key)) all.push({ ...body, [key]: poison });
  return all;
}

const shapeOf = (schema: unknown): string[] => Object.keys((schema as { shape?: object } | undefined)?.shape ?? {});

describe('text that means something to a database, a template or a parser', () => {
  beforeAll(begin);
  it(
    'is a value like any other or refused, in every parameter and page mark of every list',
    { timeout: 300_000 },
    async () => {
      const before = await everything();
      const found: string[] = [];
      const owner = cast.roles.owner.headers;
      for (const [name, endpoint] of tried.filter(([, e]) => e.method === 'GET')) {
        for (const key of [...shapeOf(endpoint.query), `x' or 'a'='a`, '__proto__', 'constructor', 'toString']) {
          for (const poison of [...poisons, ...(key === 'cursor' ? marks : [])]) {
            const { status, text } = await send(
              { endpoint, fetch: fetch_ },
              { ...given(name), query: { ...given(name).query, [key]: poison } },
              owner,
            );
            found.push(...faults(status, text).map((f) => `${name} ${key}=${poison.slice(0, 30)}: ${f}`));
            if (!shapeOf(endpoint.query).includes(key) && status < 400)
              found.push(`${name} knows no ${key} and says nothing`);
          }
        }
      }
      expect(found).toEqual([]);
      expect(await everything()).toBe(before);
    },
  );

  it(
    'is a value like any other or refused, in every field of every request that writes',
    { timeout: 600_000 },
    async () => {
      const tables = await tableNames();
      const theirs = await everything(world.workspaces.second);
      const found: string[] = [];
      for (const [name, endpoint] of tried.filter(([, e]) => e.method !== 'GET')) {
        for (const poison of poisons) {
          for (const body of variants(endpoint, given(name).body, poison)) {
            const { status, text } = await send(
              { endpoint, fetch: fetch_ },
              { ...given(name), body },
              cast.roles.owner.headers,
            );
            found.push(...faults(status, text).map((f) => `${name} ${JSON.stringify(body).slice(0, 200)}: ${f}`));
          }
        }
      }
      expect(found).toEqual([]);
      expect(await tableNames()).toEqual(tables);
      expect(await everything(world.workspaces.second)).toBe(theirs);
    },
  );

  it('is refused in headers, too', async () => {
    const found: string[] = [];
    for (const poison of [`'; drop table account; --`, 'x'.repeat(5000), '[]', '-1', '99999999999999999999']) {
      for (const header of [
        'if-match',
        'idempotency-key',
        'x-request-id',
        'authorization',
        'cookie',
        'origin',
        'content-type',
        'content-length',
        'accept',
        'user-agent',
      ]) {
        const { headers } = cast.roles.owner;
        const response = await world.fetch(
          new Request(`http://127.0.0.1/api/accounts/${specimens.account.id}`, {
            method: 'PATCH',
            headers: { 'content-type': 'application/json', 'if-match': '"99"', ...headers, [header]: poison },
            body: '{"city":"Graz"}',
          }),
        );
        const text = await response.text();
        if (response.status === 401) expect(['cookie', 'authorization']).toContain(header);
        else found.push(...faults(response.status, text).map((f) => `${header}: ${f}`));
        if (response.status < 400) found.push(`${header} ${poison.slice(0, 20)}: ${response.status}`);
      }
    }
    expect(found).toEqual([]);
  });
});

const mark = (values: unknown) => Buffer.from(JSON.stringify(values)).toString('base64url');
const marks = [
  mark(["'; drop table account; --", newId()]),
  mark(['a', 'b', 'c']),
  mark([{ a: 1 }, 2]),
  mark([1e308, -1]),
  mark([null, null]),
  mark(['\u0000', newId()]),
  mark('a'),
  'not base64 at all !',
  mark(['a'.repeat(500), 'x']),
];

describe('a record of somebody else, named where a record of one’s own belongs,', () => {
  beforeAll(begin);
  it('is refused when it is of another workspace, in every field that names one', { timeout: 300_000 }, async () => {
    const found: string[] = [];
    let fields = 0;
    for (const [name, endpoint] of writing) {
      const before = await everything();
      for (const field of references(endpoint)) {
        fields++;
        for (const [kind, id] of Object.entries(foreign)) {
          const body = { ...(given(name).body as object), [field.key]: field.many ? [id] : id };
          const { status, text } = await send(
            { endpoint, fetch: fetch_ },
            { ...given(name), body },
            cast.roles.owner.headers,
          );
          if (status < 400) found.push(`${name}.${field.key} takes a ${kind} of another workspace: ${status}`);
          found.push(...faults(status, text).map((f) => `${name}.${field.key}: ${f}`));
        }
      }
      if (found.length === 0 && (await everything()) !== before) found.push(`${name} refused, and yet wrote`);
    }
    expect(found).toEqual([]);
    expect(fields).toBeGreaterThan(20);
  });

  it('is refused when it is a colleague’s that one may not see', { timeout: 300_000 }, async () => {
    const seller = await world.as('seller', { another: 'with records' });
    const account = await seller.call(peopleContract.createAccount, { body: { name: 'My own' } });
    const contact = await seller.call(peopleContract.createContact, {
      body: { name: 'My Own', accountId: account.id },
    });
    const second = await seller.call(peopleContract.createContact, {
      body: { name: 'My Second', accountId: account.id },
    });
    const sale = await seller.call(purchaseContract.createOpportunity, {
      body: { name: 'My sale', accountId: account.id },
    });
    const mine: [string, string][] = [
      [specimens.account.id, account.id],
      [specimens.contact.id, contact.id],
      [specimens.secondContact.id, second.id],
      [specimens.opportunity.id, sale.id],
    ];
    const asMine = (value: AccessCase): AccessCase =>
      JSON.parse(
        mine.reduce((text, [theirs, own]) => text.replaceAll(theirs, own), JSON.stringify(value)),
      ) as AccessCase;
    const unseen = {
      account: specimens.account.id,
      contact: specimens.contact.id,
      sale: specimens.opportunity.id,
      touchpoint: specimens.touchpoint.id,
    };
    const found: string[] = [];
    for (const [name, endpoint] of writing) {
      const before = await everything();
      for (const field of references(endpoint)) {
        for (const [kind, id] of Object.entries(unseen)) {
          const own = asMine(given(name));
          const version =
            own.params?.id === account.id
              ? account.version
              : own.params?.id === contact.id
                ? contact.version
                : sale.version;
          const body = { ...(own.body as object), [field.key]: field.many ? [id] : id };
          const { status, text } = await send(
            { endpoint, fetch: fetch_ },
            { ...own, version, body },
            { authorization: `Bearer ${seller.token}` },
          );
          if (status < 400)
            found.push(`${name}.${field.key} takes a colleague's ${kind}: ${status} ${text.slice(0, 200)}`);
          found.push(...faults(status, text).map((f) => `${name}.${field.key}: ${f}`));
        }
      }
      if (found.length === 0 && (await everything()) !== before) found.push(`${name} refused, and yet wrote`);
    }
    expect(found).toEqual([]);
  });
});

/** A preview asks for a record only to answer a question about it, and keeps nothing. */
const writing = tried.filter(
  ([name, e]) => e.method !== 'GET' && e.may !== 'anyone' && name !== 'relationship.previewTouchpoint',
);

/** The fields of a body that name another record by its id. */
function references({ body }: Endpoint): { key: string; many: boolean }[] {
  if (!body) return [];
  const schema = z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' }) as {
    properties?: Record<string, object>;
  };
  return Object.entries(schema.properties ?? {}).flatMap(([key, property]) => {
    const text = JSON.stringify(property);
    return text.length < 600 && text.includes('"format":"uuid"')
      ? [{ key, many: text.includes('"type":"array"') }]
      : [];
  });
}

it('What no form asks for is not written: workspace, id, role, version, deletion', { timeout: 300_000 }, async () => {
  await begin();
  const marker = newId();
  const extra = {
    workspaceId: marker,
    workspace_id: marker,
    id: marker,
    loginId: marker,
    createdBy: marker,
    version: 987_654_321,
    deletedAt: '1987-06-05T04:03:02Z',
    isAdmin: true,
  };
  for (const [name, endpoint] of tried.filter(([, e]) => e.method !== 'GET')) {
    const known = shapeOf(endpoint.body);
    const body = {
      ...Object.fromEntries(Object.entries(extra).filter(([key]) => !known.includes(key))),
      ...(given(name).body as object),
    };
    const { status, text } = await send(
      { endpoint, fetch: fetch_ },
      { ...given(name), body },
      cast.roles.owner.headers,
    );
    expect(faults(status, text), name).toEqual([]);
    expect(text, name).not.toContain(marker);
  }
  expect(await tablesWith(marker)).toEqual([]);
  expect(await tablesWith('987654321')).toEqual([]);
  expect(await tablesWith('1987-06-05')).toEqual([]);
  const seller = cast.roles.seller.headers;
  await world.fetch(
    new Request('http://127.0.0.1/api/me', {
      method: 'PATCH',
      headers: { ...seller, 'content-type': 'application/json' },
      body: '{"name":"Me","role":"owner"}',
    }),
  );
  expect(
    await world.fetch(new Request('http://127.0.0.1/api/session', { headers: seller })).then((r) => r.json()),
  ).toMatchObject({ member: { role: 'seller' } });
});

describe('a body that is no ordinary one', () => {
  beforeAll(begin);
  const post = (body: BodyInit, headers: Record<string, string> = {}) =>
    world.as('owner').then(({ token }) =>
      world.fetch(
        new Request('http://127.0.0.1/api/accounts', {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
          body,
        }),
      ),
    );
  const nested = (depth: number) => `{"name":"x","custom":{"a":${'['.repeat(depth)}${']'.repeat(depth)}}}`;
  it.each<[string, BodyInit, number, Record<string, string>?]>([
    ['more than a megabyte', `{"name":"${'x'.repeat(1_100_000)}"}`, 413],
    ['another type', 'name=x', 415, { 'content-type': 'application/x-www-form-urlencoded' }],
    ['no type at all', '{"name":"x"}', 415, { 'content-type': '' }],
    ['text that is no UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]), 400],
    ['half of a document', '{"name":', 400],
    ['100 levels', nested(100), 422],
    ['400,000 levels', nested(400_000), 400],
    ['a list', '[]', 422],
    ['nothing', '', 422],
    ['null', 'null', 422],
    ['a number too large', '{"name":"x","employees":1e400}', 422],
    ['NUL in a name', '{"name":"a\\u0000b"}', 422],
    ['NUL in a field of one’s own', '{"name":"x","custom":{"a":"\\u0000"}}', 422],
    ['half a character in a field of one’s own', '{"name":"x","custom":{"a":"\\ud800"}}', 422],
    ['a name of 10,000 letters', `{"name":"${'x'.repeat(10_000)}"}`, 422],
  ])('is refused with a problem: %s', async (_, body, expected, headers) => {
    const before = await everything();
    const response = await post(body, headers);
    const text = await response.text();
    expect([response.status, text]).toEqual([expected, expect.anything()]);
    expect(faults(response.status, text)).toEqual([]);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(response.headers.get('x-request-id')).toBe((JSON.parse(text) as { requestId: string }).requestId);
    expect(await everything()).toBe(before);
  });

  it('changes nothing for others, however it names the ancestors of all objects', async () => {
    for (const body of [
      '{"name":"Proto","__proto__":{"polluted":1},"custom":{"__proto__":{"polluted":1}}}',
      '{"name":"Proto","constructor":{"prototype":{"polluted":1}}}',
    ])
      await post(body);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    expect(await tablesWith('polluted')).toEqual([]);
  });

  it('asks for a page of a thousand million rows in vain', async () => {
    const owner = await world.as('owner');
    for (const limit of ['1000000000', '-1', '1e9', 'NaN', '0x10000', '50.5', '']) {
      const response = await owner.fetch(`/api/accounts?limit=${limit}`);
      expect([limit, response.status]).toEqual([limit, 422]);
    }
  });
});

describe('what is sent twice', () => {
  const { createAccount } = peopleContract;
  it('is done once, of 50 copies at the same moment and 5 after them; with other content it is refused', async () => {
    const owner = await world.as('owner');
    const create = (name = 'Fifty-fold') =>
      owner.call(createAccount, { body: { name } }, { idempotencyKey: 'fifty copies of one' });
    const answers = await Promise.all(Array.from({ length: 50 }, () => create()));
    for (let again = 0; again < 5; again++) answers.push(await create());
    expect(new Set(answers.map((a) => a.id)).size).toBe(1);
    expect((await owner.call(peopleContract.listAccounts, { query: { text: 'fifty-fold' } })).items).toHaveLength(1);
    await expect(create('Another')).rejects.toMatchObject({ status: 422 });
  });

  it('is answered as the first time, even where a second one of that name could not be', async () => {
    const owner = await world.as('owner');
    const create = () =>
      owner.call(
        workspaceContract.createTeam,
        { body: { name: 'The only team of that name' } },
        { idempotencyKey: 'one team of that name' },
      );
    const answers = await Promise.all(Array.from({ length: 10 }, create));
    expect(new Set(answers.map((a) => a.id)).size).toBe(1);
    const another = owner.call(workspaceContract.createTeam, { body: { name: 'The only team of that name' } });
    await expect(another).rejects.toMatchObject({ status: 409 });
  });

  it('belongs to the person: a colleague’s key opens nothing of mine', async () => {
    const mine = await (
      await world.as('owner')
    ).call(createAccount, { body: { name: 'Same key' } }, { idempotencyKey: 'a key of two people' });
    const theirs = await (
      await world.as('manager')
    ).call(createAccount, { body: { name: 'Same key' } }, { idempotencyKey: 'a key of two people' });
    expect(theirs.id).not.toBe(mine.id);
  });
});

it('Of 100 edits of one version at the same moment one wins, and 99 people are told', async () => {
  const owner = await world.as('owner');
  const account = await owner.call(peopleContract.createAccount, { body: { name: 'Contested' } });
  const edits = await Promise.allSettled(
    Array.from({ length: 100 }, (_, i) =>
      owner.call(
        peopleContract.changeAccount,
        { params: { id: account.id }, body: { city: `City ${i}` } },
        { ifMatch: account.version },
      ),
    ),
  );
  const refused = edits.flatMap((e) => (e.status === 'rejected' ? [(e.reason as { status: number }).status] : []));
  expect(refused).toEqual(Array.from({ length: 99 }, () => 412));
  const winner = edits.findIndex((e) => e.status === 'fulfilled');
  expect(await owner.call(peopleContract.readAccount, { params: { id: account.id } })).toMatchObject({
    city: `City ${winner}`,
    version: account.version + 1,
  });
});

describe('a page of another site', () => {
  beforeAll(begin);
  const write = (headers: Record<string, string>) =>
    world.fetch(
      new Request('http://crm.example.org/api/accounts', {
        method: 'POST',
        headers: { ...cast.roles.owner.headers, 'content-type': 'application/json', ...headers },
        body: '{"name":"From afar"}',
      }),
    );
  it.each([
    [{ origin: 'https://evil.example' }],
    [{ origin: 'null' }],
    [{ origin: 'garbage' }],
    [{ origin: 'https://crm.example.org.evil.example' }],
    [{ 'sec-fetch-site': 'cross-site' }],
    [{ 'sec-fetch-site': 'same-site', origin: 'http://crm.example.org' }],
  ])('writes nothing with the cookie of its visitor: %o', async (headers) => {
    const before = await everything();
    const response = await write(headers);
    expect([response.status, faults(response.status, await response.text())]).toEqual([403, []]);
    expect(await everything()).toBe(before);
  });
  it('and one of our own does', async () => {
    expect((await write({ origin: 'http://crm.example.org' })).status).toBe(201);
  });
});

describe('what is changed live', () => {
  it(
    'is told only to those who may see it, also when they may see less than when they began to listen, and not to those who were shut out',
    { timeout: 30_000 },
    async () => {
      const manager = await world.as('manager', { another: 'who listens' });
      const leaver = await world.as('manager', { another: 'who leaves' });
      const owner = await world.as('owner');
      const streams = {
        manager: listen(await manager.fetch('/api/events/stream')),
        leaver: listen(await leaver.fetch('/api/events/stream')),
      };
      const one = await owner.call(peopleContract.createAccount, { body: { name: 'Seen by both' } });
      await expect
        .poll(() => [streams.manager.text().includes(one.id), streams.leaver.text().includes(one.id)], {
          timeout: 5000,
        })
        .toEqual([true, true]);
      await world.engine.pool.query('update member set role = $2 where id = $1', [manager.memberId, 'seller']);
      await world.engine.pool.query('update member set disabled_at = now() where id = $1', [leaver.memberId]);
      await expect.poll(() => streams.leaver.over(), { timeout: 4000 }).toBe(true);
      expect((await leaver.fetch('/api/session')).status).toBe(401);
      await new Promise((resolve) => setTimeout(resolve, 1200));
      const two = await owner.call(peopleContract.createAccount, { body: { name: 'Not for sellers' } });
      const third = await manager.call(peopleContract.createAccount, { body: { name: 'Their own' } });
      await expect.poll(() => streams.manager.text().includes(third.id), { timeout: 5000 }).toBe(true);
      expect(streams.manager.text()).not.toContain(two.id);
      // Also of what nobody did: that customers were looked at.
      await world.house.database.asOwner(async (tx) =>
        tellOfAccounts(tx, world.workspaces.first, 'alarm', [two.id, third.id]),
      );
      await expect.poll(() => streams.manager.text(), { timeout: 5000 }).toContain('alarm.looked at');
      expect(streams.manager.text()).not.toContain(two.id);
      await streams.manager.leave();
    },
  );
});

function listen(response: Response) {
  let text = '';
  let over = false;
  const reader = response.body!.getReader();
  void (async () => {
    for (let read = await reader.read(); !read.done; read = await reader.read())
      text += new TextDecoder().decode(read.value);
    over = true;
  })();
  return { text: () => text, over: () => over, leave: () => reader.cancel() };
}

describe('too much at once', () => {
  it('is told to come back, while those who are slow to send hold no place', async () => {
    const api = serve({ ...world.house.serving, most: 3 });
    const { token } = await world.as('owner');
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const slow = Array.from({ length: 10 }, () => {
      const pipe = new TransformStream<Uint8Array, Uint8Array>();
      const writer = pipe.writable.getWriter();
      const answer = Promise.resolve(
        api.fetch(
          new Request('http://127.0.0.1/api/session', {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: pipe.readable,
            duplex: 'half',
          } as RequestInit),
        ),
      );
      return { writer, answer };
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await api.fetch(new Request('http://127.0.0.1/api/accounts', { headers }))).status).toBe(200);
    for (const { writer } of slow) void writer.close().catch(() => undefined);
    await Promise.all(slow.map((s) => s.answer));
    const many = await Promise.all(
      Array.from({ length: 40 }, async () => api.fetch(new Request('http://127.0.0.1/api/accounts', { headers }))),
    );
    const refused = many.filter((r) => r.status !== 200);
    expect(refused.length).toBeGreaterThan(0);
    for (const r of refused) expect([r.status, r.headers.get('retry-after')]).toEqual([503, '1']);
    expect(many.filter((r) => r.status === 200).length).toBeGreaterThan(2);
  });
});
