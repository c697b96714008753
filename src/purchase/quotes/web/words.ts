import { format } from '../../../web/format.ts';
import type { Quote, QuoteItem } from '../contract.ts';
import { t } from './messages.ts';

/** “€49.90 / month”. */
export function perPeriod(amount: string, currency: string, period: 'month' | 'year' | null): string {
  const text = format.money(Number(amount), currency);
  return period === null ? text : t(`per.${period}`, { amount: text });
}

/** “€3,000 + €49.90 / month”. */
export function sumsText(sums: Quote['sums'], currency: string): string {
  const parts = [
    ...(sums.once !== '0.00' || (sums.month === '0.00' && sums.year === '0.00')
      ? [perPeriod(sums.once, currency, null)]
      : []),
    ...(sums.month === '0.00' ? [] : [perPeriod(sums.month, currency, 'month')]),
    ...(sums.year === '0.00' ? [] : [perPeriod(sums.year, currency, 'year')]),
  ];
  return parts.join(' + ');
}

/** “18 %”, “12.5 %”. */
export const percentText = (percent: number): string => `${format.number(percent, 2, 0)}\u202f%`;

export const standingText = (quote: Pick<QuoteItem, 'standing' | 'seenAt'>): string =>
  quote.standing === 'sent' && quote.seenAt !== null ? t('standing.seen') : t(`standing.${quote.standing}`);

export const toneOf = (standing: QuoteItem['standing']): 'good' | 'bad' | undefined =>
  standing === 'accepted' ? 'good' : ['asked', 'declined', 'expired'].includes(standing) ? 'bad' : undefined;
