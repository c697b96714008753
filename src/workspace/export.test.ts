import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvOfRecords, csvFile, xlsxFile } from './export.ts';
import { escapeFormula, unescapeFormula } from './formula.ts';
import { errorFile } from './import/read/errorRows.ts';
import { openRows, takeSamples } from './import/read/files.ts';
import { proposePlan } from './import/plan/propose.ts';
import { isRow } from './import/read/row.ts';

async function textOf(pieces: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const piece of pieces) text += piece;
  return text;
}

describe('a file that we write', () => {
  it.each([
    '=HYPERLINK("http://x","y")',
    '+cmd|calc',
    '-2+3|x',
    '@SUM(A1)',
    '\t=1',
    ' =1',
    '\ufeff=1',
    '＝1+1',
    '%0A=1',
    "'=1",
  ])('has nothing in it that a spreadsheet would run: %j', (text) => {
    const escaped = escapeFormula(text);
    expect(escaped.startsWith("'")).toBe(true);
    expect(unescapeFormula(escaped)).toBe(text);
  });

  it('is written however many apostrophes stand before it', () => {
    const text = `${"'".repeat(500_000)}=1`;
    expect(unescapeFormula(escapeFormula(text))).toBe(text);
  });

  it('leaves figures, phone numbers and names alone', () => {
    for (const text of ['-5', '+49 30 123-45', '-1,234.50', "O'Brien", "'s-Hertogenbosch", ''])
      expect(escapeFormula(text)).toBe(text);
  });

  it('comes back exactly, whatever stood in it', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => unescapeFormula(escapeFormula(text)) === text));
    fc.assert(
      fc.property(
        fc.stringMatching(/^['=+@-]{0,6}[a-z1]{0,3}$/),
        (text) => unescapeFormula(escapeFormula(text)) === text,
      ),
    );
  });

  it('has a line for each of very many records, whatever their length', async () => {
    async function* records() {
      for (let n = 1; n <= 900; n++) yield { name: `Customer ${n}`, note: 'x'.repeat(n % 500), custom: { n } };
    }
    const lines = (await textOf(csvOfRecords(records()))).split('\r\n');
    expect(lines).toHaveLength(900 + 2);
    expect(lines[0]).toBe('\ufeffname,note,custom');
    expect(lines[900]).toMatch(/^Customer 900,x{400},"{""n"":900}"$/);
  });

  it('as a workbook has the same cells when it is read again', async () => {
    const blob = await xlsxFile([
      {
        name: 'Deals',
        headers: ['Deal name', 'Amount', 'Company'],
        rows: [
          ['=1+1', 1234.5, 'Acme'],
          ['Grün', 0, null],
        ],
      },
    ]);
    const source = [new Uint8Array(await blob.arrayBuffer())];
    const [sample] = await takeSamples('x.xlsx', source);
    expect(sample).toMatchObject({ file: 'x.xlsx#Deals', format: 'xlsx', headers: ['Deal name', 'Amount', 'Company'] });
    expect(sample?.rows).toEqual([
      { 'Deal name': '=1+1', Amount: '1234.5', Company: 'Acme' },
      { 'Deal name': 'Grün', Amount: '0', Company: '' },
    ]);
  });
});

describe('the rows that were not taken in', () => {
  it('come as a file with their columns, line and reason, which can be corrected and imported again', async () => {
    const original = 'First Name,Last Name,Email\n"=x",Bo,ann@acme.com\n1,"broken\n';
    const [sample] = await takeSamples('contacts.csv', [new TextEncoder().encode(original)]);
    const [file] = proposePlan(sample ? [sample] : []).files;
    if (!file || !sample) throw new Error('nothing proposed');
    const rows = [];
    for await (const batch of openRows(file, [new TextEncoder().encode(original)], { now: '2026-01-01T00:00:00Z' }))
      rows.push(...batch.map((read) => ({ read, notes: isRow(read) ? [] : [{ code: read.problem }] })));
    const text = await textOf(errorFile(sample.headers, rows));
    expect(text).toBe(
      `\ufeffImport line,Import reason,First Name,Last Name,Email\r\n2,,'=x,Bo,ann@acme.com\r\n3,broken quote,"1,""broken"\r\n`,
    );
    const [again] = await takeSamples('errors.csv', [new TextEncoder().encode(text)]);
    expect(again?.rows[0]).toMatchObject({ 'First Name': '=x', 'Last Name': 'Bo' });
    const columns = proposePlan(again ? [again] : []).files[0]?.columns ?? [];
    expect(columns.filter((column) => column.ignore).map((column) => column.column)).toEqual([
      'Import line',
      'Import reason',
    ]);
  });

  it('and exports of any length are written in pieces', async () => {
    const rows = Array.from({ length: 20_000 }, (_, index) => [index, `name ${index}`]);
    const pieces = [];
    for await (const piece of csvFile({ name: 'x', headers: ['id', 'name'], rows })) pieces.push(piece.length);
    expect(pieces.length).toBeGreaterThan(3);
    expect(Math.max(...pieces)).toBeLessThan(70_000);
  });
});
