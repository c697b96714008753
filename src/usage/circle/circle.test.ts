import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { peopleContract } from '../../people/contract.ts';
import { consentContract } from '../../shopping/consent/contract.ts';
import { insertRows, connect } from '../../platform/database.ts';
import { newId } from '../../platform/ids.ts';
import { purchaseContract } from '../../purchase/contract.ts';
import { relationshipContract } from '../../relationship/contract.ts';
import { openWorld, type Person, type World } from '../../testing/world.ts';
import { workspaceContract } from '../../workspace/contract.ts';
import { notificationContract } from '../../workspace/notifications/contract.ts';
import { circleContract as api } from './contract.ts';
import { countSales, longestChain, type Edge } from './money.ts';
import { usualCircleRules } from './rules.ts';

let world: World;
let owner: Person;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.reset();
  world.setNow('2026-06-11T09:00:00Z');
  owner = await world.as('owner');
});

const account = (name: string, by = owner) => by.call(peopleContract.createAccount, { body: { name, phase: 'usage' } });
const edge = (from: string, to: string, more: object = {}) =>
  owner.call(api.addInfluence, {
    body: {
      kind: 'referral',
      fromAccountId: from,
      toAccountId: to,
      happenedOn: '2026-01-10',
      evidence: 'They said so',
      ...more,
    },
  });
async function won(accountId: string, amount: string, openedOn: string, closedOn: string) {
  const sale = await owner.call(purchaseContract.createOpportunity, {
    body: { name: 'Filters', accountId, amount, openedOn },
  });
  return owner.call(
    purchaseContract.winOpportunity,
    { params: { id: sale.id }, body: { on: closedOn } },
    { ifMatch: sale.version },
  );
}
async function rule(circle: Partial<typeof usualCircleRules>) {
  const { version } = await owner.call(workspaceContract.getWorkspace);
  const settings = { circle: { ...usualCircleRules, ...circle } };
  await owner.call(workspaceContract.changeWorkspace, { body: { settings } }, { ifMatch: version });
}

