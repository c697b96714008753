import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import Papa from 'papaparse';
import { it } from 'vitest';

/** Where the real data lies: PERENNIAL_DATA, else beside the repository. It is never part of the project. */
const folder = process.env['PERENNIAL_DATA'] ?? resolve(import.meta.dirname, '../../../shared/data');

/** A test on a file of real data; skipped, loudly, where the file is absent. */
export function itOnRealData(file: string, title: string, run: (text: string) => void): void {
  const path = resolve(folder, file);
  if (existsSync(path)) {
    it(title, () => run(readFileSync(path, 'utf8')));
    return;
  }
  console.warn(`SKIPPED: "${title}" needs ${file}; set PERENNIAL_DATA to the folder that holds it`);
  it.skip(`${title} (skipped: ${file} is absent)`, () => {});
}

/** Rows of a delimited file with a header line, every cell as text. */
export function rowsOf(text: string, delimiter = ','): Record<string, string>[] {
  return Papa.parse<Record<string, string>>(text, { header: true, delimiter, skipEmptyLines: true }).data;
}
