import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { call } from '../../platform/client.ts';
import type { Answer, Endpoint, Sends } from '../../platform/contract.ts';
import { offeringsContract } from '../../offerings/contract.ts';
import { peopleContract } from '../../people/contract.ts';
import { relationshipContract } from '../../relationship/contract.ts';
import { openWorld, type Person, type World } from '../../testing/world.ts';
import { workspaceContract } from '../../workspace/contract.ts';
import { closingContract } from '../closing/contract.ts';
import { purchaseContract } from '../contract.ts';
import { quotesContract as api } from './contract.ts';
import { quotePdf } from './quotePdf.api.ts';
import { largestDiscount, standingOf } from './quote.ts';

let world: World;
let manager: Person;
let seller: Person;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(async () => {
  await world.reset();
  world.setNow('2026-06-11T09:00:00Z');
  manager = await world.as('manager');
  seller = await world.as('seller');
});
afterAll(() => world.close());

/** As somebody who holds nothing but a link. */
const visitor = <E extends Endpoint>(endpoint: E, input: Sends<E>): Promise<Answer<E>> =>
  call(
    {
      base: 'http://127.0.0.1',
      fetch: (url: string | URL | Request, init?: RequestInit) => world.fetch(new Request(url, init)),
    },
    endpoint,
    input,
  );

async function saleWith(discount = 0) {
  const account = await seller.call(peopleContract.createAccount, {
    body: { name: 'Łódź Śruby', ownerId: seller.memberId },
  });
  const sale = await seller.call(purchaseContract.createOpportunity, {
    body: { name: 'Rinse water reuse', accountId: account.id },
  });
  const offering = await manager.call(offeringsContract.createOffering, {
    body: { name: 'Membrane unit', price: '1000.00' },
  });
  const { version } = await seller.call(
    purchaseContract.saveLines,
    {
      params: { id: sale.id },
      body: {
        lines: [
          { offeringId: offering.id, name: offering.name, quantity: '3', price: '1000.00', discount },
          { name: 'Service', quantity: '1', price: '49.90', recurring: 'month' },
        ],
      },
    },
    { ifMatch: sale.version },
  );
  return { account, sale: { ...sale, version } };
}
const of = (id: string) => ({ params: { id } });
const sent = async (quoteId: string) => {
  const { path } = await seller.call(api.sendQuote, of(quoteId));
  return path.split('#')[1]!;
};

