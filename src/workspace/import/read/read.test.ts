import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine } from '../../export.ts';
import { readCsv } from './csv.ts';
import { detectDialect } from './dialect.ts';
import { detectEncoding, type Encoding } from './encoding.ts';
import { detectFormat, openRows, takeSamples } from './files.ts';
import { isRow, type Read } from './row.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

async function read(source: Uint8Array | string, pieceSize = 1_000_000): Promise<Read[]> {
  const all = typeof source === 'string' ? bytes(source) : source;
  const pieces = [];
  for (let at = 0; at < all.length; at += pieceSize) pieces.push(all.subarray(at, at + pieceSize));
  const reads: Read[] = [];
  for await (const batch of readCsv(pieces, detectDialect(all))) reads.push(...batch);
  return reads;
}

const rows = async (source: Uint8Array | string, pieceSize?: number) =>
  (await read(source, pieceSize)).filter(isRow).map((each) => ({ ...each.row }));

const utf16 = (text: string, little: boolean): Uint8Array => {
  const all = new Uint8Array(text.length * 2);
  for (let i = 0; i < text.length; i++) new DataView(all.buffer).setUint16(i * 2, text.charCodeAt(i), little);
  return all;
};
const windows = (text: string): Uint8Array =>
  Uint8Array.from(text, (letter) => (letter === '€' ? 0x80 : letter.charCodeAt(0)));

