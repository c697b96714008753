import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../platform/database.ts';
import { openWorld, type World } from '../testing/world.ts';
import { workspaceContract as c } from './contract.ts';
import { makeIdentify } from './identity.api.ts';
import { colleague, firstOwner, kim, secretOf, visitor, type Visitor } from './visitor.testing.ts';

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
const seller = {
  name: 'Sam Seller',
  email: 'sam@example.org',
  role: 'seller' as const,
  businessRole: 'hunter' as const,
};
const me = async (browser: Visitor) => (await browser.call(c.getSession)).member;
const version = async (id: string) => (await owner.call(c.getMember, { params: { id } })).version;

describe('an invitation', () => {
  it('opens a seat once, for whoever holds the link', async () => {
    const member = await owner.call(c.addMember, { body: seller });
    expect(member).toMatchObject({ joined: false, invitedUntil: null });
    const link = await owner.call(c.invite, { params: { id: member.id } });
    expect(link).toMatchObject({
      path: expect.stringMatching(/^\/join#[\w-]{43}$/),
      expiresAt: '2026-06-18T09:00:00.000Z',
    });
    const secret = secretOf(link.path);
    const guest = visitor(world);
    expect(await guest.call(c.seeInvitation, { body: { secret } })).toEqual({
      workspace: 'Perfect Weather',
      name: 'Sam Seller',
      email: 'sam@example.org',
    });
    expect(await guest.call(c.acceptInvitation, { body: { secret, password: 'two in the bush' } })).toMatchObject({
      member: { id: member.id, role: 'seller' },
    });
    await expect(
      visitor(world).call(c.acceptInvitation, { body: { secret, password: 'two in the bush' } }),
    ).rejects.toMatchObject({ status: 410 });
    expect(await owner.call(c.getMember, { params: { id: member.id } })).toMatchObject({
      joined: true,
      invitedUntil: null,
    });
    await visitor(world).call(c.signIn, { body: { email: seller.email, password: 'two in the bush' } });
  });

  it('opens it for one of five who use the link at once', async () => {
    const member = await owner.call(c.addMember, { body: seller });
    const secret = secretOf((await owner.call(c.invite, { params: { id: member.id } })).path);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 5 }, () =>
        visitor(world).call(c.acceptInvitation, { body: { secret, password: 'two in the bush' } }),
      ),
    );
    expect(outcomes.filter((o) => o.status === 'fulfilled')).toHaveLength(1);
  });

  it('is over after a week, or when a newer one is made', async () => {
    const member = await owner.call(c.addMember, { body: seller });
    const first = secretOf((await owner.call(c.invite, { params: { id: member.id } })).path);
    const second = secretOf((await owner.call(c.invite, { params: { id: member.id } })).path);
    await expect(visitor(world).call(c.seeInvitation, { body: { secret: first } })).rejects.toMatchObject({
      status: 410,
    });
    later(7 * 86_400 + 1);
    await expect(
      visitor(world).call(c.acceptInvitation, { body: { secret: second, password: 'two in the bush' } }),
    ).rejects.toMatchObject({ status: 410 });
  });

  it('never sets the password of somebody who signs in here already', async () => {
    await colleague(world, owner, seller);
    await owner.call(c.createWorkspace, { body: { name: 'Side Business' } });
    const again = await owner.call(c.addMember, { body: seller });
    const secret = secretOf((await owner.call(c.invite, { params: { id: again.id } })).path);
    await expect(
      visitor(world).call(c.acceptInvitation, { body: { secret, password: 'another password' } }),
    ).rejects.toMatchObject({ status: 403, code: 'known_here' });
    const sam = visitor(world);
    await sam.call(c.acceptInvitation, { body: { secret, password: 'two in the bush' } });
    expect((await sam.call(c.listMyWorkspaces)).items.map((w) => w.name)).toEqual(['Perfect Weather', 'Side Business']);
  });

  it('is not made by a token, and shows its secret to no event or table', async () => {
    const member = await owner.call(c.addMember, { body: seller });
    const machine = await world.as('owner');
    const other = await machine.call(c.addMember, { body: seller });
    await expect(machine.call(c.invite, { params: { id: other.id } })).rejects.toMatchObject({
      status: 403,
      code: 'not_in_person',
    });
    const secret = secretOf((await owner.call(c.invite, { params: { id: member.id } })).path);
    const { rows } = await world.engine.pool.query<{ all: string }>(
      `select (select json_agg(i)::text from invitation i) || (select json_agg(e)::text from event e) as all`,
    );
    expect(rows[0]!.all).not.toContain(secret);
  });
});

