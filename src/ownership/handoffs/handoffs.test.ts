import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { peopleContract } from '../../people/contract.ts';
import { connect } from '../../platform/database.ts';
import { purchaseContract } from '../../purchase/contract.ts';
import { relationshipContract } from '../../relationship/contract.ts';
import { openWorld, type Person, type World } from '../../testing/world.ts';
import { workspaceContract } from '../../workspace/contract.ts';
import { promisesContract } from '../promises/contract.ts';
import { handoffsContract as api, type HandoffDetail } from './contract.ts';

let world: World;
let hunter: Person;
let farmer: Person;
let owner: Person;
let accountId: string;
let saleId: string;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.reset();
  world.setNow('2026-06-11T09:00:00Z');
  [owner, hunter, farmer] = await Promise.all([world.as('owner'), world.as('seller'), world.as('account manager')]);
  accountId = (await hunter.call(peopleContract.createAccount, { body: { name: 'Quillmark Gears' } })).id;
  saleId = (
    await hunter.call(purchaseContract.createOpportunity, {
      body: { name: 'Gear line 2', accountId, amount: '120000', competitors: ['Rotava'] },
    })
  ).id;
});

const win = async (body: object = {}) => {
  const { version } = await hunter.call(purchaseContract.readOpportunity, { params: { id: saleId } });
  await hunter.call(purchaseContract.winOpportunity, { params: { id: saleId }, body }, { ifMatch: version });
  const [item] = (await hunter.call(api.listHandoffs, { query: { account: accountId } })).items;
  return hunter.call(api.readHandoff, { params: { id: item!.id } });
};
const everything = Object.fromEntries(
  [
    'why they bought',
    'success metric',
    'success date',
    'promises',
    'not promised',
    'people',
    'weakest row',
    'terms',
    'risks',
    'preferences',
  ].map((field) => [field, 'none']),
);
const complete = async (h: HandoffDetail) =>
  hunter.call(api.writePacket, { params: { id: h.id }, body: { packet: everything } }, { ifMatch: h.version });
const offered = async () => {
  const h = await complete(await win());
  return hunter.call(
    api.offerHandoff,
    { params: { id: h.id }, body: { farmerId: farmer.memberId } },
    { ifMatch: h.version },
  );
};
const accepted = async () => {
  const h = await offered();
  return farmer.call(api.acceptHandoff, { params: { id: h.id } }, { ifMatch: h.version });
};

/** Whether the person may see the account: as its own policy says, and as the function says that the records of an account ask. */
const seen = ({ memberId, workspaceId }: Person) =>
  connect(world.engine).transact({ workspaceId, memberId, members: [memberId], sees: [], changes: [] }, async (db) => {
    const { rows } = await sql<{
      policy: boolean;
      records: boolean;
    }>`select exists (select from account where id = ${accountId}) as policy, account_seen(${accountId}) as records`.execute(
      db,
    );
    return rows[0]!;
  });

