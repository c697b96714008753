import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import Papa from 'papaparse';
import { it } from 'vitest';

/** Where the real data lies: PERENNIAL_DATA, else beside the repository. It is never part of the project. */
const folder = process.env['PERENNIAL_DATA'] ?? resolve(import.meta.dirname, '../../../shared/data');

/** A test on one or more files of real data; skipped, loudly, where one is absent. */
export function itOnRealData(
  files: string | readonly string[],
  title: string,
  run: (...texts: [string, ...string[]]) => void,
): void {
  const [first, ...others] = [files].flat();
  const absent = [first!, ...others].filter((file) => !existsSync(resolve(folder, file)));
  if (absent.length > 0) {
    console.warn(`SKIPPED: "${title}" needs ${absent.join(', ')}; set PERENNIAL_DATA to the folder that holds it`);
    it.skip(`${title} (skipped: ${absent.join(', ')} is absent)`, () => {});
    return;
  }
  it(title, () => run(read(first!), ...others.map(read)));
}

const read = (file: string) => readFileSync(resolve(folder, file), 'utf8');

/** Rows of a delimited file with a header line, every cell as text. */
export function rowsOf(text: string, delimiter = ','): Record<string, string>[] {
  return Papa.parse<Record<string, string>>(text, { header: true, delimiter, skipEmptyLines: true }).data;
}
