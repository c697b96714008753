import { parseNumber, type Decimal } from './numbers.ts';

/** `amount` is an exact decimal text, `currency` the ISO code that the text itself names. */
export type Money = { amount: string; currency?: string };

const signs: Readonly<Record<string, string>> = {
  '€': 'EUR',
  $: '',
  US$: 'USD',
  A$: 'AUD',
  C$: 'CAD',
  CA$: 'CAD',
  NZ$: 'NZD',
  HK$: 'HKD',
  S$: 'SGD',
  R$: 'BRL',
  '£': 'GBP',
  '¥': 'JPY',
  '₹': 'INR',
  '₩': 'KRW',
  '₽': 'RUB',
  '₺': 'TRY',
  '₴': 'UAH',
  '₪': 'ILS',
  '฿': 'THB',
  '₫': 'VND',
  zł: 'PLN',
  Kč: 'CZK',
  'Fr.': 'CHF',
  SFr: 'CHF',
  Rs: 'INR',
};

/** Zeros that a letter behind the figure stands for. German `Tsd`, `Mio`, `Mrd` too. */
const magnitudes: Readonly<Record<string, number>> = { k: 3, tsd: 3, m: 6, mm: 6, mio: 6, mn: 6, b: 9, bn: 9, mrd: 9 };

/**
 * `$22,700.00`, `€1.100,50`, `$1,117.10K`, `(500)`, `1 200 CHF`. A bare `$` names no currency (there are twenty dollars):
 * the plan's default decides. Undefined when it is no sum of money.
 */
export function parseMoney(text: string, decimal: Decimal = '.'): Money | undefined {
  if (text.length > 80) return undefined;
  const match =
    /^([(\-−–+]?)\s*([^\d.,()\s-]{0,4}?)\s*([-−–]?[\d.,'’\s\u00a0\u202f]*\d[.,]?)[-–]?\s*(k|tsd|mio|mrd|mm|mn|bn|m|b)?\.?\s*([^\d.,()\s]{0,4}?)\s*(\)?)$/iu.exec(
      text.trim(),
    );
  if (!match) return undefined;
  const [, opening = '', before = '', digits = '', magnitude = '', after = '', closing = ''] = match;
  if ((opening === '(') !== (closing === ')')) return undefined;
  const word = before || after;
  const currency = word === '' ? undefined : currencyOf(word);
  if (word !== '' && currency === undefined) return undefined;
  const number = parseNumber(digits.trim(), decimal);
  if (number === undefined) return undefined;
  const amount = shift(number, magnitudes[magnitude.toLowerCase()] ?? 0);
  const signed = /[(\-−–]/.test(opening) && !amount.startsWith('-') && /[1-9]/.test(amount) ? `-${amount}` : amount;
  return currency ? { amount: signed, currency } : { amount: signed };
}

/** '' for a sign that names no single currency, undefined for a word that is none. */
function currencyOf(word: string): string | undefined {
  if (word in signs) return signs[word];
  const code = word.toUpperCase();
  return currencies.has(code) ? code : undefined;
}

const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** Moves the decimal point to the right without rounding. */
export function shift(number: string, places: number): string {
  if (places === 0) return number;
  const negative = number.startsWith('-');
  const [whole = '', fraction = ''] = number.replace('-', '').split('.');
  const digits = whole + fraction.padEnd(places, '0').slice(0, places);
  const rest = fraction.slice(places);
  return `${negative ? '-' : ''}${digits.replace(/^0+(?=\d)/, '')}${rest ? `.${rest}` : ''}`;
}
