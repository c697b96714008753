// Writes database/schema.ts from the migrations; with --check, fails when the committed file differs.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openEmbedded } from '../src/platform/embedded/embedded.ts';
import { migrate, readMigrations } from '../src/platform/migrate.ts';
import { type CatalogueRow, readTables, writeSchema } from './schema-types.ts';

const root = join(import.meta.dirname, '..');
const file = join(root, 'database/schema.ts');
const log = { info: () => {}, warn: console.warn, error: console.error };

const engine = await openEmbedded({ kind: 'memory' }, { log });
try {
  await migrate(engine, readMigrations(join(root, 'database/migrations')), log);
  const text = writeSchema(await readTables((sql) => engine.pool.query<CatalogueRow>(sql)));
  if (!process.argv.includes('--check')) {
    writeFileSync(file, text);
    console.log('database/schema.ts is written.');
  } else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
    console.error('database/schema.ts does not match the migrations: run `npm run schema` and commit the result.');
    process.exitCode = 1;
  }
} finally {
  await engine.close();
}
