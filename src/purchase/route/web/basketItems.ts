import { sumOf } from '../../../offerings/money.ts';
import { lineTotal } from '../../lineTotal.ts';

export interface Item {
  offeringId: string | null;
  name: string;
  price: string;
  quantity: number;
}

/** What was kept on this device; what cannot be read is nothing. */
export function itemsIn(stored: string): readonly Item[] {
  try {
    const read: unknown = JSON.parse(stored);
    return Array.isArray(read) ? read.filter(isItem) : [];
  } catch {
    return [];
  }
}

function isItem(value: unknown): value is Item {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    'price' in value &&
    'quantity' in value &&
    typeof value.quantity === 'number' &&
    typeof value.price === 'string'
  );
}

export const totalOf = (item: Item): string =>
  lineTotal({ quantity: String(item.quantity), price: item.price, discount: 0 });

export const sumOfItems = (items: readonly Item[]): string => sumOf(items.map(totalOf));
