import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateOrderOf, fromEpoch, fromExcelSerial, parseDate, parseDateTime } from './dates.ts';
import { distance } from './fold.ts';
import { parseMoney } from './money.ts';
import { decimalOf, parseMinutes, parseNumber, parsePercent } from './numbers.ts';
import { parsePhone } from './phone.ts';
import { correctSpelling, parseBoolean, parseEmail, parseUrl } from './words.ts';

describe('money', () => {
  it.each([
    ['$22,700.00', '.', '22700.00', undefined],
    ['$1,117.10K', '.', '1117100', undefined],
    ['$0', '.', '0', undefined],
    ['(500)', '.', '-500', undefined],
    ['($1,200.50)', '.', '-1200.50', undefined],
    ['-$5', '.', '-5', undefined],
    ['€1.100,50', ',', '1100.50', 'EUR'],
    ['1.234.567,89 €', ',', '1234567.89', 'EUR'],
    ['1 200,00 €', ',', '1200.00', 'EUR'],
    ["CHF 1'200.–", '.', '1200', 'CHF'],
    ['USD 1,000', '.', '1000', 'USD'],
    ['2,5 Mio €', ',', '2500000', 'EUR'],
    ['12,34,567.00', '.', '1234567.00', undefined],
  ] as const)('reads %s', (text, decimal, amount, currency) => {
    expect(parseMoney(text, decimal)).toEqual(currency ? { amount, currency } : { amount });
  });

  it.each(['', 'n/a', '12 apples', '1.2.3,4', '$', '5 of 7', '12-34'])('does not make a sum out of %j', (text) => {
    expect(parseMoney(text)).toBeUndefined();
  });

  it('is exact to the last digit, however large, in either style of writing', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 17n }),
        fc.boolean(),
        fc.constantFrom('.', ','),
        (cents, negative, decimal) => {
          const digits = cents.toString().padStart(3, '0');
          const whole = digits.slice(0, -2);
          const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, decimal === '.' ? ',' : '.');
          const written = `${negative ? '-' : ''}$${grouped}${decimal}${digits.slice(-2)}`;
          const expected = `${negative && cents > 0n ? '-' : ''}${whole}.${digits.slice(-2)}`;
          expect(parseMoney(written, decimal)).toEqual({ amount: expected });
        },
      ),
    );
  });

  it('never fails and never takes long, whatever stands in the cell', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 400 }),
        (text) => void [parseMoney(text), parseMoney(text, ','), parseNumber(text), parseMinutes(text)],
      ),
    );
    expect(parseMoney('1'.repeat(100_000) + 'x')).toBeUndefined();
  });
});

describe('the decimal sign of a column', () => {
  it.each([
    [['1.234', '12,5'], ','],
    [['1,234', '5,678.00'], '.'],
    [['1.234.567', '2.000'], ','],
    [['1,234,567'], '.'],
    [['0.123', '1.500'], '.'],
    [['1,234'], '.'],
    [[], '.'],
  ] as const)('of %j is %s', (values, decimal) => expect(decimalOf(values)).toBe(decimal));
});