describe('a won sale', () => {
  it('opens a handoff whose packet the sale fills as far as it tells', async () => {
    await hunter.call(promisesContract.makePromise, {
      body: { accountId, opportunityId: saleId, what: 'Training before go-live', dueOn: '2026-07-01' },
    });
    const h = await win({ reason: 'They trust our service', expectation: 'Running by September' });
    expect(h).toMatchObject({ state: 'open', tied: true, hunter: { id: hunter.memberId }, onePerson: false });
    expect(h.fromSale).toMatchObject({
      'why they bought': 'They trust our service',
      promises: 'Training before go-live, due 2026-07-01',
      'success metric': 'Running by September',
      risks: 'Was also talking to Rotava',
    });
    expect(h.missing).toContain('not promised');
    expect(h.missing.length).toBeLessThanOrEqual(10);
    expect(h.duty).toMatchObject({ duty: 'offer', who: 'hunter', dueOn: '2026-06-13T09:00:00.000Z' });
    expect(h.expectations).toMatchObject([{ what: 'Running by September', verdict: 'unchecked' }]);
  });

  it('is not offered with holes in its packet, nor to whoever sold it, nor while they expect too much', async () => {
    const h = await win({
      expectations: [{ expects: 'Service at night', verdict: 'more than sold', answer: 'An addition, not included' }],
    });
    expect(h.expectations).toMatchObject([
      { what: 'Service at night', verdict: 'reset', resetWords: 'An addition, not included' },
    ]);
    await hunter.call(api.addExpectation, {
      params: { id: h.id },
      body: { what: 'Savings', expected: 30, sold: 20, unit: '%' },
    });
    const offer = (version: number, farmerId = farmer.memberId) =>
      hunter.call(api.offerHandoff, { params: { id: h.id }, body: { farmerId } }, { ifMatch: version });
    const filled = await complete(h);
    {
      expect(filled.unrealistic).toBe(1);
      await expect(offer(filled.version)).rejects.toMatchObject({ status: 409, code: 'expectations_unrealistic' });
      const expectation = filled.expectations.find((each) => each.verdict === 'unrealistic');
      const reset = await hunter.call(
        api.checkExpectation,
        { params: { id: expectation!.id }, body: { resetTo: 20, resetWords: 'Twenty, as in the offer' } },
        { ifMatch: expectation!.version },
      );
      expect(reset.verdict).toBe('reset');
      const { items } = await hunter.call(relationshipContract.listTouchpoints, { query: { account: accountId } });
      expect(items[0]).toMatchObject({
        subject: 'Reset an expectation: Savings',
        expectationSet: 'Twenty, as in the offer',
      });
    }
    await expect(offer(filled.version, hunter.memberId)).rejects.toMatchObject({ status: 422 });
    const emptied = await hunter.call(
      api.writePacket,
      { params: { id: h.id }, body: { packet: { 'not promised': '' } } },
      { ifMatch: filled.version },
    );
    await expect(offer(emptied.version)).rejects.toMatchObject({ status: 409, code: 'handoff_packet_incomplete' });
  });

  it('goes to the farmer, who sees the customer, and back to the hunter with questions', async () => {
    const both = (may: boolean) => ({ policy: may, records: may });
    expect([await seen(hunter), await seen(farmer)]).toEqual([both(true), both(false)]);
    const h = await offered();
    expect([await seen(hunter), await seen(farmer)]).toEqual([both(true), both(true)]);
    expect((await farmer.call(peopleContract.readAccount, { params: { id: accountId } })).name).toBe('Quillmark Gears');
    const back = await farmer.call(
      api.returnHandoff,
      { params: { id: h.id }, body: { questions: ['Which figure did the board agree on?'] } },
      { ifMatch: h.version },
    );
    expect(back).toMatchObject({ state: 'returned', tied: true, duty: { duty: 'offer' } });
    const again = await hunter.call(
      api.offerHandoff,
      { params: { id: h.id }, body: { farmerId: farmer.memberId } },
      { ifMatch: back.version },
    );
    const taken = await farmer.call(api.acceptHandoff, { params: { id: h.id } }, { ifMatch: again.version });
    expect(taken).toMatchObject({ state: 'accepted', ties: ['no joint introduction'], duty: { duty: 'introduce' } });
    expect((await farmer.call(peopleContract.readAccount, { params: { id: accountId } })).ownerId).toBe(
      farmer.memberId,
    );
    // The hunter is still on it until both have met the customer.
    expect((await hunter.call(peopleContract.readAccount, { params: { id: accountId } })).name).toBe('Quillmark Gears');
    const met = await hunter.call(api.introduceFarmer, { params: { id: h.id }, body: {} }, { ifMatch: taken.version });
    expect(met).toMatchObject({ tied: false, ties: [], duty: null });
    expect([await seen(hunter), await seen(farmer)]).toEqual([both(false), both(true)]);
    await expect(hunter.call(peopleContract.readAccount, { params: { id: accountId } })).rejects.toMatchObject({
      status: 404,
    });
    const steps = (await farmer.call(relationshipContract.listNextSteps, { query: { account: accountId } })).items;
    expect(steps.map((s) => s.dueAt.slice(0, 10))).toEqual(['2026-07-11', '2026-08-10', '2026-09-09']);
    const records = await owner.call(api.handoffRecords);
    expect(records.hunters[0]).toMatchObject({ memberId: hunter.memberId, handoffs: 1, returned: 1, returnRate: 1 });
    expect(records.farmers[0]).toMatchObject({ memberId: farmer.memberId, handoffs: 2, returned: 1, returnRate: 0.5 });
  });

  it('has its introduction noted by whoever logs that they met', async () => {
    const h = await accepted();
    await farmer.call(relationshipContract.logTouchpoint, {
      body: { accountId, kind: 'introduction', subject: 'All three at the plant' },
    });
    expect((await farmer.call(api.readHandoff, { params: { id: h.id } })).tied).toBe(false);
  });

  it('suggests farmers with room, the one who knows them first', async () => {
    const other = await world.as('account manager', { another: 'b' });
    const h = await win();
    // A seller sees their own customers only, so what they did with this one is told by a leader.
    await owner.call(relationshipContract.logTouchpoint, {
      body: { accountId, kind: 'call', subject: 'About service' },
    });
    const { items } = await hunter.call(api.suggestFarmers, { params: { id: h.id } });
    expect(items.map((f) => f.id)).toEqual(expect.arrayContaining([farmer.memberId, other.memberId]));
    expect(items.slice(0, 2).every((f) => f.isFarmer && f.free > 0)).toBe(true);
    expect(items.some((f) => f.id === hunter.memberId)).toBe(false);
  });

  it('stands on the list of today of whoever has to move', async () => {
    const h = await offered();
    const [row] = (await farmer.call(relationshipContract.today, { query: { whose: 'mine' } })).rows;
    expect(row).toMatchObject({ group: 'handoff', accountId, handoffId: h.id, todo: { code: 'accept handoff' } });
    expect(
      (await hunter.call(relationshipContract.today, { query: { whose: 'mine' } })).rows.some(
        (r) => r.group === 'handoff',
      ),
    ).toBe(false);
  });

  it('asks a firm of one only for a short self-check', async () => {
    const alone = await world.as('owner', { workspace: 'second' });
    const account = await alone.call(peopleContract.createAccount, { body: { name: 'Solo customer' } });
    const sale = await alone.call(purchaseContract.createOpportunity, {
      body: { name: 'First sale', accountId: account.id },
    });
    await alone.call(purchaseContract.winOpportunity, { params: { id: sale.id }, body: {} }, { ifMatch: sale.version });
    const [h] = (await alone.call(api.listHandoffs)).items;
    expect(h).toMatchObject({ onePerson: true, tied: true });
    expect(h!.missing.length).toBeLessThanOrEqual(5);
    await expect(
      alone.call(api.acceptHandoff, { params: { id: h!.id } }, { ifMatch: h!.version }),
    ).rejects.toMatchObject({ status: 409 });
    const filled = await alone.call(
      api.writePacket,
      { params: { id: h!.id }, body: { packet: Object.fromEntries(h!.missing.map((field) => [field, 'none'])) } },
      { ifMatch: h!.version },
    );
    expect(await alone.call(api.acceptHandoff, { params: { id: h!.id } }, { ifMatch: filled.version })).toMatchObject({
      state: 'accepted',
      tied: false,
    });
  });

  it('of the counter, or of whoever keeps the customer anyway, opens none', async () => {
    await hunter.call(purchaseContract.sell, { body: { name: 'Basket', accountId, amount: '50' } });
    const own = await farmer.call(peopleContract.createAccount, { body: { name: 'Own customer' } });
    const sale = await farmer.call(purchaseContract.createOpportunity, {
      body: { name: 'Second line', accountId: own.id },
    });
    await farmer.call(
      purchaseContract.winOpportunity,
      { params: { id: sale.id }, body: {} },
      { ifMatch: sale.version },
    );
    expect((await owner.call(api.listHandoffs)).items).toEqual([]);
  });
});

