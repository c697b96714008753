import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ApiProblem } from '../platform/client.ts';
import { openWorld, type World } from '../testing/world.ts';
import { workspaceContract as c } from './contract.ts';
import { firstOwner, kim, visitor } from './visitor.testing.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.reset();
  world.setNow('2026-06-11T09:00:00Z');
});

const later = (seconds: number) => world.setNow(new Date(world.now().getTime() + seconds * 1000));
const count = async (table: string) =>
  (await world.engine.pool.query<{ n: number }>(`select count(*) as n from ${table}`)).rows[0]!.n;
const right = { body: { email: kim.email, password: kim.password } };
const wrong = { body: { email: kim.email, password: 'guess number one' } };

describe('the first visit', () => {
  it('makes an owner and a workspace, and signs in', async () => {
    const owner = visitor(world);
    expect(await owner.call(c.getSetup)).toEqual({ needed: true, letters: false });
    const session = await owner.call(c.setUp, {
      body: {
        ...kim,
        email: ' Kim@Example.org ',
        workspace: { name: 'Perfect Weather', timeZone: 'Europe/Vienna', country: 'AT' },
      },
    });
    expect(session).toMatchObject({
      member: { name: 'Kim Owner', email: 'kim@example.org', role: 'owner' },
      workspace: { name: 'Perfect Weather', currency: 'EUR', country: 'AT', settings: { channels: {} } },
    });
    expect(await owner.call(c.getSetup)).toEqual({ needed: false, letters: false });
    expect(await owner.call(c.getSession)).toEqual(session);
  });

  it('belongs to one of ten who try at once', async () => {
    const tries = Array.from({ length: 10 }, (_, i) =>
      visitor(world).call(c.setUp, { body: { ...kim, email: `kim${i}@example.org`, workspace: { name: 'Mine' } } }),
    );
    const outcomes = await Promise.allSettled(tries);
    expect(outcomes.filter((o) => o.status === 'fulfilled')).toHaveLength(1);
    expect(outcomes.find((o) => o.status === 'rejected')).toMatchObject({
      reason: { status: 409, code: 'already_set_up' },
    });
    expect([await count('login'), await count('session')]).toEqual([1, 1]);
  });

  it('refuses a password that everybody tries first', async () => {
    for (const password of ['short', 'password123', '1234567890', 'aaaaaaaaaaaa', 'Qwertyuiop1']) {
      await expect(
        visitor(world).call(c.setUp, { body: { ...kim, password, workspace: { name: 'Mine' } } }),
      ).rejects.toMatchObject({ status: 422 });
    }
  });
});

describe('the cookie', () => {
  it('cannot be read by a script, sent from another site, or overheard', async () => {
    const owner = await firstOwner(world);
    const session = owner.lines.find((line) => line.includes('session='))!;
    expect(session).toMatch(/^__Host-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+; Secure$/);
  });

  it('has a plain name only for Safari on this very machine', async () => {
    const safari = 'Mozilla/5.0 (Macintosh) AppleWebKit/605 Version/26.0 Safari/605';
    await firstOwner(world);
    const here = visitor(world, { agent: safari });
    await here.call(c.signIn, right);
    expect(here.cookies.has('session')).toBe(true);
    expect(await here.call(c.getSession)).toMatchObject({ via: 'session' });

    const elsewhere = visitor(world, { agent: safari, origin: 'https://crm.example.org' });
    elsewhere.cookies.set('session', here.cookies.get('session')!);
    await expect(elsewhere.call(c.getSession)).rejects.toMatchObject({ status: 401 });
    await elsewhere.call(c.signIn, right);
    expect(elsewhere.cookies.has('__Host-session')).toBe(true);
  });

  it('is worth nothing to whoever reads the database', async () => {
    const owner = await firstOwner(world);
    const { rows } = await world.engine.pool.query<{ all: string }>(
      `select (select json_agg(s)::text from session s) || (select json_agg(l)::text from login l) || (select json_agg(e)::text from event e) as all`,
    );
    expect(rows[0]!.all).not.toContain(owner.cookies.get('__Host-session'));
    expect(rows[0]!.all).not.toContain(kim.password);
    expect(rows[0]!.all).toContain('$argon2id$');
  });
});

