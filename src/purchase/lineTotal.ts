/**
 * Quantity × price, less the discount, rounded half up to hundredths. Exact: quantity has up to 4 decimals, price 2, the
 * discount in percent 2; everything is counted in whole numbers.
 */
export function lineTotal(line: { quantity: string; price: string; discount: number }): string {
  const quantity = wholes(line.quantity, 4);
  const price = wholes(line.price, 2);
  const kept = 10_000n - BigInt(Math.round(line.discount * 100));
  // Hundredths of the currency × 10⁴ (quantity) × 10⁴ (discount).
  const exact = quantity * price * kept;
  const unit = 100_000_000n;
  const rounded = exact >= 0n ? (exact + unit / 2n) / unit : -((-exact + unit / 2n) / unit);
  return asText(rounded);
}

/** The sum of amounts as text, exactly. */
export const sumOf = (amounts: readonly string[]): string =>
  asText(amounts.reduce((sum, amount) => sum + wholes(amount, 2), 0n));

/** Months that a recurring line counts for where the contract's length is not known. */
export const usualMonths = 12;

/** What a sale is worth: lines paid once, and recurring ones over the contract; a year's line counts by the month, rounded half up. */
export function contractValue(
  lines: readonly { recurring: 'month' | 'year' | null; total: string }[],
  contractMonths: number | null,
): string {
  const months = BigInt(contractMonths ?? usualMonths);
  return asText(
    lines.reduce((sum, { recurring, total }) => {
      const cents = wholes(total, 2);
      if (recurring === null) return sum + cents;
      return sum + (recurring === 'month' ? cents * months : (cents * months * 2n + 12n) / 24n);
    }, 0n),
  );
}

function wholes(text: string, decimals: number): bigint {
  const [, sign = '', whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  const value = BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, '0'));
  return sign === '-' ? -value : value;
}

function asText(hundredths: bigint): string {
  const digits = (hundredths < 0n ? -hundredths : hundredths).toString().padStart(3, '0');
  return `${hundredths < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
