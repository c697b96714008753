import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { peopleContract } from '../people/contract.ts';
import { relationshipContract } from '../relationship/contract.ts';
import { workspaceContract } from '../workspace/contract.ts';
import { openWorld, type Person, type World } from '../testing/world.ts';
import { purchaseContract as api } from './contract.ts';
import { usualProbability } from './pace.ts';
import { foldOpenSales } from './pipeline.api.ts';

let world: World;
let owner: Person;

beforeAll(async () => {
  world = await openWorld();
});
beforeEach(async () => {
  await world.reset();
  world.setNow('2026-06-11T09:00:00Z');
  owner = await world.as('owner');
});
/** Whatever a test did to sales: the sums that are kept for the board are what adding up gives, before they are folded and after. */
afterEach(async () => {
  const sums = (from: string) =>
    sql.raw(`select owner_id, sale_type, stage, currency, sum(sales)::int as sales, sum(amount)::numeric(20, 2)::text as amount, sum(own)::numeric(20, 6)::text as own, sum(rest)::numeric(20, 2)::text as rest
    from ${from} group by 1, 2, 3, 4 having sum(sales) <> 0 order by 1, 2, 3, 4`);
  await world.house.database.asOwner(async (tx) => {
    const truth =
      await sums(`(select owner_id, sale_type, stage, currency, 1 as sales, coalesce(amount, 0) as amount, coalesce(amount * probability::numeric, 0) as own, case when probability is null then coalesce(amount, 0) else 0 end as rest
      from opportunity where outcome = 'open' and deleted_at is null) as one`).execute(tx);
    expect((await sums('open_sales_count').execute(tx)).rows).toEqual(truth.rows);
    await foldOpenSales(tx);
    expect((await sums('open_sales_count').execute(tx)).rows).toEqual(truth.rows);
  });
});
afterAll(() => world.close());

const account = async (name = 'Corvane Aerostructures', person = owner) =>
  (await person.call(peopleContract.createAccount, { body: { name, ownerId: person.memberId } })).id;
const contact = async (accountId: string, name: string) =>
  (await owner.call(peopleContract.createContact, { body: { name, accountId } })).id;
const solution = {
  buyer: 'organization',
  supply: 'new',
  weight: 'investment',
  decision: 'several',
  want: 'change',
} as const;
const open = async (body: object = {}, person = owner) =>
  person.call(api.createOpportunity, {
    body: { name: '5-axis cell', accountId: await account(), answers: solution, amount: '1840000', ...body },
  });
const read = (id: string, person = owner) => person.call(api.readOpportunity, { params: { id } });

describe('opening a sale', () => {
  it('takes its type from the five answers and makes the account an active buyer', async () => {
    const sale = await open();
    expect(sale).toMatchObject({
      saleType: 'commercial',
      subType: 'solution',
      stage: 'interest',
      outcome: 'open',
      ownerId: owner.memberId,
    });
    const { standing } = await owner.call(relationshipContract.readRelationship, { params: { id: sale.accountId! } });
    expect(standing.phase).toBe('purchase');
    const { relationship } = await owner.call(peopleContract.readAccount, { params: { id: sale.accountId! } });
    expect(relationship!.potential).toBe('1840000.00');
  });

  it('plans a visibly different process for each of the four types', async () => {
    const steps = async (body: object) => (await read((await open(body)).id)).stages.map((stage) => stage.steps.length);
    const retail = await steps({ answers: { buyer: 'person', weight: 'everyday' } });
    const consumer = await steps({ answers: { buyer: 'person', weight: 'investment' } });
    const relationship = await steps({ answers: { buyer: 'organization', supply: 'running' } });
    const commercial = await steps({});
    expect(retail).toEqual([1, 0, 0, 0, 0]);
    expect(consumer.reduce((a, b) => a + b)).toBe(3);
    expect(relationship.reduce((a, b) => a + b)).toBeLessThan(commercial.reduce((a, b) => a + b));
    expect(commercial.every((n) => n > 0)).toBe(true);
  });

  it('keeps an account out of a sale that the person does not see', async () => {
    const hidden = await account('Of the owner');
    const seller = await world.as('seller');
    await expect(seller.call(api.createOpportunity, { body: { name: 'X', accountId: hidden } })).rejects.toMatchObject({
      status: 422,
    });
    await expect(read((await open()).id, seller)).rejects.toMatchObject({ status: 404 });
  });

  it('records a retail sale in one call: opened, paid, won', async () => {
    const sale = await owner.call(api.sell, {
      body: {
        name: 'Filter set',
        accountId: await account(),
        amount: '50',
        lines: [{ name: 'Filter', price: '25', quantity: '2' }],
      },
    });
    expect(sale).toMatchObject({ saleType: 'retail', outcome: 'won', stage: 'action', closedOn: '2026-06-11' });
    const detail = await read(sale.id);
    expect(detail.lines).toMatchObject([{ quantity: '2', total: '50.00' }]);
    expect(detail.stages.every((stage) => stage.share === 1)).toBe(true);
  });
});

