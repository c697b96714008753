import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { peopleContract } from '../../people/contract.ts';
import { newId } from '../../platform/ids.ts';
import { relationshipContract } from '../../relationship/contract.ts';
import { openWorld, type Person, type World } from '../../testing/world.ts';
import { caseContract } from '../cases/contract.ts';
import { surveyContract as api } from './contract.ts';
import { isDrawn, kindOf, mayAsk, netPromoter, usualProgramme } from './voice.ts';

let world: World;
let owner: Person;
let accountId: string;
let contactId: string;

beforeAll(async () => {
  world = await openWorld();
  owner = await world.as('owner');
  ({ id: accountId } = await owner.call(peopleContract.createAccount, {
    body: { name: 'Halden', ownerId: owner.memberId, phase: 'usage' },
  }));
  ({ id: contactId } = await owner.call(peopleContract.createContact, {
    body: { name: 'Ines Halden', accountId, emails: ['ines@halden.example'] },
  }));
});
afterAll(() => world.close());

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
const ledger = async () =>
  (await owner.call(relationshipContract.listTouchpoints, { query: { account: accountId } })).items;

describe('at the end of a case', () => {
  it('its page asks once how it went; the answer is a touchpoint, and the response rate stands beside the score', async () => {
    const made = await owner.call(caseContract.createCase, { body: { subject: 'Pump stops', accountId, contactId } });
    const { path } = await owner.call(caseContract.makeCaseLink, { params: { id: made.id } });
    const secret = path.split('#')[1]!;
    expect(await anyone('/case-page', { secret })).toMatchObject({ mayRate: false });
    await owner.call(caseContract.writeMessage, {
      params: { id: made.id },
      body: { kind: 'to customer', body: 'New seal', next: 'solve' },
    });
    expect(await anyone('/case-page', { secret })).toMatchObject({ mayRate: true });
    expect(await owner.call(api.readVoice)).toMatchObject({ satisfaction: { value: null, asked: 1, answered: 0 } });
    expect(
      await anyone('/case-page/rating', { secret, satisfaction: 2, effort: 5, comment: 'Three calls' }),
    ).toMatchObject({ status: 200 });
    expect(await anyone('/case-page/rating', { secret, satisfaction: 5, effort: 1 })).toMatchObject({ status: 409 });
    const [answer] = await ledger();
    expect(answer).toMatchObject({
      kind: 'survey poor',
      channel: 'survey',
      expectation: -1,
      effort: 'high',
      body: 'Three calls',
      caseId: made.id,
    });
    const voice = await owner.call(api.readVoice);
    expect(voice).toMatchObject({
      satisfaction: { value: 0, asked: 1, answered: 1 },
      effort: { value: 5 },
      answers: [{ comment: 'Three calls' }],
    });
  });

  it('who cannot be reached is not counted as asked', async () => {
    const made = await owner.call(caseContract.createCase, { body: { subject: 'Question', accountId, contactId } });
    await owner.call(caseContract.solveCase, { params: { id: made.id }, body: {} }, { ifMatch: made.version });
    expect((await owner.call(api.readVoice)).satisfaction.asked).toBe(1);
  });

  it('is asked too when the link is made only after it was solved', async () => {
    const made = await owner.call(caseContract.createCase, { body: { subject: 'Invoice', accountId, contactId } });
    await owner.call(caseContract.solveCase, { params: { id: made.id }, body: {} }, { ifMatch: made.version });
    const { path } = await owner.call(caseContract.makeCaseLink, { params: { id: made.id } });
    expect(await anyone('/case-page', { secret: path.split('#')[1]! })).toMatchObject({ mayRate: true });
  });
});

describe('would they recommend us', () => {
  it('is asked only of who agreed, not too often, and never again of who said so', async () => {
    await expect(owner.call(api.askToRecommend, { body: { contactId } })).rejects.toMatchObject({
      status: 409,
      code: 'not_now',
    });
    await world.engine.pool.query(
      `insert into consent (workspace_id, id, contact_id, channel, purpose, state, source, at, recorded_at) values ($1, $2, $3, 'mail', 'survey', 'given', 'by phone', $4, $4)`,
      [world.workspaces.first, newId(), contactId, world.now()],
    );
    // Just asked how a case went: not now.
    await expect(owner.call(api.askToRecommend, { body: { contactId } })).rejects.toMatchObject({
      more: { against: ['asked about a case'] },
    });
    world.setNow('2026-07-11T09:00:00Z');
    const { path, mailedTo } = await owner.call(api.askToRecommend, { body: { contactId } });
    expect(mailedTo).toBeNull();
    const secret = path.split('#')[1]!;
    expect(await anyone('/survey-page', { secret })).toMatchObject({
      firm: 'The first firm',
      contactName: 'Ines Halden',
      answered: false,
    });
    expect(await anyone('/survey-page/answer', { secret, recommend: 9 })).toMatchObject({ status: 200 });
    expect(await anyone('/survey-page/answer', { secret, recommend: 1 })).toMatchObject({ status: 409 });
    expect((await ledger())[0]).toMatchObject({ kind: 'survey good' });
    expect((await owner.call(api.readVoice)).recommend).toEqual({ value: 100, asked: 1, answered: 1 });
    const { items } = await owner.call(api.listToAsk);
    expect(items[0]!.against).toEqual(['asked recently']);
    await expect(owner.call(api.askToRecommend, { body: { contactId } })).rejects.toMatchObject({ code: 'not_now' });
    world.setNow('2027-01-11T09:00:00Z');
    const again = (await owner.call(api.askToRecommend, { body: { contactId } })).path.split('#')[1]!;
    expect(await anyone('/survey-page/answer', { secret: again, recommend: null, stop: true })).toMatchObject({
      status: 200,
    });
    world.setNow('2028-01-11T09:00:00Z');
    expect((await owner.call(api.listToAsk)).items[0]!.against).toEqual(['stopped']);
    expect(await anyone('/survey-page', { secret: 'x'.repeat(43) })).toMatchObject({ status: 410 });
  });
});

it('scores and rules by hand', () => {
  expect(netPromoter([10, 9, 8, 3])).toBe(25);
  expect(netPromoter([])).toBeNull();
  expect([
    kindOf({ satisfaction: null, recommend: 7 }),
    kindOf({ satisfaction: 4, recommend: null }),
    kindOf({ satisfaction: 3, recommend: null }),
  ]).toEqual(['reply', 'survey good', 'reply']);
  const good = {
    consent: true,
    stopped: false,
    phase: 'usage',
    daysSinceClose: 200,
    daysSinceAsked: null,
    daysSinceRated: null,
    severeCaseOpen: false,
    reachable: true,
  };
  expect(mayAsk(good, usualProgramme)).toEqual([]);
  expect(mayAsk({ ...good, daysSinceClose: 30, severeCaseOpen: true, reachable: false }, usualProgramme)).toEqual([
    'too soon after the close',
    'severe case open',
    'no address',
  ]);
  expect(mayAsk({ ...good, daysSinceRated: 3 }, usualProgramme)).toEqual(['asked about a case']);
  const people = Array.from({ length: 2000 }, (_, i) => `person ${i}`);
  const drawn = (now: string) =>
    people.filter((each) => isDrawn(each, new Date(now), { everyDays: 180, sharePercent: 30 }));
  expect(drawn('2026-06-11').length / 2000).toBeCloseTo(0.3, 1);
  expect(drawn('2026-06-12')).toEqual(drawn('2026-06-11'));
  const both = drawn('2027-06-11').filter((each) => drawn('2026-06-11').includes(each));
  expect(both.length / 2000).toBeCloseTo(0.09, 1);
});
