/** The plays that ship: what usually helps when a relationship needs a person. Each workspace changes them as it learns. */

export interface PlayStep {
  what: string;
  /** Who does it: the person named in the alarm, their leader, or who sold it. */
  who: 'owner' | 'leader' | 'hunter';
  /** Days after the play began. */
  afterDays: number;
}
export interface Play {
  key: string;
  name: string;
  situation: string;
  steps: readonly PlayStep[];
}

const step = (afterDays: number, what: string, who: PlayStep['who'] = 'owner'): PlayStep => ({ what, who, afterDays });

export const shippedPlays: readonly Play[] = [
  {
    key: 'executive call',
    name: 'Executive call',
    situation: 'Trust has fallen and nobody knows exactly why',
    steps: [
      step(0, 'Call the person who decides, ask what has to change, listen'),
      step(2, 'Write down what was agreed, with one date each', 'owner'),
      step(3, 'A leader calls theirs and confirms it', 'leader'),
      step(14, 'Show what has changed, and ask whether it is enough'),
    ],
  },
  {
    key: 'win a new sponsor',
    name: 'Win a new sponsor',
    situation: 'Whoever carried the purchase has left',
    steps: [
      step(0, 'Find out who took over, and what they are measured by'),
      step(3, 'Have the one who left introduce us, or their colleague', 'hunter'),
      step(7, 'Meet the new person: their aims, before our history'),
      step(21, 'Agree on one result that they would be glad to show'),
    ],
  },
  {
    key: 'get the implementation moving',
    name: 'Get the implementation moving',
    situation: 'The kick-off or the first value is late',
    steps: [
      step(0, 'Call: say that it is late, give one date'),
      step(2, 'Remove what blocks it, with a leader if need be', 'leader'),
      step(7, 'Be there in person when the next step is done'),
      step(21, 'First value, confirmed by them'),
    ],
  },
  {
    key: 'make the promise good',
    name: 'Make the promise good',
    situation: 'A promise is overdue',
    steps: [
      step(0, 'Call, say what went wrong, give one new date'),
      step(3, 'Keep that date; be there in person'),
      step(10, 'Ask whether it is good now'),
    ],
  },
  {
    key: 'service recovery',
    name: 'Service recovery',
    situation: 'A case came back, is severe, or they told us that they are not content',
    steps: [
      step(0, 'Call whoever opened it before they call us'),
      step(1, 'One engineer keeps the case until it is closed'),
      step(5, 'Explain the cause, and what prevents it'),
      step(14, 'Ask again how content they are'),
    ],
  },
  {
    key: 'introduce the farmer',
    name: 'Introduce the farmer',
    situation: 'Nobody has met the customer since the signature',
    steps: [
      step(0, 'Hunter and farmer call them together', 'hunter'),
      step(5, 'Meet on site: who does what from now on'),
      step(14, 'First checkpoint with the farmer alone'),
    ],
  },
  {
    key: 'prepare the renewal',
    name: 'Prepare the renewal',
    situation: 'A contract comes up for renewal',
    steps: [
      step(0, 'Put the figures together: what it has brought, what is still open'),
      step(5, 'Review it with whoever decides, and ask what would make them stay'),
      step(10, 'Offer the next term, in writing'),
      step(20, 'Have the decision before the notice date'),
    ],
  },
  {
    key: 'ask what is behind the invoice',
    name: 'Ask what is behind the invoice',
    situation: 'An invoice is overdue',
    steps: [
      step(0, 'Ask the person who uses it whether everything is as it should be'),
      step(2, 'Settle what is disputed; then talk about the money'),
      step(10, 'Make sure that it is paid, and thank them'),
    ],
  },
];

/** A workspace's own plays over those that ship. */
export function playsOf(own: readonly Play[]): (Play & { changed: boolean })[] {
  const byKey = new Map(own.map((play) => [play.key, play]));
  const shipped = shippedPlays.map((play) => ({ ...(byKey.get(play.key) ?? play), changed: byKey.has(play.key) }));
  const made = own
    .filter(({ key }) => shippedPlays.every((play) => play.key !== key))
    .map((play) => ({ ...play, changed: true }));
  return [...shipped, ...made];
}
