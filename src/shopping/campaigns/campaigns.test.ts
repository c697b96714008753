import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { peopleContract } from '../../people/contract.ts';
import { purchaseContract } from '../../purchase/contract.ts';
import { relationshipContract } from '../../relationship/contract.ts';
import { openWorld, type Person, type World } from '../../testing/world.ts';
import { consentChannels, mayContact, purposes } from '../consent/consent.ts';
import { consentContract } from '../consent/contract.ts';
import { segmentContract } from '../segments/contract.ts';
import { campaignContract as c } from './contract.ts';

let world: World;
let marketing: Person;
let owner: Person;

beforeAll(async () => {
  world = await openWorld();
});
beforeEach(async () => {
  await world.reset();
  world.setNow('2026-06-11T09:00:00Z');
  marketing = await world.as('marketing');
  owner = await world.as('owner');
});
afterAll(() => world.close());

const campaign = (name: string, more: object = {}) => marketing.call(c.createCampaign, { body: { name, ...more } });
const account = (name: string) => owner.call(peopleContract.createAccount, { body: { name, ownerId: owner.memberId } });
const touch = async (accountId: string, at: string, by: { id: string }) => {
  const { touchpoint } = await owner.call(relationshipContract.logTouchpoint, {
    body: { accountId, kind: 'inquiry', subject: 'Asked', at },
  });
  await marketing.call(c.attribute, { params: { id: by.id }, body: { touchpointIds: [touchpoint.id] } });
  return touchpoint;
};
const resultsOf = async ({ id }: { id: string }) =>
  (await owner.call(c.readCampaignResults, { params: { id } })).results;

describe('a campaign', () => {
  it('is told what it brought three ways, which add up to what there was', async () => {
    const fair = await campaign('Fair', { cost: '300', budget: '400' });
    const letter = await campaign('Letter');
    const advert = await campaign('Advert');
    const hopfield = await account('Hopfield');
    const { id: segmentId } = await marketing.call(segmentContract.createSegment, {
      body: { name: 'Breweries', need: 'Water' },
    });
    await marketing.call(segmentContract.addToSegment, {
      params: { id: segmentId },
      body: { accountIds: [hopfield.id] },
    });
    await touch(hopfield.id, '2026-06-01T09:00:00Z', fair);
    const second = await touch(hopfield.id, '2026-06-03T09:00:00Z', letter);
    await owner.call(segmentContract.makeProspect, {
      body: { segmentId, accountId: hopfield.id, need: 'expressed', touchpointId: second.id },
    });
    await touch(hopfield.id, '2026-06-05T09:00:00Z', advert);
    await touch(hopfield.id, '2026-06-06T09:00:00Z', fair);
    const sale = await owner.call(purchaseContract.createOpportunity, {
      body: { name: 'A plant', accountId: hopfield.id, amount: '1000' },
    });
    await owner.call(purchaseContract.winOpportunity, { params: { id: sale.id }, body: {} }, { ifMatch: sale.version });
    // After the sale: no part in it.
    world.setNow('2026-06-20T09:00:00Z');
    await touch(hopfield.id, '2026-06-19T09:00:00Z', letter);
    // By hand: the prospect's path is fair, letter; the sale's is fair, letter, advert, fair.
    expect(await resultsOf(fair)).toMatchObject({
      accounts: 1,
      touchpoints: 2,
      prospects: { first: 1, last: 0, even: 0.5 },
      revenue: { first: 1000, last: 1000, even: 500 },
    });
    expect(await resultsOf(letter)).toMatchObject({
      prospects: { first: 0, last: 1, even: 0.5 },
      revenue: { first: 0, last: 0, even: 250 },
    });
    expect(await resultsOf(advert)).toMatchObject({
      prospects: { first: 0, last: 0, even: 0 },
      revenue: { first: 0, last: 0, even: 250 },
    });
    const { conversions } = await owner.call(c.readCampaignResults, { params: { id: fair.id } });
    expect(conversions.map(({ what, amount, path }) => [what, amount, path.map((p) => p.campaign.name)])).toEqual([
      ['sale', '1000.00', ['Fair', 'Letter', 'Advert', 'Fair']],
      ['prospect', null, ['Fair', 'Letter']],
    ]);
  });

  it('takes in the people of its segment, and an answer becomes a touchpoint that it brought', async () => {
    const hopfield = await owner.call(peopleContract.createAccount, {
      body: { name: 'Hopfield', contact: { name: 'Ida', emails: ['ida@hopfield.example'] } },
    });
    const segment = await marketing.call(segmentContract.createSegment, { body: { name: 'Breweries' } });
    await marketing.call(segmentContract.addToSegment, {
      params: { id: segment.id },
      body: { accountIds: [hopfield.id] },
    });
    const spring = await campaign('Spring', { segmentId: segment.id });
    expect(await marketing.call(c.addCampaignMembers, { params: { id: spring.id }, body: {} })).toEqual({ added: 1 });
    expect(await marketing.call(c.addCampaignMembers, { params: { id: spring.id }, body: {} })).toEqual({ added: 0 });
    const [member] = (await marketing.call(c.listCampaignMembers, { params: { id: spring.id } })).items;
    expect(member).toMatchObject({
      account: { name: 'Hopfield' },
      contact: { name: 'Ida' },
      state: 'targeted',
      mayWrite: false,
    });
    const answered = await marketing.call(
      c.noteAnswer,
      { params: { id: member!.id }, body: { answer: 'responded', subject: 'Wants to see one' } },
      { ifMatch: member!.version },
    );
    expect(answered.state).toBe('responded');
    expect((await marketing.call(c.listCampaignTouchpoints, { params: { id: spring.id } })).items).toMatchObject([
      { touchpointId: answered.touchpointId, kind: 'reply', how: 'response' },
    ]);
    await marketing.call(c.takeBackAttribution, {
      params: { id: spring.id },
      body: { touchpointIds: [answered.touchpointId!] },
    });
    expect(await resultsOf(spring)).toMatchObject({ touchpoints: 0 });
    expect(
      (await marketing.call(c.listCampaignTouchpoints, { params: { id: spring.id }, query: { candidates: 'true' } }))
        .items,
    ).toHaveLength(0);
  });
});

