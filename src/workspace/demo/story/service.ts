/** What was said in the demo's cases, and how their clocks ran. Fresh questions, so that the queue of a morning is not empty. */
import { frozen, pause, respond, resume, startClocks, type Clocks } from '../../../usage/cases/clocks.ts';
import { shippedLevel } from '../../../usage/cases/serviceLevel.ts';
import type { CaseKind } from '../../../usage/cases/words.ts';
import { seedOf } from './life.ts';
import type { DemoCase } from './records.ts';

const hour = 3_600_000;
const minute = 60_000;

/** Customer, who asks, what, how grave, hours ago, who has it. */
const asked: readonly [
  account: string,
  subject: string,
  severity: DemoCase['severity'],
  hoursAgo: number,
  owner: string,
  taken: boolean,
  body: string,
][] = [
  [
    'bergquell',
    'Copy of the last two service reports',
    'low',
    3,
    'emil',
    false,
    'Good morning, our auditor is here on Thursday. Could you send us the last two service reports of the plant?',
  ],
  [
    'lacvert',
    'UV intensity dips each night',
    'normal',
    5,
    'hedda',
    true,
    'Since Tuesday the UV intensity dips for about ten minutes around two in the night. Nothing stopped so far, but it was not so before.',
  ],
  [
    'hartwell',
    'Second access card for the remote monitoring',
    'low',
    22,
    'callum',
    false,
    'A new colleague joins us on Monday. Can he get access to the monitoring, read only?',
  ],
  [
    'zirbenhof',
    'Pool water cloudy after filter change',
    'high',
    2,
    'fabio',
    false,
    'We changed the filter yesterday as shown. This morning the water is cloudy and we have a full house. Please call.',
  ],
  [
    'whitcombe',
    'Invoice names the old address',
    'low',
    28,
    'anselm',
    true,
    'The last invoice went to our old address again. Please correct it.',
  ],
];

/** What was asked this morning and yesterday. Questions are no trouble yet: the ledger does not hear of them. */
export const freshCases = (now: number): DemoCase[] =>
  asked.map(([account, subject, severity, ago, owner], i) => ({
    key: `${account}/asked ${i}`,
    account,
    contact: `${account}/person 0`,
    subject,
    owner,
    channel: 'mail',
    severity,
    state: 'open',
    openedAt: now - ago * hour,
    solvedAt: null,
  }));

/** Nobody has taken it yet. */
export const isUntaken = (request: DemoCase): boolean =>
  asked.some(([account, subject, , , , taken]) => !taken && account === request.account && subject === request.subject);

export interface DemoTalk {
  at: number;
  kind: 'from customer' | 'to customer' | 'note';
  body: string;
  /** Key of a member; null: the customer. */
  member: string | null;
  minutes: number | null;
}

export interface DemoService {
  key: string;
  kind: CaseKind;
  clocks: Clocks;
  messages: DemoTalk[];
  solution: string | null;
}

