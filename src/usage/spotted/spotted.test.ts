import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../platform/database.ts';
import { peopleContract } from '../../people/contract.ts';
import { purchaseContract } from '../../purchase/contract.ts';
import { relationshipContract } from '../../relationship/contract.ts';
import { openWorld, type Person, type World } from '../../testing/world.ts';
import { workspaceContract } from '../../workspace/contract.ts';
import { notificationContract } from '../../workspace/notifications/contract.ts';
import { kinds } from '../../workspace/roles.ts';
import { tellOverdue } from './clock.api.ts';
import { spottedContract as api } from './contract.ts';
import { answerDueAt, firstOf, isSameNeed, routedTo, usualRules } from './spotted.ts';

let world: World;
let technician: Person;
let seller: Person;
let account: { id: string };
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.reset();
  world.setNow('2026-06-11T09:00:00Z');
  technician = await world.as('service');
  seller = await world.as('seller');
  account = await seller.call(peopleContract.createAccount, { body: { name: 'Bergquell', phase: 'usage' } });
});

const note = (by: Person, what = 'Second shift asks for a stand-by pump', more: object = {}) =>
  by.call(api.noteSpotted, { body: { accountId: account.id, what, urgency: 'now', mayContact: 'yes', ...more } });
const told = async (person: Person) =>
  (await person.call(notificationContract.listNotifications, {})).items.map((row) => row.code);