describe('dates', () => {
  it.each([
    ['15 Apr, 2021 00:02:00', '2021-04-15'],
    ['2021-04-15', '2021-04-15'],
    ['03-07-2021 01:09', '2021-07-03'],
    ['3.7.21', '2021-07-03'],
    ['March 5th, 2021', '2021-03-05'],
    ['5. März 2021', '2021-03-05'],
    ['1er juin 2020', '2020-06-01'],
    ['14 juillet 2020', '2020-07-14'],
    ['1 de enero de 2020', '2020-01-01'],
    ['Mon, 15 Apr 2021 10:00:00 GMT', '2021-04-15'],
    ['20210415', '2021-04-15'],
    ['12/31/2020', '2020-12-31'],
  ])('%s, day first, is %s', (text, date) => expect(parseDate(text, 'dmy')).toBe(date));

  it.each(['', 'soon', '2021-02-30', '31.4.2021', '15', 'Q3 2021', '99/99/2020', '1/2/3/4'])('%j is none', (text) =>
    expect(parseDate(text, 'dmy')).toBeUndefined(),
  );

  it('decides day and month first for the whole column, from the values that leave no choice', () => {
    expect(dateOrderOf(['03-07-2021 01:09', '25-05-2021 04:15'])).toEqual({ order: 'dmy', mixed: false });
    expect(dateOrderOf(['03/07/2021', '05/25/2021'])).toEqual({ order: 'mdy', mixed: false });
    expect(dateOrderOf(['2021-04-15', '2021-05-16'])).toEqual({ order: 'ymd', mixed: false });
    expect(dateOrderOf(['03/07/2021', '15 Apr 2021'])).toEqual({ order: undefined, mixed: false });
    expect(dateOrderOf(['25/05/2021', '05/25/2021']).mixed).toBe(true);
    expect(dateOrderOf(['01.02.2024']).order).toBe('dmy');
  });

  it('reads a time in the zone of the plan, summer and winter', () => {
    expect(parseDateTime('15 Apr, 2021 00:02:00', 'dmy', 'Europe/Berlin')).toBe('2021-04-14T22:02:00Z');
    expect(parseDateTime('15 Jan, 2021 5:04 PM', 'dmy', 'America/New_York')).toBe('2021-01-15T22:04:00Z');
    expect(parseDateTime('28.03.2021 02:30', 'dmy', 'Europe/Berlin')).toBe('2021-03-28T01:30:00Z');
    expect(parseDateTime('31.10.2021 02:30', 'dmy', 'Europe/Berlin')).toBe('2021-10-31T00:30:00Z');
    expect(parseDateTime('2021-04-15T10:00:00+02:00', 'dmy', 'Asia/Tokyo')).toBe('2021-04-15T08:00:00Z');
  });

  it('gives back any instant that was written down in any zone', () => {
    const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/Los_Angeles', 'Asia/Kolkata', 'Australia/Lord_Howe');
    // Not in the hour that comes twice: a clock alone cannot tell which it was.
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2035, 0) }), zones, (ms, zone) => {
        const instant = new Date(Math.floor(ms / 1000) * 1000);
        const wall = new Intl.DateTimeFormat('sv-SE', {
          timeZone: zone,
          dateStyle: 'short',
          timeStyle: 'medium',
        }).format(instant);
        const back = parseDateTime(wall, 'ymd', zone);
        const again =
          back &&
          new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(
            new Date(back),
          );
        expect(again).toBe(wall);
      }),
    );
  });

  it('knows the days that spreadsheets count and the seconds that machines count', () => {
    expect(fromExcelSerial('44301')).toBe('2021-04-15');
    expect(fromExcelSerial('44301.5')).toBe('2021-04-15T12:00:00');
    expect(fromExcelSerial('123')).toBeUndefined();
    expect(fromEpoch('1289241911.72836', 'seconds')).toBe('2010-11-08T18:45:11Z');
    expect(fromEpoch('1618444800000', 'milliseconds')).toBe('2021-04-15T00:00:00Z');
  });
});

describe('other values', () => {
  it('dial a phone number from the country of the plan', () => {
    expect(parsePhone('660-485-0224', 'US')).toBe('+16604850224');
    expect(parsePhone('0171 1234567', 'DE')).toBe('+491711234567');
    expect(parsePhone('0044 20 7946 0958', 'DE')).toBe('+442079460958');
    expect(parsePhone('(905) 555-1234 ext 12', 'CA')).toBe('+19055551234;ext=12');
    expect(parsePhone('call me', 'US')).toBeUndefined();
    expect(parsePhone('123', 'US')).toBeUndefined();
    expect(parsePhone('0221 123456', 'US')).toBeUndefined();
    expect(parsePhone('06 698 12345', 'IT')).toBe('+390669812345');
  });

  it('take an e-mail address out of what mail programs write around it', () => {
    expect(parseEmail('Ana Bo <Ana.Bo@Example.com>')).toBe('ana.bo@example.com');
    expect(parseEmail('mailto:x@y.de')).toBe('x@y.de');
    expect(parseEmail('x@y')).toBeUndefined();
    expect(parseEmail('a b@c.de')).toBeUndefined();
  });

  it('find the domain of a company in its address on the web', () => {
    expect(parseUrl('SemiYearly.com')?.domain).toBe('semiyearly.com');
    expect(parseUrl('https://www.Acme.org/about')?.domain).toBe('acme.org');
    expect(parseUrl('no site')).toBeUndefined();
  });

  it('understand yes and no in several languages', () => {
    expect(['Yes', 'ja', 'OUI', 'sí', '1'].map(parseBoolean)).toEqual([true, true, true, true, true]);
    expect(['No', 'nein', 'falsch', '0'].map(parseBoolean)).toEqual([false, false, false, false]);
    expect(parseBoolean('maybe')).toBeUndefined();
  });

  it('take shares and durations as they are written', () => {
    expect(parsePercent('45 %')).toBe('45');
    expect(parsePercent('145%')).toBeUndefined();
    expect(parseMinutes('420', 'seconds')).toBe('7');
    expect(parseMinutes('1:30')).toBe('90');
    expect(parseMinutes('1,5 h', 'minutes', ',')).toBe('90');
  });

  it('correct the misspelt industry and country, and leave what is right or unknown', () => {
    expect(correctSpelling('technolgy', 'industry')).toBe('technology');
    expect(correctSpelling('Philipines', 'country')).toBe('Philippines');
    expect(correctSpelling('medical', 'industry')).toBeUndefined();
    expect(correctSpelling('Korea', 'country')).toBeUndefined();
    expect(correctSpelling('zeppelins', 'industry')).toBeUndefined();
  });

  it('count the slips between two names the same from both sides', () => {
    expect(distance('technolgy', 'technology')).toBe(1);
    expect(distance('ab', 'ba')).toBe(1);
    const word = fc.string({ maxLength: 10 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(distance(a, b)).toBe(distance(b, a));
        expect(distance(a, b) === 0).toBe(a === b);
      }),
    );
  });
});
