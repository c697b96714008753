import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { call } from '../platform/client.ts';
import { openWorld, type World } from '../testing/world.ts';
import { peopleContract } from '../people/contract.ts';
import { workspaceContract as c } from './contract.ts';
import { colleague, firstOwner, type Visitor } from './visitor.testing.ts';

let world: World;
let owner: Visitor;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.reset();
  world.setNow('2026-06-11T09:00:00Z');
  owner = await firstOwner(world);
});

const later = (seconds: number) => world.setNow(new Date(world.now().getTime() + seconds * 1000));
const seller = { name: 'Sam Seller', email: 'sam@example.org', role: 'seller' as const };

function program(token: string): Pick<Visitor, 'call'> {
  const send = (url: string | URL | Request, init?: RequestInit) => world.fetch(new Request(url, init));
  return {
    call: (endpoint, input, options) =>
      call({ base: 'http://127.0.0.1', token, fetch: send }, endpoint, input, options),
  };
}

describe('an API token', () => {
  it('is shown once, kept as a hash, and does what its scopes say', async () => {
    const made = await owner.call(c.createToken, { body: { name: 'report', scopes: ['member:read'] } });
    expect(made.token).toMatch(/^perennial_[\w-]{43}$/);
    expect(made.expiresAt).toBe('2026-09-09T09:00:00.000Z');
    const { rows } = await world.engine.pool.query<{ all: string }>(
      `select (select json_agg(t)::text from api_token t) || (select json_agg(e)::text from event e) as all`,
    );
    expect(rows[0]!.all).not.toContain(made.token);
    expect(JSON.stringify(await owner.call(c.listTokens))).not.toContain(made.token);

    const report = program(made.token);
    expect((await report.call(c.listMembers)).items).toHaveLength(1);
    await expect(report.call(c.addMember, { body: seller })).rejects.toMatchObject({ status: 403 });
    await expect(report.call(c.listTeams)).rejects.toMatchObject({ status: 403 });
    expect((await report.call(c.getSession)).may).toEqual(['member:read']);
  });

  it('reads but does not write with the scope to read', async () => {
    const reading = program((await owner.call(c.createToken, { body: { name: 'report', scopes: ['read'] } })).token);
    await reading.call(peopleContract.listAccounts);
    await expect(
      reading.call(c.createView, { body: { screen: 'accounts', name: 'Mine', search: {} } }),
    ).rejects.toMatchObject({ status: 403 });
  });

  it('may never more than its member', async () => {
    const sam = await colleague(world, owner, seller);
    const script = program(
      (await sam.call(c.createToken, { body: { name: 'all', scopes: ['write', 'member:write', 'workspace:write'] } }))
        .token,
    );
    await expect(script.call(c.addMember, { body: { ...seller, email: 'x@example.org' } })).rejects.toMatchObject({
      status: 403,
    });
    await expect(script.call(c.changeWorkspace, { body: { name: 'Mine' } }, { ifMatch: 1 })).rejects.toMatchObject({
      status: 403,
    });
  });

  it('cannot make another token, change a password or leave its workspace', async () => {
    const script = program((await owner.call(c.createToken, { body: { name: 'all', scopes: ['write'] } })).token);
    const refused = { status: 403, code: 'not_in_person' };
    await expect(
      script.call(c.createToken, { body: { name: 'more', scopes: ['write'], days: 365 } }),
    ).rejects.toMatchObject(refused);
    await expect(
      script.call(c.changePassword, { body: { current: 'a bird in the hand', password: 'a stitch in time' } }),
    ).rejects.toMatchObject(refused);
    await expect(script.call(c.listMyWorkspaces)).rejects.toMatchObject(refused);
    await expect(script.call(c.signOutEverywhere)).rejects.toMatchObject(refused);
    await expect(script.call(c.changeProfile, { body: { name: 'Script' } })).rejects.toMatchObject(refused);
  });

  it('ends when it expires, and at once when it is revoked', async () => {
    const short = await owner.call(c.createToken, { body: { name: 'short', scopes: ['read'], days: 1 } });
    later(86_401);
    await expect(program(short.token).call(c.getSession)).rejects.toMatchObject({ status: 401 });
    const long = await owner.call(c.createToken, { body: { name: 'long', scopes: ['read'], days: 365 } });
    await program(long.token).call(c.getSession);
    await owner.call(c.revokeToken, { params: { id: long.id } });
    await expect(program(long.token).call(c.getSession)).rejects.toMatchObject({ status: 401 });
    await expect(
      owner.call(c.createToken, { body: { name: 'forever', scopes: ['read'], days: 366 } }),
    ).rejects.toMatchObject({ status: 422 });
  });

  it('is made once, however often the request is sent again', async () => {
    const make = () => owner.call(c.createToken, { body: { name: 'report', scopes: ['read'] } });
    const outcomes = await Promise.allSettled([make(), make(), make()]);
    expect(outcomes.filter((o) => o.status === 'fulfilled')).toHaveLength(1);
    expect((await owner.call(c.listTokens)).items).toHaveLength(1);
  });

  it("is its member's own business, except for owners, who see all and can revoke them", async () => {
    const sam = await colleague(world, owner, seller);
    const ann = await colleague(world, owner, { ...seller, name: 'Ann', email: 'ann@example.org' });
    const made = await sam.call(c.createToken, { body: { name: 'mine', scopes: ['read'] } });
    expect((await ann.call(c.listTokens)).items).toEqual([]);
    await expect(ann.call(c.revokeToken, { params: { id: made.id } })).rejects.toMatchObject({ status: 404 });
    expect((await owner.call(c.listTokens)).items.map((t) => t.memberId)).toEqual([sam.id]);
    await owner.call(c.revokeToken, { params: { id: made.id } });
    expect((await ann.call(c.listEvents, { query: { kind: 'token' } })).items).toEqual([]);
    expect((await sam.call(c.listEvents, { query: { kind: 'token' } })).items.map((e) => e.name)).toEqual([
      'token.created',
    ]);
  });
});