describe('a stage', () => {
  it('is left on what the buyer did: without evidence the move is refused and says what is missing', async () => {
    const sale = await open();
    const refused = owner.call(
      api.moveStage,
      { params: { id: sale.id }, body: { stage: 'assessment' } },
      { ifMatch: sale.version },
    );
    await expect(refused).rejects.toMatchObject({ status: 409, code: 'evidence_missing' });
    const { stages } = await read(sale.id);
    const proofs = stages[0]!.steps
      .filter((step) => step.required)
      .map((step) => ({ step: step.id, what: step.evidence, at: '2026-06-10' }));
    const moved = await owner.call(
      api.moveStage,
      { params: { id: sale.id }, body: { stage: 'assessment', proofs } },
      { ifMatch: sale.version },
    );
    expect(moved.stage).toBe('assessment');
    const { history } = await read(sale.id);
    expect(history.map((change) => [change.from, change.to, change.withoutEvidence])).toEqual([
      [null, 'interest', false],
      ['interest', 'assessment', false],
    ]);
  });

  it('may be left without evidence for a stated reason, and then a warning stays', async () => {
    const sale = await open();
    const moved = await owner.call(
      api.moveStage,
      { params: { id: sale.id }, body: { stage: 'involvement', anyway: 'They told my predecessor' } },
      { ifMatch: sale.version },
    );
    expect(moved.stage).toBe('involvement');
    const { warnings } = await read(sale.id);
    expect(warnings.find((warning) => warning.kind === 'stage without buyer evidence')).toMatchObject({
      about: ['interest', 'assessment'],
    });
  });

  it('is left by itself once the buyer has done all that it asks for', async () => {
    const sale = await open();
    const { stages } = await read(sale.id);
    const required = stages[0]!.steps.filter((step) => step.required);
    let last;
    for (const step of required)
      last = await owner.call(api.writeStep, {
        params: { id: sale.id, step: step.id },
        body: { proof: { what: 'They did' } },
      });
    expect(last).toMatchObject({ moved: true, stage: 'assessment' });
  });

  it('takes a step of one’s own and lets it go again, and the audit tells both', async () => {
    const sale = await open();
    const own = await owner.call(api.addStep, {
      params: { id: sale.id },
      body: { stage: 'interest', title: 'Show the reference plant', evidence: 'They came and asked' },
    });
    expect((await read(sale.id)).stages[0]!.steps.map((step) => step.title)).toContain('Show the reference plant');
    await owner.call(api.removeStep, { params: { id: sale.id, step: own.id } });
    expect((await read(sale.id)).stages[0]!.steps.map((step) => step.title)).not.toContain('Show the reference plant');
    const { items } = await owner.call(workspaceContract.listEvents, { query: { subjectId: sale.id } });
    expect(items.slice(0, 2).map((event) => event.name)).toEqual([
      'opportunity.step removed',
      'opportunity.step added',
    ]);
  });

  it('loses nothing when the sale changes type and back', async () => {
    const sale = await open();
    await owner.call(api.writeStep, {
      params: { id: sale.id, step: 'commercial.need' },
      body: { proof: { what: 'Named the scrap rate' }, note: 'Line 3' },
    });
    const before = await read(sale.id);
    const version = before.version;
    const consumer = await owner.call(
      api.changeOpportunity,
      { params: { id: sale.id }, body: { saleType: 'consumer' } },
      { ifMatch: version },
    );
    const between = await read(sale.id);
    expect(between.setAside.map((step) => step.id)).toEqual(['commercial.need']);
    await owner.call(
      api.changeOpportunity,
      { params: { id: sale.id }, body: { saleType: 'commercial', subType: 'solution' } },
      { ifMatch: consumer.version },
    );
    expect((await read(sale.id)).stages.map((stage) => stage.steps)).toEqual(before.stages.map((stage) => stage.steps));
  });
});

