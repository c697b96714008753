import ICAL from 'ical.js';
import { blocksOf, unfold } from './blocks.ts';
import type { Encoding } from './encoding.ts';
import { clip, type Bytes, type Read } from './row.ts';

/** The columns of every vCard file; further e-mail addresses and numbers come as `Email 2`, `Phone 2` …. */
export const cardHeaders = [
  'UID',
  'Full name',
  'First name',
  'Last name',
  'Email',
  'Email 2',
  'Phone',
  'Mobile',
  'Company',
  'Department',
  'Job title',
  'Street',
  'City',
  'Region',
  'Postal code',
  'Country',
  'Birthday',
  'Website',
  'Categories',
  'Note',
];

/** The people of a vCard file (2.1, 3.0 or 4.0). A line that is not understood costs that line, not the person. */
export async function* readCards(source: Bytes, encoding: Encoding): AsyncGenerator<Read[]> {
  for await (const block of blocksOf(source, encoding, ['VCARD'])) {
    const properties = unfold(block.text).flatMap((line) => propertyOf(line));
    const raw = clip(block.text);
    if (properties.length === 0) yield [{ line: block.line, raw, problem: 'not readable' }];
    else yield [{ line: block.line, raw, row: toRow(properties) }];
  }
}

type Property = { name: string; types: string[]; value: string | string[] };

/** No photographs, keys or sounds: they are no text. */
const binary = /^(photo|logo|sound|key|label|begin|end|version)$/;

function propertyOf(line: string): Property[] {
  const colon = endOfHead(line);
  if (colon < 0) return [];
  const [name = '', ...parameters] = line
    .slice(0, colon)
    .replace(/^[\w-]+\./, '')
    .split(';');
  const lower = name.toLowerCase();
  if (binary.test(lower) || !/^[\w-]+$/.test(name)) return [];
  const types = parameters
    .flatMap((parameter) =>
      parameter
        .replace(/^TYPE=/i, '')
        .replaceAll('"', '')
        .split(','),
    )
    .map((type) => type.toLowerCase());
  const charset = types.find((type) => type.startsWith('charset='))?.slice(8);
  const printable = types.some((type) => type.endsWith('quoted-printable'));
  const value = line.slice(colon + 1);
  return valueOf(lower, printable ? decodePrintable(value, charset) : value).map((each) => ({
    name: lower,
    types,
    value: each,
  }));
}

/** The colon that ends name and parameters; one inside a quoted parameter does not count. */
function endOfHead(line: string): number {
  let inside = false;
  for (let i = 0; i < line.length; i++) {
    if (line[i] === '"') inside = !inside;
    else if (line[i] === ':' && !inside) return i;
  }
  return -1;
}

/** Escapes and structured values (name, address, organization) by ical.js's own vCard rules. */
function valueOf(name: string, text: string): (string | string[])[] {
  try {
    const property = ICAL.Property.fromString(
      `${name.toUpperCase()};VALUE=TEXT:${text.replaceAll(/\r?\n/g, '\\n')}`,
      ICAL.design.vcard3,
    );
    const values: unknown[] = property.getValues();
    // Commas part only lists, and a note of version 2.1 does not escape its own.
    if (values.every((value) => typeof value === 'string')) return [values.join(',').replaceAll('\\"', '"')];
    return values.map((value) => (Array.isArray(value) ? value.map((part) => [part].flat().join(' ')) : String(value)));
  } catch {
    return [text];
  }
}

/** RFC 2045 §6.7, in the character set that the line names. */
function decodePrintable(text: string, charset = 'utf-8'): string {
  const bytes: number[] = [];
  const encoder = new TextEncoder();
  for (let i = 0; i < text.length; i++) {
    const hex = text[i] === '=' ? /^[0-9A-F]{2}/i.exec(text.slice(i + 1, i + 3))?.[0] : undefined;
    if (hex) {
      bytes.push(Number.parseInt(hex, 16));
      i += 2;
    } else bytes.push(...encoder.encode(text[i]));
  }
  return decoderFor(charset).decode(new Uint8Array(bytes));
}

function decoderFor(charset: string): TextDecoder {
  try {
    return new TextDecoder(charset);
  } catch {
    return new TextDecoder('utf-8');
  }
}

function toRow(properties: Property[]): Record<string, string> {
  const row: Record<string, string> = Object.create(null);
  for (const header of cardHeaders) row[header] = '';
  const put = (header: string, value: string | undefined) => {
    const clean = value?.trim() ?? '';
    if (clean === '') return;
    if (!row[header]) row[header] = clean;
    else if (/^(Email|Phone)/.test(header)) putNext(row, header, clean);
    else if (header === 'Note' || header === 'Categories')
      row[header] += header === 'Note' ? `\n${clean}` : `, ${clean}`;
  };
  for (const property of [...properties].sort(preferredFirst)) putProperty(put, property);
  return row;
}

const preferredFirst = (a: Property, b: Property): number => rank(a) - rank(b);
const rank = ({ types }: Property): number =>
  types.some((type) => type === 'pref' || type === 'pref=1')
    ? 0
    : types.includes('fax') || types.includes('pager')
      ? 2
      : 1;

function putNext(row: Record<string, string>, header: string, value: string): void {
  for (let n = 2; n < 20; n++) {
    const name = `${header.replace(/ \d+$/, '')} ${n}`;
    if (row[name] === value) return;
    if (row[name]) continue;
    row[name] = value;
    return;
  }
}

function putProperty(put: (header: string, value: string | undefined) => void, { name, types, value }: Property): void {
  const text = Array.isArray(value) ? value.filter(Boolean).join(' ') : value;
  const part = (index: number) => (Array.isArray(value) ? value : value.split(';'))[index];
  if (name === 'fn') put('Full name', text);
  else if (name === 'n') {
    put('Last name', part(0));
    put('First name', part(1));
  } else if (name === 'email') put('Email', text);
  else if (name === 'tel')
    put(
      types.includes('cell') ? 'Mobile' : types.includes('fax') || types.includes('pager') ? 'Fax' : 'Phone',
      text.replace(/^tel:/i, ''),
    );
  else if (name === 'org') {
    put('Company', part(0));
    put('Department', part(1));
  } else if (name === 'title') put('Job title', text);
  else if (name === 'adr') {
    put('Street', part(2)?.replaceAll('\n', ', ') || part(1)?.replaceAll('\n', ', '));
    put('City', part(3));
    put('Region', part(4));
    put('Postal code', part(5));
    put('Country', part(6));
  } else if (name === 'bday') put('Birthday', text.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3'));
  else if (name === 'url') put('Website', text.replaceAll('\\:', ':'));
  else if (name === 'categories') put('Categories', text);
  else if (name === 'note') put('Note', text);
  else if (name === 'uid') put('UID', text);
}
