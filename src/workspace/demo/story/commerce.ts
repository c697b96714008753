/** What the demo's sales are made of, which quotes are out, who is on a route, what was ordered, and whom we met. */
import { day, dayText } from './calendar.ts';
import { catalogue } from './catalogue.ts';
import type { Client } from './client.ts';
import type { DemoCompany, DemoSale, DemoTouchpoint } from './records.ts';

export interface DemoLine {
  sale: string;
  /** Key of an offering; null for what is made for this customer alone. */
  offering: string | null;
  name: string;
  quantity: number;
  /** In hundredths. */
  price: number;
  discount: number;
  recurring: 'month' | 'year' | null;
}

/** Lines whose worth is the amount of the sale, to the cent. */
export function linesOf(sale: DemoSale, index: number): DemoLine[] {
  const amount = Math.round(sale.amount * 100);
  const line = (offering: string | null, name: string, quantity: number, price: number, discount = 0): DemoLine => ({
    sale: sale.key,
    offering,
    name,
    quantity,
    price,
    discount,
    recurring: null,
  });
  const listed = (key: string, quantity: number, discount = 0) => {
    const found = catalogue.find((each) => each.key === key)!;
    return line(key, found.name, quantity, Math.round(Number(found.price) * 100), discount);
  };
  if (sale.saleType === 'commercial' && sale.amount >= 30_000) {
    const more = [listed('commissioning', 1), listed('spares', 1, index % 3 === 0 ? 25 : 0)];
    const rest = amount - more.reduce((sum, each) => sum + totalOf(each), 0);
    return [line(null, sale.offering, 1, rest), ...more];
  }
  if (sale.saleType === 'consumer' && sale.amount >= 2500) {
    const first = listed(sale.offering.includes('Well') ? 'well' : 'softener', 1);
    return [first, line(null, 'Installation', 1, amount - totalOf(first))].filter((each) => each.price > 0);
  }
  if (sale.saleType === 'retail') {
    const key = retailOffering[sale.account] ?? 'strips';
    const offering = catalogue.find((each) => each.key === key)!;
    const quantity = Math.max(1, Math.round(amount / Math.round(Number(offering.price) * 100)));
    return quantity === 1 || amount % quantity !== 0
      ? [line(key, offering.name, 1, amount)]
      : [line(key, offering.name, quantity, amount / quantity)];
  }
  return [line(null, sale.offering === 'Shop' ? sale.name : sale.offering, 1, amount)];
}

const retailOffering: Record<string, string> = { morgentau: 'carafe', aquarist: 'strips', velo: 'descaler' };
const totalOf = (line: Pick<DemoLine, 'quantity' | 'price' | 'discount'>): number =>
  Math.round((line.quantity * line.price * (100 - line.discount)) / 100);

export interface DemoQuote {
  sale: string;
  issue: number;
  state: 'draft' | 'asked' | 'approved' | 'declined' | 'sent' | 'accepted' | 'withdrawn' | 'superseded';
  /** Days before now. */
  madeAgo: number;
  seenAgo: number | null;
  validIn: number;
  acceptedBy: string | null;
  reason: string | null;
}

