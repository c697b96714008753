import { sql } from 'kysely';
import { nameKey } from '../people/keys.ts';
import { insertMany } from '../platform/database.ts';
import type { Call } from '../platform/serve.ts';
import { firmOn } from '../purchase/closing/coolingOff.ts';
import { shippedRules } from '../purchase/closing/rules.ts';
import { largestDiscount, offeredLine, quoteNumber } from '../purchase/quotes/quote.ts';
import { catalogue, rates } from './demo/catalogue.ts';
import { columns as typed } from './demo/columns.ts';
import {
  competitorsOf,
  expectationsOf,
  linesOf,
  needs,
  ordersOf,
  quotesOf,
  stopsOf,
  type DemoLine,
} from './demo/commerce.ts';
import { customers } from './demo/customers.ts';
import { demoKey } from './demo/keys.ts';
import type { DemoLoad } from './demoCustomers.api.ts';
import { me } from './demo/company.ts';

const day = 86_400_000;
interface Mark {
  key: string;
  kind: string;
  record_id: string;
}

/** Writes the catalogue and what the sales, routes and quotes of the demo are made of. They go with their sale or account. */
export async function addCommerce(load: DemoLoad, marks: Mark[]): Promise<void> {
  const offerings = await addCatalogue(load, marks);
  await addRates(load, marks);
  const lines = load.demo.sales.flatMap(linesOf);
  await addLines(load, lines, offerings);
  await addQuotes(load, lines);
  await addDecided(load);
  await addRoute(load);
}

async function addCatalogue({ call }: DemoLoad, marks: Mark[]): Promise<Map<string, string>> {
  const ids = new Map(catalogue.map(({ key }) => [key, call.newId()]));
  const { currency } = await call.db.selectFrom('workspace').select('currency').executeTakeFirstOrThrow();
  const ours = { workspace_id: call.who.workspaceId };
  const stamps = { version: 1, custom: {}, created_at: call.now, updated_at: call.now };
  await insertMany(
    call.db,
    'offering',
    typed({
      uuid: 'workspace_id id',
      text: 'name name_key code line kind currency unit recurring',
      numeric: 'price cost',
      boolean: 'active',
      integer: 'version',
      jsonb: 'custom',
      'text[]': 'fits',
      timestamptz: 'created_at updated_at',
    }),
    catalogue.map(({ key, name, code, line, kind, price, cost, unit, recurring, fits, active }) => ({
      ...ours,
      id: ids.get(key),
      name,
      name_key: nameKey(name),
      code,
      line,
      kind,
      price,
      cost,
      currency,
      unit,
      recurring,
      fits,
      active,
      ...stamps,
    })),
  );
  await insertMany(
    call.db,
    'offering_price',
    typed({ uuid: 'workspace_id offering_id', text: 'currency', numeric: 'price' }),
    catalogue.flatMap(({ key, prices }) =>
      Object.entries(prices)
        .filter(([code]) => code !== currency)
        .map(([code, price]) => ({ ...ours, offering_id: ids.get(key), currency: code, price })),
    ),
  );
  await insertMany(
    call.db,
    'offering_link',
    typed({ uuid: 'workspace_id offering_id other_id', text: 'kind' }),
    catalogue.flatMap(({ key, links }) =>
      links.map(({ kind, other }) => ({ ...ours, offering_id: ids.get(key), kind, other_id: ids.get(other) })),
    ),
  );
  for (const [key, id] of ids) marks.push({ key: demoKey(`offering/${key}`), kind: 'offering', record_id: id });
  return ids;
}

async function addRates({ call }: DemoLoad, marks: Mark[]): Promise<void> {
  const { currency } = await call.db.selectFrom('workspace').select('currency').executeTakeFirstOrThrow();
  // They are told in euro; in another currency they would be wrong.
  if (currency !== 'EUR') return;
  const known = await call.db.selectFrom('exchange_rate').select('id').limit(1).executeTakeFirst();
  if (known) return;
  const rows = rates.map((each) => ({
    workspace_id: call.who.workspaceId,
    id: call.newId(),
    currency: each.currency,
    into_currency: currency,
    from_day: dayIn(call, -each.ago),
    rate: each.rate,
    source: each.source,
    version: 1,
    created_at: call.now,
    updated_at: call.now,
  }));
  await insertMany(
    call.db,
    'exchange_rate',
    typed({
      uuid: 'workspace_id id',
      text: 'currency into_currency source',
      date: 'from_day',
      numeric: 'rate',
      integer: 'version',
      timestamptz: 'created_at updated_at',
    }),
    rows,
  );
  for (const row of rows)
    marks.push({ key: demoKey(`rate/${row.currency}/${row.from_day}`), kind: 'exchange_rate', record_id: row.id });
}

