import type { SaleType } from '../../relationship/vocabulary.ts';
import type { Offering } from '../contract.ts';
import { plainAmount } from './words.ts';

export const currencies = Intl.supportedValuesOf('currency');

/** What is being written of an offering. */
export function draftOf(offering: Offering | null, currency: string) {
  return {
    name: offering?.name ?? '',
    code: offering?.code ?? '',
    line: offering?.line ?? '',
    kind: offering?.kind ?? ('product' as const),
    price: offering?.price ?? '',
    cost: offering?.cost ?? '',
    currency: offering?.currency ?? currency,
    paid: offering?.recurring ?? ('once' as 'once' | 'month' | 'year'),
    unit: offering?.unit ?? '',
    active: offering?.active ?? true,
    manufacturer: offering?.manufacturer ?? '',
    description: offering?.description ?? '',
    fits: offering?.fits ?? ([] as SaleType[]),
    prices: (offering?.prices ?? []).map((each) => ({ key: each.currency, ...each })),
    links: (offering?.links ?? []).map(({ kind, otherId, otherName }) => ({
      key: `${kind} ${otherId}`,
      kind,
      other: { id: otherId, name: otherName } as { id: string; name: string } | null,
    })),
  };
}

export type OfferingDraft = ReturnType<typeof draftOf>;

/** What is sent of it: what was left empty says nothing. */
export function bodyOf({ prices, links, paid, fits, ...draft }: OfferingDraft) {
  const filled = (text: string) => text.trim() || null;
  return {
    name: draft.name,
    kind: draft.kind,
    currency: draft.currency,
    fits: fits.length === 0 ? null : fits,
    active: draft.active,
    code: filled(draft.code),
    line: filled(draft.line),
    unit: filled(draft.unit),
    manufacturer: filled(draft.manufacturer),
    description: filled(draft.description),
    price: plainAmount(draft.price) || null,
    cost: plainAmount(draft.cost) || null,
    recurring: paid === 'once' ? null : paid,
    prices: prices
      .filter((each) => each.price.trim() !== '')
      .map(({ currency, price }) => ({ currency, price: plainAmount(price) })),
    links: links.flatMap(({ kind, other }) => (other ? [{ kind, otherId: other.id }] : [])),
  };
}

/** One in which it has no price yet. */
export const nextCurrency = (draft: OfferingDraft): string =>
  ['EUR', 'CHF', 'GBP', 'USD', ...currencies].find(
    (code) => code !== draft.currency && draft.prices.every((each) => each.currency !== code),
  ) ?? 'EUR';
