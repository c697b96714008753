import { isRow, type Read } from './row.ts';

/** PostgreSQL stores neither the character zero nor half a character. */
export function storable(read: Read): Read {
  if (isStorable(read.raw) && !(isRow(read) && holdsUnstorable(read.row))) return read;
  return isRow(read)
    ? {
        ...read,
        raw: fix(read.raw),
        row: Object.fromEntries(Object.entries(read.row).map(([name, value]) => [fix(name), fix(value)])),
      }
    : { ...read, raw: fix(read.raw) };
}

const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\0');
const fix = (text: string): string => text.replaceAll('\0', '\ufffd').toWellFormed();

function holdsUnstorable(row: Readonly<Record<string, string>>): boolean {
  for (const name in row) if (!isStorable(row[name]!)) return true;
  return false;
}
