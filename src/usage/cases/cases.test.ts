import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { peopleContract } from '../../people/contract.ts';
import { connect } from '../../platform/database.ts';
import { relationshipContract } from '../../relationship/contract.ts';
import { openWorld, type Person, type World } from '../../testing/world.ts';
import { noteBroken } from './clock.api.ts';
import { caseContract as api } from './contract.ts';
import { shippedLevel } from './serviceLevel.ts';

let world: World;
let service: Person;
let seller: Person;
let accountId: string;
let contactId: string;

beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

// Thursday, within the shipped service hours.
const morning = '2026-06-11T09:00:00Z';

beforeEach(async () => {
  await world.reset();
  world.setNow(morning);
  service = await world.as('service');
  seller = await world.as('seller');
  ({ id: accountId } = await seller.call(peopleContract.createAccount, {
    body: { name: 'Halden Paper', ownerId: seller.memberId, phase: 'usage' },
  }));
  ({ id: contactId } = await seller.call(peopleContract.createContact, {
    body: { name: 'Ines Halden', accountId, emails: ['ines@halden.example'] },
  }));
});

const open = (more: object = {}, person = service) =>
  person.call(api.createCase, { body: { subject: 'Dosing pump stops', accountId, contactId, ...more } });
const read = (id: string, person = service) => person.call(api.readCase, { params: { id } });
const act = async (endpoint: typeof api.solveCase, id: string, body: object = {}) =>
  service.call(endpoint, { params: { id }, body }, { ifMatch: (await read(id)).version });
