import { nameKey } from '../../../people/keys.ts';
import { insertRows } from '../../../platform/database.ts';
import { demoKey } from '../keys.ts';
import { dayAgo } from '../story/calendar.ts';
import { catalogue, rates } from '../story/catalogue.ts';
import { linesOf } from '../story/commerce.ts';
import type { DemoLoad } from './load.ts';

/** The catalogue with its prices and links, the rates of other currencies, and the lines of each sale. */
export async function addCatalogue(load: DemoLoad): Promise<void> {
  await addLines(load, await addOfferings(load));
  await addRates(load);
}

async function addOfferings({ call, marks }: DemoLoad): Promise<Map<string, string>> {
  const ids = new Map(catalogue.map(({ key }) => [key, call.newId()]));
  const { currency } = await call.db.selectFrom('workspace').select('currency').executeTakeFirstOrThrow();
  const ours = { workspace_id: call.who.workspaceId };
  const stamps = { version: 1, custom: {}, created_at: call.now, updated_at: call.now };
  await insertRows(
    call.db,
    'offering',
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
  await insertRows(
    call.db,
    'offering_price',
    catalogue.flatMap(({ key, prices }) =>
      Object.entries(prices)
        .filter(([code]) => code !== currency)
        .map(([code, price]) => ({ ...ours, offering_id: ids.get(key), currency: code, price })),
    ),
  );
  await insertRows(
    call.db,
    'offering_link',
    catalogue.flatMap(({ key, links }) =>
      links.map(({ kind, other }) => ({ ...ours, offering_id: ids.get(key), kind, other_id: ids.get(other) })),
    ),
  );
  for (const [key, id] of ids) marks.push({ key: demoKey(`offering/${key}`), kind: 'offering', record_id: id });
  return ids;
}

async function addRates({ call, marks }: DemoLoad): Promise<void> {
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
    from_day: dayAgo(call.now.getTime(), each.ago),
    rate: each.rate,
    source: each.source,
    version: 1,
    created_at: call.now,
    updated_at: call.now,
  }));
  await insertRows(call.db, 'exchange_rate', rows);
  for (const row of rows)
    marks.push({ key: demoKey(`rate/${row.currency}/${row.from_day}`), kind: 'exchange_rate', record_id: row.id });
}

async function addLines({ call, demo, ids }: DemoLoad, offerings: ReadonlyMap<string, string>): Promise<void> {
  const places = new Map<string, number>();
  const rows = demo.sales.flatMap(linesOf).map((line) => {
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
  await insertRows(call.db, 'opportunity_line', rows);
}