describe('a quote', () => {
  it('is made from the lines of the sale, numbered, with what is paid once and what each month', async () => {
    const { sale } = await saleWith();
    const quote = await seller.call(api.makeQuote, { params: { id: sale.id }, body: {} });
    expect(quote).toMatchObject({
      number: 'Q-2026-0001',
      issue: 1,
      standing: 'draft',
      sums: { once: '3000.00', month: '49.90', year: '0.00' },
      validUntil: '2026-07-11',
    });
    const other = await saleWith();
    expect((await seller.call(api.makeQuote, { params: { id: other.sale.id }, body: {} })).number).toBe('Q-2026-0002');
    // A year of service counts in what the sale is worth.
    expect((await seller.call(purchaseContract.readOpportunity, of(sale.id))).amount).toBe('3598.80');
  });

  it('is signed by the buyer behind a link, which proves a step, leaves a touchpoint and asks for the close', async () => {
    const { sale, account } = await saleWith();
    const quote = await seller.call(api.makeQuote, { params: { id: sale.id }, body: {} });
    const secret = await sent(quote.id);
    expect(await visitor(api.seeQuote, { body: { secret } })).toMatchObject({
      standing: 'sent',
      saleName: 'Rinse water reuse',
    });
    const signed = await visitor(api.acceptQuote, { body: { secret, name: 'Zofia Wójcik' } });
    expect(signed).toMatchObject({ standing: 'accepted', acceptedBy: 'Zofia Wójcik' });
    await expect(visitor(api.acceptQuote, { body: { secret, name: 'Somebody else' } })).rejects.toMatchObject({
      status: 409,
    });
    const read = await seller.call(purchaseContract.readOpportunity, of(sale.id));
    expect(
      read.stages.flatMap((stage) => stage.steps).find((step) => step.id === 'commercial.close')?.proof?.what,
    ).toBe('Accepted quote Q-2026-0001, issue 1, signed by Zofia Wójcik');
    expect(read.nextStep?.what).toContain('Close the sale: Zofia Wójcik accepted');
    const { items } = await seller.call(relationshipContract.listTouchpoints, { query: { account: account.id } });
    expect(items.map((each) => each.subject)).toContain('Accepted quote Q-2026-0001, issue 1, signed by Zofia Wójcik');
    expect((await seller.call(api.readQuote, of(quote.id))).seenAt).not.toBeNull();
  });

  it('says so behind its link when it is expired, withdrawn or replaced by a new issue, and shows no price', async () => {
    const { sale } = await saleWith();
    const first = await seller.call(api.makeQuote, { params: { id: sale.id }, body: {} });
    const firstLink = await sent(first.id);
    const second = await seller.call(api.makeQuote, { params: { id: sale.id }, body: { validUntil: '2026-06-20' } });
    expect(second).toMatchObject({ number: first.number, issue: 2 });
    // Until the new issue is out, the old one holds.
    expect((await visitor(api.seeQuote, { body: { secret: firstLink } })).standing).toBe('sent');
    const secondLink = await sent(second.id);
    expect(await visitor(api.seeQuote, { body: { secret: firstLink } })).toMatchObject({
      standing: 'superseded',
      lines: [],
    });
    world.setNow('2026-06-21T09:00:00Z');
    expect(await visitor(api.seeQuote, { body: { secret: secondLink } })).toMatchObject({
      standing: 'expired',
      lines: [],
    });
    await expect(visitor(api.acceptQuote, { body: { secret: secondLink, name: 'Zofia' } })).rejects.toMatchObject({
      status: 409,
    });
    await seller.call(api.withdrawQuote, { params: { id: second.id }, body: { reason: 'Prices changed' } });
    expect((await visitor(api.seeQuote, { body: { secret: secondLink } })).standing).toBe('withdrawn');
    await expect(visitor(api.seeQuote, { body: { secret: 'x'.repeat(43) } })).rejects.toMatchObject({ status: 404 });
  });

  it('is sent anew with a new link, and the old link ends', async () => {
    const { sale } = await saleWith();
    const quote = await seller.call(api.makeQuote, { params: { id: sale.id }, body: {} });
    const before = await sent(quote.id);
    const after = await sent(quote.id);
    await expect(visitor(api.seeQuote, { body: { secret: before } })).rejects.toMatchObject({ status: 404 });
    expect((await visitor(api.seeQuote, { body: { secret: after } })).standing).toBe('sent');
  });
});