describe('closing a sale', () => {
  it('won counts as revenue, moves the account to ownership and is a touchpoint', async () => {
    const sale = await open();
    const won = await owner.call(
      api.winOpportunity,
      { params: { id: sale.id }, body: { expectation: 'Scrap below 2 %' } },
      { ifMatch: sale.version },
    );
    expect(won).toMatchObject({ outcome: 'won', stage: 'action', closedOn: '2026-06-11' });
    const { relationship } = await owner.call(peopleContract.readAccount, { params: { id: sale.accountId! } });
    expect(relationship).toMatchObject({
      phase: 'ownership',
      revenue: '1840000.00',
      potential: '0.00',
      touchpoints: 1,
    });
    await expect(
      owner.call(api.winOpportunity, { params: { id: sale.id }, body: {} }, { ifMatch: won.version }),
    ).rejects.toMatchObject({ status: 409 });
  });

  it('lost asks why and leaves the next approach on the account; reopened, it is open again', async () => {
    const sale = await open();
    const lost = await owner.call(
      api.loseOpportunity,
      {
        params: { id: sale.id },
        body: {
          reason: 'price',
          note: '12 % above',
          lostTo: 'Hexamill',
          approach: { what: 'Ask how the first year went', on: '2026-12-01' },
        },
      },
      { ifMatch: sale.version },
    );
    expect(lost).toMatchObject({ outcome: 'lost', outcomeReason: 'price: 12 % above', lostTo: 'Hexamill' });
    const detail = await read(sale.id);
    expect(detail.nextStep?.what).toBe('Ask how the first year went');
    expect(detail.warnings).toEqual([]);
    const again = await owner.call(
      api.reopenOpportunity,
      { params: { id: sale.id }, body: { reason: 'They called back' } },
      { ifMatch: lost.version },
    );
    expect(again).toMatchObject({ outcome: 'open', closedOn: null, lostTo: null });
  });

  it('is refused to whoever edited an older version', async () => {
    const sale = await open();
    await owner.call(
      api.changeOpportunity,
      { params: { id: sale.id }, body: { amount: '2000000' } },
      { ifMatch: sale.version },
    );
    await expect(
      owner.call(api.winOpportunity, { params: { id: sale.id }, body: {} }, { ifMatch: sale.version }),
    ).rejects.toMatchObject({ status: 412 });
  });
});