describe('a link for a new password', () => {
  it('works once within the hour, and ends every session', async () => {
    const sam = await colleague(world, owner, seller);
    const secret = secretOf((await owner.call(c.makePasswordReset, { params: { id: sam.id } })).path);
    expect(await me(sam)).toMatchObject({ name: 'Sam Seller' });
    const other = visitor(world);
    await other.call(c.resetPassword, { body: { secret, password: 'third time lucky' } });
    await expect(sam.call(c.getSession)).rejects.toMatchObject({ status: 401 });
    expect(await me(other)).toMatchObject({ name: 'Sam Seller' });
    await expect(
      visitor(world).call(c.resetPassword, { body: { secret, password: 'third time lucky' } }),
    ).rejects.toMatchObject({ status: 410 });

    const late = secretOf((await owner.call(c.makePasswordReset, { params: { id: sam.id } })).path);
    later(3601);
    await expect(
      visitor(world).call(c.resetPassword, { body: { secret: late, password: 'third time lucky' } }),
    ).rejects.toMatchObject({ status: 410 });
  });

  it('is made by owners only, and never for a person of two workspaces', async () => {
    const sam = await colleague(world, owner, seller);
    const may = await colleague(world, owner, { name: 'May Manager', email: 'may@example.org', role: 'manager' });
    await expect(may.call(c.makePasswordReset, { params: { id: sam.id } })).rejects.toMatchObject({ status: 403 });
    const { member } = await owner.call(c.getSession);
    await owner.call(c.createWorkspace, { body: { name: 'Side Business' } });
    const mine = await me(owner);
    expect(mine.id).not.toBe(member.id);
    await expect(owner.call(c.makePasswordReset, { params: { id: mine.id } })).rejects.toMatchObject({
      status: 409,
      code: 'belongs_elsewhere',
    });
  });
});

