import ICAL from 'ical.js';
import { blocksOf, unfold } from './blocks.ts';
import type { Encoding } from './encoding.ts';
import { clip, type Bytes, type Read, type ReadProblemCode } from './row.ts';
import { isTimeZone, toInstant } from '../values/zone.ts';

export const eventHeaders = [
  'ID',
  'UID',
  'Summary',
  'Start',
  'End',
  'All day',
  'Location',
  'Description',
  'Organizer',
  'Attendees',
  'Status',
  'Recurrence',
  'Categories',
  'Created',
];

/**
 * How a series is read: each meeting of it that begins within the bounds, or the series as one row.
 * `from` and `until` are ISO instants, `most` the meetings of one series.
 */
export type Recurrence = { series: 'expand' | 'one'; from: string; until: string; most: number };

/** Steps through a series without an end that lie before the bounds; a daily meeting reaches back 50 years. */
const mostSteps = 20_000;

/**
 * The events of a calendar file. Times carry the zone rules of the file itself, then those known by the zone's name; a
 * time without zone is given without one (`2023-03-06T13:42:00`), a whole day as a date.
 * Series wait until the file has ended, since their exceptions may follow anywhere.
 */
export async function* readCalendar(source: Bytes, encoding: Encoding, recurrence: Recurrence): AsyncGenerator<Read[]> {
  const zones: ICAL.Component[] = [];
  const series: Parsed[] = [];
  const changed = new Map<string, Parsed[]>();
  for await (const block of blocksOf(source, encoding, ['VTIMEZONE', 'VEVENT'])) {
    const component = parse(block.text);
    if (block.name === 'VTIMEZONE') {
      if (component?.hasProperty('tzid')) zones.push(component);
      continue;
    }
    const raw = clip(block.text);
    if (!component) yield [{ line: block.line, raw, problem: 'not readable' }];
    else if (!component.hasProperty('dtstart')) yield [{ line: block.line, raw, problem: 'event without start' }];
    else {
      const parsed = { component, line: block.line, raw };
      if (component.hasProperty('recurrence-id'))
        changed.set(uidOf(component), [...(changed.get(uidOf(component)) ?? []), parsed]);
      else if (component.hasProperty('rrule') || component.hasProperty('rdate')) series.push(parsed);
      else yield [single(parsed, zones)];
    }
  }
  for (const parsed of series) {
    const uid = uidOf(parsed.component);
    yield expand(parsed, changed.get(uid) ?? [], zones, recurrence);
    changed.delete(uid);
  }
  // Changed meetings of a series that is not in the file.
  for (const rest of changed.values()) yield rest.map((parsed) => single(parsed, zones));
}

type Parsed = { component: ICAL.Component; line: number; raw: string };

const uidOf = (component: ICAL.Component): string => String(component.getFirstPropertyValue('uid') ?? '');

function parse(text: string): ICAL.Component | undefined {
  try {
    return new ICAL.Component(
      ICAL.parse(
        unfold(text)
          .filter((line) => line.includes(':'))
          .join('\r\n'),
      ),
    );
  } catch {
    return undefined;
  }
}

/** ical.js finds zones through the calendar that an event stands in. */
function within(component: ICAL.Component, zones: ICAL.Component[]): ICAL.Component {
  const calendar = new ICAL.Component('vcalendar');
  for (const zone of zones) calendar.addSubcomponent(zone);
  calendar.addSubcomponent(component);
  return component;
}

function single({ component, line, raw }: Parsed, zones: ICAL.Component[]): Read {
  try {
    const event = new ICAL.Event(within(component, zones));
    return toRead({ event, line, raw }, event.startDate, endOf(event), idOf(event));
  } catch {
    return { line, raw, problem: 'not readable' };
  }
}

const endOf = (event: ICAL.Event): ICAL.Time | null => event.endDate ?? null;

const idOf = (event: ICAL.Event): string =>
  event.recurrenceId ? `${event.uid}/${event.recurrenceId.toString()}` : (event.uid ?? '');