describe('the pipeline', () => {
  it('counts, sums and weighs every open sale once, per type and stage', async () => {
    await open({ amount: '100.10' });
    await open({ amount: '200.20' });
    await open({ answers: { buyer: 'person', weight: 'everyday' }, amount: '5' });
    const gone = await open({ amount: '999' });
    await owner.call(api.deleteOpportunity, { params: { id: gone.id } });
    const board = await owner.call(api.pipeline, { query: { saleType: 'commercial' } });
    expect(board.types).toMatchObject([
      { saleType: 'commercial', count: 2 },
      { count: 0 },
      { count: 0 },
      { saleType: 'retail', count: 1 },
    ]);
    const interest = board.stages[0]!;
    expect(interest).toMatchObject({ count: 2, more: false, totals: [{ currency: 'EUR', amount: '300.30' }] });
    // No percentage before own sales can say one: the sum is weighted by what is usual for the stage.
    expect(interest.cards.map((card) => card.probability)).toEqual([null, null]);
    const weighed = 300.3 * usualProbability('commercial', 'interest');
    expect(Number(interest.totals[0]!.weighted)).toBeCloseTo(weighed, 1);
    await owner.call(api.restoreOpportunity, { params: { id: gone.id } });
    expect((await owner.call(api.pipeline, { query: { most: 1 } })).stages[0]).toMatchObject({ count: 4, more: true });
  });

  it('marks a sale as stuck after twice the usual time in its stage', async () => {
    const sale = await open();
    world.setNow('2026-07-22T09:00:00Z');
    const stuck = () => owner.call(api.listOpportunities, { query: { stuck: 'true' } });
    expect((await stuck()).items).toEqual([]);
    world.setNow('2026-07-24T09:00:00Z');
    expect((await stuck()).items.map((item) => item.id)).toEqual([sale.id]);
    const board = await owner.call(api.pipeline, {});
    expect(board.stages[0]!.stuck).toBe(1);
    // By another filter it is added up sale by sale, and says the same.
    expect(
      await owner.call(api.pipeline, {
        query: { kind: ['initial', 'transition', 'incremental', 'aftermarket', 'leveraged', 'renewal'] },
      }),
    ).toEqual(board);
  });

  it('finds a sale by a fragment of its own or its account name, and pages by every order', async () => {
    for (const [name, amount, close] of [
      ['Alpha cell', '30', '2026-08-01'],
      ['Beta cell', '10', null],
      ['Gamma press', null, '2026-07-01'],
    ] as const)
      await open({ name, amount, expectedCloseOn: close, accountId: await account(`${name.split(' ')[0]} Works`) });
    const names = async (query: object) =>
      (await owner.call(api.listOpportunities, { query })).items.map((item) => item.name);
    expect(await names({ text: 'cell' })).toEqual(['Alpha cell', 'Beta cell']);
    expect(await names({ text: 'gamma w' })).toEqual(['Gamma press']);
    expect(await names({ sort: 'close' })).toEqual(['Gamma press', 'Alpha cell', 'Beta cell']);
    // Within thirty days, as seen from the day on which it is asked.
    const today = world.now();
    expect(await names({ sort: 'close', closeWithin: 30 })).toEqual(['Gamma press']);
    world.setNow('2026-07-10T09:00:00Z');
    expect(await names({ sort: 'close', closeWithin: 30 })).toEqual(['Gamma press', 'Alpha cell']);
    expect(await names({ sort: 'close', closeWithin: -1 })).toEqual(['Gamma press']);
    world.setNow(today);
    for (const sort of ['name', 'amount', 'close', 'stage', 'created'] as const) {
      const whole = await owner.call(api.listOpportunities, { query: { sort } });
      const first = await owner.call(api.listOpportunities, { query: { sort, limit: 2 } });
      const rest = await owner.call(api.listOpportunities, { query: { sort, limit: 2, cursor: first.next! } });
      expect([...first.items, ...rest.items].map((item) => item.id)).toEqual(whole.items.map((item) => item.id));
    }
  });
});

describe('selling together', () => {
  it('shares sum to 100 percent, and whoever has one sees and works on the sale', async () => {
    const sale = await open();
    const seller = await world.as('seller');
    const share = (shares: { memberId: string; share: number }[]) =>
      owner.call(api.shareSale, { params: { id: sale.id }, body: { shares } });
    await expect(
      share([
        { memberId: owner.memberId, share: 60 },
        { memberId: seller.memberId, share: 30 },
      ]),
    ).rejects.toMatchObject({ status: 422 });
    await expect(read(sale.id, seller)).rejects.toMatchObject({ status: 404 });
    await share([
      { memberId: owner.memberId, share: 66.67 },
      { memberId: seller.memberId, share: 33.33 },
    ]);
    expect((await read(sale.id, seller)).mayChange).toBe(true);
    const moved = await seller.call(
      api.changeOpportunity,
      { params: { id: sale.id }, body: { expectedCloseOn: '2026-09-30' } },
      { ifMatch: sale.version },
    );
    expect(moved.expectedCloseOn).toBe('2026-09-30');
  });
});

