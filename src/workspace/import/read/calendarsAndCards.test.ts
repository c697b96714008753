import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dataFolder } from '../dataFolder.testing.ts';
import { readCalendar, type Recurrence } from './ical.ts';
import { isRow, type Read } from './row.ts';
import { readCards } from './vcard.ts';

const bounds: Recurrence = { series: 'expand', from: '2010-01-01T00:00:00Z', until: '2013-06-01T00:00:00Z', most: 400 };
const bytes = (lines: string): Uint8Array => new TextEncoder().encode(lines.trim().replaceAll('\n', '\r\n'));

async function all(batches: AsyncIterable<Read[]>): Promise<Read[]> {
  const reads: Read[] = [];
  for await (const batch of batches) reads.push(...batch);
  return reads;
}

const events = async (text: string, recurrence: Partial<Recurrence> = {}) =>
  await all(readCalendar([bytes(text)], 'utf-8', { ...bounds, ...recurrence }));
const starts = (reads: Read[]) => reads.map((read) => (isRow(read) ? read.row['Start'] : read.problem));

const weekly = `
BEGIN:VCALENDAR
BEGIN:VEVENT
UID:w
SUMMARY:Weekly
DTSTART;TZID=Europe/Berlin:20120320T090000
RRULE:FREQ=WEEKLY;COUNT=3
EXDATE;TZID=Europe/Berlin:20120403T090000
END:VEVENT
BEGIN:VEVENT
UID:w
RECURRENCE-ID;TZID=Europe/Berlin:20120327T090000
SUMMARY:Moved
DTSTART;TZID=Europe/Berlin:20120328T150000
END:VEVENT
END:VCALENDAR`;

describe('a calendar', () => {
  it('knows the zone of a meeting by its name when the file has no rules for it, across the change of clocks', async () => {
    const reads = await events(weekly);
    expect(starts(reads)).toEqual(['2012-03-20T08:00:00Z', '2012-03-28T13:00:00Z']);
  });

  it('takes a series as one when asked to', async () => {
    expect(starts(await events(weekly, { series: 'one' }))).toEqual(['2012-03-20T08:00:00Z']);
  });

  it('says when a series without end was cut', async () => {
    const reads = await events(weekly.replace('COUNT=3', 'INTERVAL=1'), { most: 5 });
    expect(reads).toHaveLength(5);
    expect(reads.at(-1)).toMatchObject({ notes: ['expanded to its limit'] });
  });

  it('goes on behind an event that cannot be read', async () => {
    const reads = await events(`
BEGIN:VCALENDAR
BEGIN:VEVENT
UID:1
SUMMARY:No start
END:VEVENT
BEGIN:VEVENT
UID:2
DTSTART:nonsense
END:VEVENT
BEGIN:VEVENT
UID:3
DTSTART:20120101T100000Z
END:VEVENT
END:VCALENDAR`);
    expect(starts(reads)).toEqual(['event without start', 'not readable', '2012-01-01T10:00:00Z']);
  });

  it('leaves a time without zone as the clock showed it, for the plan to place', async () => {
    expect(
      starts(await events('BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTART:20120101T100000\nEND:VEVENT\nEND:VCALENDAR')),
    ).toEqual(['2012-01-01T10:00:00']);
  });
});

describe('an address book', () => {
  it('in version 4 is read like the others', async () => {
    const card =
      'BEGIN:VCARD\nVERSION:4.0\nFN:Zoë Quinn\nN:Quinn;Zoë;;;\nEMAIL;TYPE=work:z@q.com\nTEL;VALUE=uri;TYPE="cell,voice";PREF=1:tel:+1-415-555-0132\nORG:Acme\\, Inc.;Sales\nEND:VCARD';
    const [read] = await all(readCards([bytes(card)], 'utf-8'));
    expect(read).toMatchObject({
      line: 1,
      row: {
        'Full name': 'Zoë Quinn',
        'First name': 'Zoë',
        Email: 'z@q.com',
        Mobile: '+1-415-555-0132',
        Company: 'Acme, Inc.',
        Department: 'Sales',
      },
    });
  });

  it('cut off in the middle still gives the person', async () => {
    const reads = await all(
      readCards([bytes('BEGIN:VCARD\nVERSION:3.0\nFN:Ana\nBEGIN:VCARD\nFN:Bo\nEND:VCARD')], 'utf-8'),
    );
    expect(reads.map((read) => isRow(read) && read.row['Full name'])).toEqual(['Ana', 'Bo']);
  });
});

