/** What the demo's customers have, under which contracts, and what they ordered: told from their sales and orders. */
import { addMonths } from '../../../usage/assets/retention.ts';
import { day, dayText } from './calendar.ts';
import { hasRoute } from './commerce.ts';
import type { Client } from './client.ts';
import { seedOf } from './life.ts';
import { seededRandom } from '../../../statistics/randomness.ts';
import type { SaleType } from '../../../relationship/vocabulary.ts';
import type { DemoSale, DemoTouchpoint } from './records.ts';

export interface DemoContract {
  key: string;
  account: string;
  owner: string;
  name: string;
  startedOn: string;
  renewsOn: string;
  price: number;
  noticeDays: number;
  lostOn: string | null;
  decisions: {
    on: string;
    outcome: 'renewed' | 'lost';
    renewsBefore: string;
    priceBefore: number;
    priceAfter: number | null;
    reason: string | null;
  }[];
}
export interface DemoAsset {
  key: string;
  account: string;
  contract: string | null;
  name: string;
  serial: string;
  since: string;
  warrantyUntil: string;
  /** Cubic metres a day, month by month: today's and how it grew. */
  use: { perDay: number; growth: number } | null;
}
export interface DemoOrder {
  account: string;
  contact: string;
  owner: string;
  on: string;
  amount: number;
  subject: string;
  touchpoint: string;
}

/** Whose contract was lost, why, and what it had brought in a year. */
const lost: Record<string, { reason: string; price: number }> = {
  pelham: { reason: 'relationship', price: 19_400 },
  velo: { reason: 'price', price: 90 },
};

/** Everything that was delivered, with two years of warranty; whoever pays every year has a contract from the delivery on. */
export function installedBase(
  clients: readonly Client[],
  sales: readonly DemoSale[],
  now: number,
): { assets: DemoAsset[]; contracts: DemoContract[] } {
  const contracts: DemoContract[] = [];
  const assets: DemoAsset[] = [];
  for (const client of clients) {
    const won = sales
      .filter((sale) => sale.account === client.key && sale.outcome === 'won' && sale.amount >= 2000)
      .toSorted((a, b) => (a.closedOn! < b.closedOn! ? -1 : 1));
    const first = won[0];
    if (!first) continue;
    // Some had a plant of ours long before the two years that the demo tells of; it is still there.
    const before = seedOf(client.key) % 5 === 0 ? 9 : 0;
    const contract = client.yearly >= 1000 || lost[client.key] ? contractOf(client, first, now) : null;
    if (contract) contracts.push(contract);
    const former = formerContracts[client.key];
    if (former) contracts.push(formerContract(client, former, now));
    if (before > 0)
      assets.push(
        earlierPlant(
          client,
          contract?.lostOn === null ? contract.key : null,
          dayText(Date.parse(first.closedOn!) - before * 365.25 * day),
        ),
      );
    won.forEach((sale) => {
      const delivered = Date.parse(sale.closedOn!) + 70 * day;
      // A framework is what they order from, not what stands in the cellar.
      if (delivered > now || sale.offering.includes('framework')) return;
      const since = dayText(delivered);
      const pick = seedOf(sale.key);
      assets.push({
        key: sale.key,
        account: client.key,
        contract: contract && contract.lostOn === null ? contract.key : null,
        name: sale.offering,
        serial: `EW-${since.slice(2, 4)}${String(pick % 9000).padStart(4, '0')}`,
        since,
        warrantyUntil: addMonths(since, 24),
        use:
          client.kind === 'household' || client.saleType === 'retail'
            ? null
            : { perDay: 20 + (pick % 300), growth: [0.7, 0.9, 1, 1.05, 1.4][pick % 5]! },
      });
    });
  }
  return { assets, contracts };
}

function earlierPlant(client: Client, contract: string | null, since: string): DemoAsset {
  const name =
    client.kind === 'household' || client.saleType === 'retail'
      ? 'Softener, older model'
      : 'Softening plant, older model';
  return {
    key: `earlier plant ${client.key}`,
    account: client.key,
    contract,
    name,
    serial: `EW-${since.slice(2, 4)}${String(seedOf(`earlier ${client.key}`) % 9000).padStart(4, '0')}`,
    since,
    warrantyUntil: addMonths(since, 24),
    use: null,
  };
}

/** Contracts of earlier plants that ended before the two years which the demo tells of: renewals kept, and why they were lost. */
const formerContracts: Record<string, { years: number; endedAgo: number; reason: string }> = {
  hopfgarten: { years: 1, endedAgo: 3, reason: 'no longer needed' },
  kurpark: { years: 3, endedAgo: 4, reason: 'competitor' },
  gasthof: { years: 1, endedAgo: 5, reason: 'price' },
  meissner: { years: 2, endedAgo: 3, reason: 'price' },
  trentham: { years: 1, endedAgo: 4, reason: 'relationship' },
};

function formerContract(
  client: Client,
  { years, endedAgo, reason }: { years: number; endedAgo: number; reason: string },
  now: number,
): DemoContract {
  const startedOn = addMonths(dayText(now), -12 * (years + endedAgo) - 3);
  const price = Math.round(client.yearly * 0.2) + 900;
  const renewals = Array.from({ length: years }, (_, i) => addMonths(startedOn, 12 * (i + 1)));
  const decisions = renewals.map((on, i): DemoContract['decisions'][number] => ({
    on,
    outcome: i === years - 1 ? 'lost' : 'renewed',
    renewsBefore: on,
    priceBefore: price,
    priceAfter: i === years - 1 ? null : price,
    reason: i === years - 1 ? reason : null,
  }));
  return {
    key: `former contract ${client.key}`,
    account: client.key,
    owner: client.owner,
    name: 'Maintenance of the earlier plant',
    startedOn,
    renewsOn: renewals.at(-1)!,
    price,
    noticeDays: 60,
    lostOn: renewals.at(-1)!,
    decisions,
  };
}