describe('who decides, and how', () => {
  it('a matrix tips where a hand calculation says, and every save is a version', async () => {
    const sale = await open();
    const elin = await owner.call(api.addTeamMember, {
      params: { id: sale.id },
      body: { contactId: await contact(sale.accountId!, 'Elin Sato'), roles: ['sponsor'], influence: 7 },
    });
    const score = (criterion: string, option: string, value: number) => ({
      member: elin.id,
      criterion,
      option,
      score: value,
      evidence: null,
    });
    const matrix = {
      criteria: [
        { id: 'scrap', name: 'Scrap', weight: 70, gate: null, whose: null },
        { id: 'price', name: 'Price', weight: 30, gate: null, whose: elin.id },
      ],
      options: [
        { id: 'us', name: 'Our cell', kind: 'ours' as const },
        { id: 'them', name: 'Hexamill', kind: 'competitor' as const },
      ],
      weights: { [elin.id]: { scrap: 50, price: 50 } },
      scores: [score('scrap', 'us', 9), score('scrap', 'them', 7), score('price', 'us', 5), score('price', 'them', 8)],
    };
    await owner.call(api.saveMatrix, { params: { id: sale.id }, body: { basedOn: 0, matrix } });
    const { reading, warnings } = await read(sale.id);
    // Together: we 0.7·9 + 0.3·5 = 7.8, they 0.7·7 + 0.3·8 = 7.3; equal where 2(1 − w) = 3w, that is at 40 %.
    expect(reading!.totals.map((total) => [total.option, total.total])).toEqual([
      ['us', 7.8],
      ['them', expect.closeTo(7.3, 9)],
    ]);
    expect(reading!.sensitivity.find((each) => each.criterion === 'price')!.losesAbove).toBeCloseTo(0.4, 12);
    expect(reading!.perMember[0]!.prefers).toBe('them');
    expect(warnings.map((warning) => warning.kind)).toContain('criteria without evidence');
    await expect(
      owner.call(api.saveMatrix, { params: { id: sale.id }, body: { basedOn: 0, matrix } }),
    ).rejects.toMatchObject({ status: 412 });
    await owner.call(api.saveMatrix, {
      params: { id: sale.id },
      body: { basedOn: 1, matrix, note: 'After the visit' },
    });
    expect(
      (await owner.call(api.listMatrixVersions, { params: { id: sale.id } })).items.map((each) => each.version),
    ).toEqual([2, 1]);
  });

  it('a dismissed warning keeps its reason and can be called back', async () => {
    const sale = await open();
    const kind = 'no next step' as const;
    const kinds = async () => (await read(sale.id)).warnings.map((warning) => warning.kind);
    expect(await kinds()).toContain(kind);
    await owner.call(api.dismissWarning, { params: { id: sale.id }, body: { kind, reason: 'They are on holiday' } });
    expect(await kinds()).not.toContain(kind);
    expect((await read(sale.id)).dismissed).toMatchObject([{ kind, reason: 'They are on holiday' }]);
    await owner.call(api.recallWarning, { params: { id: sale.id }, body: { kind } });
    expect(await kinds()).toContain(kind);
  });

  it('a procedure whose critical path ends too late warns of the slip, and steps may not wait for each other', async () => {
    const sale = await open({
      answers: { buyer: 'organization', supply: 'new', decision: 'procedure', want: 'named thing' },
    });
    expect(sale.subType).toBe('system');
    const step = (id: string, after: string[], days: number) => ({
      id,
      title: id,
      buyer: null,
      document: null,
      after,
      days,
      dueOn: null,
      doneOn: null,
    });
    const save = (steps: object[], basedOn: number) =>
      owner.call(api.saveProcedure, {
        params: { id: sale.id },
        body: {
          basedOn,
          steps: steps as never,
          requirements: [{ id: 'r1', text: 'ISO 9001', mustHave: true, answer: 'meets', proof: null }],
          neededOn: '2026-07-01',
          bid: 'bid',
          bidReason: null,
        },
      });
    await expect(save([step('a', ['b'], 1), step('b', ['a'], 1)], 0)).rejects.toMatchObject({ status: 422 });
    await save([step('Request', [], 10), step('Test', ['Request'], 15), step('Legal', ['Request'], 5)], 0);
    const detail = await read(sale.id);
    expect(detail.forecast).toMatchObject({ ends: '2026-07-06', slipDays: 5, criticalPath: ['Request', 'Test'] });
    expect(detail.warnings.map((warning) => warning.kind)).toContain('procedure slips');
    expect(detail.compliance).toMatchObject({ met: 1, withoutProof: ['r1'] });
  });
});
