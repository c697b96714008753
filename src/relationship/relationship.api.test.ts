import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { watchDue } from '../ownership/alarms/sweep.api.ts';
import { peopleContract } from '../people/contract.ts';
import { offeringsContract } from '../offerings/contract.ts';
import { purchaseContract } from '../purchase/contract.ts';
import { orderContract } from '../usage/orders/contract.ts';
import { mergingContract } from '../people/merging/contract.ts';
import { workspaceContract } from '../workspace/contract.ts';
import { kinds } from '../workspace/roles.ts';
import { openWorld, type Person, type World } from '../testing/world.ts';
import { lookAtDue } from '../jobs.ts';
import { relationshipContract as api } from './contract.ts';
import { countAnew } from './money.api.ts';

let world: World;
let owner: Person;
const day = 86_400_000;

beforeAll(async () => {
  world = await openWorld();
});
beforeEach(async () => {
  await world.reset();
  world.setNow('2026-06-11T09:00:00Z');
  owner = await world.as('owner');
});
afterAll(() => world.close());

async function account(name = 'Quillmark Gears', person = owner): Promise<string> {
  return (await person.call(peopleContract.createAccount, { body: { name, ownerId: person.memberId } })).id;
}
const daysAgo = (n: number) => new Date(world.now().getTime() - n * day).toISOString();

