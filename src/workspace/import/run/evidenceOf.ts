import type { TouchpointKind } from '../../../relationship/vocabulary.ts';

/** Records of other systems that are evidence: what the customer did, and when. Days as `2021-04-15`, moments as Dates. */
export type Sale = {
  id: string;
  accountId: string;
  contactId: string | null;
  ownerId: string | null;
  name: string;
  outcome: string;
  openedOn: string;
  closedOn: string | null;
  source: string | null;
  /** initial, renewal, …, where the other system said so. */
  kind: string | null;
};
export type Order = Pick<Sale, 'id' | 'accountId' | 'contactId' | 'ownerId' | 'name'> & { orderedOn: string };
export type ServiceCase = Pick<Sale, 'id' | 'accountId' | 'contactId' | 'ownerId' | 'name'> & {
  openedAt: Date;
  solvedAt: Date | null;
};

export type Told = {
  accountId: string;
  contactId: string | null;
  memberId: string | null;
  at: Date;
  kind: TouchpointKind;
  subject: string;
  opportunityId: string | null;
  caseId: string | null;
  /** The same for the same record whenever it is looked at. */
  evidenceKey: string;
};

/**
 * The touchpoints of one account that its sales, orders and cases are evidence of. The first purchase is a close; what
 * the customer buys a month or more after it is a repeat order, unless the sale says that it was a new one. A sale that
 * is open is our own opinion and tells nothing, but for where it came from.
 */
export function evidenceOf(account: {
  sales: readonly Sale[];
  orders: readonly Order[];
  cases: readonly ServiceCase[];
}): Told[] {
  const won = account.sales.filter((sale) => sale.outcome === 'won' && sale.closedOn !== null);
  const days = [...won.map((sale) => sale.closedOn ?? ''), ...account.orders.map((order) => order.orderedOn)];
  const first = days.reduce((a, b) => (b < a ? b : a), '9999-12-31');
  return [
    ...account.sales.flatMap((sale) => [...beginningOf(sale), ...closeOf(sale, first)]),
    ...account.orders.map((order) => ({
      ...about(order),
      at: noon(order.orderedOn),
      kind: order.orderedOn === first ? ('order' as const) : repeated(order.orderedOn, first, 'order'),
      evidenceKey: `order:${order.id}`,
    })),
    ...account.cases.flatMap(dealings),
  ];
}

const about = ({
  accountId,
  contactId,
  ownerId,
  name,
}: Omit<Sale, 'outcome' | 'openedOn' | 'closedOn' | 'source' | 'kind'>) => ({
  accountId,
  contactId,
  memberId: ownerId,
  subject: name,
  opportunityId: null as string | null,
  caseId: null as string | null,
});

const noon = (day: string): Date => new Date(`${day.slice(0, 10)}T12:00:00Z`);
const month = 30 * 86_400_000;

const repeated = (day: string, first: string, otherwise: TouchpointKind): TouchpointKind =>
  noon(day).getTime() - noon(first).getTime() >= month ? 'repeat order' : otherwise;

function beginningOf(sale: Sale): Told[] {
  const source = sale.source ?? '';
  const kind = came.find(([words]) => words.test(source))?.[1];
  if (!kind) return [];
  const at = noon(sale.openedOn);
  return [
    { ...about(sale), at, kind, subject: source, opportunityId: sale.id, evidenceKey: `opportunity:${sale.id}:opened` },
  ];
}

/** Sources that say what the customer did; an advertisement or a cold call says what we did. */
const came: readonly [RegExp, TouchpointKind][] = [
  [/\b(web ?(site|form|download)?|online|chat|inbound|inquiry|enquiry|contact form|anfrage)\b/i, 'inquiry'],
  [/\b(trade ?show|fair|messe|seminar|webinar|conference|event)\b/i, 'event attended'],
];

function closeOf(sale: Sale, first: string): Told[] {
  if (sale.outcome === 'open' || sale.closedOn === null) return [];
  const kind =
    sale.outcome === 'lost'
      ? 'close lost'
      : sale.kind === 'renewal'
        ? 'renewal'
        : sale.closedOn === first || sale.kind === 'initial'
          ? 'close won'
          : repeated(sale.closedOn, first, 'order');
  return [{ ...about(sale), at: noon(sale.closedOn), kind, opportunityId: sale.id, evidenceKey: closeKey(sale.id) }];
}

export const closeKey = (opportunityId: string): string => `opportunity:${opportunityId}:closed`;

function dealings(told: ServiceCase): Told[] {
  const base = { ...about(told), caseId: told.id };
  const opened = { ...base, at: told.openedAt, kind: 'case opened' as const, evidenceKey: `case:${told.id}:opened` };
  if (told.solvedAt === null || told.solvedAt < told.openedAt) return [opened];
  return [opened, { ...base, at: told.solvedAt, kind: 'case solved' as const, evidenceKey: `case:${told.id}:solved` }];
}
