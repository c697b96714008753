// Run as a process of its own: the first start of a data folder, with all migrations; says when all is done.
import { join } from 'node:path';
import { openEngine } from '../../engine-open.ts';
import { migrate, readMigrations } from '../../migrate.ts';

const log = { info: () => {}, warn: () => {}, error: console.error };
const engine = await openEngine({ dataFolder: process.argv[2]!, log });
await migrate(engine, readMigrations(join(import.meta.dirname, '../../../../database/migrations')), log);
process.stdout.write('migrated\n');
await engine.close();
