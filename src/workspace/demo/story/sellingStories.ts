/** What happens up to a signature. Days count back from now: `from` is earlier than `to`. */
import { add, chance, pick, spread, type Life, type Part, type Sale, type Stage } from './life.ts';
import type { SaleType, TouchpointKind } from '../../../relationship/vocabulary.ts';

const fromThem = { direction: 'inbound' } as const;

/** A stranger hears of us: what we send, what they open, a first talk, now and then a question. */
export function meet(life: Life, from: number, to: number, n: number): void {
  const course: TouchpointKind[] = [
    'outreach',
    'mail opened',
    'outreach',
    'first contact',
    'outreach unanswered',
    'mail opened',
    'reply',
    'outreach',
    'event attended',
    'outreach unanswered',
    'reply',
    'outreach',
  ];
  spread(life, from, to, n).forEach((ago, i) => {
    const kind = course[i % course.length]!;
    const again = i >= course.length && kind === 'first contact' ? 'reply' : kind;
    add(life, ago, again, {
      by: again === 'first contact' || again === 'reply' || again === 'outreach unanswered' ? 'hunter' : 'marketing',
      person: 0,
    });
  });
}

/** They want to know more: questions, calls, meetings, closer and closer. */
export function court(life: Life, from: number, to: number, n: number): void {
  const course: TouchpointKind[] = [
    'call',
    'inquiry',
    'note',
    'meeting',
    'reply',
    'event attended',
    'visit',
    'inquiry',
    'call',
    'outreach',
    'meeting',
    'reply',
    'inquiry',
  ];
  spread(life, from, to, n).forEach((ago, i) =>
    add(life, ago, course[i % course.length]!, { by: 'hunter', ...(i % 4 === 3 ? { expectation: 1 as const } : {}) }),
  );
}

export interface SaleTold {
  name: string;
  /** Tells apart what is bought again under the same name. */
  nth?: number;
  offering: string;
  /** First step and close (or now, for an open sale), days before now. */
  from: number;
  to: number;
  amount: number;
  outcome?: 'won' | 'lost' | 'open';
  reason?: string;
  stage?: Stage;
  /** Open sales: days since it came into its stage, and days until the expected close. */
  inStage?: number;
  expectedIn?: number;
  saleType?: SaleType;
  source?: string;
  by?: Part;
  /** Touchpoints to tell it in; 0 tells only the close, null not even that. */
  n?: number | null;
}

const steps: Record<Stage, TouchpointKind[]> = {
  interest: ['call', 'inquiry', 'meeting'],
  assessment: ['visit', 'reply', 'call', 'review'],
  involvement: ['meeting', 'demonstration', 'inquiry', 'promise made', 'promise kept'],
  commitment: ['proposal', 'reply', 'call', 'meeting'],
  action: ['negotiation', 'promise made', 'promise kept', 'negotiation', 'call'],
};
const stages = Object.keys(steps) as Stage[];

/** One sale with its touchpoints, thinned or filled to about `n`. */
export function sell(life: Life, told: SaleTold): Sale {
  const outcome = told.outcome ?? 'won';
  const stage = told.stage ?? (outcome === 'lost' ? 'commitment' : 'action');
  const sale: Sale = {
    key: `${life.key}/${told.name}${told.nth === undefined ? '' : ` ${told.nth}`}`,
    name: told.name,
    saleType: told.saleType ?? life.saleType,
    offering: told.offering,
    amount: told.amount,
    outcome,
    reason: told.reason ?? null,
    stage,
    openedAgo: told.from,
    stageSinceAgo: outcome === 'open' ? (told.inStage ?? Math.min(12, told.from - told.to)) : told.to,
    closedAgo: outcome === 'open' ? null : told.to,
    expectedIn: outcome === 'open' ? (told.expectedIn ?? 40) : null,
    source: told.source ?? null,
    by: told.by ?? 'hunter',
  };
  life.sales.push(sale);
  if (told.n === null) return sale;
  const course = stages.slice(0, stages.indexOf(stage) + 1).flatMap((s) => steps[s]);
  const n = told.n ?? course.length;
  const chosen =
    n >= course.length
      ? course
      : course.filter((_, i) => Math.floor((i * n) / course.length) !== Math.floor(((i - 1) * n) / course.length));
  spread(life, told.from, told.to + (outcome === 'open' ? 0 : 2), chosen.length).forEach((ago, i) => {
    const kind = chosen[i]!;
    add(life, ago, kind, {
      by: told.by ?? 'hunter',
      sale: sale.key,
      ...(kind === 'meeting' && chance(life, 0.5) ? { expectation: 1 as const } : {}),
      ...(kind === 'visit' ? { minutes: 120 } : {}),
    });
  });
  if (outcome === 'won')
    add(life, told.to, life.saleType === 'retail' ? 'order' : 'close won', {
      by: told.by ?? 'hunter',
      sale: sale.key,
      person: 0,
      outcome: 'Won',
      ...fromThem,
    });
  if (outcome === 'lost')
    add(life, told.to, 'close lost', {
      by: told.by ?? 'hunter',
      sale: sale.key,
      person: 0,
      outcome: told.reason ?? 'Lost',
    });
  return sale;
}

/** A visit at home, a demonstration, an offer, a signature: days, not months. */
export function sellAtHome(
  life: Life,
  told: {
    from: number;
    to: number;
    what: string;
    amount: number;
    outcome?: 'won' | 'lost' | 'open';
    reason?: string;
    stage?: Stage;
    expectedIn?: number;
    source?: string;
  },
): void {
  const outcome = told.outcome ?? 'won';
  const stage = told.stage ?? 'action';
  const key = `${life.key}/${told.what}`;
  life.sales.push({
    key,
    name: told.what,
    saleType: 'consumer',
    offering: told.what,
    amount: told.amount,
    outcome,
    reason: told.reason ?? null,
    stage,
    openedAgo: told.from,
    stageSinceAgo: outcome === 'open' ? Math.max(1, told.to) : told.to,
    closedAgo: outcome === 'open' ? null : told.to,
    expectedIn: outcome === 'open' ? (told.expectedIn ?? 9) : null,
    source: told.source ?? 'Home fair',
    by: 'owner',
  });
  const course: TouchpointKind[] = ['first contact', 'reply', 'visit', 'inquiry', 'demonstration', 'proposal', 'call'];
  const upTo = stage === 'interest' ? 2 : stage === 'assessment' ? 4 : course.length;
  spread(life, told.from, told.to, upTo).forEach((ago, i) => add(life, ago, course[i]!, { by: 'owner', sale: key }));
  if (outcome === 'won') add(life, told.to, 'close won', { by: 'owner', sale: key, ...fromThem });
  if (outcome === 'lost') add(life, told.to, 'close lost', { by: 'owner', sale: key });
}

/** What we write to everybody, and what is paid: it fills a ledger and moves hardly anything. */
export function background(life: Life, from: number, to: number, every: number): void {
  for (const ago of spread(life, from, to, Math.max(1, Math.round((from - to) / every)))) {
    const kind = pick(life, ['outreach', 'mail opened', 'outreach', 'invoice paid', 'note', 'outreach'] as const);
    add(life, ago, kind, { by: kind === 'note' ? 'owner' : 'marketing' });
  }
}

/** The same before there is anything to pay. */
export function courtesy(life: Life, from: number, to: number, every: number): void {
  for (const ago of spread(life, from, to, Math.max(1, Math.round((from - to) / every)))) {
    add(life, ago, pick(life, ['outreach', 'mail opened', 'outreach', 'note'] as const), { by: 'marketing' });
  }
}
