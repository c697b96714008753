/** Sales, service requests and next steps of the customers, at the moments of their touchpoints. */
import { day, dayText, dueMoment } from './calendar.ts';
import type { Client } from './client.ts';
import type { Life, Sale, ServiceRequest } from './life.ts';
import type { DemoCase, DemoNextStep, DemoSale, DemoTouchpoint } from './records.ts';
import { memberFor } from './telling.ts';

export function saleOf(client: Client, sale: Sale, touchpoints: readonly DemoTouchpoint[], now: number): DemoSale {
  const mine = touchpoints.filter((t) => t.sale === sale.key);
  const openedAt = Math.min(mine[0]?.at ?? Infinity, now - sale.openedAgo * day);
  const closedAt =
    sale.closedAgo === null ? null : (mine.findLast((t) => closing.has(t.kind))?.at ?? now - sale.closedAgo * day);
  return {
    key: sale.key,
    account: client.key,
    contact: mine.at(-1)?.contacts[0] ?? `${client.key}/person 0`,
    name: sale.name,
    owner: memberFor(client, sale.by),
    saleType: sale.saleType,
    offering: sale.offering,
    stage: sale.stage,
    stageSince: closedAt ?? now - sale.stageSinceAgo * day,
    outcome: sale.outcome,
    reason: sale.reason,
    amount: sale.amount,
    openedOn: dayText(openedAt),
    expectedOn:
      closedAt !== null ? dayText(closedAt) : sale.expectedIn === null ? null : dayText(now + sale.expectedIn * day),
    closedOn: closedAt === null ? null : dayText(closedAt),
    source: sale.source,
    createdAt: openedAt,
    updatedAt: Math.max(openedAt, closedAt ?? now - sale.stageSinceAgo * day),
  };
}

const closing = new Set(['close won', 'close lost', 'order', 'repeat order']);

export function caseOf(
  client: Client,
  request: ServiceRequest,
  touchpoints: readonly DemoTouchpoint[],
  now: number,
): DemoCase {
  const mine = touchpoints.filter((t) => t.request === request.key);
  const openedAt = mine[0]!.at;
  const solved = mine.findLast((t) => t.kind === 'case solved' || t.kind === 'case solved late');
  const closed =
    request.solvedAgo === null ? null : (solved?.at ?? Math.max(openedAt + day / 24, now - request.solvedAgo * day));
  return {
    key: request.key,
    account: client.key,
    contact: mine[0]!.contacts[0]!,
    subject: request.subject,
    owner: client.technician,
    channel: request.channel,
    severity: request.severity,
    state: request.state,
    openedAt,
    solvedAt: closed === null ? null : Math.min(closed, now),
  };
}

const worked = new Set([
  'call',
  'visit',
  'meeting',
  'promise kept',
  'service visit',
  'proposal',
  'negotiation',
  'review',
]);
const remembered = 60;

/** What is to do, and what was done in the last two months: each contact that somebody had planned. */
export function nextStepsOf(client: Client, touchpoints: readonly DemoTouchpoint[], now: number): DemoNextStep[] {
  const done = touchpoints
    .filter((t) => worked.has(t.kind) && t.at > now - remembered * day)
    .map((t): DemoNextStep => ({
      key: `step ${t.key}`,
      account: client.key,
      what: t.subject,
      member: t.member,
      dueAt: t.at + day / 4,
      createdAt: t.at - 6 * day,
      doneAt: t.at + day / 24 < now ? t.at + day / 24 : t.at,
    }));
  if (!client.next) return done;
  const [what, inDays] = client.next;
  const last = touchpoints.at(-1)?.at ?? now - 7 * day;
  return [
    ...done,
    {
      key: `step ${client.key}`,
      account: client.key,
      what,
      member: client.owner,
      dueAt: dueMoment(inDays, now),
      createdAt: last,
      doneAt: null,
    },
  ];
}

export const casesOf = (client: Client, life: Life, touchpoints: readonly DemoTouchpoint[], now: number): DemoCase[] =>
  life.requests.map((request) => caseOf(client, request, touchpoints, now));