function expand(parsed: Parsed, changed: Parsed[], zones: ICAL.Component[], recurrence: Recurrence): Read[] {
  const { line, raw } = parsed;
  try {
    const event = new ICAL.Event(within(parsed.component, zones));
    for (const each of changed) event.relateException(new ICAL.Event(within(each.component, zones)));
    if (recurrence.series === 'one') return [toRead({ event, line, raw }, event.startDate, endOf(event), event.uid)];
    return occurrences(event, parsed, recurrence);
  } catch {
    return [{ line, raw, problem: 'not readable' }, ...changed.map((each) => single(each, zones))];
  }
}

function occurrences(event: ICAL.Event, { line, raw }: Parsed, recurrence: Recurrence): Read[] {
  const reads: Read[] = [];
  const iterator = event.iterator();
  for (let step = 0; step < mostSteps; step++) {
    const time = iterator.next();
    if (!time) return reads;
    const { item, startDate, endDate, recurrenceId } = event.getOccurrenceDetails(time);
    const start = new Date(startDate.toUnixTime() * 1000).toISOString();
    if (start > recurrence.until && start > new Date(time.toUnixTime() * 1000 - 86_400_000).toISOString()) return reads;
    if (start < recurrence.from) continue;
    if (reads.length >= recurrence.most) break;
    reads.push(toRead({ event: item, line, raw }, startDate, endDate, `${event.uid}/${recurrenceId.toString()}`));
  }
  const last = reads.at(-1);
  if (last && 'row' in last) last.notes = [...(last.notes ?? []), 'expanded to its limit'];
  return reads;
}

type Item = { event: ICAL.Event; line: number; raw: string };

function toRead({ event, line, raw }: Item, start: ICAL.Time, end: ICAL.Time | null, id: string): Read {
  const text = (name: string) => String(event.component.getFirstPropertyValue(name) ?? '');
  const zoneName = String(event.component.getFirstProperty('dtstart')?.getParameter('tzid') ?? '');
  const notes: ReadProblemCode[] =
    zoneName !== '' && isFloating(start) && !isTimeZone(zoneName) ? ['unknown time zone'] : [];
  const row: Record<string, string> = Object.assign(Object.create(null), {
    ID: id,
    UID: event.uid ?? '',
    Summary: event.summary ?? '',
    Start: written(start, zoneName),
    End: end ? written(end, zoneName) : '',
    'All day': start.isDate ? 'yes' : 'no',
    Location: event.location ?? '',
    Description: event.description ?? '',
    Organizer: person(event.component.getFirstProperty('organizer')),
    Attendees: event.component.getAllProperties('attendee').map(person).filter(Boolean).join(', '),
    Status: text('status'),
    Recurrence: text('rrule'),
    Categories: event.component
      .getAllProperties('categories')
      .flatMap((property) => property.getValues())
      .join(', '),
    Created: text('created'),
  });
  return notes.length > 0 ? { line, raw, row, notes } : { line, raw, row };
}

/** `Name <address>`, or what there is of it. */
function person(property: ICAL.Property | null): string {
  if (!property) return '';
  const address = String(property.getFirstValue() ?? '').replace(/^mailto:/i, '');
  const name = [property.getParameter('cn') ?? ''].flat()[0] ?? '';
  return name && name !== address ? `${name} <${address}>` : address;
}

const isFloating = (time: ICAL.Time): boolean =>
  !time.isDate && (!time.zone || time.zone === ICAL.Timezone.localTimezone);

function written(time: ICAL.Time, zoneName: string): string {
  if (time.isDate) return time.toString().slice(0, 10);
  if (!isFloating(time)) return new Date(time.toUnixTime() * 1000).toISOString().replace('.000Z', 'Z');
  const { year, month, day, hour, minute, second } = time;
  return zoneName !== '' && isTimeZone(zoneName)
    ? toInstant({ year, month, day, hour, minute, second }, zoneName)
    : time.toString();
}
