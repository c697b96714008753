/** The demo company: about sixty customers over twenty-four months, the same for the same moment, always fresh. */
import { day, dayText } from './calendar.ts';
import { yearsRevenue } from './business.ts';
import type { Client } from './client.ts';
import { customers } from './customers.ts';
import { fromNoticed, handoffsOf, influencesOf, noticed } from './connections.ts';
import { casesOf, nextStepsOf, saleOf } from './dealings.ts';
import { contactsOf, phone } from './people.ts';
import type { DemoAccount, DemoCompany, DemoTouchpoint } from './records.ts';
import { expansion } from './storiesExpansion.ts';
import { ownership } from './storiesOwnership.ts';
import { purchase } from './storiesPurchase.ts';
import { routine } from './storiesRoute.ts';
import { freshCases } from './service.ts';
import { shopping } from './storiesShopping.ts';
import { usage } from './storiesUsage.ts';
import { value } from './storiesValue.ts';
import { tell } from './telling.ts';

/** What became of each customer, by key. */
export const stories = { ...shopping, ...purchase, ...expansion, ...ownership, ...usage, ...value, ...routine };
export const clients: readonly Client[] = customers.map((customer) => ({ ...customer, ...stories[customer.key]! }));

/** @param now milliseconds; everything else follows from it */
export function demoCompany(now: number): DemoCompany {
  const byKey = new Map(clients.map((client) => [client.key, client]));
  const told = clients.map((client) => tell(client, now));
  const touchpoints = told.flatMap((t) => t.touchpoints);
  const spotted = noticed(touchpoints, byKey, now);
  const sales = told.flatMap((t) => t.life.sales.map((sale) => saleOf(t.client, sale, t.touchpoints, now)));
  sales.push(...fromNoticed(spotted, touchpoints, byKey, now));
  const revenue = yearsRevenue({ clients, touchpoints, sales }, now);
  for (const { touchpoint, what } of spotted)
    touchpoints.find((t) => t.key === touchpoint)!.learnt = `Noticed: ${what}`;
  return {
    channels: Object.fromEntries(
      ['call', 'mail', 'meeting', 'service', 'order'].map((channel) => [
        channel,
        [{ from: dayText(now - 731 * day), until: null }],
      ]),
    ),
    accounts: told.map((t, i) => accountOf(t.client, i, t.touchpoints, revenue.get(t.client.key) ?? 0, now)),
    ...contactsOf(clients, now),
    touchpoints,
    sales,
    cases: [...told.flatMap((t) => casesOf(t.client, t.life, t.touchpoints, now)), ...freshCases(now)],
    nextSteps: told.flatMap((t) => nextStepsOf(t.client, t.touchpoints, now)),
    spotted,
    influences: influencesOf(touchpoints, now),
    handoffs: handoffsOf(touchpoints, sales, byKey),
  };
}

function accountOf(
  client: Client,
  index: number,
  touchpoints: readonly DemoTouchpoint[],
  revenue: number,
  now: number,
): DemoAccount {
  return {
    key: client.key,
    kind: client.kind,
    name: client.name,
    industry: client.industry,
    city: client.city,
    country: client.country,
    employees: client.employees,
    domain: client.kind === 'household' ? null : `${client.key}.example`,
    phone: phone(client.country, index + 400),
    description: client.offering,
    owner: client.owner,
    parent: client.parent,
    tags: client.tags,
    saleType: client.saleType,
    standing: client.standing,
    phase: client.phaseSet
      ? { at: now - client.phaseSet.ago * day, to: client.phaseSet.to, evidence: client.phaseSet.evidence }
      : null,
    revenue,
    potential: client.potential,
    createdAt: (touchpoints[0]?.at ?? now) - day,
    ends: client.ends,
  };
}
