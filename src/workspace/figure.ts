/** A figure as a letter has it: thousands apart by a narrow space, at most two decimals, the same in every language. */
export function figure(value: number): string {
  const [whole, decimals] = (
    Number.isInteger(value) ? String(value) : value.toFixed(Math.abs(value) < 1 ? 3 : 2)
  ).split('.');
  const apart = whole!.replaceAll(/\B(?=(\d{3})+$)/g, '\u202f').replace('-', '−');
  return decimals === undefined ? apart : `${apart}.${decimals}`;
}