/** Every state that a quote can be in, on the open sales that are far enough. */
export function quotesOf(sales: readonly DemoSale[]): DemoQuote[] {
  const far = sales
    .filter(
      (sale) =>
        sale.outcome === 'open' && ['involvement', 'commitment', 'action'].includes(sale.stage) && sale.amount > 0,
    )
    .toSorted((a, b) => b.amount - a.amount);
  const plain = { issue: 1, seenAgo: null, acceptedBy: null, reason: null };
  return far.flatMap((sale, i): DemoQuote[] => {
    const of = { ...plain, sale: sale.key };
    switch (i % 9) {
      case 0:
        return [
          { ...of, state: 'superseded', madeAgo: 20, seenAgo: 18, validIn: 10 },
          { ...of, issue: 2, state: 'sent', madeAgo: 6, seenAgo: 4, validIn: 24 },
        ];
      case 1:
        return [
          { ...of, state: 'asked', madeAgo: 1, validIn: 29, reason: 'A second plant follows if this one goes well' },
        ];
      case 2:
        return [{ ...of, state: 'accepted', madeAgo: 9, seenAgo: 8, validIn: 21, acceptedBy: 'the buyer' }];
      case 3:
        return [{ ...of, state: 'sent', madeAgo: 34, seenAgo: 30, validIn: -4 }];
      case 4:
        return [{ ...of, state: 'draft', madeAgo: 0, validIn: 30 }];
      case 5:
        return [{ ...of, state: 'declined', madeAgo: 3, validIn: 27, reason: 'They want what the other one gave' }];
      case 6:
        return [{ ...of, state: 'withdrawn', madeAgo: 15, validIn: 15, reason: 'The site chose another size' }];
      case 7:
        return [{ ...of, state: 'approved', madeAgo: 2, validIn: 28, reason: 'Reference customer in a new trade' }];
      default:
        return [{ ...of, state: 'sent', madeAgo: 5, validIn: 25 }];
    }
  });
}

export interface DemoStop {
  account: string;
  member: string;
  every: number;
  weekday: number | null;
  lastVisitOn: string | null;
  nextVisitOn: string;
  note: string | null;
}

const rhythms: Record<string, { every: number; weekday: number | null; note: string | null }> = {
  polder: { every: 13, weekday: null, note: 'Ask for Joost in the boiler room; deliveries only before ten' },
  bayside: { every: 19, weekday: null, note: null },
  gasthof: { every: 14, weekday: 2, note: 'Closed on Mondays' },
  kurpark: { every: 12, weekday: null, note: 'Two houses: check both stores' },
  ringhotel: { every: 11, weekday: null, note: 'Order comes from Linz, stock is counted in each house' },
  bergquell: { every: 30, weekday: null, note: null },
  vandermeer: { every: 28, weekday: null, note: null },
  oresund: { every: 42, weekday: null, note: null },
  meridian: { every: 21, weekday: null, note: 'Since the trouble: show up, do not phone' },
};

/** Accounts with a rhythm; the next visit follows from the last one. */
export function stopsOf(demo: DemoCompany, now: number): DemoStop[] {
  return demo.accounts.flatMap((account) => {
    const rhythm = rhythms[account.key];
    if (!rhythm) return [];
    const last = demo.touchpoints.findLast((each) => each.account === account.key && each.kind === 'visit')?.at ?? null;
    const next = Math.max((last ?? now) + rhythm.every * day, now - 3 * day);
    return [
      {
        account: account.key,
        member: account.owner,
        ...rhythm,
        lastVisitOn: last === null ? null : dayText(last),
        nextVisitOn: dayText(Math.min(next, now + 12 * day)),
      },
    ];
  });
}

export interface DemoOrder {
  account: string;
  at: number;
  offering: string;
  quantity: number;
  /** In hundredths. */
  amount: number;
}

const takes: Record<string, readonly string[]> = {
  polder: ['pallet', 'resin'],
  bayside: ['chlorine', 'ph'],
  gasthof: ['dish', 'salt'],
  kurpark: ['carbon', 'fine'],
  ringhotel: ['pallet', 'carbon'],
};

/** Whether a route visits them and takes their orders. */
export const hasRoute = (account: string): boolean => takes[account] !== undefined;

/** What the accounts of the route ordered: about their yearly business, in their usual two offerings. */
export function ordersOf(
  { clients, touchpoints }: { clients: readonly Client[]; touchpoints: readonly DemoTouchpoint[] },
  now: number,
): DemoOrder[] {
  return clients.flatMap((account) => {
    const usual = takes[account.key];
    if (!usual) return [];
    const days = touchpoints.filter(
      (each) => each.account === account.key && (each.kind === 'repeat order' || each.kind === 'order'),
    );
    const ofYear = Math.max(1, days.filter((each) => each.at > now - 365 * day).length);
    return days.map((each, i): DemoOrder => {
      const offering = catalogue.find(({ key }) => key === usual[i % 2])!;
      const price = Math.round(Number(offering.price) * 100);
      const quantity = Math.max(1, Math.round((account.yearly * 100) / ofYear / price) + ((i % 3) - 1));
      return { account: account.key, at: each.at, offering: offering.name, quantity, amount: quantity * price };
    });
  });
}