describe('signing in', () => {
  it('works with the e-mail address in any spelling, and out again', async () => {
    await firstOwner(world);
    const browser = visitor(world);
    await browser.call(c.signIn, { body: { email: 'KIM@example.ORG', password: kim.password } });
    const stolen = new Map(browser.cookies);
    await browser.call(c.signOut);
    expect(browser.cookies.has('__Host-session')).toBe(false);
    const thief = visitor(world);
    for (const [name, value] of stolen) thief.cookies.set(name, value);
    await expect(thief.call(c.getSession)).rejects.toMatchObject({ status: 401 });
  });

  it('tells nobody which addresses are known', async () => {
    await firstOwner(world);
    const refusal = (input: typeof wrong) =>
      visitor(world)
        .call(c.signIn, input)
        .catch((error: unknown) => (error instanceof ApiProblem ? [error.status, error.code, error.detail] : error));
    const known = await refusal(wrong);
    expect(known).toEqual([401, 'wrong_password', 'E-mail or password is wrong.']);
    expect(await refusal({ body: { email: 'nobody@example.org', password: 'guess number one' } })).toEqual(known);
    const kept = await world.engine.pool.query<{ failures: number }>(
      'select failures from sign_in_throttle where key like $1',
      ['email %'],
    );
    expect(kept.rows.map((row) => row.failures)).toEqual([1, 1]);
  });

  it('makes whoever guesses wait longer each time, known address or not, and forgives with the right password', async () => {
    await firstOwner(world);
    for (const email of [kim.email, 'nobody@example.org']) {
      const guesser = visitor(world, { address: `203.0.113.${email.length}` });
      const guess = () => guesser.call(c.signIn, { body: { email, password: 'guess number one' } });
      for (let i = 0; i < 5; i++) await expect(guess()).rejects.toMatchObject({ status: 401 });
      await expect(guess()).rejects.toMatchObject({ status: 429, more: { wait: 1 } });
      later(1);
      await expect(guess()).rejects.toMatchObject({ status: 401 });
      await expect(guess()).rejects.toMatchObject({ status: 429, more: { wait: 2 } });
      later(2);
      await expect(guess()).rejects.toMatchObject({ status: 401 });
      await expect(guess()).rejects.toMatchObject({ status: 429, more: { wait: 4 } });
    }
    later(4);
    const owner = visitor(world, { address: '203.0.113.99' });
    await owner.call(c.signIn, right);
    await expect(visitor(world).call(c.signIn, wrong)).rejects.toMatchObject({ status: 401 });
  });

  it('lets no crowd of guesses slip through at once', async () => {
    await firstOwner(world);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 20 }, (_, i) => visitor(world, { address: `203.0.113.${i}` }).call(c.signIn, wrong)),
    );
    const statuses = outcomes.map((o) =>
      o.status === 'rejected' && o.reason instanceof ApiProblem ? o.reason.status : 200,
    );
    expect(statuses.filter((s) => s === 401)).toHaveLength(5);
    expect(statuses.filter((s) => s === 429)).toHaveLength(15);
  });

  it('still lets the owner in from a browser that is known, while a stranger guesses', async () => {
    const owner = await firstOwner(world);
    await owner.call(c.signOut);
    for (let i = 0; i < 6; i++)
      await visitor(world, { address: '203.0.113.7' })
        .call(c.signIn, wrong)
        .catch(() => {});
    await expect(visitor(world, { address: '203.0.113.8' }).call(c.signIn, right)).rejects.toMatchObject({
      status: 429,
    });
    expect(await owner.call(c.signIn, right)).toMatchObject({ member: { name: 'Kim Owner' } });
  });

  it('slows an address down that tries many people', async () => {
    await firstOwner(world);
    const statuses: number[] = [];
    for (let i = 0; i < 32; i++) {
      await visitor(world, { address: `2001:db8:1:2::${i + 1}` })
        .call(c.signIn, { body: { email: `person${i}@example.org`, password: 'x' } })
        .catch((error: { status: number }) => statuses.push(error.status));
    }
    expect(statuses.slice(0, 30)).toEqual(Array.from({ length: 30 }, () => 401));
    expect(statuses.slice(30)).toEqual([429, 429]);
  });
});

