/** The sign before the decimals. */
export type Decimal = '.' | ',';

/**
 * Which decimal sign a column uses, from all its values together: `1.234` says nothing, `1.234,50` and `12,5` say comma.
 * Without evidence the point.
 */
export function decimalOf(values: Iterable<string>): Decimal {
  let comma = 0;
  let point = 0;
  for (const value of values) {
    const digits = value.replaceAll(/[^\d.,]/g, '');
    const last = Math.max(digits.lastIndexOf(','), digits.lastIndexOf('.'));
    if (last < 0) continue;
    const sign = digits[last] === ',' ? ',' : '.';
    const both = digits.includes(',') && digits.includes('.');
    const use = both ? 'decimal' : useOf(digits, sign);
    if (use === 'either') continue;
    if ((use === 'decimal') === (sign === ',')) comma += both ? 3 : 1;
    else point += both ? 3 : 1;
  }
  return comma > point ? ',' : '.';
}

/** One sign only: twice or more it groups thousands; followed by other than three digits it is decimal. */
function useOf(digits: string, sign: Decimal): 'decimal' | 'group' | 'either' {
  const parts = digits.split(sign);
  if (parts.length > 2) return 'group';
  return parts[1]?.length === 3 && (parts[0]?.length ?? 0) <= 3 && parts[0] !== '0' && parts[0] !== ''
    ? 'either'
    : 'decimal';
}

/** A number as a plain decimal text (`-1234.5`), exact; undefined when it is none. Spaces and apostrophes may group. */
export function parseNumber(text: string, decimal: Decimal = '.'): string | undefined {
  if (text.length > 80) return undefined;
  const group = decimal === '.' ? ',' : '.';
  const trimmed = text.trim();
  const negative = /^\(.*\)$/.test(trimmed) || /^[-−–]/.test(trimmed) || /[-−]$/.test(trimmed);
  const bare = trimmed
    .replaceAll(/[()]/g, '')
    .replaceAll(/^[-−–+]\s*|\s*[-−]$/g, '')
    .replaceAll(/(?<=\d)[\s'’\u00a0\u202f](?=\d)/g, '');
  const pattern = decimal === '.' ? /^(\d{1,3}(,\d{2,3})+|\d+)?(\.\d*)?$/ : /^(\d{1,3}(\.\d{3})+|\d+)?(,\d*)?$/;
  if (/^\d+(\.\d+)?e[+-]?\d{1,2}$/i.test(bare)) return plain(Number(bare).toString(), negative);
  if (!/\d/.test(bare) || bare.length > 40 || !pattern.test(bare)) return undefined;
  return plain(bare.replaceAll(group, '').replace(decimal, '.'), negative);
}

function plain(digits: string, negative: boolean): string {
  const [whole = '', fraction = ''] = digits.split('.');
  const text = `${whole.replace(/^0+(?=\d)/, '') || '0'}${fraction ? `.${fraction}` : ''}`;
  return negative && /[1-9]/.test(text) ? `-${text}` : text;
}

/** `45 %` and `45` → '45', a share such as `0.45` stays `0.45`. Above 100 or below 0 is no percentage. */
export function parsePercent(text: string, decimal: Decimal = '.'): string | undefined {
  const number = parseNumber(text.replace(/\s*[%٪]\s*$/, ''), decimal);
  return number !== undefined && Number(number) >= 0 && Number(number) <= 100 ? number : undefined;
}

/** Whole minutes from `1:30` (hours), `90`, `45 min`, `1.5 h` or a number of `unit`. */
export function parseMinutes(
  text: string,
  unit: 'seconds' | 'minutes' | 'hours' = 'minutes',
  decimal: Decimal = '.',
): string | undefined {
  if (text.length > 80) return undefined;
  const clock = /^(\d{1,3}):([0-5]\d)(?::([0-5]\d))?$/.exec(text.trim());
  if (clock) return String(Number(clock[1]) * 60 + Number(clock[2]) + Math.round(Number(clock[3] ?? 0) / 60));
  const [, digits = '', word = ''] = /^([\d.,\s]+)\s*([a-z]*)\.?$/i.exec(text.trim()) ?? [];
  const number = parseNumber(digits, decimal);
  if (number === undefined) return undefined;
  const named = /^s/i.test(word) ? 'seconds' : /^m/i.test(word) ? 'minutes' : /^[hu]|^std/i.test(word) ? 'hours' : unit;
  const factor = { seconds: 1 / 60, minutes: 1, hours: 60 }[named];
  return String(Math.round(Number(number) * factor));
}
