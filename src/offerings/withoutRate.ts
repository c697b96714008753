import type { Unrated } from './unrated.ts';

/** What a figure leaves out, in a letter: ` Without 3 sales in CHF: no rate.`, to stand after a sentence; nothing where it leaves nothing out. */
export const withoutRate = ({ count, currencies }: Unrated, what: 'sale' | 'amount' = 'sale'): string =>
  count === 0 ? '' : ` Without ${count} ${what}${count === 1 ? '' : 's'} in ${currencies.join(', ')}: no rate.`;
