/** Whom to ask, and what the answers say. */

/** Whom the programme asks, and how often. */
export interface Programme {
  everyDays: number;
  afterDays: number;
  /** Nobody is asked so soon after being asked how a case went. */
  quarantineDays: number;
  /** Asks by itself, once a day, where mail leaves the house. */
  automatic: boolean;
  /** Of those whom it may ask, the share in percent that is drawn each time round. */
  sharePercent: number;
}
export const usualProgramme: Programme = {
  everyDays: 180,
  afterDays: 90,
  quarantineDays: 14,
  automatic: false,
  sharePercent: 100,
};

/**
 * Whether a person is in the sample of this time round: drawn by lot, once per round of `everyDays`, so that neither the order of a
 * list nor who looks after them decides. The same person may be drawn in the next round.
 */
export function isDrawn(
  contactId: string,
  now: Date,
  { everyDays, sharePercent }: Pick<Programme, 'everyDays' | 'sharePercent'>,
): boolean {
  const round = Math.floor(now.getTime() / (everyDays * 86_400_000));
  let lot = 0x811c9dc5;
  for (const letter of `${contactId}/${round}`) lot = Math.imul(lot ^ letter.charCodeAt(0), 0x01000193) >>> 0;
  lot = Math.imul(lot ^ (lot >>> 15), 0x2c1b3c6d) >>> 0;
  return ((lot ^ (lot >>> 13)) >>> 0) % 100 < sharePercent;
}

export interface Asking {
  /** The person agreed to be surveyed (their newest word on it). */
  consent: boolean;
  /** Asked not to be asked again. */
  stopped: boolean;
  phase: string;
  daysSinceClose: number | null;
  daysSinceAsked: number | null;
  /** Since they were asked how a case went. */
  daysSinceRated: number | null;
  severeCaseOpen: boolean;
  reachable: boolean;
}
export const againstAsking = [
  'no consent',
  'stopped',
  'not a customer yet',
  'too soon after the close',
  'asked recently',
  'asked about a case',
  'severe case open',
  'no address',
] as const;
export type AgainstAsking = (typeof againstAsking)[number];

/** What stands against asking somebody now whether they recommend us; nothing: ask. */
export function mayAsk(
  of: Asking,
  programme: Pick<Programme, 'everyDays' | 'afterDays' | 'quarantineDays'>,
): AgainstAsking[] {
  const found: AgainstAsking[] = [];
  if (of.stopped) found.push('stopped');
  if (!of.consent) found.push('no consent');
  if (of.phase !== 'ownership' && of.phase !== 'usage') found.push('not a customer yet');
  if (of.daysSinceClose !== null && of.daysSinceClose < programme.afterDays) found.push('too soon after the close');
  if (of.daysSinceAsked !== null && of.daysSinceAsked < programme.everyDays) found.push('asked recently');
  if (of.daysSinceRated !== null && of.daysSinceRated < programme.quarantineDays) found.push('asked about a case');
  if (of.severeCaseOpen) found.push('severe case open');
  if (!of.reachable) found.push('no address');
  return found;
}

/** Promoters (9, 10) less detractors (0 to 6), from −100 to 100; null without an answer. */
export function netPromoter(answers: readonly number[]): number | null {
  if (answers.length === 0) return null;
  const promoters = answers.filter((answer) => answer >= 9).length;
  const detractors = answers.filter((answer) => answer <= 6).length;
  return ((promoters - detractors) / answers.length) * 100;
}

/** The ledger's kind for an answer; what is neither good nor poor is still a sign of life. */
export function kindOf({
  satisfaction,
  recommend,
}: {
  satisfaction: number | null;
  recommend: number | null;
}): 'survey good' | 'survey poor' | 'reply' {
  if (recommend !== null) return recommend >= 9 ? 'survey good' : recommend <= 6 ? 'survey poor' : 'reply';
  return satisfaction !== null && satisfaction >= 4
    ? 'survey good'
    : satisfaction !== null && satisfaction <= 2
      ? 'survey poor'
      : 'reply';
}