describe('a session', () => {
  it('ends after two weeks without use, and 90 days after signing in', async () => {
    const owner = await firstOwner(world);
    const day = 86_400;
    const alive = async () => {
      await forget();
      return owner.call(c.getSession).then(
        () => true,
        () => false,
      );
    };
    for (let i = 0; i < 6; i++) {
      later(13 * day);
      expect(await alive()).toBe(true);
    }
    later(13 * day);
    expect(await alive()).toBe(false);

    await owner.call(c.signIn, right);
    later(15 * day);
    expect(await alive()).toBe(false);
  });

  it('ends everywhere at once when its person says so', async () => {
    const here = await firstOwner(world);
    const there = visitor(world, { address: '198.51.100.9' });
    await there.call(c.signIn, right);
    await there.call(c.getSession);
    await here.call(c.signOutEverywhere);
    await expect(there.call(c.getSession)).rejects.toMatchObject({ status: 401 });
    await expect(here.call(c.getSession)).rejects.toMatchObject({ status: 401 });
  });

  it('ends elsewhere when the password changes, which needs the present one', async () => {
    const here = await firstOwner(world);
    const there = visitor(world);
    await there.call(c.signIn, right);
    await expect(
      here.call(c.changePassword, { body: { current: 'not this one', password: 'a stitch in time' } }),
    ).rejects.toMatchObject({ status: 403, code: 'wrong_password' });
    await here.call(c.changePassword, { body: { current: kim.password, password: 'a stitch in time' } });
    await expect(there.call(c.getSession)).rejects.toMatchObject({ status: 401 });
    expect(await here.call(c.getSession)).toMatchObject({ via: 'session' });
    await expect(there.call(c.signIn, right)).rejects.toMatchObject({ status: 401 });
    await there.call(c.signIn, { body: { email: kim.email, password: 'a stitch in time' } });
  });

  it('does not let whoever found an open browser guess the present password', async () => {
    const here = await firstOwner(world);
    const guess = () =>
      here.call(c.changePassword, { body: { current: 'not this one', password: 'a stitch in time' } });
    for (let i = 0; i < 5; i++) await expect(guess()).rejects.toMatchObject({ status: 403 });
    await expect(guess()).rejects.toMatchObject({ status: 429 });
  });

  it('carries the name that its person chose', async () => {
    const here = await firstOwner(world);
    expect(await here.call(c.changeProfile, { body: { name: 'Kim Novak' } })).toMatchObject({
      member: { name: 'Kim Novak' },
    });
    expect(await here.call(c.getSession)).toMatchObject({ member: { name: 'Kim Novak' } });
  });
});

describe('several workspaces', () => {
  it('belong to one person, who makes another and goes back', async () => {
    const owner = await firstOwner(world);
    const first = (await owner.call(c.getSession)).workspace;
    const second = await owner.call(c.createWorkspace, { body: { name: 'Side Business', currency: 'CHF' } });
    expect(second).toMatchObject({ workspace: { name: 'Side Business', currency: 'CHF' }, member: { role: 'owner' } });
    expect(await owner.call(c.getWorkspace)).toMatchObject({ name: 'Side Business' });
    await expect(owner.call(c.createWorkspace, { body: { name: 'Side Business' } })).rejects.toMatchObject({
      status: 409,
    });
    expect((await owner.call(c.listMyWorkspaces)).items.map((w) => [w.name, w.current])).toEqual([
      ['Perfect Weather', false],
      ['Side Business', true],
    ]);
    await owner.call(c.switchWorkspace, { body: { id: first.id } });
    expect(await owner.call(c.getWorkspace)).toMatchObject({ name: 'Perfect Weather' });
  });

  it('are closed to whoever does not belong', async () => {
    const owner = await firstOwner(world);
    await expect(owner.call(c.switchWorkspace, { body: { id: world.workspaces.second } })).rejects.toMatchObject({
      status: 404,
    });
  });
});

/** As if a second had gone by: signing out in any browser that is signed in makes the process forget whom it knew. */
async function forget(): Promise<void> {
  const other = visitor(world, { address: '198.51.100.77' });
  await other.call(c.signIn, right);
  await other.call(c.signOut);
}
