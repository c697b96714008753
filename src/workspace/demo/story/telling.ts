/** A client's story told: its touchpoints in order, at working hours, by members, with the customer's people. */
import { moments } from './calendar.ts';
import type { Client } from './client.ts';
import type { TouchpointKind } from '../../../relationship/vocabulary.ts';
import { newLife, seedOf, type Beat, type Life, type Part, type Sale, type Stage } from './life.ts';
import { firmPhrases } from './phrases.ts';
import { homePhrases } from './phrasesAtHome.ts';
import type { DemoTouchpoint } from './records.ts';
import { sell } from './sellingStories.ts';
import { topics } from './topics.ts';

export interface Told {
  client: Client;
  life: Life;
  touchpoints: DemoTouchpoint[];
}

export function tell(client: Client, now: number): Told {
  const atHome = client.trade === 'Home' || client.trade === 'Shop';
  const life = newLife(
    client.key,
    client.saleType,
    client.people,
    atHome ? homePhrases : firmPhrases,
    topics[client.trade]!,
  );
  client.tell(life);
  for (const [ago, name, amount, reason, stage, days] of client.lost ?? []) {
    // Who looks after a customer sells there as well, and loses.
    const theirs =
      seedOf(name) % 3 === 0 && life.sales.some((sale) => sale.outcome === 'won' && sale.closedAgo! > ago + days);
    sell(life, {
      by: theirs ? 'owner' : 'hunter',
      name,
      offering: client.offering,
      from: ago + days,
      to: ago,
      amount,
      outcome: 'lost',
      reason,
      stage,
      n: seedOf(name) % 2 === 0 ? lostIn[stage] : Math.ceil(lostIn[stage] / 2),
    });
  }
  for (const [ago, name, amount, days] of client.added ?? [])
    sell(life, {
      name,
      offering: name,
      from: ago + days,
      to: ago,
      amount,
      by: seedOf(name) % 2 === 0 ? 'owner' : 'hunter',
      n: null,
    });
  for (const sale of life.sales) sale.source ??= sourceOf(client, sale, life.sales);
  const beats = life.beats
    .map((beat, order) => ({ beat, order }))
    .sort((a, b) => b.beat.ago - a.beat.ago || a.order - b.order);
  const times = moments(
    beats.map(({ beat }) => beat.ago),
    now,
    life.random,
  );
  return { client, life, touchpoints: beats.map(({ beat }, i) => touchpoint(client, life, beat, i, times[i]!)) };
}

const firstSources = ['Trade fair', 'Web site', 'Cold call', 'Planner', 'Trade fair', 'Web site', 'Trade press'];

/** What brought a sale of which the story does not say it: who has bought comes back, a town publishes its calls. */
function sourceOf(client: Client, sale: Sale, sales: readonly Sale[]): string {
  const bought =
    client.standing === 'customer' ||
    sales.some((other) => other.outcome === 'won' && other.closedAgo! > sale.openedAgo);
  if (bought) return 'Existing customer';
  return client.tags.includes('public')
    ? 'Tender portal'
    : firstSources[seedOf(`${client.key} source`) % firstSources.length]!;
}

/** How long a contact took, as far as somebody noted it: about two of three did. Ways and desk work are in it. */
const usualMinutes: Partial<Record<TouchpointKind, number>> = {
  'first contact': 30,
  call: 20,
  meeting: 150,
  visit: 210,
  introduction: 90,
  demonstration: 240,
  proposal: 420,
  negotiation: 150,
  'promise kept': 60,
  handoff: 75,
  'kick-off': 180,
  'kick-off late': 180,
  training: 300,
  review: 150,
  'value review': 180,
  'go-live': 420,
  'service visit': 150,
  'case solved': 80,
  'case solved late': 140,
};
function minutesOf(kind: TouchpointKind, key: string): number | null {
  const usual = usualMinutes[kind];
  const chance = seedOf(`${key} minutes`);
  return usual === undefined || chance % 3 === 0
    ? null
    : 5 * Math.round((usual * (0.7 + 0.06 * (Math.floor(chance / 3) % 11))) / 5);
}

/** Touchpoints in which a lost sale is told, by the stage that it reached; of half of them the buyer let little be seen. */
const lostIn: Record<Stage, number> = { interest: 2, assessment: 3, involvement: 5, commitment: 6, action: 7 };

const crowded = new Set([
  'meeting',
  'visit',
  'kick-off',
  'review',
  'demonstration',
  'value review',
  'introduction',
  'training',
]);

function touchpoint(client: Client, life: Life, beat: Beat, index: number, at: number): DemoTouchpoint {
  const others = crowded.has(beat.kind) && client.people > 1 ? [(beat.person + 1) % client.people] : [];
  const silent = beat.kind === 'note' || (beat.by === 'marketing' && beat.kind === 'outreach' && life.random() < 0.3);
  return {
    key: `${client.key}/${index}`,
    account: client.key,
    at,
    kind: beat.kind,
    member: memberFor(client, beat.by),
    subject: beat.subject,
    contacts: silent
      ? []
      : [beat.person, ...others].map((person) => `${client.key}/person ${Math.min(person, client.people - 1)}`),
    channel: beat.channel ?? null,
    direction: beat.direction ?? null,
    expectation: beat.expectation ?? null,
    effort: beat.effort ?? null,
    value: beat.value ?? false,
    outcome: beat.outcome ?? null,
    learnt: beat.learnt ?? null,
    minutes: beat.minutes ?? minutesOf(beat.kind, `${client.key}/${index}`),
    sale: beat.sale ?? null,
    request: beat.request ?? null,
  };
}

export function memberFor(client: Client, part: Part): string {
  const fixed: Record<Exclude<Part, 'owner' | 'hunter' | 'technician'>, string> = {
    implementation: 'rasmus',
    marketing: 'noor',
    leader: 'aoife',
  };
  return part === 'owner' || part === 'hunter' || part === 'technician' ? client[part] : fixed[part];
}
