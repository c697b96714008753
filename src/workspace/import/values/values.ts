import { fromEpoch, fromExcelSerial, parseDate, parseDateTime } from './dates.ts';
import type { Value } from '../drafts/draft.ts';
import type { Field } from '../targets/field.ts';
import { fold } from './fold.ts';
import { parseMoney, shift } from './money.ts';
import { parseMinutes, parseNumber, parsePercent } from './numbers.ts';
import { parsePhone } from './phone.ts';
import type { PlanDefaults, ValueFormat } from '../plan/plan.ts';
import { correctSpelling, choiceLookup, parseBoolean, parseEmail, parseList, parseUrl } from './words.ts';

/** `value` is undefined when the text is not understood; `currency` when a sum names its own; `corrected` a misspelling. */
export type ReadValue = { value: Value | undefined; currency?: string; corrected?: string };

/** One cell as its field wants it. `text` is trimmed and not empty. Never throws. */
export function readValue(text: string, field: Field, format: ValueFormat, defaults: PlanDefaults): ReadValue {
  const decimal = format.decimal ?? '.';
  const order = format.dateOrder ?? defaults.dateOrder;
  switch (field.type) {
    case 'text':
      return readText(text, field);
    case 'email':
      return { value: parseEmail(text) };
    case 'phone':
      return { value: parsePhone(text, defaults.country) };
    case 'url':
      return { value: field.name === 'domain' ? parseUrl(text)?.domain : parseUrl(text)?.url };
    case 'money':
      return readMoney(text, format);
    case 'number':
      return { value: numberOrNone(parseNumber(text, decimal)) };
    case 'percent':
      return { value: numberOrNone(parsePercent(text, decimal)) };
    case 'minutes':
      return { value: numberOrNone(parseMinutes(text, format.unit, decimal)) };
    case 'date':
      return { value: parseDate(unserial(text, format), order) };
    case 'datetime':
      return { value: parseDateTime(unserial(text, format), order, defaults.timeZone) };
    case 'boolean':
      return { value: parseBoolean(text) };
    case 'choice':
      return { value: lookupOf(field, format).get(fold(text)) };
    case 'list':
      return { value: parseList(text) };
    default:
      return { value: text };
  }
}

function readText(text: string, field: Field): ReadValue {
  const corrected = field.spelling && correctSpelling(text, field.spelling);
  return corrected ? { value: corrected, corrected } : { value: text };
}

function readMoney(text: string, format: ValueFormat): ReadValue {
  const money = parseMoney(text, format.decimal);
  if (!money) return { value: undefined };
  const currency = money.currency ?? format.currency;
  const value = format.scale ? shift(money.amount, format.scale) : money.amount;
  return currency ? { value, currency } : { value };
}

const numberOrNone = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text));

function unserial(text: string, { serial }: ValueFormat): string {
  if (serial === 'excel') return fromExcelSerial(text) ?? text;
  if (serial === 'seconds' || serial === 'milliseconds') return fromEpoch(text, serial) ?? text;
  return text;
}

const lookups = new WeakMap<Field, WeakMap<ValueFormat, ReadonlyMap<string, string>>>();

function lookupOf(field: Field, format: ValueFormat): ReadonlyMap<string, string> {
  const ofField = lookups.get(field) ?? new WeakMap<ValueFormat, ReadonlyMap<string, string>>();
  lookups.set(field, ofField);
  const lookup = ofField.get(format) ?? choiceLookup(field.choices ?? [], field.words, format.words);
  ofField.set(format, lookup);
  return lookup;
}