const anyone = async (path: string, body: object) => {
  const response = await world.fetch(
    new Request(`http://127.0.0.1/api${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );
  return { status: response.status, ...((await response.json()) as Record<string, unknown>) };
};
const kindsInLedger = async () =>
  (await service.call(relationshipContract.listTouchpoints, { query: { account: accountId } })).items.map(
    (each) => each.kind,
  );

describe('a case', () => {
  it('is opened with both clocks running, and the ledger hears of it', async () => {
    const made = await open({ severity: 'high', body: 'It stops at night' });
    expect(made).toMatchObject({ state: 'open', clock: 'first response', dueAt: '2026-06-11T11:00:00.000Z' });
    const detail = await read(made.id);
    expect(detail).toMatchObject({
      resolutionDueAt: '2026-06-15T09:00:00.000Z',
      promised: { firstResponseMinutes: 120 },
      contactEmails: ['ines@halden.example'],
      mayChange: true,
    });
    expect(detail.messages).toMatchObject([
      { kind: 'from customer', author: 'Ines Halden', body: 'It stops at night' },
    ]);
    expect(await kindsInLedger()).toEqual(['case opened']);
  });

  it('the first answer ends the first clock; a note does not', async () => {
    const { id } = await open();
    await service.call(api.writeMessage, { params: { id }, body: { kind: 'note', body: 'Looks like the seal' } });
    expect((await read(id)).clock).toBe('first response');
    await service.call(api.writeMessage, { params: { id }, body: { kind: 'to customer', body: 'We are on it' } });
    expect(await read(id)).toMatchObject({
      clock: 'resolution',
      firstRespondedAt: '2026-06-11T09:00:00.000Z',
      state: 'open',
    });
  });

  it('waits for the customer without losing time, and goes on when the customer answers', async () => {
    const { id } = await open();
    await service.call(api.writeMessage, {
      params: { id },
      body: { kind: 'to customer', body: 'Which pump?', next: 'wait' },
    });
    expect(await read(id)).toMatchObject({ state: 'waiting', dueAt: null, clock: null });
    world.setNow('2026-06-15T10:00:00Z');
    await service.call(api.writeMessage, {
      params: { id },
      body: { kind: 'from customer', body: 'The left one', channel: 'call' },
    });
    // Waited two service days and an hour: Thursday 09 to 17, Friday, Monday 08 to 10.
    expect(await read(id)).toMatchObject({
      state: 'open',
      unread: true,
      pausedMinutes: 8 * 60 + 9 * 60 + 2 * 60,
      resolutionDueAt: '2026-06-22T10:00:00.000Z',
    });
  });

  it('solved too late says so in the ledger, reopened begins a new promise', async () => {
    const { id } = await open();
    world.setNow('2026-06-30T09:00:00Z');
    expect(await act(api.solveCase, id, { solution: 'New seal' })).toMatchObject({ state: 'solved', dueAt: null });
    await act(api.reopenCase as never, id, { reason: 'Stops again' });
    expect(await read(id)).toMatchObject({ state: 'open', reopened: 1, resolutionDueAt: '2026-07-07T09:00:00.000Z' });
    expect(await kindsInLedger()).toEqual(['case reopened', 'case solved late', 'case opened']);
    await act(api.solveCase, id);
    expect((await kindsInLedger())[0]).toBe('case solved');
    const { rows } = await world.engine.pool.query<{ name: string; account_id: string }>(
      `select name, account_id from event where name = 'case.reopened'`,
    );
    expect(rows).toEqual([{ name: 'case.reopened', account_id: accountId }]);
  });

  it('a graver severity is another promise from the same opening; open cases keep theirs when the firm promises less', async () => {
    const made = await open();
    const manager = await world.as('manager');
    const { level } = await manager.call(api.readServiceLevel);
    const lax = {
      ...level,
      targets: level.targets.map((each) => ({ ...each, resolutionMinutes: each.resolutionMinutes * 3 })),
    };
    expect((await manager.call(api.saveServiceLevel, { body: { level: lax, basedOn: 0 } })).version).toBe(1);
    await expect(manager.call(api.saveServiceLevel, { body: { level: lax, basedOn: 0 } })).rejects.toMatchObject({
      status: 412,
    });
    await expect(service.call(api.saveServiceLevel, { body: { level: lax, basedOn: 1 } })).rejects.toMatchObject({
      status: 403,
    });
    expect((await read(made.id)).resolutionDueAt).toBe('2026-06-18T09:00:00.000Z');
    await service.call(
      api.changeCase,
      { params: { id: made.id }, body: { severity: 'severe' } },
      { ifMatch: made.version },
    );
    expect(await read(made.id)).toMatchObject({ dueAt: '2026-06-11T09:30:00.000Z' });
    expect(shippedLevel('nowhere').timeZone).toBe('UTC');
  });

  it('an edit of an old version is refused with the present one', async () => {
    const made = await open();
    await service.call(
      api.changeCase,
      { params: { id: made.id }, body: { ownerId: service.memberId } },
      { ifMatch: made.version },
    );
    await expect(
      service.call(api.changeCase, { params: { id: made.id }, body: { subject: 'Other' } }, { ifMatch: made.version }),
    ).rejects.toMatchObject({ status: 412 });
  });
});

describe('the queue', () => {
  it('shows mine, my team’s and nobody’s, the soonest broken promise first', async () => {
    const low = await open({ severity: 'low', subject: 'Question on salt', ownerId: service.memberId });
    const severe = await open({ severity: 'severe', subject: 'Line stands' });
    const mine = await service.call(api.listCases, { query: { queue: 'mine' } });
    expect(mine.items.map((each) => each.id)).toEqual([low.id]);
    const all = await service.call(api.listCases, { query: {} });
    expect(all.items.map((each) => each.id)).toEqual([severe.id, low.id]);
    const page = await service.call(api.listCases, { query: { limit: 1 } });
    expect(
      (await service.call(api.listCases, { query: { limit: 1, cursor: page.next! } })).items.map((each) => each.id),
    ).toEqual([low.id]);
    expect((await service.call(api.listCases, { query: { queue: 'unassigned' } })).items).toHaveLength(1);
    expect((await service.call(api.listCases, { query: { text: 'salt' } })).items).toHaveLength(1);
    expect((await service.call(api.listCases, { query: { text: 'halden' } })).items).toHaveLength(2);
    world.setNow('2026-06-11T10:00:00Z');
    const { queues } = await service.call(api.caseQueues);
    expect(queues).toEqual([
      { queue: 'mine', open: 1, late: 0 },
      { queue: 'team', open: 1, late: 0 },
      { queue: 'unassigned', open: 1, late: 1 },
      { queue: 'all', open: 2, late: 1 },
    ]);
    expect((await service.call(api.listCases, { query: { late: 'true' } })).items.map((each) => each.id)).toEqual([
      severe.id,
    ]);
  });

  it('a seller opens a case for an own customer and sees it, a stranger to the customer does not', async () => {
    const made = await open({}, seller);
    expect((await read(made.id, seller)).mayChange).toBe(true);
    const other = await world.as('seller', { another: 'two' });
    await expect(read(made.id, other)).rejects.toMatchObject({ status: 404 });
    await expect(open({}, other)).rejects.toMatchObject({ status: 422 });
    expect((await other.call(api.listCases, { query: { text: 'halden' } })).items).toEqual([]);
  });
});

describe('promises that run out', () => {
  it('are noted once, by what is due, and stand on the list of whoever works on the case', async () => {
    const { id } = await open({ severity: 'severe', ownerId: service.memberId });
    await open({ severity: 'low' });
    const database = connect(world.engine);
    expect(await noteBroken(database, world.house.serving)).toBe(0);
    world.setNow('2026-06-11T10:00:00Z');
    expect(await noteBroken(database, world.house.serving)).toBe(1);
    expect(await noteBroken(database, world.house.serving)).toBe(0);
    expect(await read(id)).toMatchObject({ breached: 'first response' });
    const today = await service.call(relationshipContract.today, { query: { whose: 'mine' } });
    expect(today.rows).toMatchObject([{ accountId, caseId: id }]);
    expect(today.rows[0]!.why.map((each) => each['code'])).toContain('promise of case broken');
    const { firstResponse } = await service.call(api.caseQueues);
    expect(firstResponse).toEqual({ promised: 1, kept: 0 });
  });
});

describe('two cases about the same thing', () => {
  it('become one conversation, and can be taken apart again', async () => {
    const first = await open({ body: 'It stops' });
    const second = await open({ subject: 'Pump again', body: 'Still stops' });
    const stranger = await seller.call(peopleContract.createAccount, {
      body: { name: 'Other firm', ownerId: seller.memberId },
    });
    const foreign = await open({ accountId: stranger.id, contactId: null });
    await expect(act(api.mergeCase as never, second.id, { intoId: foreign.id })).rejects.toMatchObject({
      status: 409,
      code: 'other_customer',
    });
    await act(api.mergeCase as never, second.id, { intoId: first.id });
    expect((await read(first.id)).messages.map((each) => [each.body, each.from?.name ?? null])).toEqual([
      ['It stops', null],
      ['Still stops', 'Pump again'],
    ]);
    expect(await read(second.id)).toMatchObject({ state: 'closed', mergedIntoId: first.id });
    await expect(act(api.solveCase, second.id)).rejects.toMatchObject({ status: 422 });
    await act(api.unmergeCase as never, second.id);
    expect(await read(second.id)).toMatchObject({ state: 'open', mergedIntoId: null });
    expect((await read(first.id)).messages).toHaveLength(1);
  });
});

describe('the customer’s own page', () => {
  it('shows the conversation but no note, takes a reply, and opens a solved case again', async () => {
    const { id } = await open({ body: 'It stops' });
    await service.call(api.writeMessage, { params: { id }, body: { kind: 'note', body: 'He is difficult' } });
    await service.call(api.writeMessage, {
      params: { id },
      body: { kind: 'to customer', body: 'Seal sent', next: 'solve' },
    });
    const { path } = await service.call(api.makeCaseLink, { params: { id } });
    const secret = path.split('#')[1]!;
    const page = await anyone('/case-page', { secret });
    expect(page).toMatchObject({
      status: 200,
      state: 'solved',
      firm: 'The first firm',
      contactName: 'Ines Halden',
      messages: [
        { from: 'you', body: 'It stops' },
        { from: 'us', body: 'Seal sent' },
      ],
    });
    expect(JSON.stringify(page)).not.toContain('difficult');
    expect((await read(id)).link?.seenAt).not.toBeNull();
    expect(await anyone('/case-page/reply', { secret, body: 'Stops again' })).toMatchObject({
      status: 200,
      state: 'open',
    });
    expect(await read(id)).toMatchObject({ state: 'open', reopened: 1, unread: true });
    const { rows } = await world.engine.pool.query<{ token_hash: Buffer }>('select token_hash from case_link');
    expect(rows[0]!.token_hash.toString('base64url')).not.toContain(secret);
  });

  it('an ended or invented link opens nothing, and says no more than that', async () => {
    const { id } = await open();
    const before = (await service.call(api.makeCaseLink, { params: { id } })).path.split('#')[1]!;
    expect(await anyone('/case-page', { secret: before })).toMatchObject({ status: 200 });
    await service.call(api.endCaseLink, { params: { id } });
    const old = await anyone('/case-page', { secret: before });
    const invented = await anyone('/case-page', { secret: 'x'.repeat(43) });
    expect(old).toMatchObject({ status: 410, code: 'link_over' });
    expect({ ...old, requestId: '' }).toEqual({ ...invented, requestId: '' });
    expect((await read(id)).link).toBeNull();
  });
});

describe('canned answers', () => {
  it('are kept by service people for everybody who answers', async () => {
    const made = await service.call(api.addCannedAnswer, {
      body: { name: 'Thanks', body: 'Dear {{contact}}, thank you.' },
    });
    await expect(service.call(api.addCannedAnswer, { body: { name: 'Thanks', body: 'x' } })).rejects.toMatchObject({
      code: 'name_taken',
    });
    await expect(
      seller.call(api.changeCannedAnswer, { params: { id: made.id }, body: { body: 'y' } }, { ifMatch: 1 }),
    ).rejects.toMatchObject({ status: 403 });
    expect((await seller.call(api.listCannedAnswers)).items).toHaveLength(1);
    await service.call(api.removeCannedAnswer, { params: { id: made.id } });
    expect((await service.call(api.listCannedAnswers)).items).toEqual([]);
  });
});