describe('the workspace', () => {
  it('says which channels are connected since when, and keeps what it was before', async () => {
    const before = await owner.call(c.getWorkspace);
    const channels = {
      mail: [{ from: '2026-01-01', until: null }],
      call: [{ from: '2025-01-01', until: '2025-12-31' }],
    };
    const after = await owner.call(
      c.changeWorkspace,
      { body: { settings: { channels }, currency: 'CHF' } },
      { ifMatch: before.version },
    );
    expect(after).toMatchObject({
      settings: { channels },
      currency: 'CHF',
      name: before.name,
      version: before.version + 1,
    });
    expect(
      (await owner.call(c.getHistory, { params: { kind: 'workspace', id: before.id } })).items
        .filter((h) => h.field !== null)
        .map((h) => [h.field, h.before, h.after, h.memberName]),
    ).toEqual([
      ['channels', {}, channels, 'Kim Owner'],
      ['currency', 'EUR', 'CHF', 'Kim Owner'],
    ]);
    await expect(
      owner.call(c.changeWorkspace, { body: { name: 'Late' } }, { ifMatch: before.version }),
    ).rejects.toMatchObject({ status: 412 });
    await expect(
      owner.call(c.changeWorkspace, { body: { timeZone: 'Middle/Earth' } }, { ifMatch: after.version }),
    ).rejects.toMatchObject({ status: 422 });
  });
});