describe('rank', () => {
  it('lets a manager see to everybody but the owners', async () => {
    const may = await colleague(world, owner, { name: 'May Manager', email: 'may@example.org', role: 'manager' });
    const sam = await colleague(world, owner, seller);
    const { id: ownerId } = await me(owner);
    await may.call(
      c.changeMember,
      { params: { id: sam.id }, body: { role: 'team leader' } },
      { ifMatch: await version(sam.id) },
    );
    await expect(
      may.call(c.changeMember, { params: { id: sam.id }, body: { role: 'owner' } }, { ifMatch: await version(sam.id) }),
    ).rejects.toMatchObject({ status: 403 });
    await expect(
      may.call(
        c.changeMember,
        { params: { id: ownerId }, body: { role: 'reader' } },
        { ifMatch: await version(ownerId) },
      ),
    ).rejects.toMatchObject({ status: 403 });
    await expect(
      may.call(c.setAccess, { params: { id: ownerId }, body: { enabled: false } }, { ifMatch: await version(ownerId) }),
    ).rejects.toMatchObject({ status: 403 });
    await expect(
      may.call(c.addMember, { body: { ...seller, email: 'x@example.org', role: 'owner' } }),
    ).rejects.toMatchObject({ status: 403 });
    await expect(sam.call(c.addMember, { body: { ...seller, email: 'x@example.org' } })).rejects.toMatchObject({
      status: 403,
    });
  });

  it('keeps the last owner who can sign in', async () => {
    const { id } = await me(owner);
    // An owner who has not joined yet is nobody who could see to the house.
    const second = await owner.call(c.addMember, { body: { name: 'Olga', email: 'olga@example.org', role: 'owner' } });
    await expect(
      owner.call(c.setAccess, { params: { id }, body: { enabled: false } }, { ifMatch: await version(id) }),
    ).rejects.toMatchObject({ status: 409, code: 'last_owner' });
    await expect(
      owner.call(c.changeMember, { params: { id }, body: { role: 'manager' } }, { ifMatch: await version(id) }),
    ).rejects.toMatchObject({ status: 409, code: 'last_owner' });
    const olga = visitor(world);
    await olga.call(c.acceptInvitation, {
      body: {
        secret: secretOf((await owner.call(c.invite, { params: { id: second.id } })).path),
        password: 'two in the bush',
      },
    });
    const both = await Promise.allSettled([
      owner.call(c.changeMember, { params: { id }, body: { role: 'manager' } }, { ifMatch: await version(id) }),
      olga.call(
        c.changeMember,
        { params: { id: second.id }, body: { role: 'manager' } },
        { ifMatch: await version(second.id) },
      ),
    ]);
    expect(both.map((b) => b.status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('tells whoever saves last that somebody else was quicker', async () => {
    const sam = await owner.call(c.addMember, { body: seller });
    await owner.call(
      c.changeMember,
      { params: { id: sam.id }, body: { name: 'Sam Sailor' } },
      { ifMatch: sam.version },
    );
    await expect(
      owner.call(c.changeMember, { params: { id: sam.id }, body: { name: 'Sam Sawyer' } }, { ifMatch: sam.version }),
    ).rejects.toMatchObject({ status: 412, more: { current: { name: 'Sam Sailor' } } });
  });
});

describe('a disabled member', () => {
  it('is out at once, with session, token and invitation, and comes back only by signing in', async () => {
    const sam = await colleague(world, owner, seller);
    const { token } = await sam.call(c.createToken, { body: { name: 'script', scopes: ['read'] } });
    const asToken = () =>
      world.fetch(new Request('http://127.0.0.1/api/session', { headers: { authorization: `Bearer ${token}` } }));
    expect((await asToken()).status).toBe(200);
    await owner.call(
      c.setAccess,
      { params: { id: sam.id }, body: { enabled: false } },
      { ifMatch: await version(sam.id) },
    );
    await expect(sam.call(c.getSession)).rejects.toMatchObject({ status: 401 });
    expect((await asToken()).status).toBe(401);
    const signIn = { body: { email: seller.email, password: 'two in the bush' } };
    await expect(sam.call(c.signIn, signIn)).rejects.toMatchObject({ status: 401, code: 'wrong_password' });
    await owner.call(
      c.setAccess,
      { params: { id: sam.id }, body: { enabled: true } },
      { ifMatch: await version(sam.id) },
    );
    expect((await asToken()).status).toBe(401);
    await expect(sam.call(c.getSession)).rejects.toMatchObject({ status: 401 });
    await sam.call(c.signIn, signIn);
    expect((await owner.call(c.listEvents, { query: { subjectId: sam.id } })).items.map((e) => e.name)).toEqual([
      'member.enabled',
      'member.disabled',
      'member.joined',
      'member.invited',
      'member.added',
    ]);
  });

  it('is out within a second in every other process too', async () => {
    const sam = await colleague(world, owner, seller);
    let milliseconds = 0;
    const elsewhere = makeIdentify(
      connect(world.engine),
      () => world.now(),
      () => milliseconds,
    );
    const request = () =>
      elsewhere(
        new Request('http://127.0.0.1/', {
          headers: { cookie: `__Host-session=${sam.cookies.get('__Host-session')}` },
        }),
      );
    expect(await request()).toMatchObject({ memberId: sam.id });
    await owner.call(
      c.setAccess,
      { params: { id: sam.id }, body: { enabled: false } },
      { ifMatch: await version(sam.id) },
    );
    expect(await request()).toMatchObject({ memberId: sam.id });
    milliseconds = 999;
    expect(await request()).toBeNull();
  });
});

describe('teams', () => {
  it('never stand below themselves', async () => {
    const north = await owner.call(c.createTeam, { body: { name: 'North' } });
    const city = await owner.call(c.createTeam, { body: { name: 'City', parentId: north.id } });
    const change = (parentId: string) =>
      owner.call(c.changeTeam, { params: { id: north.id }, body: { parentId } }, { ifMatch: north.version });
    await expect(change(city.id)).rejects.toMatchObject({ status: 409, code: 'circle' });
    await expect(change(north.id)).rejects.toMatchObject({ status: 409, code: 'circle' });
  });

  it('never stand below themselves, even when two people move them against each other', async () => {
    const a = await owner.call(c.createTeam, { body: { name: 'A' } });
    const b = await owner.call(c.createTeam, { body: { name: 'B' } });
    const moves = await Promise.allSettled([
      owner.call(c.changeTeam, { params: { id: a.id }, body: { parentId: b.id } }, { ifMatch: a.version }),
      owner.call(c.changeTeam, { params: { id: b.id }, body: { parentId: a.id } }, { ifMatch: b.version }),
    ]);
    expect(moves.filter((m) => m.status === 'fulfilled')).toHaveLength(1);
  });

  it("reach their leader's eyes as far down as they go, and no further", async () => {
    const lea = await colleague(world, owner, { name: 'Lea Leader', email: 'lea@example.org', role: 'team leader' });
    const north = await owner.call(c.createTeam, { body: { name: 'North', leaderId: lea.id } });
    const city = await owner.call(c.createTeam, { body: { name: 'City', parentId: north.id } });
    const south = await owner.call(c.createTeam, { body: { name: 'South' } });
    const within = await owner.call(c.addMember, { body: { ...seller, teamId: city.id } });
    await owner.call(c.addMember, { body: { ...seller, email: 'other@example.org', teamId: south.id } });
    const identify = makeIdentify(connect(world.engine), () => world.now());
    const who = await identify(
      new Request('http://127.0.0.1/', { headers: { cookie: `__Host-session=${lea.cookies.get('__Host-session')}` } }),
    );
    expect(who?.scope.members.toSorted()).toEqual([lea.id, within.id].toSorted());
    expect(who?.scope.sees).not.toContain('account');
  });

  it('hand their members and teams upwards when they are removed', async () => {
    const north = await owner.call(c.createTeam, { body: { name: 'North' } });
    const city = await owner.call(c.createTeam, { body: { name: 'City', parentId: north.id } });
    const block = await owner.call(c.createTeam, { body: { name: 'Block', parentId: city.id } });
    const sam = await owner.call(c.addMember, { body: { ...seller, teamId: city.id } });
    await owner.call(c.removeTeam, { params: { id: city.id } });
    expect(await owner.call(c.getMember, { params: { id: sam.id } })).toMatchObject({ teamId: north.id });
    expect((await owner.call(c.listTeams)).items.map((t) => [t.name, t.parentId, t.members])).toEqual([
      ['Block', north.id, 0],
      ['North', null, 1],
    ]);
    expect(block.parentId).toBe(city.id);
  });
});

it('finds members by a part of name or address, team, role and state, page by page', async () => {
  for (let i = 0; i < 5; i++)
    await owner.call(c.addMember, { body: { ...seller, name: `Seller ${i}`, email: `s${i}@example.org` } });
  const first = await owner.call(c.listMembers, { query: { limit: 4 } });
  const second = await owner.call(c.listMembers, { query: { limit: 4, cursor: first.next! } });
  expect([...first.items, ...second.items].map((m) => m.name)).toEqual([
    kim.name,
    ...Array.from({ length: 5 }, (_, i) => `Seller ${i}`),
  ]);
  expect(second.next).toBeNull();
  const names = async (query: object) => (await owner.call(c.listMembers, { query })).items.map((m) => m.name);
  expect(await names({ search: 'S3@EX' })).toEqual(['Seller 3']);
  expect(await names({ search: '%' })).toEqual([]);
  expect(await names({ role: ['owner'] })).toEqual([kim.name]);
  expect(await names({ disabled: 'true' })).toEqual([]);
});