describe('the touchpoint ledger', () => {
  it('moves the relationship in the moment in which a touchpoint is logged', async () => {
    const accountId = await account();
    const logged = await owner.call(api.logTouchpoint, {
      body: { accountId, kind: 'meeting', subject: 'Plant visit', expectation: 1 },
    });
    expect(logged.after.trust).toBeGreaterThan(logged.before.trust);
    expect(logged.touchpoint.moved!.trust).toBeCloseTo(logged.after.trust - logged.before.trust, 3);
    const read = await owner.call(api.readRelationship, { params: { id: accountId } });
    expect(read.standing.trust.value).toBeCloseTo(logged.after.trust, 3);
    expect(read.steps).toHaveLength(1);
  });

  it('gives the same relationship whatever the order in which the history arrives', async () => {
    const history = [
      ['first contact', 80],
      ['meeting', 70],
      ['demonstration', 50],
      ['proposal', 40],
      ['close won', 30],
      ['kick-off', 20],
      ['complaint', 10],
    ] as const;
    const forwards = await account('Forwards');
    const backwards = await account('Backwards');
    for (const [kind, days] of history)
      await owner.call(api.logTouchpoint, { body: { accountId: forwards, kind, subject: kind, at: daysAgo(days) } });
    for (const [kind, days] of history.toReversed())
      await owner.call(api.logTouchpoint, { body: { accountId: backwards, kind, subject: kind, at: daysAgo(days) } });
    const a = await owner.call(api.readRelationship, { params: { id: forwards } });
    const b = await owner.call(api.readRelationship, { params: { id: backwards } });
    expect(b.standing.trust.value).toBeCloseTo(a.standing.trust.value, 9);
    expect(b.standing.position).toBe(a.standing.position);
    expect(b.standing.phase).toBe('ownership');
    expect(a.standing.phase).toBe('ownership');
  });

  it('counts the same meeting from two sources once', async () => {
    const accountId = await account();
    const meeting = { accountId, kind: 'meeting' as const, subject: 'Review', evidenceKey: 'ical:uid-1' };
    const first = await owner.call(api.logTouchpoint, { body: meeting });
    const again = await owner.call(api.logTouchpoint, { body: { ...meeting, subject: 'Review (calendar)' } });
    expect(again.duplicate).toBe(true);
    expect(again.touchpoint.id).toBe(first.touchpoint.id);
    expect((await owner.call(api.listTouchpoints, { query: { account: accountId } })).items).toHaveLength(1);
  });

  it('takes in a batch at once and says which were known', async () => {
    const [one, two] = [await account('One'), await account('Two')];
    const touchpoints = Array.from({ length: 200 }, (_, i) => ({
      accountId: i % 2 ? one : two,
      kind: 'call' as const,
      subject: `Call ${i}`,
      at: daysAgo(200 - i),
      evidenceKey: `call:${i}`,
    }));
    expect(await owner.call(api.logTouchpoints, { body: { touchpoints } })).toEqual({
      created: 200,
      duplicates: [],
      elsewhere: [],
    });
    const again = await owner.call(api.logTouchpoints, {
      body: {
        touchpoints: [
          ...touchpoints.slice(0, 3),
          { accountId: one, kind: 'call', subject: 'New', evidenceKey: 'call:new' },
        ],
      },
    });
    expect(again).toEqual({ created: 1, duplicates: [0, 1, 2], elsewhere: [] });
  });

  it('refuses a batch as a whole, and names each touchpoint in it that is wrong', async () => {
    const [accountId, gone, other, kept] = [
      await account(),
      await account('Gone'),
      await account('Other'),
      await account('Kept'),
    ];
    await owner.call(peopleContract.deleteAccount, { params: { id: gone } });
    await owner.call(
      mergingContract.mergeAccounts,
      { params: { id: kept }, body: { otherId: other, otherVersion: 1 } },
      { ifMatch: 1 },
    );
    const call = { accountId, kind: 'call' as const, subject: 'Call' };
    const wrong = [
      { ...call, evidenceKey: 'fine' },
      { ...call, at: daysAgo(-3) },
      { ...call, kind: 'silence' as const },
      { ...call, accountId: gone },
      { ...call, accountId: other },
      { ...call, opportunityId: accountId, contactIds: [accountId] },
    ];
    await expect(owner.call(api.logTouchpoints, { body: { touchpoints: wrong } })).rejects.toMatchObject({
      status: 422,
      more: {
        refused: [1, 2, 3, 4, 5],
        errors: [
          { path: 'touchpoints.1.at' },
          { path: 'touchpoints.2.kind' },
          { path: 'touchpoints.3.accountId', message: 'Is deleted: restore it first' },
          { path: 'touchpoints.4.accountId', message: `Was merged into ${kept}: log it there` },
          { path: 'touchpoints.5.opportunityId' },
          { path: 'touchpoints.5.contactIds' },
        ],
      },
    });
    await expect(
      owner.call(api.logTouchpoints, {
        body: { touchpoints: [call, { ...call, accountId: '00000000-0000-7000-8000-000000000000' }] },
      }),
    ).rejects.toMatchObject({ status: 404, more: { refused: [1] } });
    expect((await owner.call(api.listTouchpoints, { query: { account: accountId } })).items).toEqual([]);
    // One by one the same is said.
    await expect(owner.call(api.logTouchpoint, { body: { ...call, accountId: gone } })).rejects.toMatchObject({
      status: 409,
      code: 'deleted',
    });
    await expect(owner.call(api.logTouchpoint, { body: { ...call, accountId: other } })).rejects.toMatchObject({
      status: 409,
      code: 'merged',
      more: { mergedIntoId: kept },
    });
    await expect(owner.call(api.logTouchpoint, { body: { ...call, at: daysAgo(-3) } })).rejects.toMatchObject({
      status: 422,
      more: { errors: [{ path: 'at' }] },
    });
  });

  it('says when evidence counts with another account, where it would be lost in silence', async () => {
    const [first, second] = [await account(), await account('Second')];
    const fair = { kind: 'meeting' as const, subject: 'Fair', evidenceKey: 'calendar:fair' };
    const taken = await owner.call(api.logTouchpoints, {
      body: {
        touchpoints: [
          { ...fair, accountId: first },
          { ...fair, accountId: second },
          { ...fair, accountId: first },
        ],
      },
    });
    expect(taken).toEqual({ created: 1, duplicates: [1, 2], elsewhere: [1] });
    expect(await owner.call(api.logTouchpoints, { body: { touchpoints: [{ ...fair, accountId: second }] } })).toEqual({
      created: 0,
      duplicates: [0],
      elsewhere: [0],
    });
    await expect(owner.call(api.logTouchpoint, { body: { ...fair, accountId: second } })).rejects.toMatchObject({
      status: 409,
      code: 'known_elsewhere',
    });
    expect(await owner.call(api.logTouchpoint, { body: { ...fair, accountId: first } })).toMatchObject({
      duplicate: true,
    });
  });

  it('counts a meeting once that stands twice in one batch, in the stored standing as in the fold', async () => {
    const accountId = await account();
    const meeting = {
      accountId,
      kind: 'meeting' as const,
      subject: 'Kick-off',
      at: daysAgo(3),
      evidenceKey: 'meeting:twice',
    };
    const call = { accountId, kind: 'call' as const, subject: 'Call', at: daysAgo(2) };
    const taken = await owner.call(api.logTouchpoints, {
      body: { touchpoints: [meeting, call, { ...meeting, subject: 'Kick-off again' }] },
    });
    expect(taken).toEqual({ created: 2, duplicates: [2], elsewhere: [] });
    const { standing } = await owner.call(api.readRelationship, { params: { id: accountId } });
    const [row] = await world.house.database.asOwner((tx) =>
      tx.selectFrom('relationship').select(['touchpoints', 'trust']).where('account_id', '=', accountId).execute(),
    );
    expect(standing.touchpoints).toBe(2);
    expect(row!.touchpoints).toBe(2);
    expect(row!.trust).toBeCloseTo(standing.trust.value, 3);
  });

  it('restores the old value when a touchpoint is taken back, and keeps both entries', async () => {
    const accountId = await account();
    await owner.call(api.logTouchpoint, { body: { accountId, kind: 'meeting', subject: 'Meeting', at: daysAgo(9) } });
    const before = await owner.call(api.readRelationship, { params: { id: accountId } });
    const complaint = await owner.call(api.logTouchpoint, {
      body: { accountId, kind: 'complaint', subject: 'Wrong customer', at: daysAgo(3) },
    });
    await owner.call(api.correctTouchpoint, {
      params: { id: complaint.touchpoint.id },
      body: { retract: true, reason: 'It was another company' },
    });
    const after = await owner.call(api.readRelationship, { params: { id: accountId } });
    expect(after.standing.trust.value).toBeCloseTo(before.standing.trust.value, 9);
    const all = await owner.call(api.listTouchpoints, { query: { account: accountId, superseded: 'true' } });
    expect(all.items).toHaveLength(3);
  });

  it('replays what was known on an earlier day', async () => {
    const accountId = await account();
    await owner.call(api.logTouchpoint, { body: { accountId, kind: 'meeting', subject: 'Meeting', at: daysAgo(9) } });
    const known = await owner.call(api.readRelationship, { params: { id: accountId } });
    const thatDay = world.now().toISOString();
    world.setNow(new Date(world.now().getTime() + 5 * day));
    await owner.call(api.logTouchpoint, {
      body: { accountId, kind: 'complaint', subject: 'Late news', at: daysAgo(10) },
    });
    const replay = await owner.call(api.readRelationship, {
      params: { id: accountId },
      query: { asOf: thatDay, knownOn: thatDay },
    });
    expect(replay.standing.trust.value).toBeCloseTo(known.standing.trust.value, 9);
    const now = await owner.call(api.readRelationship, { params: { id: accountId } });
    expect(now.standing.trust.value).toBeLessThan(replay.standing.trust.value);
    // So does the timeline: without the late news, and with what was taken back only later.
    const timeline = async (query: object) =>
      (await owner.call(api.listTouchpoints, { query: { account: accountId, ...query } })).items.map(
        (each) => each.subject,
      );
    const [meeting] = (await owner.call(api.listTouchpoints, { query: { account: accountId, asOf: thatDay } })).items;
    await owner.call(api.correctTouchpoint, {
      params: { id: meeting!.id },
      body: { retract: true, reason: 'It never took place' },
    });
    expect(await timeline({ asOf: thatDay })).toEqual(['Meeting']);
    expect(await timeline({})).toEqual(['Late news']);
    // The map and the board of that day say the same of it.
    const pictures = await owner.call(api.replayRelationships, { query: { asOf: thatDay } });
    const dot = pictures.dots.find((each) => each.id === accountId);
    expect(dot?.trust).toBeCloseTo(replay.standing.trust.value, 6);
    expect(dot?.position).toBe(replay.standing.modelPosition);
    expect(pictures.cells.reduce((sum, cell) => sum + cell.accounts, 0)).toBe(pictures.accounts);
    // So does the list behind a ring or a cell of it, whatever is true today.
    const stood = async (query: object) =>
      (await owner.call(api.listStoodThen, { query: { asOf: thatDay, ...query } })).items.map((each) => each.name);
    expect(
      await stood({
        phase: dot!.phase,
        position: dot!.position,
        trustFrom: String(dot!.trust - 0.1),
        trustTo: String(dot!.trust + 0.1),
      }),
    ).toEqual(['Quillmark Gears']);
    expect(await stood({ trustTo: String(now.standing.trust.value) })).toEqual([]);
    expect(await stood({ asOf: daysAgo(400) })).toEqual([]);
    const before = await owner.call(api.replayRelationships, { query: { asOf: daysAgo(400) } });
    expect(before.dots.map((each) => each.id)).not.toContain(accountId);
  });

  it('keeps who had a contact when somebody else corrects it, and tells who corrected what, from what to what, and why', async () => {
    const seller = await world.as('seller');
    const accountId = await account('Corrected Ltd', seller);
    const { touchpoint } = await seller.call(api.logTouchpoint, {
      body: { accountId, kind: 'meeting', subject: 'Metting', expectation: 1, at: daysAgo(3) },
    });
    const scores = () =>
      world.house.database.asOwner((tx) => tx.selectFrom('evidence_source').select(['source', 'state']).execute());
    const learnt = await scores();
    const corrected = await owner.call(api.correctTouchpoint, {
      params: { id: touchpoint.id },
      body: { reason: 'A slip of the pen', correction: { subject: 'Meeting' } },
    });
    expect(corrected).toMatchObject({
      memberId: seller.memberId,
      subject: 'Meeting',
      expectation: 1,
      supersedesId: touchpoint.id,
    });
    expect(await scores()).toEqual(learnt);
    const again = await owner.call(api.correctTouchpoint, {
      params: { id: corrected.id },
      body: { correction: { kind: 'call' } },
    });
    for (const id of [touchpoint.id, again.id]) {
      const { items } = await seller.call(workspaceContract.getHistory, { params: { kind: 'touchpoint', id } });
      expect(
        items.map(({ name, field, before, after, memberName, reason }) => [
          name,
          field,
          before,
          after,
          memberName,
          reason,
        ]),
      ).toEqual([
        ['touchpoint.corrected', 'kind', 'meeting', 'call', 'The owner', null],
        ['touchpoint.corrected', 'subject', 'Metting', 'Meeting', 'The owner', 'A slip of the pen'],
        ['touchpoint.logged', null, null, null, 'The seller', null],
      ]);
    }
    // What was taken back is in no list any more; the account remembers it.
    await owner.call(api.correctTouchpoint, {
      params: { id: again.id },
      body: { retract: true, reason: 'Another company' },
    });
    const { items } = await seller.call(workspaceContract.getHistory, { params: { kind: 'account', id: accountId } });
    expect(items[0]).toMatchObject({
      name: 'touchpoint.taken back',
      about: 'Meeting',
      reason: 'Another company',
      memberName: 'The owner',
    });
  });

  it('shows on a past day the word against the model that stood then, and each in the history', async () => {
    const accountId = await account();
    const params = { id: accountId };
    const moments: string[] = [];
    const nextDay = () => {
      world.setNow(new Date(world.now().getTime() + day));
      moments.push(new Date(world.now().getTime() - day / 2).toISOString());
    };
    nextDay();
    await owner.call(api.overridePosition, { params, body: { position: 'enlightenment', reason: 'Their pilot runs' } });
    nextDay();
    await owner.call(api.overridePosition, { params, body: { position: 'realized', reason: 'The board has said so' } });
    nextDay();
    await owner.call(api.endOverride, { params });
    nextDay();
    const stood = await Promise.all(
      moments.map(
        async (at) => (await owner.call(api.readRelationship, { params, query: { asOf: at, knownOn: at } })).standing,
      ),
    );
    expect(stood.map((each) => [each.position, each.override?.reason ?? null])).toEqual([
      ['skepticism', null],
      ['enlightenment', 'Their pilot runs'],
      ['realized', 'The board has said so'],
      ['skepticism', null],
    ]);
    const { items } = await owner.call(workspaceContract.getHistory, {
      params: { kind: 'account', id: accountId },
      query: { field: 'position' },
    });
    expect(items.map(({ name, before, after, reason }) => [name, before, after, reason])).toEqual([
      ['position override.ended', 'realized', 'skepticism', null],
      ['position.overridden', 'enlightenment', 'realized', 'The board has said so'],
      ['position.overridden', 'skepticism', 'enlightenment', 'Their pilot runs'],
    ]);
  });

  it('lists by name who stood somewhere on a day, page by page', async () => {
    for (const name of ['Ivorne', 'Corvane', 'Ashgrove', 'Lakeford']) await account(name);
    const names: string[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await owner.call(api.listStoodThen, {
        query: { asOf: daysAgo(0), limit: 3, ...(cursor ? { cursor } : {}) },
      });
      names.push(...page.items.map((each) => each.name));
      if (page.next === null) break;
      cursor = page.next;
    }
    expect(names).toEqual(['Ashgrove', 'Corvane', 'Ivorne', 'Lakeford']);
  });

  it('refuses a touchpoint in the future and one for an account of another firm, and changes nothing', async () => {
    const accountId = await account();
    await expect(
      owner.call(api.logTouchpoint, {
        body: { accountId, kind: 'call', subject: 'Tomorrow', at: new Date(world.now().getTime() + day).toISOString() },
      }),
    ).rejects.toMatchObject({ status: 422 });
    const stranger = await world.as('owner', { workspace: 'second' });
    await expect(
      stranger.call(api.logTouchpoint, { body: { accountId, kind: 'call', subject: 'Theirs' } }),
    ).rejects.toMatchObject({ status: 404 });
    expect((await owner.call(api.listTouchpoints, { query: { account: accountId } })).items).toHaveLength(0);
  });
});

