import type { Position } from '../relationship/vocabulary.ts';

/** What is known of an account at the moment somebody thinks of selling to it. */
export type Moment = {
  position: Position;
  /** The dip after the close is normal; a bad one is what the alarm says it is. */
  dip: 'none' | 'expected' | 'bad';
  /** May we address this customer with an offer at all? */
  consent: boolean;
  openCases: readonly { severity: 'low' | 'normal' | 'high' | 'critical'; late: boolean }[];
  overduePromises: number;
  daysInvoiceOverdue: number;
  /** Sold, but the farmer has not yet accepted. */
  handoffOpen: boolean;
  firstValueReached: boolean;
  /** Null when never asked. */
  daysSinceLastAsk: number | null;
};

export type Light = 'green' | 'amber' | 'red';

export type MomentReason =
  | 'no consent'
  | 'bad dip'
  | 'severe case open'
  | 'case late'
  | 'cases open'
  | 'promise overdue'
  | 'several promises overdue'
  | 'expected dip'
  | 'invoice overdue'
  | 'handoff open'
  | 'first value not reached'
  | 'asked recently'
  | 'realized value'
  | 'nothing stands against it';

export type MomentVerdict = {
  light: Light;
  /** Red says repair, amber says wait or go carefully, green says sell. */
  advice: 'sell' | 'wait' | 'repair';
  reasons: { reason: MomentReason; light: Light }[];
};

const daysBetweenAsks = 30;

/** Is this a moment to sell? The worst reason decides; all of them are shown, the worst first. */
export function momentCheck(moment: Moment): MomentVerdict {
  const reasons = [...red(moment), ...amber(moment)];
  const light = reasons[0]?.light ?? 'green';
  if (light === 'red') return { light, advice: 'repair', reasons };
  if (light === 'amber') return { light, advice: 'wait', reasons };
  const reason = moment.position === 'realized' ? 'realized value' : 'nothing stands against it';
  return { light, advice: 'sell', reasons: [{ reason, light }] };
}

function red(moment: Moment): MomentVerdict['reasons'] {
  const found: MomentReason[] = [];
  if (!moment.consent) found.push('no consent');
  if (moment.dip === 'bad') found.push('bad dip');
  if (moment.openCases.some(isSevere)) found.push('severe case open');
  if (moment.overduePromises > 1) found.push('several promises overdue');
  return found.map((reason) => ({ reason, light: 'red' }));
}

function amber(moment: Moment): MomentVerdict['reasons'] {
  const found: MomentReason[] = [];
  const mildCases = moment.openCases.filter((openCase) => !isSevere(openCase));
  if (mildCases.some((openCase) => openCase.late)) found.push('case late');
  else if (mildCases.some((openCase) => openCase.severity === 'normal')) found.push('cases open');
  if (moment.overduePromises === 1) found.push('promise overdue');
  if (moment.dip === 'expected') found.push('expected dip');
  if (moment.daysInvoiceOverdue > 0) found.push('invoice overdue');
  if (moment.handoffOpen) found.push('handoff open');
  if (!moment.firstValueReached) found.push('first value not reached');
  if (moment.daysSinceLastAsk !== null && moment.daysSinceLastAsk < daysBetweenAsks) found.push('asked recently');
  return found.map((reason) => ({ reason, light: 'amber' }));
}

const isSevere = ({ severity }: Moment['openCases'][number]) => severity === 'high' || severity === 'critical';