/** What they need in a year, of anybody, and who said so. */
export const needs = [
  {
    account: 'ringhotel',
    line: 'Salt and resin',
    amount: 46_000,
    source: 'Purchasing in Linz, with last year’s figures',
    ago: 40,
  },
  { account: 'ringhotel', line: 'Cartridges', amount: 31_000, source: 'Counted together in three houses', ago: 40 },
  { account: 'kurpark', line: 'Cartridges', amount: 58_000, source: 'Technical manager, at the spring visit', ago: 75 },
  { account: 'polder', line: 'Salt and resin', amount: 52_000, source: 'Their tender of last year', ago: 190 },
  { account: 'gasthof', line: 'Cartridges', amount: 3400, source: 'The landlady', ago: 21 },
  { account: 'bayside', line: 'Pool chemicals', amount: 21_000, source: 'Harbour master', ago: 120 },
] as const;

export interface DemoCompetitor {
  sale: string;
  name: string;
  result: 'open' | 'we won' | 'they won' | 'nobody won';
  why: string | null;
}

const rivals = [
  { name: 'Aquatherm Nord', won: 'No service within two hours of the site' },
  { name: 'BlueLine Systems', won: 'Their pilot never reached the agreed value' },
  { name: 'Klarstein Wasser', won: 'Offered the standard plant for a case that is none' },
];

/** Why somebody else won it, as far as the reason of the loss says so; null: nobody did. */
function theirAdvantage(reason: string | null): string | null {
  const [kind, told] = (reason ?? '').split(': ');
  if (/^(no |withdrew|timing: after)/i.test(reason ?? '')) return null;
  if (kind!.startsWith('Price'))
    return kind!.includes('tender') ? 'Came in eleven percent lower in the tender' : 'Came in eight percent lower';
  return told ? told.charAt(0).toUpperCase() + told.slice(1) : null;
}

/** Whom we met on the larger sales. */
export function competitorsOf(sales: readonly DemoSale[]): DemoCompetitor[] {
  return sales
    .filter((sale) => sale.saleType === 'commercial' && sale.amount >= 40_000)
    .flatMap((sale, i): DemoCompetitor[] => {
      if (i % 4 === 3) return [];
      const rival = rivals[i % rivals.length]!;
      if (sale.outcome === 'open') return [{ sale: sale.key, name: rival.name, result: 'open', why: null }];
      if (sale.outcome === 'won')
        return [{ sale: sale.key, name: rival.name, result: 'we won', why: i % 2 === 0 ? rival.won : null }];
      const why = theirAdvantage(sale.reason);
      return [{ sale: sale.key, name: rival.name, result: why === null ? 'nobody won' : 'they won', why }];
    });
}

/** What won customers expected when they signed. */
export function expectationsOf(sale: DemoSale, index: number) {
  if (sale.outcome !== 'won' || sale.saleType !== 'commercial' || sale.amount < 30_000) return [];
  const ours = { sale: sale.key, at: Date.parse(sale.closedOn!) };
  return [
    {
      ...ours,
      expects: `${sale.offering} runs at the agreed value within three months of delivery`,
      verdict: 'as sold' as const,
      answer: null,
    },
    index % 2 === 0
      ? {
          ...ours,
          expects: 'Somebody of ours is on site within two hours',
          verdict: 'more than sold' as const,
          answer: 'Eight working hours are in the contract; the faster class was offered beside it',
        }
      : { ...ours, expects: 'Two operators can run it after the training', verdict: 'as sold' as const, answer: null },
  ];
}
