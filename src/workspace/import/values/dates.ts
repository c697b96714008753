import { foldLetters } from './fold.ts';
import { toInstant, type WallTime } from './zone.ts';

export type DateOrder = 'dmy' | 'mdy' | 'ymd';

/** A date, and the time of day when there is one; `offset` in minutes when the text names its own. */
type Parsed = { wall: WallTime; timed: boolean; offset?: number };

/**
 * In which order a column writes day and month, from all its values together; undefined when every one can be read
 * either way (or the month is a word), so that the plan's default decides. `mixed` when values contradict each other.
 */
export function dateOrderOf(values: Iterable<string>): { order: DateOrder | undefined; mixed: boolean } {
  let dmy = 0;
  let mdy = 0;
  let ymd = 0;
  let dotted = 0;
  for (const value of values) {
    const match = numeric.exec(value.trim());
    if (!match) continue;
    const [, a = '', sign = '', b = ''] = match;
    if (a.length === 4) ymd++;
    else if (Number(a) > 12) dmy++;
    else if (Number(b) > 12) mdy++;
    else if (sign === '.') dotted++;
  }
  const best = Math.max(dmy, mdy, ymd);
  // Nobody puts points between month and day.
  if (best === 0) return { order: dotted > 0 ? 'dmy' : undefined, mixed: false };
  return { order: best === ymd ? 'ymd' : best === dmy ? 'dmy' : 'mdy', mixed: dmy > 0 && mdy > 0 };
}

const numeric = /^(\d{1,4})([./-])(\d{1,2})\2(\d{2,4})(?!\d)/;
const clock = /(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([ap]\.?m\.?)?/i;

/** `YYYY-MM-DD`, or undefined when the text is no date. A time of day is left away as written, not moved to UTC. */
export function parseDate(text: string, order: DateOrder = 'mdy'): string | undefined {
  const parsed = parse(text, order);
  return parsed && `${pad(parsed.wall.year, 4)}-${pad(parsed.wall.month)}-${pad(parsed.wall.day)}`;
}

/** The instant in UTC, `2021-04-15T00:02:00Z`. Without a zone of its own the text is read in `timeZone`; a date is its noon. */
export function parseDateTime(text: string, order: DateOrder = 'mdy', timeZone = 'UTC'): string | undefined {
  const parsed = parse(text, order);
  if (!parsed) return undefined;
  const { wall, timed, offset } = parsed;
  if (offset !== undefined) {
    const instant =
      Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second) - offset * 60_000;
    return new Date(instant).toISOString().replace('.000Z', 'Z');
  }
  return toInstant(timed ? wall : { ...wall, hour: 12 }, timeZone);
}

/** Days since 1899-12-30, as spreadsheets count, with the time of day as fraction; between the years 1927 and 2173. */
export function fromExcelSerial(text: string): string | undefined {
  const serial = Number(text.trim().replace(',', '.'));
  if (!/^\d{5}([.,]\d+)?$/.test(text.trim()) || serial < 10_000 || serial > 99_999) return undefined;
  return new Date(Math.round((serial - 25_569) * 86_400) * 1000).toISOString().slice(0, 19).replace('T00:00:00', '');
}

/** Seconds or milliseconds since 1970. */
export function fromEpoch(text: string, unit: 'seconds' | 'milliseconds'): string | undefined {
  if (!/^-?\d{1,14}(\.\d+)?$/.test(text.trim())) return undefined;
  const date = new Date(Math.round(Number(text) * (unit === 'seconds' ? 1000 : 1)));
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString().slice(0, 19) + 'Z';
}

function parse(text: string, order: DateOrder): Parsed | undefined {
  const trimmed = text.trim();
  if (trimmed.length > 60 || !/\d/.test(trimmed)) return undefined;
  const date = numericDate(trimmed, order) ?? compactDate(trimmed) ?? wordDate(trimmed);
  if (!date || !isDay(date)) return undefined;
  const rest = trimmed.slice(date.length).trim();
  const time = rest === '' ? undefined : timeOf(rest);
  if (rest !== '' && !time) return undefined;
  const { year, month, day } = date;
  const { hour = 0, minute = 0, second = 0 } = time ?? {};
  return {
    wall: { year, month, day, hour, minute, second },
    timed: time !== undefined,
    ...(time?.offset === undefined ? {} : { offset: time.offset }),
  };
}

