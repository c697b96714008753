/** A client's story told: its touchpoints in order, at working hours, by members, with the customer's people. */
import { moments } from './calendar.ts';
import type { Client } from './client.ts';
import { newLife, type Beat, type Life, type Part } from './life.ts';
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
  for (const [ago, name, amount, reason] of client.lost ?? []) {
    sell(life, {
      name,
      offering: client.offering,
      from: ago + 55,
      to: ago,
      amount,
      outcome: 'lost',
      reason,
      stage: 'assessment',
      n: 4,
    });
  }
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
    minutes: beat.minutes ?? null,
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