describe('a chain of three', () => {
  it('is worth what one works out by hand', async () => {
    await rule({ marginPercent: 40, acquisitionCost: 100 });
    const [bergquell, hopfgarten, zirbenhof] = [
      await account('Bergquell'),
      await account('Hopfgarten'),
      await account('Zirbenhof'),
    ];
    await edge(bergquell.id, hopfgarten.id);
    await edge(hopfgarten.id, zirbenhof.id, { happenedOn: '2026-03-10' });
    await won(bergquell.id, '2000', '2025-11-01', '2025-12-01');
    await won(hopfgarten.id, '1000', '2026-01-20', '2026-02-20');
    await won(zirbenhof.id, '500', '2026-04-01', '2026-05-01');

    // Margin is 40 % of what each bought: 800, 400, 200. Nobody was asked, so that one half would have come anyway.
    // Hopfgarten brought Zirbenhof:  ½ · 200 + 100 saved = 200.
    // Bergquell brought Hopfgarten:  ½ · 400 + 100 saved = 300, and of what Hopfgarten brought in turn ½ · 200 = 100.
    const { items } = await owner.call(api.listInfluencers);
    expect(items).toMatchObject([
      { name: 'Bergquell', ownValue: 800, direct: 300, chain: 100, brought: 1, sourced: 1000, influenced: 0 },
      { name: 'Hopfgarten', ownValue: 400, direct: 200, chain: 0, brought: 1, sourced: 500, influenced: 0 },
    ]);
    const circle = await owner.call(api.readCircle);
    // What both brought is 1,500; nothing of it is counted along the chain again.
    expect(circle.sourced).toEqual({ amount: 1500, sales: 2 });
    expect(circle.influenced).toEqual({ amount: 0, sales: 0 });
    expect(circle.longestChain.map((each) => each.name)).toEqual(['Bergquell', 'Hopfgarten', 'Zirbenhof']);
    const one = await owner.call(api.readAccountCircle, { params: { id: bergquell.id } });
    expect(one.worth).toMatchObject({ direct: 300, chain: 100 });
    expect(one.brought.map((each) => [each.distance, each.influence.toAccount.name])).toEqual([
      [2, 'Zirbenhof'],
      [1, 'Hopfgarten'],
    ]);
    const { items: sales } = await owner.call(api.listCountedSales, { query: { counts: 'sourced' } });
    expect(sales.map((sale) => [sale.account.name, sale.amount, sale.edges[0]?.from.name])).toEqual([
      ['Zirbenhof', 500, 'Hopfgarten'],
      ['Hopfgarten', 1000, 'Bergquell'],
    ]);
  });

  it('counts a customer who says that they would not have come in full', async () => {
    await rule({ marginPercent: 100, acquisitionCost: 0 });
    const [from, to] = [await account('Bergquell'), await account('Hopfgarten')];
    const noted = await edge(from.id, to.id);
    await won(to.id, '1000', '2026-01-20', '2026-02-20');
    await owner.call(
      api.changeInfluence,
      { params: { id: noted.id }, body: { wouldHaveCome: 'no' } },
      { ifMatch: noted.version },
    );
    expect((await owner.call(api.listInfluencers)).items).toMatchObject([{ direct: 1000 }]);
    // One answer moves what is assumed of the others only a little: (5 + 1) / 11.
    expect((await owner.call(api.readCircle)).basis.wouldNotHaveCome).toBeCloseTo(6 / 11, 10);
  });

  it('closes to no circle, whoever looks, and tells why', async () => {
    const [a, b, c] = [await account('A'), await account('B'), await account('C')];
    const first = await edge(a.id, b.id);
    await edge(b.id, c.id);
    await expect(edge(c.id, a.id)).rejects.toMatchObject({ status: 409, code: 'would_close_a_circle' });
    await expect(edge(a.id, b.id)).rejects.toMatchObject({ code: 'already_known' });
    await expect(edge(a.id, a.id)).rejects.toMatchObject({ code: 'to_itself' });
    await owner.call(api.removeInfluence, { params: { id: first.id } });
    await edge(c.id, a.id);
    await expect(owner.call(api.restoreInfluence, { params: { id: first.id } })).rejects.toMatchObject({ status: 409 });
    const both = await Promise.allSettled([
      edge(c.id, a.id, { kind: 'partner introduction' }),
      edge(a.id, c.id, { kind: 'partner introduction' }),
    ]);
    expect(both.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
  });
});

describe('revenue', () => {
  const at = (day: string) => new Date(day);
  const from = (id: string, kind: Edge['kind'], day: string, weight = 1): Edge => ({
    id,
    from: id,
    to: 'X',
    kind,
    at: at(day),
    weight,
    wouldHaveCome: null,
  });
  const sale = { id: 's', account: 'X', amount: 100, openedAt: at('2026-02-01'), closedAt: at('2026-04-01') };

  it('is sourced by those who came before it, shared by weight; a reference beside it adds nothing', () => {
    const edges = [
      from('a', 'referral', '2026-01-01', 3),
      from('b', 'partner introduction', '2026-01-15'),
      from('r', 'reference', '2026-03-01'),
    ];
    expect(countSales([sale], edges)).toEqual([
      {
        saleId: 's',
        counts: 'sourced',
        shares: [
          { from: 'a', edgeId: 'a', share: 0.75 },
          { from: 'b', edgeId: 'b', share: 0.25 },
        ],
      },
    ]);
  });

  it('is influenced by a reference while the sale was open, and by nothing that came too late', () => {
    const late = from('late', 'reference', '2026-05-01');
    expect(countSales([sale], [from('r', 'reference', '2026-03-01'), late])[0]).toMatchObject({
      counts: 'influenced',
      shares: [{ from: 'r', share: 1 }],
    });
    expect(countSales([sale], [late, from('a', 'referral', '2026-03-01')])).toEqual([]);
  });

  it('runs along the longest chain', () => {
    const step = (from: string, to: string): Edge => ({
      id: `${from}${to}`,
      from,
      to,
      kind: 'referral',
      at: at('2026-01-01'),
      wouldHaveCome: null,
    });
    expect(longestChain([step('a', 'c'), step('a', 'b'), step('b', 'c'), step('c', 'd')])).toEqual([
      'a',
      'b',
      'c',
      'd',
    ]);
    expect(longestChain([])).toEqual([]);
  });
});

describe('whom to ask', () => {
  it('is told with every reason against it, and an ask against them needs one of its own', async () => {
    const customer = await account('Bergquell');
    const { items } = await owner.call(api.listToAsk);
    expect(items).toMatchObject([
      {
        account: { name: 'Bergquell' },
        obstacles: ['in a dip', 'no consent', 'no realized value yet', 'trust too low'],
      },
    ]);
    const ask = (more: object) => owner.call(api.ask, { body: { accountId: customer.id, kind: 'reference', ...more } });
    await expect(ask({})).rejects.toMatchObject({
      status: 409,
      more: { obstacles: ['in a dip', 'no consent', 'no realized value yet', 'trust too low'] },
    });
    const planned = await ask({ anyway: 'They offered it', dueAt: '2026-06-15T09:00:00Z' });
    const steps = await owner.call(relationshipContract.listNextSteps, { query: { account: customer.id } });
    expect(steps.items.map((step) => step.what)).toEqual(['Ask for a reference']);
    const asked = await owner.call(
      api.answerAsk,
      { params: { id: planned.id }, body: { state: 'asked' } },
      { ifMatch: planned.version },
    );
    expect(asked.state).toBe('asked');
    expect((await owner.call(api.listToAsk)).items[0]?.obstacles).toContain('asked within 90 days');
    const told = await owner.call(relationshipContract.listTouchpoints, { query: { account: customer.id } });
    expect(told.items.map((entry) => entry.subject)).toEqual(['Asked for a reference']);
    const other = await account('Hopfgarten');
    const given = await edge(customer.id, other.id, { kind: 'reference', askId: planned.id });
    expect((await owner.call(api.listAsks)).items).toMatchObject([{ state: 'given', influenceId: given.id }]);
    const thanked = await owner.call(api.thankInfluencer, {
      params: { id: given.id },
      body: { thanks: 'A case of wine' },
    });
    expect(thanked.thankedByName).toBe('The owner');
    expect((await owner.call(api.listInfluences, { query: { toThank: 'true' } })).items).toEqual([]);
  });

  it('is by the same rule of consent as every letter: a person has to have allowed references, on any channel', async () => {
    const customer = await account('Bergquell');
    const person = await owner.call(peopleContract.createContact, { body: { name: 'Viktor', accountId: customer.id } });
    const against = async () => (await owner.call(api.listToAsk)).items[0]!.obstacles.includes('no consent');
    const say = (
      state: 'given' | 'withdrawn',
      channel: 'mail' | 'call',
      purpose: 'reference' | 'marketing' = 'reference',
    ) =>
      owner.call(consentContract.noteConsent, {
        params: { id: person.id },
        body: { channel, purpose, state, source: 'at the review' },
      });
    await say('given', 'mail', 'marketing');
    expect(await against()).toBe(true);
    await say('given', 'call');
    expect(await against()).toBe(false);
    expect((await owner.call(api.listToAsk)).items[0]!.contact?.name).toBe('Viktor');
    world.setNow(new Date(world.now().getTime() + 60_000).toISOString());
    await say('withdrawn', 'call');
    expect(await against()).toBe(true);
  });

  it('is nobody who gave four references this year', async () => {
    const customer = await account('Bergquell');
    for (const name of ['A', 'B', 'C', 'D']) {
      const other = await account(name);
      await edge(customer.id, other.id, { kind: 'reference' });
    }
    const one = await owner.call(api.readAccountCircle, { params: { id: customer.id } });
    expect(one.asking).toMatchObject({ referencesThisYear: 4 });
    expect(one.asking?.obstacles).toContain('reference fatigue');
  });
});

it('a person of a customer who goes to another company is offered as a champion who moved, and can be undone', async () => {
  const seller = await world.as('seller');
  const [from, to] = [await account('Bergquell'), await account('Hopfgarten', seller)];
  const contact = await owner.call(peopleContract.createContact, { body: { name: 'Carla', accountId: from.id } });
  await owner.call(
    peopleContract.moveContact,
    { params: { id: contact.id }, body: { accountId: to.id } },
    { ifMatch: contact.version },
  );
  const told = await seller.call(notificationContract.listNotifications);
  expect(told.items).toMatchObject([
    { code: 'circle.champion moved', facts: { contact: 'Carla', from: 'Bergquell', to: 'Hopfgarten' } },
  ]);
  const { items } = await seller.call(api.listSuggestions);
  const accepted = await seller.call(api.acceptSuggestion, { params: { id: items[0]!.id } });
  const { items: edges } = await owner.call(api.listInfluences);
  expect(edges).toMatchObject([
    {
      id: accepted.influenceId,
      kind: 'champion moved',
      fromContact: { name: 'Carla' },
      toAccount: { name: 'Hopfgarten' },
    },
  ]);
  await seller.call(api.reopenSuggestion, { params: { id: accepted.id } });
  expect((await owner.call(api.listInfluences)).items).toEqual([]);
});

it('twenty thousand edges are read by a fixed number of questions, and quickly enough to look at', async () => {
  const names = Array.from({ length: 8001 }, () => newId());
  const now = world.now();
  const workspace_id = world.workspaces.first;
  await connect(world.engine).asOwner(async (tx) => {
    await insertRows(
      tx,
      'account',
      names.map((id, i) => ({
        workspace_id,
        id,
        name: `Account ${i}`,
        name_key: `account ${i}`,
        search_text: `account ${i}`,
        created_at: now,
        updated_at: now,
        tags: [],
        custom: {},
        kind: 'organization',
        version: 1,
      })),
    );
    // Everybody was brought by the one before in a tree of ten branches, and helped by two others.
    const kinds = ['referral', 'reference', 'review'];
    const edges = names.slice(1).flatMap((to, i) =>
      kinds.slice(0, i < 4000 ? 3 : 2).map((kind, k) => ({
        workspace_id,
        id: newId(),
        kind,
        from_account_id: names[Math.floor(i / (10 + k))],
        to_account_id: to,
        happened_on: '2026-01-10',
        weight: 1,
        evidence: 'said',
        version: 1,
        created_at: now,
        updated_at: now,
      })),
    );
    expect(edges.length).toBe(20_000);
    await insertRows(tx, 'influence', edges);
  });
  let questions = 0;
  const { pool } = world.engine;
  const connectTo = pool.connect.bind(pool);
  pool.connect = async () => {
    const client = await connectTo();
    const query = client.query.bind(client) as (...given: unknown[]) => unknown;
    return Object.assign(Object.create(client) as typeof client, {
      query: (...given: unknown[]) => {
        questions++;
        return query(...given);
      },
      release: (...given: []) => client.release(...given),
    });
  };
  const circle = await owner.call(api.readCircle);
  const asked = questions;
  const graph = await owner.call(api.drawCircle, { query: { most: 5000 } });
  const top = await owner.call(api.listInfluencers, { query: { limit: 5 } });
  pool.connect = connectTo;
  expect(circle.edges).toBe(20_000);
  expect(graph).toMatchObject({ nodesInAll: 8001 });
  expect(graph.nodes).toHaveLength(5000);
  expect(top.items.map((each) => each.brought)).toEqual([10, 10, 10, 10, 10]);
  expect(asked).toBeLessThan(20);
});
