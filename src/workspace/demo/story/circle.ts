/** What the demo tells beside the plain facts of who noticed and who brought: waiting notes, references, thanks, requests. */
import { day, dayText } from './calendar.ts';
import { me } from './company.ts';
import type { DemoCompany, DemoSale, DemoTouchpoint } from './records.ts';

const hour = 3_600_000;

export interface ToldNote {
  key: string;
  account: string;
  touchpoint: string | null;
  originator: string;
  what: string;
  forName: string | null;
  urgency: 'now' | 'soon' | 'some day';
  mayContact: 'yes' | 'no' | 'not asked';
  at: number;
  state: 'noted' | 'joined' | 'accepted' | 'declined';
  first: string | null;
  answeredAt: number | null;
  reason: string | null;
  note: string | null;
  sale: DemoSale | null;
}

const refusals = [
  ['no budget', 'They asked us to come back in autumn'],
  ['known already', null],
  ['not our offering', 'A plumber does this better'],
  ['no need', 'The operator wished it, the plant manager does not'],
] as const;

/** Every note of the demo: those that became sales, those that were declined, one that was added to another, two that wait for you. */
export function notesOf(demo: DemoCompany, now: number): ToldNote[] {
  const saleOf = new Map(demo.sales.map((sale) => [sale.key, sale]));
  const ownerOf = new Map(demo.accounts.map((account) => [account.key, account.owner]));
  const notes = demo.spotted.map((spotted, i): ToldNote => {
    const sale = spotted.sale === null ? null : (saleOf.get(spotted.sale) ?? null);
    const [reason, note] = refusals[i % refusals.length]!;
    return {
      key: `spotted ${i}`,
      account: spotted.account,
      touchpoint: spotted.touchpoint,
      originator: spotted.member,
      what: spotted.what,
      forName: null,
      urgency: i % 4 === 0 ? 'now' : i % 3 === 0 ? 'some day' : 'soon',
      mayContact: i % 5 === 0 ? 'not asked' : 'yes',
      at: spotted.at,
      state: sale ? 'accepted' : 'declined',
      first: null,
      answeredAt: sale?.createdAt ?? spotted.at + (i % 3 === 0 ? 2 : 1) * day,
      reason: sale ? null : reason,
      note: sale ? null : note,
      sale,
    };
  });
  const added = notes.findLast((note) => note.sale?.outcome === 'open');
  const others = [...new Set(demo.spotted.map((spotted) => spotted.member))];
  const second = others.find((member) => member !== added?.originator);
  if (added && second && added.at + day < now)
    notes.push({
      ...added,
      key: 'spotted added',
      touchpoint: null,
      originator: second,
      what: `${added.what}, the foreman says so too`,
      at: added.at + day,
      state: 'joined',
      first: added.key,
      answeredAt: null,
      sale: null,
    });
  const mine = demo.accounts.filter((account) => ownerOf.get(account.key) === me && account.kind === 'organization');
  const waiting = [
    {
      what: 'Filter press is hired from a rival until March; they are not happy with it',
      ago: 5 * hour,
      urgency: 'now',
      forName: null,
    },
    {
      what: 'Brewery next door runs the same old softener and asked whose van that was',
      ago: 6 * day,
      urgency: 'soon',
      forName: 'Steinbrunn Brewery',
    },
  ] as const;
  for (const [i, each] of waiting.entries()) {
    const account = mine[i % Math.max(1, mine.length)];
    const originator = others[i % Math.max(1, others.length)];
    if (!account || !originator) continue;
    notes.push({
      key: `spotted waiting ${i}`,
      account: account.key,
      touchpoint: null,
      originator,
      what: each.what,
      forName: each.forName,
      urgency: each.urgency,
      mayContact: 'yes',
      at: now - each.ago,
      state: 'noted',
      first: null,
      answeredAt: null,
      reason: null,
      note: null,
      sale: null,
    });
  }
  return notes;
}

export interface ToldEdge {
  kind: 'referral' | 'reference' | 'review' | 'champion moved';
  from: string;
  to: string;
  on: string;
  evidence: string;
  touchpoint: string | null;
  wouldHaveCome: 'yes' | 'no' | null;
  thanks: string | null;
}

/** The chain of three with its evidence, and customers who were a reference while a sale was open. */
export function edgesOf(demo: DemoCompany): ToldEdge[] {
  const entries = new Map<string, DemoTouchpoint>(demo.touchpoints.map((entry) => [entry.key, entry]));
  const names = new Map(demo.accounts.map((account) => [account.key, account.name]));
  const brought = demo.influences
    .filter((influence) => influence.kind === 'referral')
    .map((influence, i): ToldEdge => {
      const entry = entries.get(influence.evidence);
      return {
        kind: 'referral',
        from: influence.from,
        to: influence.to,
        on: dayText(influence.at),
        evidence: entry?.subject ?? `${names.get(influence.from)} named them`,
        touchpoint: entry?.key ?? null,
        wouldHaveCome: i === 0 ? 'no' : i === 2 ? 'yes' : null,
        thanks: i < 2 ? 'Called, and sent a basket from the village shop' : null,
      };
    });
  const taken = new Set(brought.map((edge) => edge.to));
  const givers = ['bergquell', 'oresund', 'delacroix'];
  const helped = demo.sales.filter(
    (sale) =>
      sale.outcome === 'won' &&
      sale.saleType === 'commercial' &&
      !taken.has(sale.account) &&
      !givers.includes(sale.account) &&
      sale.closedOn !== null &&
      days(sale) > 20,
  );
  const proofs = helped.slice(0, 5).map((sale, i): ToldEdge => ({
    kind: i === 3 ? 'review' : 'reference',
    from: givers[i % givers.length]!,
    to: sale.account,
    on: dayText((Date.parse(sale.openedOn) + Date.parse(sale.closedOn!)) / 2),
    evidence:
      i === 3
        ? 'Their review stood first in what the buyer had printed out'
        : 'Took the call of the plant manager and showed the plant',
    touchpoint: null,
    wouldHaveCome: null,
    thanks: i === 0 ? 'Lunch at the visit in spring' : null,
  }));
  return [
    ...brought,
    ...proofs.filter((edge, i) => proofs.findIndex((other) => other.from === edge.from && other.to === edge.to) === i),
  ];
}

const days = (sale: DemoSale): number => (Date.parse(sale.closedOn!) - Date.parse(sale.openedOn)) / day;

/** Whom the force asked for what, so many days ago. */
export const asks = [
  {
    account: 'kurpark',
    kind: 'reference',
    ago: 40,
    state: 'asked',
    note: 'Would show the plant to a visitor after the summer',
  },
  { account: 'delacroix', kind: 'referral', ago: 60, state: 'given', note: null },
  { account: 'kaltenbach', kind: 'review', ago: 120, state: 'refused', note: 'Their works council does not allow it' },
] as const;
