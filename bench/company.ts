import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { forBenches, startPostgres } from '../scripts/postgres.ts';
import { migrations } from '../src/house.ts';
import type { Engine } from '../src/platform/engine.ts';
import { openEngine } from '../src/platform/engine-open.ts';
import { migrate } from '../src/platform/migrate.ts';
import { startServerProcess } from '../src/testing/serverProcess.ts';
import { asker } from './ask.ts';

/** What every bench of a large company is told. */
export const companyOptions = {
  sales: { type: 'string', default: '1000000' },
  only: { type: 'string', default: '' },
  url: { type: 'string' },
  /** What is measured is there already. */
  filled: { type: 'boolean', default: false },
  keep: { type: 'boolean', default: false },
  out: { type: 'string' },
} as const;

/**
 * A server over a filled company: on the PostgreSQL at `url`, on the embedded database in `folder`, or on a PostgreSQL that is started and removed again. `fill` fills it, and what it needs to know of it
 * is asked with `look`, before the server starts.
 */
export async function openCompany<T>(
  ask: { url?: string | undefined; folder?: string | undefined; filled: boolean },
  { fill, look }: { fill: (engine: Engine) => Promise<void>; look: (engine: Engine) => Promise<T> },
) {
  const folder = ask.folder ?? mkdtempSync(join(tmpdir(), 'perennial-bench-'));
  const postgres =
    ask.url === undefined && ask.folder === undefined ? await startPostgres({ settings: forBenches }) : undefined;
  const databaseUrl = ask.url ?? postgres?.url;
  const quiet = { info() {}, warn: console.error, error: console.error };
  const engine = await openEngine({
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
    dataFolder: folder,
    log: quiet,
    deadline: 0,
  });
  await migrate(engine, migrations(), quiet);
  if (!ask.filled) {
    await fill(engine);
    await engine.maintain();
  }
  const { version } = await engine.facts();
  const known = await look(engine);
  await engine.close();
  const server = await startServerProcess({ dataFolder: folder, databaseUrl });
  return {
    databaseUrl,
    engine: `${databaseUrl === undefined ? 'embedded' : 'postgres'} ${version}`,
    known,
    server,
    send: asker(server.address),
    /** Prints the report, ends the server, and keeps the database where that was asked. */
    async close(report: string, { keep, out }: { keep: boolean; out?: string | undefined }): Promise<void> {
      await server.end();
      console.log(report);
      if (out !== undefined) writeFileSync(out, report);
      if (keep && postgres) {
        console.error(`Kept. Measure again with --filled --url ${postgres.url}`);
        await new Promise((resolve) => process.once('SIGINT', resolve));
      }
      if (ask.folder === undefined) rmSync(folder, { recursive: true, force: true });
      await postgres?.stop();
    },
  };
}