function contractOf(client: Client, first: DemoSale, now: number): DemoContract {
  const today = dayText(now);
  const pick = seedOf(client.key);
  const begun = addMonths(first.closedOn!, 3) < today ? addMonths(first.closedOn!, 3) : first.closedOn!;
  // Whoever had a plant before those two years has had its contract as long.
  const startedOn = pick % 5 === 0 && !lost[client.key] ? addMonths(begun, -12 * (3 + (pick % 3))) : begun;
  let price = lost[client.key]?.price ?? (client.yearly > 0 ? Math.round(client.yearly * 0.92) : 900 + (pick % 2000));
  let renewsOn = addMonths(startedOn, 12);
  const decisions: DemoContract['decisions'] = [];
  while (renewsOn < today) {
    if (lost[client.key]) {
      decisions.push({
        on: renewsOn,
        outcome: 'lost',
        renewsBefore: renewsOn,
        priceBefore: price,
        priceAfter: null,
        reason: lost[client.key]!.reason,
      });
      break;
    }
    const after = Math.round(price * (1 + (pick % 6) / 100));
    decisions.push({
      on: renewsOn,
      outcome: 'renewed',
      renewsBefore: renewsOn,
      priceBefore: price,
      priceAfter: after,
      reason: null,
    });
    price = after;
    renewsOn = addMonths(renewsOn, 12);
  }
  const end = decisions.find((each) => each.outcome === 'lost');
  return {
    key: `contract ${client.key}`,
    account: client.key,
    owner: client.owner,
    name: contractName(client),
    startedOn,
    renewsOn,
    price,
    noticeDays: 60,
    lostOn: end?.on ?? null,
    decisions,
  };
}

export const contractName = (client: Client) =>
  client.saleType === 'relationship'
    ? 'Yearly supply and visits'
    : client.saleType === 'commercial'
      ? 'Full service with remote monitoring'
      : 'Yearly service';

/** Around one, as amounts spread: the mean of a few waiting times; the more, the closer. */
const gammaLike = (random: () => number, times: number) =>
  Array.from({ length: times }, () => -Math.log(1 - random())).reduce((sum, each) => sum + each, 0) / times;

/** A household takes a set of filters, a works a pallet. */
const sizes: Record<SaleType, number> = { commercial: 1, relationship: 0.6, consumer: 0.05, retail: 0.025 };

/** What an order of this customer brings in the middle: few order for a lot. */
const usualOf = (client: Client) =>
  (sizes[client.saleType] * 1200) / Math.max(0.05, gammaLike(seededRandom(seedOf(`${client.key} size`)), 2));

/** What nobody remembers but the books: salt, cartridges, spare parts, since the first delivery. Who has turned away has stopped. */
export function suppliesOf(clients: readonly Client[], sales: readonly DemoSale[], now: number): DemoOrder[] {
  return clients.flatMap((client) => {
    if (hasRoute(client.key)) return [];
    const first = sales
      .filter((sale) => sale.account === client.key && sale.outcome === 'won')
      .map((sale) => Date.parse(sale.closedOn!))
      .toSorted((a, b) => a - b)[0];
    if (first === undefined) return [];
    const random = seededRandom(seedOf(`${client.key} 3 supplies`));
    const every = 18 + random() * random() * 160;
    const amounts = seededRandom(seedOf(`${client.key} 3 amounts`));
    const usual = usualOf(client);
    const leaves = random() < 0.3 ? 0.02 : 0.2 + 0.6 * random();
    const takes = client.kind === 'household' ? suppliesAtHome : supplies;
    const orders: DemoOrder[] = [];
    for (let at = first + 20 * day; at < now - day; at += Math.max(1, -Math.log(1 - random()) * every) * day) {
      orders.push({
        account: client.key,
        contact: `${client.key}/person 0`,
        owner: client.owner,
        on: dayText(at),
        amount: Math.max(9, Math.round(usual * gammaLike(amounts, 3))),
        subject: takes[Math.floor(amounts() * takes.length)]!,
        touchpoint: '',
      });
      if (random() < leaves || (client.ends[1] === 'disillusionment' && at > now - 150 * day)) break;
    }
    return orders;
  });
}

const supplies = [
  'Regeneration salt',
  'Filter cartridges',
  'Seal set',
  'Dosing agent',
  'Test strips and reagents',
  'UV lamp',
];

const suppliesAtHome = ['Regeneration salt', 'Filter cartridges', 'Yearly filter set'];

/** Orders as facts beside the touchpoints that tell of them: salt, cartridges, spare parts. */
export function ordersOf(clients: readonly Client[], touchpoints: readonly DemoTouchpoint[]): DemoOrder[] {
  const byKey = new Map(clients.map((client) => [client.key, client]));
  return (
    touchpoints
      // What is ordered on a visit of the route is told with the route.
      .filter(
        (each) =>
          (each.kind === 'repeat order' || each.kind === 'order') && each.sale === null && !hasRoute(each.account),
      )
      .map((each) => {
        const client = byKey.get(each.account)!;
        const random = seededRandom(seedOf(each.key));
        return {
          account: each.account,
          contact: each.contacts[0] ?? `${each.account}/person 0`,
          owner: each.member,
          on: dayText(each.at),
          amount: Math.max(9, Math.round(usualOf(client) * gammaLike(random, 3))),
          subject: each.subject,
          touchpoint: each.key,
        };
      })
  );
}