async function addLines(
  { call, ids }: DemoLoad,
  lines: readonly DemoLine[],
  offerings: ReadonlyMap<string, string>,
): Promise<void> {
  const places = new Map<string, number>();
  const rows = lines.map((line) => {
    const place = places.get(line.sale) ?? 0;
    places.set(line.sale, place + 1);
    return {
      workspace_id: call.who.workspaceId,
      id: call.newId(),
      opportunity_id: ids.opportunity.get(line.sale),
      place,
      offering_id: line.offering && offerings.get(line.offering),
      name: line.name,
      quantity: line.quantity,
      price: line.price / 100,
      discount: line.discount,
      recurring: line.recurring,
    };
  });
  await insertMany(
    call.db,
    'opportunity_line',
    typed({
      uuid: 'workspace_id id opportunity_id offering_id',
      text: 'name recurring',
      smallint: 'place',
      numeric: 'quantity price discount',
    }),
    rows,
  );
}

async function addQuotes({ call, demo, people, ids }: DemoLoad, lines: readonly DemoLine[]): Promise<void> {
  const { currency } = await call.db.selectFrom('workspace').select('currency').executeTakeFirstOrThrow();
  const year = call.now.getUTCFullYear();
  const { rows: counted } = await sql<{ last: number }>`select quote_count(${`Q-${year}-`}) as last`.execute(call.db);
  const numbers = new Map<string, string>();
  const contacts = new Map(demo.contacts.map((contact) => [contact.key, `${contact.given} ${contact.family}`]));
  const at = (ago: number | null) => (ago === null ? null : new Date(call.now.getTime() - ago * day));
  const rows = quotesOf(demo.sales).map((quote) => {
    const sale = demo.sales.find((each) => each.key === quote.sale)!;
    if (!numbers.has(sale.key)) numbers.set(sale.key, quoteNumber(year, (counted[0]?.last ?? 0) + numbers.size + 1));
    const asks = quote.state === 'asked' || quote.state === 'declined' || quote.state === 'approved';
    const offered = lines
      .filter((line) => line.sale === sale.key)
      .map(({ name, quantity, price, discount, recurring }) =>
        offeredLine({
          name,
          quantity: String(quantity),
          price: (price / 100).toFixed(2),
          discount: asks ? Math.max(discount, 18) : discount,
          recurring,
          code: null,
          unit: null,
          listPrice: null,
        }),
      );
    const decided = quote.state === 'approved' || quote.state === 'declined';
    const sent = quote.state === 'sent' || quote.state === 'superseded' || quote.state === 'accepted';
    return {
      workspace_id: call.who.workspaceId,
      id: call.newId(),
      opportunity_id: ids.opportunity.get(sale.key),
      account_id: ids.account.get(sale.account),
      contact_id: ids.contact.get(sale.contact),
      number: numbers.get(sale.key),
      issue: quote.issue,
      state: quote.state,
      currency,
      lines: offered,
      largest_discount: largestDiscount(offered),
      valid_until: dayIn(call, quote.validIn),
      introduction: 'Thank you for the time on site. This is what we agreed on.',
      terms:
        'Prices without tax. Delivery free to site. Payment within 30 days; plants in three parts: order, delivery, acceptance.',
      member_id: people.get(sale.owner),
      approver_id: asks ? people.get(quote.state === 'asked' ? me : 'marlene') : null,
      approval_reason: asks ? quote.reason : null,
      asked_at: asks ? at(quote.madeAgo) : null,
      decided_by: decided ? people.get('marlene') : null,
      decision_reason: decided
        ? quote.state === 'approved'
          ? 'Worth it as a reference; not a rule'
          : 'No margin left at this size'
        : null,
      decided_at: decided ? at(Math.max(0, quote.madeAgo - 1)) : null,
      sent_at: sent ? at(quote.madeAgo) : null,
      seen_at: at(quote.seenAgo),
      accepted_at: quote.acceptedBy ? at(quote.seenAgo) : null,
      accepted_by: quote.acceptedBy && (contacts.get(sale.contact) ?? quote.acceptedBy),
      withdrawn_reason: quote.state === 'withdrawn' ? quote.reason : null,
      version: 1,
      created_at: at(quote.madeAgo),
      updated_at: at(quote.madeAgo),
    };
  });
  await insertMany(
    call.db,
    'quote',
    typed({
      uuid: 'workspace_id id opportunity_id account_id contact_id member_id approver_id decided_by',
      text: 'number state currency introduction terms approval_reason decision_reason accepted_by withdrawn_reason',
      smallint: 'issue',
      numeric: 'largest_discount',
      jsonb: 'lines',
      date: 'valid_until',
      integer: 'version',
      timestamptz: 'asked_at decided_at sent_at seen_at accepted_at created_at updated_at',
    }),
    rows,
  );
}

