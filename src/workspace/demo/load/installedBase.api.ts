import { sql } from 'kysely';
import { insertRows } from '../../../platform/database.ts';
import { fitPurchases, type Terms } from '../../../usage/orders/fitPurchases.ts';
import { day, dayText } from '../story/calendar.ts';
import { clients } from '../story/demo.ts';
import { ordered } from '../story/business.ts';
import { installedBase } from '../story/installedBase.ts';
import type { DemoLoad } from './load.ts';

/** The demo's installed base with contracts, renewals and use, its orders, and one fit of the purchase models over them. All go with their accounts. */
export async function addInstalledBase(load: DemoLoad): Promise<void> {
  const { call, demo, ids, people } = load;
  const now = call.now.getTime();
  const ours = { workspace_id: call.who.workspaceId };
  const kept = { ...ours, version: 1, created_at: call.now, updated_at: call.now };
  const { currency } = await call.db.selectFrom('workspace').select('currency').executeTakeFirstOrThrow();
  const { assets, contracts } = installedBase(clients, demo.sales, now);
  const contractIds = new Map(contracts.map((contract) => [contract.key, call.newId()]));
  await insertRows(
    call.db,
    'service_contract',
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
  await insertRows(
    call.db,
    'contract_decision',
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
  await insertRows(
    call.db,
    'asset',
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
  await insertRows(
    call.db,
    'asset_usage',
    assets.flatMap((a) =>
      a.use === null
        ? []
        : weeks.map((week) => ({
            ...ours,
            asset_id: assetIds.get(a.key),
            measure: 'm³ a day',
            day: dayText(now - (25 - week) * 7 * day),
            value: Math.round(a.use!.perDay * (week < 13 ? 1 : a.use!.growth) * (1 + 0.04 * Math.sin(week * 2.1))),
          })),
    ),
  );
  await addOrders(load, currency);
  await addFit(load);
}

async function addOrders({ call, demo, ids, people }: DemoLoad, currency: string): Promise<void> {
  await insertRows(
    call.db,
    'customer_order',
    ordered({ clients, ...demo }, call.now.getTime()).map((o) => ({
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
async function addFit({ call, ids }: DemoLoad): Promise<void> {
  const until = dayText(call.now.getTime());
  const terms: Terms = { months: 36, discount: 0.1, margin: 1 };
  const accounts = [...ids.account.values()];
  const { rows: purchases } = await sql<{ customer: string; on: string; amount: number | null; size: string | null }>`
    select account_id as customer, to_char(ordered_on, 'YYYY-MM-DD') as "on", amount::float8 as amount,
      (select r.sale_type from relationship r where r.workspace_id = customer_order.workspace_id and r.account_id = customer_order.account_id) as size from customer_order where account_id = any (${accounts}::uuid[])`.execute(
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
  await insertRows(
    call.db,
    'customer_value',
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
