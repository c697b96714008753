/** Which sales fit a customer in ownership: helping them move over, and small additions. Advice; a person opens the sale. */
export type RelationshipSale = 'transition' | 'incremental';
export type NotNow = 'alarm running' | 'promise overdue' | 'not in ownership' | 'nothing in use yet' | 'trust is low';

export interface Moment {
  phase: string;
  trust: number;
  alarm: boolean;
  overduePromises: number;
  /** A milestone is delivered, or first value shown. */
  inUse: boolean;
}

/** Why not now; empty when it fits. In a bad dip it says repair, don't sell. A transition helps from the first day; an addition waits until something is in use. */
export function notNow(kind: RelationshipSale, moment: Moment): NotNow[] {
  const against: NotNow[] = [];
  if (moment.phase !== 'ownership' && moment.phase !== 'usage') against.push('not in ownership');
  if (moment.alarm) against.push('alarm running');
  if (moment.overduePromises > 0) against.push('promise overdue');
  if (kind === 'incremental' && !moment.inUse) against.push('nothing in use yet');
  if (kind === 'incremental' && moment.trust < 40) against.push('trust is low');
  return against;
}