/** Why sales were won and lost, whom we met, what was expected, and which consumers may still withdraw. */
async function addDecided({ call, demo, people, ids }: DemoLoad): Promise<void> {
  const ours = (key: string) => ({
    workspace_id: call.who.workspaceId,
    id: call.newId(),
    opportunity_id: ids.opportunity.get(key),
  });
  const stamps = { version: 1, created_at: call.now, updated_at: call.now };
  const met = competitorsOf(demo.sales);
  await insertMany(
    call.db,
    'sale_competitor',
    typed({
      uuid: 'workspace_id id opportunity_id',
      text: 'name name_key result why',
      integer: 'version',
      timestamptz: 'created_at updated_at',
    }),
    met.map(({ sale, ...each }) => ({ ...ours(sale), ...each, name_key: nameKey(each.name), ...stamps })),
  );
  await insertMany(
    call.db,
    'sale_expectation',
    typed({
      uuid: 'workspace_id id opportunity_id member_id',
      text: 'expects verdict answer',
      smallint: 'place',
      timestamptz: 'at',
    }),
    demo.sales.flatMap((sale, i) =>
      expectationsOf(sale, i).map((each, place) => ({
        ...ours(each.sale),
        member_id: people.get(sale.owner),
        place,
        expects: each.expects,
        verdict: each.verdict,
        answer: each.answer,
        at: new Date(each.at),
      })),
    ),
  );
  const decided = demo.sales
    .filter((sale) => sale.outcome !== 'open')
    .map((sale, i) => ({
      id: ids.opportunity.get(sale.key),
      reason:
        sale.outcome === 'won'
          ? sale.saleType === 'retail'
            ? null
            : shippedRules.wonReasons[i % shippedRules.wonReasons.length]
          : lossReason(sale.reason, i),
      firm: sale.outcome === 'won' && sale.saleType === 'consumer' ? firmOn(sale.closedOn!, 14) : null,
    }));
  await sql`update opportunity o set close_reason = d.reason, firm_on = d.firm from jsonb_to_recordset(${JSON.stringify(decided)}::jsonb) as d(id uuid, reason text, firm date) where o.id = d.id`.execute(
    call.db,
  );
  await sql`update opportunity o set competitors = array[c.name] from sale_competitor c where c.workspace_id = o.workspace_id and c.opportunity_id = o.id and o.id = any (${[...ids.opportunity.values()]}::uuid[])`.execute(
    call.db,
  );
}

function lossReason(told: string | null, index: number): string {
  const words = (told ?? '').toLowerCase();
  const known = shippedRules.lostReasons.find((reason) => words.includes(reason));
  return known ?? ['no decision', 'timing', 'competitor', 'no budget'][index % 4]!;
}

async function addRoute({ call, demo, people, ids }: DemoLoad): Promise<void> {
  const { currency } = await call.db.selectFrom('workspace').select('currency').executeTakeFirstOrThrow();
  const ours = { workspace_id: call.who.workspaceId };
  const stamps = { version: 1, created_at: call.now, updated_at: call.now };
  const now = call.now.getTime();
  await insertMany(
    call.db,
    'route_stop',
    typed({
      uuid: 'workspace_id account_id member_id',
      integer: 'every_days place version',
      smallint: 'weekday',
      date: 'last_visit_on next_visit_on',
      text: 'note',
      timestamptz: 'created_at updated_at',
    }),
    stopsOf(demo, now).map((stop, place) => ({
      ...ours,
      account_id: ids.account.get(stop.account),
      member_id: people.get(stop.member),
      every_days: stop.every,
      weekday: stop.weekday,
      last_visit_on: stop.lastVisitOn,
      next_visit_on: stop.nextVisitOn,
      place,
      note: stop.note,
      ...stamps,
    })),
  );
  const yearly = new Map(customers.map((customer) => [customer.key, customer.yearly]));
  await insertMany(
    call.db,
    'customer_order',
    typed({
      uuid: 'workspace_id id account_id owner_id',
      text: 'number offering currency status',
      numeric: 'quantity amount',
      date: 'ordered_on',
      jsonb: 'custom',
      integer: 'version',
      timestamptz: 'created_at updated_at',
    }),
    ordersOf(demo, (account) => yearly.get(account.key) ?? 0, now).map((order, i) => ({
      ...ours,
      id: call.newId(),
      account_id: ids.account.get(order.account),
      owner_id: people.get(demo.accounts.find((each) => each.key === order.account)!.owner),
      number: `O-${1000 + i}`,
      offering: order.offering,
      quantity: order.quantity,
      amount: order.amount / 100,
      currency,
      status: 'delivered',
      ordered_on: new Date(order.at).toISOString().slice(0, 10),
      custom: {},
      ...stamps,
      created_at: new Date(order.at),
      updated_at: new Date(order.at),
    })),
  );
  await insertMany(
    call.db,
    'yearly_need',
    typed({
      uuid: 'workspace_id id account_id member_id',
      text: 'line currency source',
      numeric: 'amount',
      date: 'on_day',
      timestamptz: 'created_at',
    }),
    needs.map((need) => ({
      ...ours,
      id: call.newId(),
      account_id: ids.account.get(need.account),
      member_id: people.get(demo.accounts.find((each) => each.key === need.account)!.owner),
      line: need.line,
      amount: need.amount,
      currency,
      source: need.source,
      on_day: dayIn(call, -need.ago),
      created_at: new Date(now - need.ago * day),
    })),
  );
}

const dayIn = (call: Call, days: number): string =>
  new Date(call.now.getTime() + days * day).toISOString().slice(0, 10);
