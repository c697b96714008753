import type { Channel, Direction, Initiator, TouchpointKind } from '../../../relationship/vocabulary.ts';
import { fold } from '../values/fold.ts';
import type { FilePlan } from '../plan/plan.ts';

/** What other systems tell about a contact between us and them. */
export type Told = {
  source: FilePlan['touchpointSource'];
  direction?: Direction;
  channel?: Channel;
  initiator?: Initiator;
  subject: string;
  purpose: string;
  minutes?: number;
};

export type Understood = { kind: TouchpointKind; channel: Channel; direction: Direction; initiator: Initiator };

/**
 * Which kind of touchpoint a call, meeting or response was. Careful on purpose: what is not said is a plain call or
 * meeting, and a call of ours without a minute of talk is one that nobody answered.
 */
export function understandTouchpoint(told: Told): Understood {
  const {
    kind,
    direction = 'mutual',
    channel,
  } = readingsBySource[told.source ?? 'note'](told, fold(`${told.subject} ${told.purpose}`));
  const way = told.direction ?? direction;
  return {
    kind,
    channel: told.channel ?? channel,
    direction: way,
    initiator: told.initiator ?? (way === 'inbound' ? 'them' : 'us'),
  };
}

type Reading = { kind: TouchpointKind; direction?: Direction; channel: Channel };

const readingsBySource: Record<NonNullable<Told['source']>, (told: Told, words: string) => Reading> = {
  call: readCall,
  meeting: readMeeting,
  calendar: readMeeting,
  mail: ({ direction }) =>
    direction === 'inbound'
      ? { kind: 'reply', channel: 'mail' }
      : { kind: 'outreach', direction: 'outbound', channel: 'mail' },
  response: ({ purpose }) => readResponse(fold(purpose)),
  note: () => ({ kind: 'note', direction: 'outbound', channel: 'note' }),
};

function readCall({ direction = 'outbound', minutes, purpose }: Told, words: string): Reading {
  const outbound = direction === 'outbound';
  if (outbound && (minutes === 0 || unanswered.test(words)))
    return { kind: 'outreach unanswered', direction, channel: 'call' };
  if (/\bsupport\b/.test(fold(purpose))) return { kind: 'call', direction, channel: 'service' };
  if (/\bnegotiat/.test(words)) return { kind: 'negotiation', direction, channel: 'call' };
  if (!outbound && asking.test(words)) return { kind: 'inquiry', direction, channel: 'call' };
  return { kind: 'call', direction, channel: 'call' };
}

const unanswered =
  /\b(voice ?mail|vm|no answer|not? reach(ed|able)|left (a )?(message|msg)|mailbox|anrufbeantworter|nicht erreicht|pas de reponse)\b/;
const asking =
  /\b(need|needs|information|info|quer(y|ies)|inquir(y|ies)|enquir(y|ies)|question|questions|help|interested|anfrage|frage|interesse)\b/;

function readMeeting(_told: Told, words: string): Reading {
  if (/\b(demo|demos|demonstration|vorfuhrung|presentation)\b/.test(words))
    return { kind: 'demonstration', channel: 'meeting' };
  if (/\b(training|schulung|workshop|formation)\b/.test(words)) return { kind: 'training', channel: 'meeting' };
  if (/\b(kick ?off)\b/.test(words)) return { kind: 'kick-off', channel: 'meeting' };
  if (/\b(review|qbr)\b/.test(words)) return { kind: 'review', channel: 'meeting' };
  if (/\b(visit|site|onsite|besuch|visite)\b/.test(words)) return { kind: 'visit', channel: 'visit' };
  if (/\b(call|phone|anruf|telefonat|telco|appel)\b/.test(words)) return { kind: 'call', channel: 'call' };
  return { kind: 'meeting', channel: 'meeting' };
}

function readResponse(status: string): Reading {
  if (/respond|replied|reply|clicked|attended|registered/.test(status))
    return { kind: 'reply', direction: 'inbound', channel: 'mail' };
  if (/open/.test(status)) return { kind: 'mail opened', direction: 'outbound', channel: 'mail' };
  if (/sent|received|invited|delivered/.test(status))
    return { kind: 'outreach', direction: 'outbound', channel: 'mail' };
  return { kind: 'note', direction: 'outbound', channel: 'mail' };
}