describe('saved views', () => {
  it('that were to say so many days, and named the day of then, say the days', async () => {
    const owner = await world.as('owner');
    const save = async (search: Record<string, string>) =>
      (await owner.call(c.createView, { body: { screen: 'relationships', name: 'Neglected', search } })).id;
    // The first day is thirty days before the one on which the views are saved, the last thirty after it.
    const ids = [
      await save({ phase: 'usage', touchedBefore: '2026-05-12T00:00:00Z' }),
      await save({ touchedBefore: '2026-05-02T07:00:00Z' }),
      await save({ closeTo: '2026-06-10' }),
      await save({ closeTo: '2026-07-11' }),
      await save({ closeTo: '2026-06-30' }),
    ];
    await world.engine.pool.query(readFileSync('database/migrations/421_workspace_views_of_days.sql', 'utf8'), []);
    const { items } = await owner.call(c.listViews, { query: { screen: 'relationships' } });
    expect(ids.map((id) => items.find((view) => view.id === id)!.search)).toEqual([
      { phase: 'usage', untouchedDays: '30' },
      { touchedBefore: '2026-05-02T07:00:00Z' },
      { closeWithin: '-1' },
      { closeWithin: '30' },
      { closeTo: '2026-06-30' },
    ]);
    for (const id of ids) await owner.call(c.removeView, { params: { id } });
  });

  it('are private until they are shared, and changed by their author alone', async () => {
    const sam = await colleague(world, owner, seller);
    const view = await owner.call(c.createView, {
      body: { screen: 'accounts', name: 'Big ones', search: { q: 'gmbh', phase: ['usage'] }, pinned: true },
    });
    expect((await sam.call(c.listViews)).items).toEqual([]);
    await expect(
      sam.call(c.changeView, { params: { id: view.id }, body: { name: 'Mine' } }, { ifMatch: 1 }),
    ).rejects.toMatchObject({ status: 404 });
    await owner.call(c.changeView, { params: { id: view.id }, body: { shared: true } }, { ifMatch: view.version });
    expect((await sam.call(c.listViews, { query: { screen: 'accounts' } })).items).toMatchObject([
      { name: 'Big ones', mine: false, search: { q: 'gmbh', phase: ['usage'] } },
    ]);
    await expect(
      sam.call(c.changeView, { params: { id: view.id }, body: { name: 'Mine' } }, { ifMatch: 2 }),
    ).rejects.toMatchObject({ status: 403 });
    await expect(sam.call(c.removeView, { params: { id: view.id } })).rejects.toMatchObject({ status: 403 });
    await expect(
      owner.call(c.changeView, { params: { id: view.id }, body: { name: 'Bigger' } }, { ifMatch: 1 }),
    ).rejects.toMatchObject({ status: 412 });
    await owner.call(c.removeView, { params: { id: view.id } });
    expect((await sam.call(c.listViews)).items).toEqual([]);
  });
});

const signedIn = async (browser: Visitor) =>
  new Set((await browser.call(c.listEvents, { query: { kind: 'session' } })).items.map((e) => e.memberName));

describe('what happened', () => {
  it('is seen by whoever may see the record, and by nobody else', async () => {
    const sam = await colleague(world, owner, seller);
    const ann = await colleague(world, owner, { ...seller, name: 'Ann', email: 'ann@example.org' });
    const account = await sam.call(peopleContract.createAccount, {
      body: { name: 'Secret Customer', ownerId: sam.id },
    });
    await sam.call(
      peopleContract.changeAccount,
      { params: { id: account.id }, body: { name: 'Secret Client' } },
      { ifMatch: account.version },
    );
    const names = async (browser: Visitor) =>
      (await browser.call(c.listEvents, { query: { accountId: account.id } })).items.map((e) => e.name);
    expect(await names(sam)).toContain('account.created');
    expect(await names(owner)).toEqual(await names(sam));
    expect(await names(ann)).toEqual([]);
    const history = { params: { kind: 'account' as const, id: account.id } };
    expect((await sam.call(c.getHistory, history)).items).toMatchObject([
      {
        name: 'account.changed',
        field: 'name',
        before: 'Secret Customer',
        after: 'Secret Client',
        memberName: 'Sam Seller',
      },
      { name: 'account.created', field: null },
    ]);
    await expect(ann.call(c.getHistory, history)).rejects.toMatchObject({ status: 404 });
  });

  it('comes page by page, newest first, filtered by member and time', async () => {
    const sam = await colleague(world, owner, seller);
    later(3600);
    for (let i = 0; i < 5; i++)
      await sam.call(c.createView, { body: { screen: 'accounts', name: `View ${i}`, search: {} } });
    const query = { memberId: sam.id, from: '2026-06-11T09:30:00Z', limit: 3 };
    const first = await sam.call(c.listEvents, { query });
    const second = await sam.call(c.listEvents, { query: { ...query, cursor: first.next! } });
    expect([...first.items, ...second.items].map((e) => e.detail['name'])).toEqual([
      'View 4',
      'View 3',
      'View 2',
      'View 1',
      'View 0',
    ]);
    expect(second.next).toBeNull();
  });

  it('keeps sign-ins between a person and the owners', async () => {
    const sam = await colleague(world, owner, seller);
    const may = await colleague(world, owner, { name: 'May Manager', email: 'may@example.org', role: 'manager' });
    expect(await signedIn(sam)).toEqual(new Set(['Sam Seller']));
    expect(await signedIn(may)).toEqual(new Set(['May Manager']));
    expect(await signedIn(owner)).toEqual(new Set(['Kim Owner', 'May Manager', 'Sam Seller']));
  });
});
