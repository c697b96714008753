import type { AccountFilter } from '../people/filter.ts';
import type { Phase, Position } from './vocabulary.ts';

/** Where a relationship stood on a day. */
export interface StoodThen {
  phase: Phase;
  position: Position;
  along: number;
  trust: number;
  interest: number;
  revenue: number;
}

/** What is asked of the day itself; everything else in a filter is asked of the account as it is. */
export type OfThatDay = Pick<
  AccountFilter,
  | 'phase'
  | 'position'
  | 'trustFrom'
  | 'trustTo'
  | 'interestFrom'
  | 'interestTo'
  | 'alongFrom'
  | 'alongTo'
  | 'revenueFrom'
  | 'revenueTo'
>;

export function parted({
  phase,
  position,
  trustFrom,
  trustTo,
  interestFrom,
  interestTo,
  alongFrom,
  alongTo,
  revenueFrom,
  revenueTo,
  ...ofAccount
}: AccountFilter): { ofDay: OfThatDay; ofAccount: AccountFilter } {
  return {
    ofDay: {
      phase,
      position,
      trustFrom,
      trustTo,
      interestFrom,
      interestTo,
      alongFrom,
      alongTo,
      revenueFrom,
      revenueTo,
    },
    ofAccount,
  };
}

/** Whether it is asked for: both ends count, as in every list. */
export const isAskedFor = (stood: StoodThen, asked: OfThatDay): boolean =>
  (!asked.phase?.length || asked.phase.includes(stood.phase)) &&
  (!asked.position?.length || asked.position.includes(stood.position)) &&
  between(stood.trust, asked.trustFrom, asked.trustTo) &&
  between(stood.interest, asked.interestFrom, asked.interestTo) &&
  between(stood.along, asked.alongFrom, asked.alongTo) &&
  between(stood.revenue, asked.revenueFrom, asked.revenueTo);

const between = (value: number, from: number | string | undefined, to: number | string | undefined): boolean =>
  (from === undefined || value >= Number(from)) && (to === undefined || value <= Number(to));