describe('consent', () => {
  it('is read alike by the program and by the database, and the newest word holds', async () => {
    const ida = await owner.call(peopleContract.createContact, { body: { name: 'Ida' } });
    const say = (state: 'given' | 'withdrawn', at: string) =>
      owner.call(consentContract.noteConsent, {
        params: { id: ida.id },
        body: { channel: 'mail', purpose: 'marketing', state, source: 'By phone', at },
      });
    const expected = async (mail: boolean) => {
      const { allowed, words } = await owner.call(consentContract.readConsent, { params: { id: ida.id } });
      expect(allowed.find((a) => a.channel === 'mail' && a.purpose === 'marketing')!.allowed).toBe(mail);
      const scope = {
        workspaceId: world.workspaces.first,
        memberId: null,
        members: [],
        sees: ['contact'],
        changes: [],
      };
      const inSql = await world.house.database.transact(scope, async (tx) =>
        tx
          .selectNoFrom((e) =>
            consentChannels.flatMap((channel) =>
              purposes.map((purpose) =>
                e
                  .fn<boolean>('may_contact', [e.val(ida.id), e.val(channel), e.val(purpose)])
                  .as(`${channel} ${purpose}`),
              ),
            ),
          )
          .executeTakeFirstOrThrow(),
      );
      for (const channel of consentChannels)
        for (const purpose of purposes)
          expect(inSql[`${channel} ${purpose}`]).toBe(mayContact(words, channel, purpose));
    };
    await expected(false);
    await say('given', '2026-06-01T09:00:00Z');
    await expected(true);
    await say('withdrawn', '2026-06-05T09:00:00Z');
    await expected(false);
    // Told late, said earlier: it changes nothing.
    await say('given', '2026-06-03T09:00:00Z');
    await expected(false);
  });
});