describe('a table of text', () => {
  it.each([
    [',', 'name,city\nAnna,Köln\n'],
    [';', 'name;city\nAnna;Köln\n'],
    ['\t', 'name\tcity\nAnna\tKöln\n'],
    ['|', 'name|city\nAnna|Köln\n'],
  ])('is read whatever separates its columns: %j', async (_delimiter, text) => {
    expect(await rows(text)).toEqual([{ name: 'Anna', city: 'Köln' }]);
  });

  it.each<[Encoding, Uint8Array]>([
    ['utf-8', bytes('name,price\nJosé,5 €\n')],
    ['utf-8', bytes('\ufeffname,price\nJosé,5 €\n')],
    ['utf-16le', utf16('\ufeffname,price\nJosé,5 €\n', true)],
    ['utf-16be', utf16('\ufeffname,price\nJosé,5 €\n', false)],
    ['utf-16le', utf16('name,price\nJosé,5 €\n', true)],
    ['windows-1252', windows('name,price\nJosé,5 €\n')],
  ])('keeps its letters in %s', async (encoding, source) => {
    expect(detectEncoding(source)).toBe(encoding);
    expect(await rows(source)).toEqual([{ name: 'José', price: '5 €' }]);
    expect(await rows(source, 3)).toEqual([{ name: 'José', price: '5 €' }]);
  });

  it('in UTF-8 keeps the rest when one line was pasted in another encoding, and says which', async () => {
    const source = Uint8Array.from([...bytes('name\nÄnne\n'), ...windows('José\n'), ...bytes('Zoë\n')]);
    const reads = await read(source);
    expect(reads.filter(isRow).map((each) => each.row['name'])).toEqual(['Änne', 'José', 'Zoë']);
    expect(reads.map((each) => (isRow(each) ? (each.notes ?? []) : []))).toEqual([[], ['not this encoding'], []]);
  });

  it('tells the line on which a row began, also after values with line ends', async () => {
    const reads = await read('name,note\nA,"one\ntwo\nthree"\nB,x\n\nC,y');
    expect(reads.map((each) => [each.line, each.raw])).toEqual([
      [2, 'A,"one\ntwo\nthree"'],
      [5, 'B,x'],
      [7, 'C,y'],
    ]);
  });

  it('loses one row to a quote that is never closed in the last row', async () => {
    const reads = await read('id,name\n1,"a"\n2,"b\n');
    expect(reads).toHaveLength(2);
    expect(reads[1]).toEqual({ line: 3, raw: '2,"b', problem: 'broken quote' });
  });

  it('loses one row to a broken quote in the middle, in pieces of any size', async () => {
    const text = 'id,name\n1,"a"\n2,"b\n3,"c"\n4,d\n5,"e\nf"\n';
    for (const size of [1, 2, 5, 7, 1000]) {
      const reads = await read(text, size);
      expect(reads.map((each) => (isRow(each) ? each.row['id'] : each.problem))).toEqual([
        '1',
        'broken quote',
        '3',
        '4',
        '5',
      ]);
    }
  });

  it('goes on after a quote that swallows more than a megabyte', async () => {
    const reads = await read(`id,name\n1,"open\n${'2,plain\n'.repeat(200_000)}`, 65_536);
    expect(reads[0]).toMatchObject({ line: 2, problem: 'broken quote' });
    expect(reads).toHaveLength(200_001);
  });

  it('refuses a row with more values than columns instead of moving them into the wrong ones', async () => {
    const reads = await read('name,city\nAcme, Inc.,Rome\nOk,Oslo,\n');
    expect(reads[0]).toMatchObject({ line: 2, problem: 'too many values' });
    expect(reads[1]).toMatchObject({ row: { name: 'Ok', city: 'Oslo' } });
  });

  it('finds the header below a title, and gives names to columns that have none or share one', () => {
    const dialect = detectDialect(bytes('Export of today,,\n,,\nname,name,\nAnna,Ann,x\n'));
    expect(dialect).toMatchObject({ headerLine: 3, headers: ['name', 'name (2)', 'Column 3'] });
  });

  it('without a header begins with the first row', async () => {
    expect(await rows('6,2,4,1289241911.72836\n6,5,2,1289241941.53378\n')).toHaveLength(2);
  });

  it('with a column called __proto__ is a table like any other', async () => {
    const [row] = await rows('name,__proto__\nAnna,{"admin":true}\n');
    expect(Object.keys(row ?? {})).toContain('__proto__');
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
  });

  it('of any content that we wrote ourselves comes back exactly, in pieces of any size', async () => {
    const cell = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.constantFrom('=1+1', "'=x", "''@a", '+49 30 1', '-5', 'a"b', 'a\nb', 'a\r\nb', ' x ', '@SUM(A1)', '\t=2'),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 40 }),
        async (table, size) => {
          const filled = table.map(([a, b], index): [string, string, string] => [`row ${index}`, a, b]);
          const text = csvLine(['key', 'first', 'second']) + filled.map(csvLine).join('');
          const found = (await rows(bytes(text), size)).map((row) => [row['key'], row['first'], row['second']]);
          expect(found).toEqual(filled);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('stops reading its source when nobody wants more', async () => {
    let given = 0;
    let closed = false;
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        yield bytes('name\n');
        for (;;) {
          given += 1;
          yield bytes('x\n'.repeat(50_000));
        }
      } finally {
        closed = true;
      }
    }
    const file = {
      file: 'a.csv',
      table: 'a',
      format: 'csv' as const,
      target: null,
      key: null,
      columns: [],
      fill: {},
      unlinked: 'skip' as const,
      confidence: 1,
      reason: '',
    };
    for await (const batch of openRows(file, endless(), { now: '2026-01-01T00:00:00Z' })) if (batch.length > 0) break;
    expect(closed).toBe(true);
    expect(given).toBeLessThan(20);
  });
});

describe('a file', () => {
  it('is known by its content, not by its name', () => {
    expect(detectFormat(bytes('BEGIN:VCARD\nVERSION:3.0\n'))).toBe('vcard');
    expect(detectFormat(bytes('BEGIN:VCALENDAR\n'))).toBe('ical');
    expect(detectFormat(bytes('a,b\n1,2\n'))).toBe('csv');
    expect(detectFormat(bytes('%PDF-1.7\n'))).toBeUndefined();
    expect(detectFormat(Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1]))).toBeUndefined();
  });

  it('that is a picture is refused with a sentence that names it', async () => {
    await expect(takeSamples('logo.png', [Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 0])])).rejects.toThrow(
      'logo.png is not a table',
    );
  });
});
