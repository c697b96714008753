import { format } from '../../../web/format.ts';
import { t } from './messages.ts';

interface Interval {
  low: number;
  high: number;
}

/** A change per 100, with as many digits as its interval has something to say in. */
export const change = (value: number, { low, high }: Interval): string =>
  format.signed(value, Math.max(Math.abs(low), Math.abs(high)) < 1 ? 2 : 1);

/** What a change may be called; where its interval holds nothing at all, too, there is none to call so. */
export const called = ({ low, high }: Interval, word: 'effect' | 'association' | 'not shown'): string =>
  t(low <= 0 && high >= 0 ? 'word.none' : `word.${word}`).toLowerCase();
