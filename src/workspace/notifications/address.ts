/** Where a notification leads, as an address in the product. */
export function addressOf(subject: { kind: string; id: string | null }, accountId: string | null): string {
  const base = subject.id === null ? undefined : bases[subject.kind];
  if (base !== undefined) return base + subject.id;
  return accountId === null ? '/today' : `/accounts/${accountId}`;
}

/** A kind of record → the address of its screen, before the id. */
const bases: Record<string, string> = {
  account: '/accounts/',
  contact: '/contacts/',
  opportunity: '/opportunities/',
  spotted: '/spotted?note=',
  'influence suggestion': '/circle?view=suggested&suggestion=',
};
