import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

/** Where third-party data for trying lies; undefined, with a warning, where it is absent. For tests only. */
export function dataFolder(name: string): string | undefined {
  const folder = resolve(
    process.env['PERENNIAL_DATA'] ?? resolve(import.meta.dirname, '../../../../shared/data'),
    name,
  );
  if (existsSync(folder)) return folder;
  console.warn(`SKIPPED: no data at ${folder}; set PERENNIAL_DATA to try the import on real files`);
  return undefined;
}