describe('the hunter stays until it is accepted', () => {
  const refusal = { status: 409, code: 'handoff_open' };
  const ways: [string, () => Promise<unknown>][] = [
    [
      'gives the account to somebody else',
      async () => {
        const { version } = await hunter.call(peopleContract.readAccount, { params: { id: accountId } });
        return hunter.call(
          peopleContract.changeAccount,
          { params: { id: accountId }, body: { ownerId: farmer.memberId } },
          { ifMatch: version },
        );
      },
    ],
    [
      'takes himself off the account',
      async () => {
        const { version } = await owner.call(peopleContract.readAccount, { params: { id: accountId } });
        return owner.call(
          peopleContract.changeAccount,
          { params: { id: accountId }, body: { ownerId: null } },
          { ifMatch: version },
        );
      },
    ],
    [
      'gives it away among many',
      () =>
        owner.call(peopleContract.changeMany, {
          body: { kind: 'account', ids: [accountId], change: { action: 'owner', ownerId: farmer.memberId } },
        }),
    ],
    ['deletes the account', () => hunter.call(peopleContract.deleteAccount, { params: { id: accountId } })],
    [
      'deletes it among many',
      () =>
        owner.call(peopleContract.changeMany, {
          body: { kind: 'account', ids: [accountId], change: { action: 'delete' } },
        }),
    ],
    [
      'gives the won sale to a colleague',
      async () => {
        const { version } = await owner.call(purchaseContract.readOpportunity, { params: { id: saleId } });
        return owner.call(
          purchaseContract.changeOpportunity,
          { params: { id: saleId }, body: { ownerId: farmer.memberId } },
          { ifMatch: version },
        );
      },
    ],
    [
      'moves the won sale to another account',
      async () => {
        const other = await owner.call(peopleContract.createAccount, { body: { name: 'Elsewhere' } });
        const { version } = await owner.call(purchaseContract.readOpportunity, { params: { id: saleId } });
        return owner.call(
          purchaseContract.changeOpportunity,
          { params: { id: saleId }, body: { accountId: other.id } },
          { ifMatch: version },
        );
      },
    ],
    ['deletes the won sale', () => owner.call(purchaseContract.deleteOpportunity, { params: { id: saleId } })],
    [
      'leaves the firm',
      async () => {
        const member = await owner.call(workspaceContract.getMember, { params: { id: hunter.memberId } });
        return owner.call(
          workspaceContract.setAccess,
          { params: { id: hunter.memberId }, body: { enabled: false } },
          { ifMatch: member.version },
        );
      },
    ],
  ];
  it('whatever somebody tries, and says what to do instead', async () => {
    const h = await offered();
    for (const [way, attempt] of ways) {
      const problem = await attempt().then(
        () => null,
        (error: unknown) => error as { detail: string; more: { about?: string } },
      );
      expect(problem, way).toMatchObject(refusal);
      expect(problem!.detail, way).toContain('finish the handoff, or end it with a reason');
      expect(problem!.more.about, way).toBe(h.id);
      expect((await hunter.call(peopleContract.readAccount, { params: { id: accountId } })).ownerId, way).toBe(
        hunter.memberId,
      );
    }
  });

  it('and cannot let himself off; a leader can, with a reason that is kept', async () => {
    const h = await offered();
    const end = (who: Person, reason: string) =>
      who.call(api.overrideHandoff, { params: { id: h.id }, body: { reason } }, { ifMatch: h.version });
    await expect(end(hunter, 'I have no time')).rejects.toMatchObject({ status: 403 });
    const over = await end(owner, 'The account is closed next week');
    expect(over).toMatchObject({ state: 'overridden', tied: false });
    expect(over.events.at(-1)).toMatchObject({ kind: 'overridden', reason: 'The account is closed next week' });
    await hunter.call(peopleContract.deleteAccount, { params: { id: accountId } });
  });

  it('and is free once the farmer has accepted and met them; the account cannot vanish before', async () => {
    const h = await accepted();
    await expect(owner.call(peopleContract.deleteAccount, { params: { id: accountId } })).rejects.toMatchObject(
      refusal,
    );
    await farmer.call(api.introduceFarmer, { params: { id: h.id }, body: {} }, { ifMatch: h.version });
    const member = await owner.call(workspaceContract.getMember, { params: { id: hunter.memberId } });
    await owner.call(
      workspaceContract.setAccess,
      { params: { id: hunter.memberId }, body: { enabled: false } },
      { ifMatch: member.version },
    );
    await owner.call(peopleContract.deleteAccount, { params: { id: accountId } });
  });

  it('and a sale that is reopened has nothing to hand over; won again, it begins anew', async () => {
    const h = await offered();
    const { version } = await hunter.call(purchaseContract.readOpportunity, { params: { id: saleId } });
    await hunter.call(
      purchaseContract.reopenOpportunity,
      { params: { id: saleId }, body: { reason: 'They want another size' } },
      { ifMatch: version },
    );
    expect((await hunter.call(api.readHandoff, { params: { id: h.id } })).tied).toBe(false);
    world.setNow('2026-06-20T09:00:00Z');
    expect(await win()).toMatchObject({ id: h.id, state: 'open', tied: true, farmer: null, events: [] });
  });
});