describe('what a technician spots', () => {
  it('goes to whoever looks after the account, is accepted, becomes a sale, and the technician sees it won', async () => {
    const noted = await note(technician);
    expect(noted).toMatchObject({
      recipientId: seller.memberId,
      routed: 'account owner',
      state: 'noted',
      isMine: true,
    });
    expect(await told(seller)).toEqual(['spotted.noted']);

    const accepted = await seller.call(api.acceptSpotted, {
      params: { id: noted.id },
      body: { becomes: 'opportunity', amount: '9800', callBy: '2026-06-12T09:00:00Z' },
    });
    expect(accepted.sale).toMatchObject({ stage: 'interest', outcome: 'open', amount: '9800.00' });
    const sale = await seller.call(purchaseContract.readOpportunity, { params: { id: accepted.opportunityId! } });
    expect(sale).toMatchObject({ kind: 'aftermarket', source: 'Spotted by The service', amount: '9800.00' });
    const steps = await seller.call(relationshipContract.listNextSteps, { query: { account: account.id } });
    expect(steps.items).toHaveLength(1);

    const moved = await seller.call(
      purchaseContract.moveStage,
      { params: { id: sale.id }, body: { stage: 'assessment', anyway: 'They asked for it' } },
      { ifMatch: sale.version },
    );
    await seller.call(
      purchaseContract.winOpportunity,
      { params: { id: sale.id }, body: { amount: '10200' } },
      { ifMatch: moved.version },
    );
    expect(await told(technician)).toEqual(['spotted.won', 'spotted.moved', 'spotted.accepted as opportunity']);
    const [won] = (await technician.call(notificationContract.listNotifications, {})).items;
    expect(won?.facts).toMatchObject({ amount: '10200.00', account: 'Bergquell' });
    const became = await technician.call(api.readSpotted, { params: { id: noted.id } });
    expect(became.sale).toMatchObject({ outcome: 'won', amount: '10200.00', stage: 'action' });
    expect(became.news.map((step) => step.code)).toEqual(['noted', 'accepted as opportunity', 'moved', 'won']);
    expect(await technician.call(api.countSpotted, {})).toMatchObject({
      noted: 1,
      won: 1,
      wonAmounts: [{ currency: 'EUR', amount: '10200.00' }],
    });
  });

  it('is declined with a reason, which the technician is told; the answer can be taken back', async () => {
    const noted = await note(technician);
    await seller.call(api.declineSpotted, {
      params: { id: noted.id },
      body: { reason: 'no budget', note: 'Next year' },
    });
    const [said] = (await technician.call(notificationContract.listNotifications, {})).items;
    expect(said).toMatchObject({ code: 'spotted.declined', facts: { reason: 'no budget: Next year' } });
    await expect(
      seller.call(api.acceptSpotted, { params: { id: noted.id }, body: { becomes: 'prospect' } }),
    ).rejects.toMatchObject({ status: 409 });
    const again = await seller.call(api.reopenSpotted, { params: { id: noted.id } });
    expect(again).toMatchObject({ state: 'noted', reason: null });
  });

  it('for a company next door becomes an account of its own', async () => {
    const noted = await note(technician, 'Their pump leaks', { forName: 'Hopfgarten' });
    const accepted = await seller.call(api.acceptSpotted, { params: { id: noted.id }, body: { becomes: 'prospect' } });
    expect(accepted.prospect?.name).toBe('Hopfgarten');
    const prospect = await seller.call(peopleContract.readAccount, { params: { id: accepted.prospect!.id } });
    expect(prospect).toMatchObject({ name: 'Hopfgarten', owner: { id: seller.memberId } });
    const sold = await seller.call(api.acceptSpotted, { params: { id: noted.id }, body: { becomes: 'opportunity' } });
    expect(sold).toMatchObject({ state: 'accepted', becomes: 'opportunity', prospect: { id: prospect.id } });
  });

  it('is answered only by sales, once, and never by whoever noted it', async () => {
    const noted = await note(technician);
    const accept = (by: Person) =>
      by.call(api.acceptSpotted, { params: { id: noted.id }, body: { becomes: 'prospect' } });
    await expect(accept(technician)).rejects.toMatchObject({ status: 403 });
    const outsider = await world.as('seller', { another: 'elsewhere' });
    await expect(accept(outsider)).rejects.toMatchObject({ status: 404 });
    const both = await Promise.allSettled([accept(seller), accept(seller)]);
    expect(both.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
  });

  it('is never forgotten: sales and their leader are told once when the answer is overdue', async () => {
    const leader = await world.as('team leader');
    const manager = await world.as('manager');
    const team = await manager.call(workspaceContract.createTeam, {
      body: { name: 'North', leaderId: leader.memberId },
    });
    const member = await manager.call(workspaceContract.getMember, { params: { id: seller.memberId } });
    await manager.call(
      workspaceContract.changeMember,
      { params: { id: seller.memberId }, body: { teamId: team.id } },
      { ifMatch: member.version },
    );
    await note(technician);
    const clock = () => tellOverdue(connect(world.engine), world.house.serving, kinds);
    expect(await clock()).toBe(0);
    world.setNow('2026-06-12T09:00:01Z');
    expect(await clock()).toBe(1);
    expect(await clock()).toBe(0);
    expect(await told(seller)).toEqual(['spotted.overdue', 'spotted.noted']);
    expect(await told(leader)).toEqual(['spotted.overdue in team']);
    expect(await seller.call(api.countSpotted, {})).toMatchObject({ toAnswer: 1, overdue: 1 });
  });
});

describe('who noted it first', () => {
  it('keeps the credit; the second is told, adds to it, and hears of the answer as well', async () => {
    const second = await world.as('service', { another: 'second' });
    const first = await note(technician);
    const added = await note(second, 'A stand-by pump for the second shift, says the foreman');
    expect(added).toMatchObject({ state: 'joined', first: { id: first.id, originatorName: 'The service' } });
    expect(await told(technician)).toEqual(['spotted.added']);
    const detail = await technician.call(api.readSpotted, { params: { id: first.id } });
    expect(detail.addedBy).toHaveLength(1);
    await seller.call(api.declineSpotted, { params: { id: first.id }, body: { reason: 'no need' } });
    expect(await told(second)).toEqual(['spotted.declined']);
    const other = await second.call(api.separateSpotted, { params: { id: added.id } });
    expect(other).toMatchObject({ state: 'noted', first: null });
  });

  it('does not take what is something else, or came long after', () => {
    expect(isSameNeed('Second shift asks for a stand-by pump', 'Stand-by pumps for second shift')).toBe(true);
    expect(isSameNeed('Old softener in the boiler house', 'They plan a new line next spring')).toBe(false);
    const earlier = [{ id: '1', what: 'Stand-by pump', forName: null, notedAt: new Date('2026-05-01') }];
    const late = { what: 'A stand-by pump', forName: null, notedAt: new Date('2026-06-11') };
    expect(firstOf(earlier, late)).toBeNull();
    expect(firstOf(earlier, { ...late, notedAt: new Date('2026-05-20') })?.id).toBe('1');
    expect(firstOf(earlier, { ...late, notedAt: new Date('2026-05-20'), forName: 'Hopfgarten' })).toBeNull();
  });
});

describe('the rules', () => {
  it('give sales working days, not days', () => {
    const friday = new Date('2026-06-12T15:00:00Z');
    expect(answerDueAt(friday, 'now').toISOString()).toBe('2026-06-15T15:00:00.000Z');
    expect(answerDueAt(friday, 'soon').toISOString()).toBe('2026-06-17T15:00:00.000Z');
  });

  it('send a note to the owner, else whom the workspace named, else the leader, else a manager', () => {
    const nobody = { accountOwner: null, rule: null, teamLeader: null, manager: null };
    expect(routedTo({ accountOwner: 'a', rule: 'b', teamLeader: 'c', manager: 'd' }).recipientId).toBe('a');
    expect(routedTo({ ...nobody, rule: 'b', teamLeader: 'c' }).routed).toBe('rule');
    expect(routedTo({ ...nobody, manager: 'd' }).recipientId).toBe('d');
    expect(routedTo(nobody)).toEqual({ recipientId: null, routed: 'nobody' });
  });

  it('show a leaderboard only where the workspace wishes for one', async () => {
    await note(technician);
    expect(await seller.call(api.readLeaderboard, {})).toMatchObject({ on: false, rows: [] });
    const owner = await world.as('owner');
    const workspace = await owner.call(workspaceContract.getWorkspace);
    const changed = await owner.call(
      workspaceContract.changeWorkspace,
      { body: { settings: { spotted: { ...usualRules, leaderboard: true } } } },
      { ifMatch: workspace.version },
    );
    expect(changed.settings.channels).toEqual(workspace.settings.channels);
    expect(await seller.call(api.readLeaderboard, {})).toMatchObject({ on: true, rows: [{ noted: 1 }] });
  });
});
