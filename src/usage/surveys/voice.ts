/** Whom to ask, and what the answers say. */

export interface Asking {
  /** The person agreed to be surveyed (their newest word on it). */
  consent: boolean;
  /** Asked not to be asked again. */
  stopped: boolean;
  phase: string;
  daysSinceClose: number | null;
  daysSinceAsked: number | null;
  severeCaseOpen: boolean;
  reachable: boolean;
}
export const againstAsking = [
  'no consent',
  'stopped',
  'not a customer yet',
  'too soon after the close',
  'asked recently',
  'severe case open',
  'no address',
] as const;
export type AgainstAsking = (typeof againstAsking)[number];

/** What stands against asking somebody now whether they recommend us; nothing: ask. */
export function mayAsk(of: Asking, programme: { everyDays: number; afterDays: number }): AgainstAsking[] {
  const found: AgainstAsking[] = [];
  if (of.stopped) found.push('stopped');
  if (!of.consent) found.push('no consent');
  if (of.phase !== 'ownership' && of.phase !== 'usage') found.push('not a customer yet');
  if (of.daysSinceClose !== null && of.daysSinceClose < programme.afterDays) found.push('too soon after the close');
  if (of.daysSinceAsked !== null && of.daysSinceAsked < programme.everyDays) found.push('asked recently');
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
