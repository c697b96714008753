/** How numbers, money and dates are written. One instance per locale; digits are tabular by the style sheet. */

const minus = '−';
const thin = '\u202f';

export interface Locale {
  /** BCP 47 tag. British English writes “9 Jun” and “€1.84m”, as the pictures do. */
  locale: string;
  /** IANA name; absent means the person's own. */
  timeZone?: string;
}

type Instant = string | number | Date;

/** Formatters for one locale. Dates are ISO 8601 texts, epoch milliseconds or Date. */
export function createFormat({ locale, timeZone }: Locale) {
  const numbers = cached((digits: string) => {
    const [low, high] = digits.split(',').map(Number);
    return new Intl.NumberFormat(locale, { minimumFractionDigits: low, maximumFractionDigits: high });
  });
  const monies = cached((key: string) => {
    const [currency, style] = key.split(',');
    if (style === 'compact')
      return new Intl.NumberFormat(locale, {
        style: 'currency',
        currency,
        notation: 'compact',
        maximumSignificantDigits: 3,
      });
    return new Intl.NumberFormat(locale, { style: 'currency', currency, trailingZeroDisplay: 'stripIfInteger' });
  });
  const dates = cached((style: DateStyle) => new Intl.DateTimeFormat(locale, { ...dateStyles[style], timeZone }));
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });

  const number = (value: number, digits = 0, atLeast = digits) =>
    realMinus(numbers(`${Math.min(atLeast, digits)},${digits}`).format(value));

  const dated = (at: Instant, now: Instant) => {
    const sameYear = dates('year').format(new Date(at)) === dates('year').format(new Date(now));
    return dates(sameYear ? 'day' : 'dayYear').format(new Date(at));
  };

  const day = (at: Instant, now: Instant) => {
    const days = daysBetween(new Date(now), new Date(at), timeZone);
    if (Math.abs(days) <= 1) return relative.format(days, 'day');
    if (days > 1 && days < 14) return dates('weekday').format(new Date(at));
    return dated(at, now);
  };

  return {
    locale,
    /** `1,234.5`; `digits` is the number of decimals. */
    number,
    /** `+2.9`, `−6.1`, `0.0`: a contribution or change with its sign. */
    signed: (value: number, digits = 1) => {
      const rounded = Number(value.toFixed(digits));
      return (rounded > 0 ? '+' : '') + number(rounded === 0 ? 0 : rounded, digits);
    },
    /** A share from 0 to 1 as `46 %`. */
    percent: (share: number, digits = 0) => `${number(share * 100, digits)}${thin}%`,
    /** Exact money, `€1,840,000` or `€12.50`. */
    money: (amount: number, currency: string) => realMinus(monies(`${currency},exact`).format(amount)),
    /** Short money, three figures: `€1.84m`, `€530k`. */
    moneyShort: (amount: number, currency: string) => realMinus(monies(`${currency},compact`).format(amount)),
    /** `day` 9 Jun · `weekday` Fri 12 Jun · `long` Thursday 11 June · `full` 11 June 2026 · `month` Jun 26 · `time` 10:00 */
    date: (at: Instant, style: DateStyle = 'day') => dates(style).format(new Date(at)),
    /** `9 Jun`, and `9 Jun 2021` when it is another year. */
    dated,
    /** `Today`-style wording for a day near `now`, else the weekday form; with the year when it is another one. */
    day: (at: Instant, now: Instant) => capital(day(at, now)),
    /** The same within a sentence: `due tomorrow`. */
    dayWithin: (at: Instant, now: Instant) => day(at, now),
    /** `3 minutes ago`, `in 2 days`. */
    relative: (at: Instant, now: Instant) => {
      const seconds = (new Date(at).getTime() - new Date(now).getTime()) / 1000;
      const unit = units.find(([, size]) => Math.abs(seconds) >= size) ?? units.at(-1)!;
      return relative.format(Math.round(seconds / unit[1]), unit[0]);
    },
    /** A length of time, `1 h 20 min`, `40 s`. */
    duration: (milliseconds: number) => {
      const seconds = Math.max(0, Math.round(milliseconds / 1000));
      if (seconds < 60) return unitText(locale, seconds, 'second');
      const minutes = Math.round(seconds / 60);
      if (minutes < 60) return unitText(locale, minutes, 'minute');
      return `${unitText(locale, Math.floor(minutes / 60), 'hour')} ${unitText(locale, minutes % 60, 'minute')}`;
    },
    /** Bytes as `1.4 MB`. */
    bytes: (size: number) => {
      const step = Math.min(byteUnits.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, size)) / 3)));
      return `${number(size / 1000 ** step, step === 0 ? 0 : 1)}${thin}${byteUnits[step]}`;
    },
    list: (words: readonly string[]) => new Intl.ListFormat(locale).format(words),
  };
}

export type Format = ReturnType<typeof createFormat>;
export type DateStyle = keyof typeof dateStyles;

const dateStyles = {
  day: { day: 'numeric', month: 'short' },
  dayYear: { day: 'numeric', month: 'short', year: 'numeric' },
  weekday: { weekday: 'short', day: 'numeric', month: 'short' },
  long: { weekday: 'long', day: 'numeric', month: 'long' },
  full: { day: 'numeric', month: 'long', year: 'numeric' },
  month: { month: 'short' },
  monthYear: { month: 'short', year: '2-digit' },
  monthLong: { month: 'long', year: 'numeric' },
  year: { year: 'numeric' },
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  moment: { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

const units = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB'];

function cached<K extends string, T>(make: (key: K) => T): (key: K) => T {
  const made = new Map<K, T>();
  return (key) => {
    const found = made.get(key) ?? make(key);
    made.set(key, found);
    return found;
  };
}

function realMinus(text: string): string {
  return text.replace('-', minus);
}

function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

function daysBetween(from: Date, to: Date, timeZone: string | undefined): number {
  const day = (at: Date) => {
    const parts = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    return Date.parse(`${parts.format(at)}T00:00:00Z`);
  };
  return Math.round((day(to) - day(from)) / 86_400_000);
}

function unitText(locale: string, value: number, unit: 'second' | 'minute' | 'hour'): string {
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(value);
}

/** As people here read it: in English, and in the time zone of their browser. */
export const format: Format = createFormat({ locale: 'en-GB' });
