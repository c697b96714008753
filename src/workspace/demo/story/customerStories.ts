/** What happens after a signature: good and bad starts, rescues, years of service, decline. Days count back from now. */
import { add, chance, spread, type Life, type ServiceRequest } from './life.ts';
import type { TouchpointKind } from '../../../relationship/vocabulary.ts';

const fromThem = { direction: 'inbound' } as const;

/** Everyone does what was promised. `steps` says how far they have come since the close, `pace` stretches the days. */
export function goodStart(life: Life, close: number, pace = 1): void {
  const course: [number, TouchpointKind][] = [
    [4, 'handoff'],
    [7, 'introduction'],
    [12, 'kick-off'],
    [18, 'promise made'],
    [24, 'promise kept'],
    [31, 'call'],
    [38, 'training'],
    [47, 'delivery on time'],
    [55, 'milestone accepted'],
    [64, 'call'],
    [72, 'go-live'],
    [80, 'visit'],
    [90, 'service visit'],
    [99, 'survey good'],
  ];
  for (const [after, kind] of course) {
    const ago = close - after * pace * (0.94 + 0.12 * life.random());
    if (ago < 1) return;
    add(life, ago, kind, kind === 'introduction' ? { person: 0 } : {});
  }
}

/** The customer says what it has brought. From here on the customer is an established one. */
export function firstValue(life: Life, ago: number): void {
  add(life, ago, 'first value', { value: true, expectation: 1, person: 0 });
}

/** Promises slip and nobody takes the customer over. */
export function badStart(life: Life, close: number, until = 1): void {
  const course: [number, TouchpointKind][] = [
    [11, 'outreach'],
    [19, 'handoff'],
    [27, 'kick-off late'],
    [36, 'promise made'],
    [48, 'promise broken'],
    [57, 'milestone slipped'],
    [66, 'delivery late'],
    [80, 'complaint'],
    [88, 'outreach unanswered'],
  ];
  for (const [after, kind] of course) {
    const ago = close - after * (0.95 + 0.1 * life.random());
    if (ago < until) return;
    add(life, ago, kind, { person: 0, ...(kind === 'complaint' ? fromThem : {}) });
    if (kind === 'milestone slipped') trouble(life, ago - 4, { severity: 'high', days: 6 });
  }
}

/** Somebody comes back, listens, keeps a date, and shows what it is worth. */
export function rescue(life: Life, from: number, to: number): void {
  const course: TouchpointKind[] = [
    'visit',
    'call',
    'promise made',
    'promise kept',
    'service visit',
    'training',
    'milestone accepted',
    'call',
    'promise made',
    'promise kept',
    'review',
    'service visit',
  ];
  spread(life, from, to, course.length).forEach((ago, i) =>
    add(life, ago, course[i]!, {
      by: i === 0 ? 'leader' : course[i] === 'service visit' ? 'technician' : 'owner',
      person: 0,
    }),
  );
}

/** Years in which it works: visits, questions, small repairs, a review each quarter. `every`: days between contacts. */
export function care(
  life: Life,
  from: number,
  to: number,
  every: number,
  more: { orders?: boolean; reviews?: boolean; requests?: boolean } = {},
): void {
  const course: TouchpointKind[] = [
    'service visit',
    'call',
    'inquiry',
    'service visit',
    'repeat order',
    'visit',
    'value review',
    'service visit',
    'promise made',
    'promise kept',
    'reply',
    'survey good',
    'service visit',
    'value review',
    'call',
  ];
  const n = Math.max(1, Math.round((from - to) / every));
  spread(life, from, to, n).forEach((ago, i) => {
    const kind = course[i % course.length]!;
    if ((kind === 'repeat order' && more.orders === false) || (kind === 'value review' && more.reviews === false))
      return;
    if (kind === 'promise made' && i === n - 1) return;
    if (kind === 'inquiry' && more.requests !== false) smallRequest(life, ago);
    else
      add(life, ago, kind, {
        ...(kind === 'value review' ? { value: true } : {}),
        ...(kind === 'service visit' ? { minutes: 90 } : {}),
        ...(kind === 'call' || kind === 'visit' ? { by: 'technician' as const } : {}),
      });
    if (i % 11 === 4 && more.requests !== false && ago > 12) trouble(life, ago - 3, { severity: 'normal', days: 2 });
  });
}

/** Visit, order, visit, order: the established system. */
export function route(life: Life, from: number, to: number, every: number): void {
  spread(life, from, to, Math.max(2, Math.round((from - to) / every))).forEach((ago, i) => {
    if (i % 7 === 5) add(life, ago, 'service visit', { minutes: 60 });
    else if (i % 11 === 8) trouble(life, ago, { severity: 'low', days: 1 });
    else if (i % 3 === 1) add(life, ago, 'repeat order');
    else if (i % 4 === 0) add(life, ago, 'visit');
    else add(life, ago, 'call', { by: chance(life, 0.6) ? 'technician' : 'owner' });
  });
}

/** Contact thins out, answers come late, somebody leaves. */
export function decline(life: Life, from: number, to: number, course: readonly TouchpointKind[]): void {
  spread(life, from, to, course.length).forEach((ago, i) => {
    const kind = course[i]!;
    add(life, ago, kind, { person: 0, ...(kind === 'complaint' ? fromThem : {}) });
  });
}

/** A small question to the service desk, answered. */
export function smallRequest(life: Life, ago: number): void {
  const request = newRequest(life, ago, life.say('inquiry'), 'low', 'mail');
  add(life, ago, 'inquiry', { channel: 'service', request: request.key, subject: request.subject, by: 'technician' });
  solve(request, ago - 0.4);
}

interface Trouble {
  severity: ServiceRequest['severity'];
  /** Until it was solved; null: still open. */
  days: number | null;
  late?: boolean;
  /** Days after the solution on which it came back; it stays open then. */
  reopened?: number;
  waiting?: boolean;
  subject?: string;
}

/** A request for service with its touchpoints. */
export function trouble(
  life: Life,
  ago: number,
  { severity, days, late = false, reopened, waiting = false, subject }: Trouble,
): ServiceRequest {
  const request = newRequest(
    life,
    ago,
    subject ?? life.say('case opened'),
    severity,
    chance(life, 0.6) ? 'phone' : 'mail',
  );
  add(life, ago, 'case opened', { request: request.key, subject: request.subject, by: 'technician' });
  if (waiting) request.state = 'waiting';
  if (days === null) return request;
  add(life, ago - days, late ? 'case solved late' : 'case solved', {
    request: request.key,
    by: 'technician',
    ...(late ? { effort: 'high' as const } : {}),
  });
  solve(request, ago - days);
  if (reopened === undefined) return request;
  add(life, ago - days - reopened, 'case reopened', {
    request: request.key,
    by: 'technician',
    subject: `${request.subject}: back again`,
  });
  request.state = 'open';
  request.solvedAgo = null;
  return request;
}

function solve(request: ServiceRequest, ago: number): void {
  request.solvedAgo = Math.max(0.05, ago);
  request.state = ago > 20 ? 'closed' : 'solved';
}

function newRequest(
  life: Life,
  ago: number,
  subject: string,
  severity: ServiceRequest['severity'],
  channel: string,
): ServiceRequest {
  const request: ServiceRequest = {
    key: `${life.key}/request ${life.requests.length + 1}`,
    subject,
    severity,
    state: 'open',
    openedAgo: ago,
    solvedAgo: null,
    channel,
    description: null,
  };
  life.requests.push(request);
  return request;
}
