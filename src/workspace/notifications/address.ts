export interface Address {
  to: string;
  search?: Record<string, string>;
}

/** Where a notification leads in the product. */
export function addressOf(subject: { kind: string; id: string | null }, accountId: string | null): Address {
  const address = subject.id === null ? undefined : addresses[subject.kind]?.(subject.id);
  if (address !== undefined) return address;
  return { to: accountId === null ? '/today' : `/accounts/${accountId}` };
}

/** A kind of record → its screen. */
const addresses: Record<string, (id: string) => Address> = {
  account: (id) => ({ to: `/accounts/${id}` }),
  contact: (id) => ({ to: `/contacts/${id}` }),
  opportunity: (id) => ({ to: `/opportunities/${id}` }),
  quote: (id) => ({ to: `/quotes/${id}` }),
  spotted: (id) => ({ to: '/spotted', search: { note: id } }),
  'influence suggestion': (id) => ({ to: '/circle', search: { view: 'suggested', suggestion: id } }),
};
