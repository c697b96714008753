import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { wholeWorkspace } from '../../platform/database.ts';
import { systemCall } from '../../platform/serve.ts';
import { lookAtAccounts } from './assess.api.ts';
import { takeDue, watchDue } from './sweep.api.ts';
import { peopleContract } from '../../people/contract.ts';
import { relationshipContract } from '../../relationship/contract.ts';
import { engaged, hunterLeaves } from '../../relationship/stories.testing.ts';
import type { LedgerEntry } from '../../relationship/ledger.ts';
import { openWorld, type Person, type World } from '../../testing/world.ts';
import { kinds } from '../../workspace/roles.ts';
import { workspaceContract } from '../../workspace/contract.ts';
import { playsContract } from '../plays/contract.ts';
import { promisesContract } from '../promises/contract.ts';
import { alarmsContract as api } from './contract.ts';
import { lookAtAll } from './worth.api.ts';

let world: World;
let owner: Person;
let accountId: string;
const day = 86_400_000;
const start = Date.parse('2026-01-05T09:00:00Z');
const on = (n: number) => new Date(start + n * day);

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.reset();
  world.setNow(on(0));
  owner = await world.as('owner');
  const { settings, version } = await owner.call(workspaceContract.getWorkspace);
  const since = [{ from: '2025-12-01', until: null }];
  await owner.call(
    workspaceContract.changeWorkspace,
    {
      body: {
        settings: { ...settings, channels: { call: since, mail: since, meeting: since, service: since, order: since } },
      },
    },
    { ifMatch: version },
  );
  accountId = (
    await owner.call(peopleContract.createAccount, { body: { name: 'Quillmark Gears', ownerId: owner.memberId } })
  ).id;
});

const log = (entry: Pick<LedgerEntry, 'kind' | 'direction' | 'initiator'>, account = accountId) =>
  owner.call(relationshipContract.logTouchpoint, {
    body: {
      accountId: account,
      kind: entry.kind,
      subject: entry.kind,
      direction: entry.direction,
      initiator: entry.initiator,
    },
  });
const alarms = async () => (await owner.call(api.listAlarms, { query: { account: accountId } })).items;
const sweep = () => watchDue(world.house.database, world.house.serving, kinds);
/** Lives through the days as they happened, with the clock's look every few days. */
async function live(
  story: readonly LedgerEntry[],
  until: number,
  look: (today: number) => Promise<boolean>,
): Promise<void> {
  const days = [
    ...new Set([...story.map((entry) => entry.at), ...Array.from({ length: until / 5 + 1 }, (_, i) => i * 5 * day)]),
  ].toSorted((a, b) => a - b);
  const first = story[0]!.at;
  for (const at of days.filter((each) => each >= first)) {
    world.setNow(new Date(start + (at - first)));
    for (const entry of story.filter((each) => each.at === at)) await log(entry);
    await sweep();
    if (await look((at - first) / day)) return;
  }
}