describe('where relationships stand', () => {
  it('counts every account on the board once, with its revenue', async () => {
    const ids = [await account('A'), await account('B'), await account('C')];
    await owner.call(api.logTouchpoint, { body: { accountId: ids[0]!, kind: 'close won', subject: 'Signed' } });
    const board = await owner.call(api.board, {});
    expect(board.accounts).toBe(3);
    expect(board.cells.find((c) => c.phase === 'ownership' && c.position === 'peak')).toMatchObject({ accounts: 1 });
    const map = await owner.call(api.map, {});
    expect(map.dots.map((d) => d.name).sort()).toEqual(['A', 'B', 'C']);
  });

  it('compares amounts by what they are worth: what a customer brings, and of which stuck sale Today speaks', async () => {
    const accountId = await account('Many currencies');
    const sell = (name: string, amount: string, currency: string) =>
      owner.call(purchaseContract.createOpportunity, {
        body: { accountId, name, amount, currency, expectedCloseOn: daysAgo(20).slice(0, 10) },
      });
    await sell('In yen', '90000', 'JPY');
    await sell('In euro', '700', 'EUR');
    await sell('In francs', '600', 'CHF');
    await owner.call(orderContract.addOrder, {
      body: { accountId, number: 'C-1', orderedOn: daysAgo(30).slice(0, 10), amount: '100', currency: 'CHF' },
    });
    const stands = async () => {
      const { relationship } = await owner.call(peopleContract.readAccount, { params: { id: accountId } });
      return [
        relationship?.revenue,
        relationship?.potential,
        (await owner.call(api.today, {})).rows[0]?.why[0]?.['name'],
      ];
    };
    // Without a rate nothing is known of an amount: it is in no sum, and comes last.
    expect(await stands()).toEqual(['0.00', '700.00', 'In euro']);
    const rate = async (currency: string, value: string) => {
      await owner.call(offeringsContract.addExchangeRate, {
        body: { currency, from: daysAgo(100).slice(0, 10), rate: value },
      });
      await countAnew(world.house.serving, kinds, world.workspaces.first, true);
    };
    await rate('CHF', '1.5');
    expect(await stands()).toEqual(['150.00', '1600.00', 'In francs']);
    await rate('JPY', '0.005');
    expect(await stands()).toEqual(['150.00', '2050.00', 'In francs']);
    const { dots } = await owner.call(api.replayRelationships, { query: { asOf: world.now().toISOString() } });
    expect(dots.find((dot) => dot.id === accountId)).toMatchObject({ revenue: 150, potential: 2050 });
  });

  it("keeps a seller from seeing a colleague's relationships", async () => {
    const seller = await world.as('seller');
    const accountId = await account('Of the owner');
    await account('Of the seller', seller);
    expect((await seller.call(api.board, {})).accounts).toBe(1);
    await expect(seller.call(api.readRelationship, { params: { id: accountId } })).rejects.toMatchObject({
      status: 404,
    });
    expect((await seller.call(api.today, { query: { whose: 'all' } })).rows).toHaveLength(0);
  });

  it("keeps a person's word on the position beside the model's", async () => {
    const accountId = await account();
    await owner.call(api.logTouchpoint, { body: { accountId, kind: 'meeting', subject: 'Meeting' } });
    const stands = await owner.call(api.overridePosition, {
      params: { id: accountId },
      body: { position: 'peak', reason: 'They told me at the fair' },
    });
    expect(stands.position).toBe('peak');
    expect(stands.modelPosition).toBe('skepticism');
    // Everywhere, and also after the next touchpoint; the model goes on beside it.
    const listed = async () =>
      (
        await world.engine.pool.query<{ position: string; shown: string; counted: string }>(
          `select r.position, r.state ->> 'shown' as shown,
      (select string_agg(c.position, ' ' order by c.position) from (select position from relationship_count where workspace_id = $1 group by 1 having sum(accounts) > 0) c) as counted from relationship r where r.account_id = $2`,
          [owner.workspaceId, accountId],
        )
      ).rows[0];
    expect(await listed()).toMatchObject({ position: 'peak', counted: expect.stringContaining('peak') });
    await owner.call(api.logTouchpoint, { body: { accountId, kind: 'call', subject: 'Call' } });
    expect(await listed()).toMatchObject({ position: 'peak', shown: 'skepticism' });
    expect(
      (await owner.call(peopleContract.listAccounts, { query: { position: 'peak' } })).items.map(({ id }) => id),
    ).toContain(accountId);
    expect((await owner.call(api.endOverride, { params: { id: accountId } })).position).toBe('skepticism');
    expect(await listed()).toMatchObject({ position: 'skepticism' });
    expect(
      (await owner.call(peopleContract.listAccounts, { query: { position: 'peak' } })).items.map(({ id }) => id),
    ).not.toContain(accountId);
  });

  it('tells whom to contact today and why', async () => {
    const neglected = await account('Neglected');
    const history = [
      ['first contact', 160],
      ['reply', 155],
      ['meeting', 150],
      ['demonstration', 140],
      ['proposal', 125],
      ['close won', 115],
      ['case opened', 60],
      ['delivery late', 50],
      ['complaint', 40],
      ['case reopened', 20],
      ['promise broken', 12],
    ] as const;
    await owner.call(api.logTouchpoints, {
      body: {
        touchpoints: history.map(([kind, days]) => ({ accountId: neglected, kind, subject: kind, at: daysAgo(days) })),
      },
    });
    await watchDue(world.house.database, world.house.serving, kinds);
    const planned = await account('Planned');
    await owner.call(api.setNextStep, { body: { accountId: planned, what: 'Send the price list', dueAt: daysAgo(1) } });
    const today = await owner.call(api.today, {});
    expect(today.rows.map((r) => [r.name, r.group])).toEqual([
      ['Neglected', 'alarm'],
      ['Planned', 'next step'],
    ]);
    expect(today.rows[1]).toMatchObject({ overdue: true, todo: { code: 'planned', what: 'Send the price list' } });
    await owner.call(
      api.finishNextStep,
      { params: { id: today.rows[1]!.nextStepId! }, body: {} },
      { ifMatch: today.rows[1]!.nextStepVersion! },
    );
    await owner.call(api.snooze, { params: { id: neglected }, body: { until: daysAgo(-1) } });
    const quiet = await owner.call(api.today, {});
    expect(quiet.rows).toEqual([]);
    expect(quiet.warm).toMatchObject({ name: 'Planned', group: 'warm', why: [{ code: 'never contacted' }] });
  });

  it('calls a relationship steady that nothing has moved for years', async () => {
    const accountId = await account('Forgotten');
    await owner.call(api.logTouchpoint, {
      body: { accountId, kind: 'close won', subject: 'Signed', at: daysAgo(1500) },
    });
    await owner.call(api.setNextStep, { body: { accountId, what: 'Call again', dueAt: daysAgo(0) } });
    const row = (await owner.call(api.today, {})).rows.find((each) => each.accountId === accountId)!;
    expect(Math.abs(row.trustChange)).toBeLessThan(1);
    expect(Math.abs(row.interestChange)).toBeLessThan(1);
    expect(row.spark.map(([days]) => days)).toEqual([-60, 0]);
  });

  it('names the person to call: the one of the next step, else the one spoken with last', async () => {
    const { id: accountId } = await owner.call(peopleContract.createAccount, {
      body: {
        name: 'Tarnfield Castings',
        ownerId: owner.memberId,
        contact: { name: 'Greta Holm', phones: ['+43 1 234'] },
      },
    });
    const { items } = await owner.call(peopleContract.listAccountContacts, { params: { id: accountId }, query: {} });
    const greta = items[0]!.contact.id;
    await owner.call(api.logTouchpoint, {
      body: { accountId, kind: 'call', subject: 'Asked for a firm date', contactIds: [greta], at: daysAgo(2) },
    });
    await owner.call(api.setNextStep, { body: { accountId, what: 'Call with the date', dueAt: daysAgo(0) } });
    const [row] = (await owner.call(api.today, {})).rows;
    expect(row!.contact).toEqual({ id: greta, name: 'Greta Holm', phone: '+431234' });
    expect(row!.why.map((w) => w.code)).toContain('last touchpoint');
  });
});

