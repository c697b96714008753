import { sql } from 'kysely';
import { insertMany } from '../platform/database.ts';
import type { Call } from '../platform/serve.ts';
import { clients } from './demo/demo.ts';
import { installedBase, ordersOf, suppliesOf } from './demo/installedBase.ts';
import type { DemoCompany } from './demo/records.ts';
import type { DemoIds } from './demoCustomers.api.ts';
import { fitPurchases, type Terms } from '../usage/orders/fitPurchases.ts';

/** The demo's installed base with contracts, renewals and use, its orders, and one fit of the purchase models over them. All go with their accounts. */
export async function addInstalledBase(
  call: Call,
  demo: DemoCompany,
  ids: DemoIds,
  people: ReadonlyMap<string, string>,
): Promise<void> {
  const now = call.now.getTime();
  const ours = { workspace_id: call.who.workspaceId };
  const kept = { ...ours, version: 1, created_at: call.now, updated_at: call.now };
  const { currency } = await call.db.selectFrom('workspace').select('currency').executeTakeFirstOrThrow();
  const { assets, contracts } = installedBase(clients, demo.sales, now);
  const contractIds = new Map(contracts.map((contract) => [contract.key, call.newId()]));
  await insertMany(
    call.db,
    'service_contract',
    {
      ...keptColumns,
      account_id: 'uuid',
      owner_id: 'uuid',
      name: 'text',
      started_on: 'date',
      renews_on: 'date',
      period_months: 'integer',
      price: 'numeric',
      currency: 'text',
      notice_days: 'integer',
      state: 'text',
      lost_on: 'date',
    },
    contracts.map((c) => ({
      ...kept,
      id: contractIds.get(c.key),
      account_id: ids.account.get(c.account),
      owner_id: people.get(c.owner),
      name: c.name,
      started_on: c.startedOn,
      renews_on: c.renewsOn,
      period_months: 12,
      price: c.price,
      currency,
      notice_days: c.noticeDays,
      state: c.lostOn === null ? 'running' : 'lost',
      lost_on: c.lostOn,
    })),
  );
  await insertMany(
    call.db,
    'contract_decision',
    {
      workspace_id: 'uuid',
      contract_id: 'uuid',
      account_id: 'uuid',
      number: 'integer',
      decided_on: 'date',
      outcome: 'text',
      renews_before: 'date',
      price_before: 'numeric',
      price_after: 'numeric',
      reason: 'text',
      features: 'double precision[]',
      member_id: 'uuid',
      at: 'timestamptz',
    },
    contracts.flatMap((c) =>
      c.decisions.map((d, i) => ({
        ...ours,
        contract_id: contractIds.get(c.key),
        account_id: ids.account.get(c.account),
        number: i + 1,
        decided_on: d.on,
        outcome: d.outcome,
        renews_before: d.renewsBefore,
        price_before: d.priceBefore,
        price_after: d.priceAfter,
        reason: d.reason,
        features: [],
        member_id: people.get(c.owner),
        at: new Date(`${d.on}T09:00:00Z`),
      })),
    ),
  );
  const assetIds = new Map(assets.map((asset) => [asset.key, call.newId()]));
  await insertMany(
    call.db,
    'asset',
    {
      ...keptColumns,
      account_id: 'uuid',
      contract_id: 'uuid',
      name: 'text',
      serial: 'text',
      quantity: 'integer',
      since: 'date',
      warranty_until: 'date',
      state: 'text',
    },
    assets.map((a) => ({
      ...kept,
      id: assetIds.get(a.key),
      account_id: ids.account.get(a.account),
      contract_id: a.contract === null ? null : contractIds.get(a.contract),
      name: a.name,
      serial: a.serial,
      quantity: 1,
      since: a.since,
      warranty_until: a.warrantyUntil,
      state: 'in use',
    })),
  );
  // One figure a week for half a year.
  const weeks = Array.from({ length: 26 }, (_, i) => i);
  await insertMany(
    call.db,
    'asset_usage',
    { workspace_id: 'uuid', asset_id: 'uuid', measure: 'text', day: 'date', value: 'double precision' },
    assets.flatMap((a) =>
      a.use === null
        ? []
        : weeks.map((week) => ({
            ...ours,
            asset_id: assetIds.get(a.key),
            measure: 'm³ a day',
            day: new Date(now - (25 - week) * 7 * 86_400_000).toISOString().slice(0, 10),
            value: Math.round(a.use!.perDay * (week < 13 ? 1 : a.use!.growth) * (1 + 0.04 * Math.sin(week * 2.1))),
          })),
    ),
  );
  await addOrders(call, demo, ids, people, currency);
  await addFit(call, ids);
}

