import { array, assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refusal } from './memberRules.ts';
import { newPassword } from './passwordRules.ts';
import { covers, roles } from './roles.ts';
import { listeningTo, settingsOf } from './settings.ts';
import { wouldCircle } from './teamTree.ts';
import { attempt, throttleRules, type Throttle } from './throttle.ts';

describe('roles', () => {
  it('an owner covers everybody, and nobody but an owner covers an owner', () => {
    for (const role of roles)
      expect([role, covers('owner', role), covers(role, 'owner')]).toEqual([role, true, role === 'owner']);
    expect(roles.filter((role) => covers('manager', role))).toEqual(roles.filter((role) => role !== 'owner'));
    expect(covers('seller', 'team leader')).toBe(false);
    expect(covers('seller', 'reader')).toBe(false);
  });

  it('the last owner stays, but one of two may go', () => {
    const owner = { role: 'owner', joined: true, disabled: false } as const;
    expect(refusal('owner', owner, { ...owner, disabled: true }, false)).toBe('last owner');
    expect(refusal('owner', owner, { ...owner, role: 'reader' }, false)).toBe('last owner');
    expect(refusal('owner', owner, { ...owner, disabled: true }, true)).toBeNull();
    expect(
      refusal('owner', { ...owner, joined: false }, { ...owner, joined: false, disabled: true }, false),
    ).toBeNull();
    expect(refusal('manager', owner, { ...owner, role: 'reader' }, true)).toBe('higher');
  });
});

describe('throttling', () => {
  const start = new Date('2026-06-11T09:00:00Z');
  const at = (seconds: number) => new Date(start.getTime() + seconds * 1000);

  it('lets a guesser who never stops make fewer than 150 attempts in a day', () => {
    let state: Throttle | undefined;
    let made = 0;
    for (let second = 0; second < 86_400; second++) {
      const outcome = attempt(state, at(second), throttleRules.email);
      if ('state' in outcome) [state, made] = [outcome.state, made + 1];
    }
    expect(made).toBeLessThan(150);
  });

  it('never makes anybody wait longer than the rule says, whatever the clock does', () => {
    assert(
      property(array(integer({ min: -100_000, max: 100_000 }), { maxLength: 60 }), (times) => {
        let state: Throttle | undefined;
        for (const time of times) {
          const outcome = attempt(state, at(time), throttleRules.browser);
          if ('state' in outcome) state = outcome.state;
          else expect(outcome.wait).toBeLessThanOrEqual(throttleRules.browser.longest);
        }
      }),
    );
  });

  it('forgets after a day', () => {
    const state = { failures: 40, lastAt: start, openAt: at(900) };
    expect(attempt(state, at(86_401), throttleRules.email)).toMatchObject({ state: { failures: 1 } });
  });
});

it('a sentence is a good password, and a run of keys is not', () => {
  for (const good of ['correct horse battery', 'ein Vogel in der Hand', 'パスワードを長くする'])
    expect(newPassword.safeParse(good).success).toBe(true);
  for (const bad of ['0123456789', 'abcdefghij', 'Password1234', 'aabbaabbaabb', 'short', 'x'.repeat(201)])
    expect([bad, newPassword.safeParse(bad).success]).toEqual([bad, false]);
});

const day = (text: string) => Date.parse(`${text}T00:00:00Z`);

describe('listening', () => {
  it('is while at least one channel is connected', () => {
    expect(
      listeningTo({
        mail: [{ from: '2026-01-01', until: '2026-02-01' }],
        call: [
          { from: '2026-01-20', until: '2026-03-01' },
          { from: '2026-05-01', until: null },
        ],
        note: [{ from: '2020-01-01', until: null }],
      }),
    ).toEqual([
      { from: day('2026-01-01'), until: day('2026-03-02') },
      { from: day('2026-05-01'), until: null },
    ]);
    expect(listeningTo({})).toEqual([]);
  });

  it('does not begin because of damaged settings', () => {
    expect(settingsOf({ channels: { telegraph: [{ from: 'once' }] } }).channels).toEqual({});
    expect(settingsOf(null).channels).toEqual({});
  });
});

it('a team stands below itself only if its new parent is one of its own', () => {
  const teams = [
    { id: 'a', parentId: null },
    { id: 'b', parentId: 'a' },
    { id: 'c', parentId: 'b' },
    { id: 'd', parentId: null },
  ];
  expect(['a', 'b', 'c', 'd', null].map((parent) => wouldCircle(teams, 'a', parent))).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
});
