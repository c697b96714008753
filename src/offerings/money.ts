/** Exact money: amounts are texts with two decimals, rates texts with up to eight; nothing passes through a float. */

export interface Rate {
  currency: string;
  rate: string;
  /** The day from which it holds. */
  from: string;
}

/** The rate that holds on a day: the newest that does not begin after it. */
export function rateOn(rates: readonly Rate[], currency: string, day: string): Rate | undefined {
  let best: Rate | undefined;
  for (const rate of rates) {
    if (rate.currency !== currency || rate.from > day) continue;
    if (!best || rate.from > best.from) best = rate;
  }
  return best;
}

/** An amount at a rate, rounded half up (away from zero) to hundredths. */
export function converted(amount: string, rate: string): string {
  const exact = wholes(amount, 2) * wholes(rate, 8);
  const unit = 100_000_000n;
  const rounded = exact >= 0n ? (exact + unit / 2n) / unit : -((-exact + unit / 2n) / unit);
  return asAmount(rounded);
}

export const sumOf = (amounts: readonly string[]): string =>
  asAmount(amounts.reduce((sum, amount) => sum + wholes(amount, 2), 0n));

export interface Total {
  currency: string;
  amount: string;
  weighted: string;
}

/** Sums of several currencies in one, with the rates that were used and the currencies that none is known for. */
export function inOne(totals: readonly Total[], into: string, rates: readonly Rate[], day: string) {
  const used: Rate[] = [];
  const missing: string[] = [];
  const parts = totals.flatMap((total) => {
    if (total.currency === into) return [total];
    const rate = rateOn(rates, total.currency, day);
    if (!rate) {
      missing.push(total.currency);
      return [];
    }
    used.push(rate);
    return [{ amount: converted(total.amount, rate.rate), weighted: converted(total.weighted, rate.rate) }];
  });
  return {
    currency: into,
    amount: sumOf(parts.map((part) => part.amount)),
    weighted: sumOf(parts.map((part) => part.weighted)),
    rates: used.map(({ currency, rate, from }) => ({ currency, rate, from })),
    missing,
  };
}

function wholes(text: string, decimals: number): bigint {
  const [, sign = '', whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  const value = BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, '0'));
  return sign === '-' ? -value : value;
}

function asAmount(hundredths: bigint): string {
  const digits = (hundredths < 0n ? -hundredths : hundredths).toString().padStart(3, '0');
  return `${hundredths < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
