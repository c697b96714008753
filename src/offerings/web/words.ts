import { ask } from '../../web/connection.ts';
import { format } from '../../web/format.ts';
import type { Pick as Picked } from '../../web/kit/RecordPicker.tsx';
import { offeringsContract, type Offering } from '../contract.ts';
import { converted, rateOn, type Rate } from '../money.ts';
import { t } from './messages.ts';

/** “€12.90”, “€49 / month”, “no price”. */
export function priceText({ price, currency, recurring }: Pick<Offering, 'price' | 'currency' | 'recurring'>): string {
  if (price === null) return t('no price');
  const text = format.money(Number(price), currency);
  return recurring === null ? text : t(`per.${recurring}`, { price: text });
}

/** An offering that can be picked, with what it costs. */
export interface OfferingPick extends Picked {
  offering: Offering;
}

/** Offerings that are sold now, for a picker. */
export async function searchOfferings(text: string, signal: AbortSignal): Promise<readonly OfferingPick[]> {
  const { items } = await ask(
    offeringsContract.listOfferings,
    { query: { ...(text ? { text } : {}), active: 'true', limit: 20 } },
    { signal },
  );
  return items.map((offering) => ({ id: offering.id, name: offering.name, detail: priceText(offering), offering }));
}

/** The price in a currency: from the price list, else converted at today's rate; null where neither is known. */
export function priceIn(
  offering: Offering,
  currency: string,
  into: string,
  rates: readonly Rate[],
  today: string,
): { price: string; rate: Rate | null } | null {
  if (offering.price !== null && offering.currency === currency) return { price: offering.price, rate: null };
  const listed = offering.prices.find((each) => each.currency === currency);
  if (listed) return { price: listed.price, rate: null };
  if (offering.price === null) return null;
  // Rates lead into the workspace's currency; the other way is not guessed.
  if (currency !== into) return null;
  const rate = rateOn(rates, offering.currency, today);
  return rate ? { price: converted(offering.price, rate.rate), rate } : null;
}

/** A typed amount as the server takes it: “1 234,50” → “1234.50”. */
export const plainAmount = (typed: string): string =>
  typed
    .trim()
    .replaceAll(/[\s’']/g, '')
    .replace(',', '.');