describe('the clock', () => {
  it('notes silence only where channels are connected, and costs nothing for accounts that are not due', async () => {
    await world.house.database.asOwner((tx) =>
      tx
        .updateTable('workspace')
        .set({ settings: JSON.stringify({ channels: { call: [{ from: '2026-01-01', until: null }] } }) })
        .where('workspace_id', '=', world.workspaces.first)
        .execute(),
    );
    const accountId = await account();
    await owner.call(api.logTouchpoint, { body: { accountId, kind: 'close won', subject: 'Signed' } });
    const signed = await owner.call(api.readRelationship, { params: { id: accountId } });
    expect(await lookAtDue(world.house.database, world.house.serving)).toBe(0);
    world.setNow(new Date(world.now().getTime() + 30 * day));
    expect(await lookAtDue(world.house.database, world.house.serving)).toBeGreaterThan(0);
    const later = await owner.call(api.readRelationship, { params: { id: accountId } });
    expect(later.steps.some((s) => s.kind === 'silence')).toBe(true);
    expect(later.standing.interest.value).toBeLessThan(signed.standing.interest.value);
    const stored = await world.house.database.asOwner((tx) =>
      tx
        .selectFrom('relationship')
        .select(['trust', 'interest'])
        .where('account_id', '=', accountId)
        .executeTakeFirstOrThrow(),
    );
    expect(stored.trust).toBeCloseTo(later.standing.trust.value, 2);
  });
});