const cards = dataFolder('vcard');
const calendars = dataFolder('ical');

const openCards = (name: string) => all(readCards([readFileSync(join(cards ?? '', name))], 'utf-8'));
const openCalendar = (name: string, more: Partial<Recurrence> = {}) =>
  all(readCalendar([readFileSync(join(calendars ?? '', name))], 'utf-8', { ...bounds, ...more }));

describe.skipIf(!cards)(
  `address books of real phones and mail programs${cards ? '' : ' (SKIPPED: no data folder)'}`,
  () => {
    it.each([
      [
        'John_Doe_GMAIL.vcf',
        {
          'First name': 'John',
          'Last name': 'Doe',
          Email: 'john.doe@ibm.com',
          Mobile: '905-555-1234',
          Company: 'IBM',
          Birthday: '1980-03-22',
          Website: 'http://www.ibm.com',
        },
      ],
      [
        'John_Doe_IPHONE.vcf',
        {
          'Last name': 'Doe',
          Company: 'IBM',
          Department: 'Accounting',
          City: 'New York',
          'Phone 2': '905-777-1234',
          Fax: '905-888-1234',
        },
      ],
      [
        'John_Doe_MS_OUTLOOK.vcf',
        {
          'Last name': 'Doe',
          Phone: '(905) 555-1234',
          Email: 'john.doe@ibm.cm',
          Street: 'Cresent moon drive',
          Birthday: '1980-03-22',
        },
      ],
    ])('%s', async (name, row) => {
      const [read] = await openCards(name);
      expect(read).toMatchObject({ row });
    });

    it('of version 2.1 keeps letters that were written as codes', async () => {
      const reads = await openCards('John_Doe_ANDROID.vcf');
      expect(reads).toHaveLength(6);
      expect(reads[4]).toMatchObject({
        row: { 'Last name': 'Ñ Ñ', Company: 'ÑÑÑÑÑÑÑÑÑÑÑÑ', 'Email 2': 'ÑÑÑÑÑÑÑÑÑÑÑÑÑÑ' },
      });
    });
  },
);

describe.skipIf(!calendars)(`calendars of real programs${calendars ? '' : ' (SKIPPED: no data folder)'}`, () => {
  it('none of them stops the reading, and every event comes out or is named', async () => {
    for (const name of readdirSync(calendars ?? '')) {
      const text = readFileSync(join(calendars ?? '', name), 'utf8');
      const reads = await openCalendar(name, { series: 'one', from: '', until: '9' });
      const masters = text.match(/BEGIN:VEVENT/g)?.length ?? 0;
      const changes = text.match(/^RECURRENCE-ID/gm)?.length ?? 0;
      expect(reads.length, name).toBeGreaterThanOrEqual(masters - changes);
      expect(
        reads.filter((read) => !isRow(read)),
        name,
      ).toEqual([]);
    }
  });

  it('carry zones of their own making', async () => {
    expect(starts(await openCalendar('timezone_from_file.ics'))).toEqual(['2023-03-06T21:23:00Z']);
  });

  it('repeat as their rules say, without the days that were called off', async () => {
    expect(starts(await openCalendar('rdate_exdate.ics', { until: '2025-01-01T00:00:00Z' }))).toEqual([
      '2024-06-09T03:00:00Z',
      '2024-06-10T03:00:00Z',
      '2024-06-12T03:00:00Z',
    ]);
    expect(starts(await openCalendar('recur_instances_finite.ics'))).toHaveLength(5);
    expect(starts(await openCalendar('daily_recur.ics'))).toHaveLength(304);
  });

  it('have whole days as days, not as midnights somewhere', async () => {
    expect(starts(await openCalendar('only_dtstart_date.ics'))).toEqual(['2012-06-30']);
  });
});