/** How a case went: answered within a quarter of the promise, or late where the story says that it was solved late. */
export function serviceOf(request: DemoCase, now: number, timeZone: string): DemoService {
  const pick = seedOf(request.key);
  const kind = kindOf(request.subject, request.severity);
  const fresh = asked.find(([account, subject]) => account === request.account && subject === request.subject);
  const target = frozen(shippedLevel(timeZone), { severity: request.severity, kind });
  let clocks = startClocks(target, request.openedAt);
  const said: DemoTalk[] = [
    {
      at: request.openedAt,
      kind: 'from customer',
      member: null,
      minutes: null,
      body: fresh?.[6] ?? opening(request.subject, request.severity, pick),
    },
  ];
  const answeredAt = Math.min(request.openedAt + (12 + (pick % 40)) * minute, now - minute);
  if (fresh) return { key: request.key, kind, clocks, messages: said, solution: null };
  clocks = respond(clocks, answeredAt);
  said.push({
    at: answeredAt,
    kind: 'to customer',
    member: request.owner,
    minutes: 10,
    body: first[pick % first.length]!,
  });
  if (kind !== 'question')
    said.push({
      at: Math.min(answeredAt + 3 * hour, now - minute),
      kind: 'note',
      member: request.owner,
      minutes: 25,
      body: notes[pick % notes.length]!,
    });
  if (request.state === 'waiting') {
    const at = Math.min(answeredAt + 20 * hour, now - minute);
    said.push({
      at,
      kind: 'to customer',
      member: request.owner,
      minutes: 5,
      body: 'Could you send us a photo of the display and the serial number? Then we bring the right part at once.',
    });
    clocks = pause(clocks, at);
  }
  const solution = request.solvedAt === null ? null : endings[pick % endings.length]!;
  if (request.solvedAt !== null) {
    clocks = resume(clocks, request.solvedAt);
    said.push({
      at: Math.max(request.solvedAt - minute, answeredAt + minute),
      kind: 'to customer',
      member: request.owner,
      minutes: 15,
      body: solution!,
    });
  }
  return { key: request.key, kind, clocks, messages: said.toSorted((a, b) => a.at - b.at), solution };
}

function kindOf(subject: string, severity: string): CaseKind {
  if (/^(asked|copy|second access)/i.test(subject)) return 'question';
  if (/^invoice/i.test(subject)) return 'request';
  return severity === 'severe' && /again|complain/i.test(subject) ? 'complaint' : 'fault';
}

function opening(subject: string, severity: string, pick: number): string {
  const ends = severity === 'severe' || severity === 'high' ? pressing : closings;
  const [begin, end] = [openings[pick % openings.length]!, ends[(pick >>> 3) % ends.length]!];
  return `${begin} ${subject.charAt(0).toLowerCase()}${subject.slice(1)}. ${end}`;
}

const openings = ['Good morning,', 'Hello,', 'Hello together,', 'Good afternoon,'];
const pressing = [
  'The line stands. Please call at once.',
  'We run on the spare now and have no other. Please call the control room.',
];
const closings = [
  'Can you have a look today?',
  'What should we do until you come?',
  'It is not urgent, but we would like to know.',
  'Please call the control room.',
];
const first = [
  'Thank you for telling us. I am looking at the readings of the last days and come back to you today.',
  'Received, thank you. Please leave the plant on automatic; I call you within the hour.',
  'We have it. A colleague is near you tomorrow and will bring the part along.',
];
const notes = [
  'Trend shows it began after the last regeneration. Check the brine valve first.',
  'Same picture as at the sister plant in spring: seal set, 40 minutes on site.',
  'Spoke with the operator: they bypassed the pre-filter for two shifts.',
];
const endings = [
  'The seal set was changed and the readings are stable again. Please tell us if anything looks odd.',
  'We corrected the setting from here; the last 24 hours are within the limits.',
  'The part was replaced under warranty. The report is on its way.',
  'Answered as asked; the figures are in the attached report.',
];

/** What Elmreath's service answers often. */
export const cannedAnswers: readonly { name: string; body: string }[] = [
  {
    name: 'Received, and who looks at it',
    body: 'Thank you for telling us. I look at it myself and write to you again today, with what we found and what comes next.',
  },
  {
    name: 'Three figures we need first',
    body: 'To find the cause quickly we need three figures from the panel: the pressure before the filter, the pressure behind it, and the conductivity of the product water. A photograph of the display is enough.',
  },
  {
    name: 'A technician comes',
    body: 'One of our technicians comes to you. Please keep the room with the plant open and tell us whom he should ask for. He calls half an hour before he arrives.',
  },
  {
    name: 'The part is on its way',
    body: 'The part left our store today. It fits without tools; the sheet that comes with it shows the two steps. Call us when it is in, and we look at the figures together.',
  },
  {
    name: 'Solved: does it hold?',
    body: 'The plant has run within its limits since our visit. I look at the figures again in a week. If anything seems odd to you before that, answer this letter and it comes straight to me.',
  },
];