const keptColumns = {
  workspace_id: 'uuid',
  id: 'uuid',
  version: 'integer',
  created_at: 'timestamptz',
  updated_at: 'timestamptz',
};

async function addOrders(
  call: Call,
  demo: DemoCompany,
  ids: DemoIds,
  people: ReadonlyMap<string, string>,
  currency: string,
): Promise<void> {
  await insertMany(
    call.db,
    'customer_order',
    {
      ...keptColumns,
      account_id: 'uuid',
      contact_id: 'uuid',
      owner_id: 'uuid',
      ordered_on: 'date',
      amount: 'numeric',
      currency: 'text',
      subject: 'text',
      custom: 'jsonb',
    },
    [...ordersOf(clients, demo.touchpoints), ...suppliesOf(clients, demo.sales, call.now.getTime())].map((o) => ({
      workspace_id: call.who.workspaceId,
      id: call.newId(),
      version: 1,
      created_at: new Date(`${o.on}T12:00:00Z`),
      updated_at: new Date(`${o.on}T12:00:00Z`),
      account_id: ids.account.get(o.account),
      contact_id: ids.contact.get(o.contact) ?? null,
      owner_id: people.get(o.owner),
      ordered_on: o.on,
      amount: o.amount,
      currency,
      subject: o.subject,
      custom: {},
    })),
  );
}

/** The models are fitted once, small as the company is, so that the screens speak; the removal takes the fit along with the last of its values. */
async function addFit(call: Call, ids: DemoIds): Promise<void> {
  const until = call.now.toISOString().slice(0, 10);
  const terms: Terms = { months: 36, discount: 0.1, margin: 1 };
  const accounts = [...ids.account.values()];
  const { rows: purchases } = await sql<{ customer: string; on: string; amount: number | null }>`
    select account_id as customer, to_char(ordered_on, 'YYYY-MM-DD') as "on", amount::float8 as amount from customer_order where account_id = any (${accounts}::uuid[])`.execute(
    call.db,
  );
  const fit = fitPurchases({ purchases, until, terms, draws: 200 });
  const id = call.newId();
  const state = fit.refused === null ? 'done' : 'refused';
  await call.db
    .insertInto('purchase_fit')
    .values({
      workspace_id: call.who.workspaceId,
      id,
      state,
      reason: fit.refused,
      until_on: until,
      terms: JSON.stringify(terms),
      progress: 1,
      customers: fit.customers,
      purchases: fit.purchases,
      models: JSON.stringify(fit.models),
      member_id: call.who.memberId,
      started_at: call.now,
      ended_at: call.now,
    })
    .execute();
  await call.db
    .insertInto('external_key')
    .values({ workspace_id: call.who.workspaceId, key: 'demo:purchase fit', kind: 'purchase_fit', record_id: id })
    .execute();
  const money = (amount: number | null) => (amount === null ? null : amount.toFixed(2));
  await insertMany(
    call.db,
    'customer_value',
    {
      workspace_id: 'uuid',
      account_id: 'uuid',
      fit_id: 'uuid',
      repeats: 'integer',
      first_on: 'date',
      last_on: 'date',
      alive: 'double precision',
      expected: 'double precision',
      spend: 'numeric',
      value: 'numeric',
      value_low: 'numeric',
      value_high: 'numeric',
      others: 'jsonb',
    },
    fit.worths.map((w) => ({
      workspace_id: call.who.workspaceId,
      account_id: w.customer,
      fit_id: id,
      repeats: w.repeats,
      first_on: w.firstOn,
      last_on: w.lastOn,
      alive: w.alive,
      expected: w.expected,
      spend: money(w.spend),
      value: money(w.value),
      value_low: money(w.low),
      value_high: money(w.high),
      others: w.others,
    })),
  );
}
