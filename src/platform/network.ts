/** Whom an address counts as: one subscriber holds a whole /64 of IPv6 addresses. */
export function networkOf(address: string): string {
  if (!address.includes(':') || address.startsWith('::ffff:')) return address.replace('::ffff:', '');
  const [head = '', tail] = address.split('::');
  const front = head.split(':').filter(Boolean);
  const groups = tail === undefined ? front : [...front, '0', '0', '0', '0'];
  return groups.slice(0, 4).join(':');
}