type Day = { year: number; month: number; day: number; length: number };

function numericDate(text: string, order: DateOrder): Day | undefined {
  const match = numeric.exec(text);
  if (!match) return undefined;
  const [all, a = '', , b = '', c = ''] = match;
  if (a.length === 4) return { year: Number(a), month: Number(b), day: Number(c), length: all.length };
  if (a.length > 2 || c.length === 3) return undefined;
  if (order === 'ymd' && c.length === 2)
    return { year: century(a), month: Number(b), day: Number(c), length: all.length };
  const year = c.length === 4 ? Number(c) : century(c);
  const [first, second] = [Number(a), Number(b)];
  // A value that the column's order cannot mean is read the other way round rather than lost.
  const monthFirst = order === 'mdy' ? first <= 12 : second > 12;
  return monthFirst
    ? { year, month: first, day: second, length: all.length }
    : { year, month: second, day: first, length: all.length };
}

/** Two digits: 69 and above are the last century's. */
const century = (digits: string): number => Number(digits) + (Number(digits) >= 69 ? 1900 : 2000);

function compactDate(text: string): Day | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})(?=$|T)/.exec(text);
  return match ? { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]), length: 8 } : undefined;
}

const weekday = '(?:\\p{L}{2,12}\\.?,?\\s+)?';
const dayFirst = new RegExp(
  `^${weekday}(\\d{1,2})(?:st|nd|rd|th|\\.|er)?[\\s-]*(?:de\\s+)?(\\p{L}{3,10})\\.?,?[\\s-]*(?:de\\s+)?(\\d{4}|\\d{2}(?!:))\\b,?`,
  'iu',
);
const monthFirst = new RegExp(`^${weekday}(\\p{L}{3,10})\\.?\\s+(\\d{1,2})(?:st|nd|rd|th)?,?\\s+(\\d{4})\\b,?`, 'iu');

function wordDate(text: string): Day | undefined {
  const first = dayFirst.exec(text);
  if (first) return worded(first[0].length, first[1], first[2], first[3]);
  const second = monthFirst.exec(text);
  return second ? worded(second[0].length, second[2], second[1], second[3]) : undefined;
}

function worded(length: number, day = '', word = '', year = ''): Day | undefined {
  const month = months.get(foldLetters(word)) ?? months.get(foldLetters(word).slice(0, 3));
  return month === undefined
    ? undefined
    : { year: year.length === 4 ? Number(year) : century(year), month, day: Number(day), length };
}

/** The first three letters of the months in the languages of our aliases; where three do not tell, the word. */
const months = new Map<string, number>(
  [
    'jan|ene|gen|janvier',
    'feb|fev|fevrier',
    'mar|mrt|maa|maerz',
    'apr|avr|abr',
    'may|mai|mag|mei|maj',
    'jun|giu|juin',
    'jul|lug|juillet',
    'aug|aou|ago',
    'sep|set',
    'oct|okt|ott|out',
    'nov',
    'dec|dez|dic|des',
  ].flatMap((words, index) => words.split('|').map((word): [string, number] => [word, index + 1])),
);

function timeOf(rest: string): { hour: number; minute: number; second: number; offset?: number } | undefined {
  const [, body = '', zone = ''] =
    /^(?:T|at|um|à|,)?\s*(.*?)\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?$/i.exec(rest) ?? [];
  const match = clock.exec(body);
  const compact = /^(\d{2})(\d{2})(\d{2})$/.exec(body);
  const [, h = '', m = '', s = '0', half = ''] = match?.[0].trim() === body ? match : (compact ?? []);
  if (h === '' || Number(h) > 24 || Number(m) > 59 || Number(s) > 59) return undefined;
  const hour = half === '' ? Number(h) : (Number(h) % 12) + (/p/i.test(half) ? 12 : 0);
  const time = { hour, minute: Number(m), second: Number(s) };
  return zone === '' ? time : { ...time, offset: offsetOf(zone) };
}

function offsetOf(zone: string): number {
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone);
  return match ? (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3] ?? 0)) : 0;
}

function isDay({ year, month, day }: Day): boolean {
  if (year < 1000 || year > 2999 || month < 1 || month > 12 || day < 1) return false;
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

const pad = (number: number, length = 2): string => String(number).padStart(length, '0');
