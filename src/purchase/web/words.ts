import { ApiProblem } from '../../platform/client.ts';
import type { Answer } from '../../platform/contract.ts';
import { format } from '../../web/format.ts';
import type { purchaseContract, SaleDetail } from '../contract.ts';
import { outcomes } from '../records.ts';
import { t } from './messages.ts';

export const money = (amount: string | null, currency: string): string =>
  amount === null ? t('fact.no amount') : format.moneyShort(Number(amount), currency);

/** The largest currency's sum of a column; others follow with a plus. */
export function totalsText(
  totals: Answer<typeof purchaseContract.pipeline>['stages'][number]['totals'],
  which: 'amount' | 'weighted',
): string {
  return totals.map((total) => format.moneyShort(Number(total[which]), total.currency)).join(' + ');
}

/** What the address of a list says that shows open and closed sales alike. */
export const everyOutcome = outcomes.join(',');

/** “Commercial · solution sale”, and what makes it complex. */
export function typeText(sale: Pick<SaleDetail, 'saleType' | 'subType'>): string {
  if (sale.saleType !== 'commercial') return `${t(`type.${sale.saleType}`)} · ${t(`about.${sale.saleType}`)}`;
  return sale.subType ? `${t('type.commercial')} · ${t(`sub.${sale.subType}`)}` : t('type.commercial');
}

/** What a refused move says is missing; undefined when it was refused for another reason. */
export function missingEvidence(error: unknown): { id: string; title: string; evidence: string }[] | undefined {
  if (!(error instanceof ApiProblem) || error.code !== 'evidence_missing') return undefined;
  const missing = error.more['missing'];
  return Array.isArray(missing) ? missing.filter(isStep) : [];
}

function isStep(value: unknown): value is { id: string; title: string; evidence: string } {
  return typeof value === 'object' && value !== null && 'id' in value && 'title' in value && 'evidence' in value;
}

/** “2 opinions”: how many people a profile rests on. */
export const opinions = (count: number): string => (count === 0 ? t('align.no opinion') : t('align.people', { count }));
