/** What a person allowed us, per channel and purpose. */

export const consentChannels = ['mail', 'call', 'message', 'visit'] as const;
export type ConsentChannel = (typeof consentChannels)[number];
export const purposes = ['marketing', 'service', 'survey', 'reference'] as const;
export type Purpose = (typeof purposes)[number];
export const consentStates = ['given', 'withdrawn'] as const;

interface Word {
  id: string;
  channel: ConsentChannel;
  purpose: Purpose;
  state: (typeof consentStates)[number];
  /** ISO time. */
  at: string;
}

/** The newest word on a channel and purpose, or undefined: they never said. */
export const standingWord = <W extends Word>(
  words: readonly W[],
  channel: ConsentChannel,
  purpose: Purpose,
): W | undefined =>
  words
    .filter((word) => word.channel === channel && word.purpose === purpose)
    .reduce<W | undefined>((newest, word) => (newest === undefined || later(word, newest) ? word : newest), undefined);

/**
 * Whether we may contact a person through a channel for a purpose: the newest word holds; without one only what serves the customer is
 * allowed. The same as the SQL function may_contact(contact, channel, purpose).
 */
export const mayContact = (words: readonly Word[], channel: ConsentChannel, purpose: Purpose): boolean => {
  const word = standingWord(words, channel, purpose);
  return word ? word.state === 'given' : purpose === 'service';
};

const later = (a: Word, b: Word): boolean =>
  Date.parse(a.at) > Date.parse(b.at) || (Date.parse(a.at) === Date.parse(b.at) && a.id > b.id);