describe('a discount above the limit', () => {
  it('needs a manager, who finds it on Today; before that the quote cannot be sent', async () => {
    const { sale } = await saleWith(20);
    const quote = await seller.call(api.makeQuote, { params: { id: sale.id }, body: {} });
    expect(quote).toMatchObject({ largestDiscount: 20, discountLimit: 15 });
    await expect(seller.call(api.sendQuote, of(quote.id))).rejects.toMatchObject({
      status: 409,
      code: 'approval_needed',
    });
    await seller.call(api.askApproval, { params: { id: quote.id }, body: { reason: 'A second plant follows' } });
    expect((await manager.call(api.listApprovals)).items).toMatchObject([
      { number: quote.number, approvalReason: 'A second plant follows' },
    ]);
    const steps = async () =>
      (await manager.call(relationshipContract.listNextSteps, { query: { member: manager.memberId } })).items.map(
        (each) => each.what,
      );
    expect(await steps()).toEqual(['Say yes or no to quote Q-2026-0001: 20 percent discount']);
    await expect(
      seller.call(api.decideApproval, { params: { id: quote.id }, body: { approve: true, reason: 'I say so' } }),
    ).rejects.toMatchObject({ status: 403 });
    await expect(seller.call(api.sendQuote, of(quote.id))).rejects.toMatchObject({ status: 409 });
    await manager.call(api.decideApproval, {
      params: { id: quote.id },
      body: { approve: true, reason: 'For the second plant' },
    });
    expect(await steps()).toEqual([]);
    expect((await seller.call(api.sendQuote, of(quote.id))).quote.standing).toBe('sent');
  });

  it('of one’s own is let pass by somebody else, unless nobody else can', async () => {
    const { sale } = await saleWith(20);
    const quote = await manager.call(api.makeQuote, { params: { id: sale.id }, body: {} });
    await manager.call(api.askApproval, { params: { id: quote.id }, body: { reason: 'A second plant follows' } });
    const decide = (who: Person) =>
      who.call(api.decideApproval, { params: { id: quote.id }, body: { approve: true, reason: 'For the plant' } });
    const second = await world.as('owner');
    expect((await manager.call(api.readQuote, of(quote.id))).mayApprove).toBe(false);
    await expect(decide(manager)).rejects.toMatchObject({ status: 409, code: 'own_discount' });
    expect((await decide(second)).standing).toBe('approved');
    const alone = await second.call(api.makeQuote, { params: { id: sale.id }, body: {} });
    await second.call(
      workspaceContract.setAccess,
      { params: { id: manager.memberId }, body: { enabled: false } },
      { ifMatch: 1 },
    );
    await second.call(api.askApproval, { params: { id: alone.id }, body: { reason: 'A third' } });
    expect((await second.call(api.readQuote, of(alone.id))).mayApprove).toBe(true);
  });

  it('that is declined can be asked for again, with another reason', async () => {
    const { sale } = await saleWith(30);
    const quote = await seller.call(api.makeQuote, { params: { id: sale.id }, body: {} });
    await seller.call(api.askApproval, { params: { id: quote.id }, body: { reason: 'They want it' } });
    const declined = await manager.call(api.decideApproval, {
      params: { id: quote.id },
      body: { approve: false, reason: 'No margin left' },
    });
    expect(declined).toMatchObject({ standing: 'declined', decisionReason: 'No margin left' });
    await expect(seller.call(api.sendQuote, of(quote.id))).rejects.toMatchObject({ status: 409 });
    expect(
      (await seller.call(api.askApproval, { params: { id: quote.id }, body: { reason: 'Three years instead of one' } }))
        .standing,
    ).toBe('asked');
  });

  it('is also a price below the catalogue', () => {
    expect(largestDiscount([{ price: '800.00', listPrice: '1000.00', discount: 0 }])).toBe(20);
    expect(
      largestDiscount([
        { price: '1000.00', listPrice: '1000.00', discount: 5 },
        { price: '90.00', listPrice: null, discount: 7.5 },
      ]),
    ).toBe(7.5);
    expect(largestDiscount([{ price: '1200.00', listPrice: '1000.00', discount: 0 }])).toBe(0);
  });

  it('follows the limit of the workspace', async () => {
    const rules = await manager.call(closingContract.readSellingRules);
    await manager.call(
      closingContract.changeSellingRules,
      { body: { discountLimit: null } },
      { ifMatch: rules.version },
    );
    const { sale } = await saleWith(60);
    const quote = await seller.call(api.makeQuote, { params: { id: sale.id }, body: {} });
    expect((await seller.call(api.sendQuote, of(quote.id))).quote.standing).toBe('sent');
    await expect(
      seller.call(closingContract.changeSellingRules, { body: { quoteDays: 10 } }, { ifMatch: 1 }),
    ).rejects.toMatchObject({ status: 403 });
  });
});

it('prints any European name, whatever its script, with its fonts inside', async () => {
  const line = {
    name: 'Фильтр · Φίλτρο · Đặng',
    code: null,
    unit: null,
    quantity: '2',
    price: '1234567.50',
    listPrice: null,
    discount: 0,
    recurring: null,
    total: '2469135.00',
  };
  const pdf = await quotePdf(
    {
      firm: 'Żółw & Söhne',
      number: 'Q-2026-0001',
      issue: 1,
      standing: 'sent',
      currency: 'EUR',
      lines: Array.from({ length: 60 }, () => line),
      sums: { once: '2469135.00', month: '0.00', year: '0.00' },
      validUntil: '2026-07-11',
      introduction: null,
      terms: 'Ab Werk',
      memberName: 'Þóra',
      accountName: 'ООО Вода',
      contactName: 'Αλέξης',
      saleName: 'Water',
      sentAt: null,
      acceptedAt: null,
      acceptedBy: null,
    },
    new Date('2026-06-11'),
  );
  const text = pdf.toString('latin1');
  expect(text.startsWith('%PDF')).toBe(true);
  expect(new Set(text.match(/\/FontName \/\w+\+Inter[\w-]*/g)).size).toBeGreaterThanOrEqual(4);
  expect(text.includes('/Count 2')).toBe(true);
});

it('holds on its last day and no longer', () => {
  expect(standingOf('sent', '2026-06-11', '2026-06-11')).toBe('sent');
  expect(standingOf('sent', '2026-06-11', '2026-06-12')).toBe('expired');
  expect(standingOf('accepted', '2026-06-11', '2027-01-01')).toBe('accepted');
});