describe('the alarm', () => {
  it('warns of a neglected customer before day 95, with the right reasons and one person, and not before the dip is a bad one', async () => {
    let raisedOn = 0;
    await live(hunterLeaves, 100, async (today) => {
      if (raisedOn === 0 && (await alarms()).length > 0) raisedOn = today;
      return false;
    });
    expect(raisedOn).toBeGreaterThan(50);
    expect(raisedOn).toBeLessThan(95);
    const [alarm, ...others] = await alarms();
    expect(others).toEqual([]);
    expect(alarm!.signals.map((signal) => signal.kind)).toEqual(
      expect.arrayContaining(['no introduction', 'kick-off late', 'contact thins out']),
    );
    expect(alarm).toMatchObject({ state: 'open', memberId: owner.memberId });
    const [row] = (await owner.call(relationshipContract.today, { query: { whose: 'mine' } })).rows;
    expect(row).toMatchObject({ group: 'alarm', accountId, alarm: { id: alarm!.id } });
  }, 60_000);

  it('leaves an engaged customer in peace for all of two hundred days', async () => {
    await live(engaged, 200, async () => (await alarms()).length > 0);
    expect(await alarms()).toEqual([]);
    const watch = await owner.call(api.readWatch, { params: { id: accountId } });
    expect(watch).toMatchObject({ alarm: null, dip: { dip: 'none' } });
  }, 60_000);

  const neglected = async () => {
    for (const entry of hunterLeaves) {
      world.setNow(new Date(start + (entry.at - hunterLeaves[0]!.at)));
      await log(entry);
    }
    world.setNow(on(90));
    await sweep();
    return (await alarms())[0]!;
  };

  it('is taken on with a play whose steps stand on the list of today, and ends with how it went', async () => {
    const alarm = await neglected();
    const move = (to: 'acknowledged' | 'in recovery' | 'recovered' | 'false alarm', version: number, note?: string) =>
      owner.call(
        api.moveAlarm,
        { params: { id: alarm.id }, body: { to, ...(note ? { note } : {}) } },
        { ifMatch: version },
      );
    const taken = await move('acknowledged', alarm.version);
    expect(taken.run!.steps.length).toBeGreaterThan(1);
    expect(
      (await owner.call(relationshipContract.listNextSteps, { query: { account: accountId } })).items.map(
        (s) => s.what,
      ),
    ).toEqual(expect.arrayContaining([taken.run!.steps[0]!.what]));
    await expect(move('acknowledged', taken.version)).rejects.toMatchObject({ status: 409 });
    const recovering = await move('in recovery', taken.version);
    const back = await move('recovered', recovering.version);
    expect(back).toMatchObject({ state: 'recovered', run: { outcome: 'recovered' } });
    // What was left of the play is on nobody's list any more.
    expect((await owner.call(relationshipContract.listNextSteps, { query: { account: accountId } })).items).toEqual([]);
    const play = (await owner.call(playsContract.listPlays)).items.find((each) => each.key === back.play);
    expect(play!.recovered).toMatchObject({ share: 1, n: 1 });
    const quality = await owner.call(api.alarmQuality);
    expect(quality).toMatchObject({ precision: { share: 1, n: 1 }, recovered: { share: 1, n: 1 } });
    // It rests for a while, although the signals are still there.
    world.setNow(on(95));
    await sweep();
    await log({ kind: 'call', direction: 'mutual', initiator: 'us' });
    expect(await alarms()).toHaveLength(1);
  });

  it('is called false only with the reason, and a customer lost without one is on the miss list', async () => {
    const alarm = await neglected();
    await expect(
      owner.call(api.moveAlarm, { params: { id: alarm.id }, body: { to: 'false alarm' } }, { ifMatch: alarm.version }),
    ).rejects.toMatchObject({ status: 422 });
    await owner.call(
      api.moveAlarm,
      { params: { id: alarm.id }, body: { to: 'false alarm', note: 'They asked us to wait until summer' } },
      { ifMatch: alarm.version },
    );
    const other = await owner.call(peopleContract.createAccount, {
      body: { name: 'Gone without a word', ownerId: owner.memberId },
    });
    for (const kind of ['first contact', 'close won', 'kick-off', 'cancellation'] as const) {
      world.setNow(new Date(world.now().getTime() + day));
      await log({ kind, direction: 'mutual', initiator: 'us' }, other.id);
    }
    const quality = await owner.call(api.alarmQuality);
    expect(quality.precision).toMatchObject({ share: 0, n: 1 });
    expect(quality.missed.map((each) => each.accountName)).toEqual(['Gone without a word']);
    expect(quality.falseAlarms[0]).toMatchObject({ note: 'They asked us to wait until summer' });
  });

  it('hears at once of two promises that are overdue, and says by when somebody has to act', async () => {
    for (const kind of ['first contact', 'close won', 'introduction', 'kick-off'] as const) {
      world.setNow(new Date(world.now().getTime() + day));
      await log({ kind, direction: 'mutual', initiator: 'us' });
    }
    for (const what of ['Training', 'Spare parts'])
      await owner.call(promisesContract.makePromise, {
        body: { accountId, what, dueOn: on(12).toISOString().slice(0, 10) },
      });
    expect(await alarms()).toEqual([]);
    world.setNow(on(12));
    await sweep();
    // Until the day is over it is mild: it waits for the weekly digest.
    expect(await alarms()).toEqual([]);
    expect((await owner.call(api.listMild, { query: {} })).items).toMatchObject([{ accountName: 'Quillmark Gears' }]);
    world.setNow(on(13));
    await sweep();
    expect(await alarms()).toMatchObject([
      { severity: 3, play: 'make the promise good', answerBy: on(14).toISOString() },
    ]);
    expect((await alarms())[0]!.signals[0]).toMatchObject({ kind: 'promise overdue', severity: 3, amount: 2 });
  });

  it('looks only at those that are due', async () => {
    await neglected();
    expect(await sweep()).toBe(0);
    const watch = await owner.call(api.readWatch, { params: { id: accountId } });
    expect(Date.parse(watch.nextLookAt!)).toBeGreaterThan(world.now().getTime());
    world.setNow(watch.nextLookAt!);
    expect(await sweep()).toBe(1);
  });

  it('looks again at a customer who was moved while it was looking', async () => {
    await neglected();
    const dueAt = (at: Date) =>
      world.house.database.asOwner((tx) =>
        tx.updateTable('alarm_watch').set({ due_at: at }).where('account_id', '=', accountId).execute(),
      );
    const look = () =>
      systemCall(world.house.serving, wholeWorkspace(world.workspaces.first, kinds), (call) =>
        lookAtAccounts(call, [accountId]),
      );
    const nextLook = async () => (await owner.call(api.readWatch, { params: { id: accountId } })).nextLookAt;
    // As a touchpoint leaves him that comes after the look began.
    await dueAt(world.now());
    await look();
    expect(await nextLook()).toBe(world.now().toISOString());
    expect(await sweep()).toBe(1);
    expect(await sweep()).toBe(0);
  });

  it('comes back to a customer at whom somebody failed to look', async () => {
    await neglected();
    const taken = world.now();
    await world.house.database.asOwner((tx) =>
      tx.updateTable('alarm_watch').set({ due_at: taken }).where('account_id', '=', accountId).execute(),
    );
    await world.house.database.asOwner((tx) => takeDue(tx, taken));
    expect(await sweep()).toBe(0);
    world.setNow(new Date(taken.getTime() + 11 * 60_000));
    expect(await sweep()).toBe(1);
  });

  it('goes by what a contact is worth as soon as that is said, not at the next look', async () => {
    const watch = () => owner.call(api.readWatch, { params: { id: accountId } });
    await live(engaged, 75, async () => false);
    await world.house.database.asOwner((tx) =>
      tx.updateTable('relationship').set({ revenue: '250000' }).where('account_id', '=', accountId).execute(),
    );
    const before = (await watch()).forecastAt!;
    const { settings, version } = await owner.call(workspaceContract.getWorkspace);
    await owner.call(
      workspaceContract.changeWorkspace,
      { body: { settings: { ownership: { ...settings.ownership, contactCost: 200, savePercent: 40 } } } },
      { ifMatch: version },
    );
    expect(await lookAtAll(world.house.serving, kinds, world.workspaces.first)).toBe(1);
    const after = (await watch()).forecastAt!;
    // So large a customer is worth a call from 30 % on: that day comes earlier.
    expect(Date.parse(after)).toBeLessThan(Date.parse(before));
  }, 30_000);

  it('has plays that leaders change, and that go back to how they ship', async () => {
    const [play] = (await owner.call(playsContract.listPlays)).items;
    const steps = [{ what: 'Drive there', who: 'owner' as const, afterDays: 0 }];
    const saved = await owner.call(playsContract.savePlay, {
      body: { key: play!.key, name: 'Go there', situation: play!.situation, steps, basedOn: 0 },
    });
    expect(saved).toMatchObject({ name: 'Go there', changed: true, version: 1 });
    const run = await owner.call(playsContract.startPlay, { body: { accountId, play: play!.key } });
    expect(run.steps).toMatchObject([{ what: 'Drive there', state: 'open' }]);
    expect(
      (await owner.call(playsContract.stopPlay, { params: { id: run.id } }, { ifMatch: run.version })).steps[0]!.state,
    ).toBe('dropped');
    await owner.call(playsContract.removePlay, { body: { key: play!.key } });
    expect((await owner.call(playsContract.listPlays)).items[0]).toMatchObject({ name: play!.name, changed: false });
    const seller = await world.as('seller');
    await expect(seller.call(playsContract.removePlay, { body: { key: 'x' } })).rejects.toMatchObject({ status: 403 });
  });
});
