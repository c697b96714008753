/** When a won sale opens a handoff, and who could take the customer over. */

export interface WonSale {
  saleType: string;
  kind: string;
  hunterId: string;
  accountOwnerId: string | null;
  /** Is whoever sold it there to keep customers? */
  hunterIsFarmer: boolean;
  /** Colleagues beside the hunter who could keep a customer. */
  others: number;
}

const ofTheKeeper = new Set(['renewal', 'aftermarket', 'incremental', 'transition']);

/** Null: nobody leaves, so nothing is handed over. A basket at the counter needs no handoff, nor does what the keeper of the account sold. */
export function handoffFor(sale: WonSale): { onePerson: boolean } | null {
  if (sale.saleType === 'retail') return null;
  const keepsIt = sale.hunterId === sale.accountOwnerId;
  if (keepsIt && (sale.hunterIsFarmer || ofTheKeeper.has(sale.kind))) return null;
  return { onePerson: sale.others === 0 };
}

export interface FarmerFacts {
  id: string;
  name: string;
  isFarmer: boolean;
  /** Customers after the close that are looked after now, and handoffs waiting for an answer. */
  customers: number;
  waiting: number;
  /** Contacts with this customer in the last year. */
  contacts: number;
  ownsAccount: boolean;
  /** How many customers this person can look after. */
  capacity: number;
}

export interface FarmerAdvice extends FarmerFacts {
  free: number;
  reasons: ('looks after the account' | 'knows them' | 'has room' | 'is full')[];
}

/** Farmers with room, best first: who looks after the account already, then who knows the people, then who has most room. Advice. */
export function adviseFarmers(farmers: readonly FarmerFacts[]): FarmerAdvice[] {
  const worth = (f: FarmerAdvice) =>
    (f.free > 0 ? 1000 : 0) +
    (f.ownsAccount ? 300 : 0) +
    (f.isFarmer ? 200 : 0) +
    Math.min(10, f.contacts) * 8 +
    Math.min(99, f.free);
  return farmers
    .map((farmer): FarmerAdvice => {
      const free = Math.max(0, farmer.capacity - farmer.customers - farmer.waiting);
      const reasons: FarmerAdvice['reasons'] = [];
      if (farmer.ownsAccount) reasons.push('looks after the account');
      if (farmer.contacts > 0) reasons.push('knows them');
      reasons.push(free > 0 ? 'has room' : 'is full');
      return { ...farmer, free, reasons };
    })
    .toSorted((a, b) => worth(b) - worth(a) || (a.name < b.name ? -1 : 1));
}
