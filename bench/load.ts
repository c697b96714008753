import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { forBenches, startPostgres } from '../scripts/postgres.ts';
import { migrations } from '../src/house.ts';
import { openEngine } from '../src/platform/engine-open.ts';
import { migrate } from '../src/platform/migrate.ts';
import { startServerProcess } from '../src/testing/serverProcess.ts';
import { secretHash } from '../src/platform/secret.ts';
import { asker } from './ask.ts';
import { benchTokens, fill } from './fill.ts';
import { measure, ms, table, type Figure } from './measure.ts';
import { bringIn, exportedFiles, mixes, writtenBare, type Mix } from './imports.ts';
import { processor } from './processor.ts';
import { batch, reads, writes, type Question } from './questions.ts';

/** Lists, search, accounts, map, board, writes and ingest over a large company, through HTTP, by one and by eight people. See bench/README.md. */
const { values: ask } = parseArgs({
  options: {
    engine: { type: 'string', default: 'postgres' },
    accounts: { type: 'string', default: '100000' },
    'per-account': { type: 'string', default: '10' },
    seconds: { type: 'string', default: '6' },
    'import-rows': { type: 'string', default: '50000' },
    only: { type: 'string', default: '' },
    url: { type: 'string' },
    folder: { type: 'string' },
    filled: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    out: { type: 'string' },
  },
});
const accounts = Number(ask.accounts);
const seconds = Number(ask.seconds);
const asked = ({ what }: { what: string }) => new RegExp(ask.only, 'i').test(what);
const folder = ask.folder ?? mkdtempSync(join(tmpdir(), 'perennial-bench-'));
const postgres =
  ask.engine === 'postgres' && ask.url === undefined ? await startPostgres({ settings: forBenches }) : undefined;
const databaseUrl = ask.url ?? postgres?.url;

const facts = await prepare();
const server = await startServerProcess({ dataFolder: folder, databaseUrl });
const send = asker(server.address);
const direct = databaseUrl === undefined ? undefined : new Client(databaseUrl);
await direct?.connect();
const used = await processor(server.process.pid, direct);

const rows: Record<string, string>[] = [];
for (const question of [...reads(accounts), ...writes(accounts)].filter(asked)) rows.push(await figures(question));
if (asked({ what: 'batch ingest' })) for (const clients of [1, 2]) rows.push(await ingest(clients));
if (asked({ what: 'import' }))
  for (const [name, mix] of Object.entries(mixes)) rows.push(await importing(Number(ask['import-rows']), name, mix));

const metrics = await (await fetch(`${server.address}/metrics`)).text();
const memory = Number(/^process_resident_memory_bytes (\S+)/m.exec(metrics)?.[1]);
await direct?.end();
await server.end();

const report = table(
  `${ask.engine}: ${accounts.toLocaleString('en')} accounts and contacts, ${facts.touchpoints.toLocaleString('en')} touchpoints`,
  {
    engine: `${ask.engine} ${facts.version}`,
    'memory of the server afterwards': `${Math.round(memory / 2 ** 20)} MiB`,
    'seconds each': seconds,
  },
  rows,
);
console.log(report);
if (ask.out !== undefined) writeFileSync(ask.out, report);
if (ask.keep) {
  console.error(`Kept. Measure again with --filled ${postgres ? `--url ${postgres.url}` : `--folder ${folder}`}`);
  if (postgres) await new Promise((resolve) => process.once('SIGINT', resolve));
} else if (ask.folder === undefined) rmSync(folder, { recursive: true, force: true });
await postgres?.stop();

async function prepare(): Promise<{ version: string; touchpoints: number }> {
  const quiet = { info() {}, warn: console.error, error: console.error };
  const engine = await openEngine({
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
    dataFolder: folder,
    log: quiet,
    deadline: 0,
  });
  try {
    if (!ask.filled) {
      console.error(`Filling ${accounts.toLocaleString('en')} accounts …`);
      await migrate(engine, migrations(), quiet);
      await fill(engine, accounts, Number(ask['per-account']), secretHash);
      await engine.maintain();
    }
    const { rows: counted } = await engine.poolWithin(0).query<{ n: number }>('select count(*) as n from touchpoint');
    return { version: (await engine.facts()).version, touchpoints: counted[0]!.n };
  } finally {
    await engine.close();
  }
}

async function figures({ what, request, bare }: Question): Promise<Record<string, string>> {
  const work = (n: number, client: number) => {
    const { path, body } = request(n);
    return send(benchTokens[client]!, `/api${path}`, body);
  };
  const limit = bare !== undefined && direct ? await measure(what, 1, 2, () => direct.query(bare)) : undefined;
  return shown(what, await measure(what, 1, seconds, work, used), await measure(what, 8, seconds, work), limit);
}

function shown(what: string, one: Figure, eight: Figure, limit: Figure | undefined): Record<string, string> {
  const failed = one.errors + eight.errors;
  const row = {
    what: failed > 0 ? `${what} (${failed} failed)` : what,
    'p50 ms': ms(one.p50),
    'p95 ms': ms(one.p95),
    'per s': one.perSecond.toFixed(0),
    '8: p50': ms(eight.p50),
    '8: p95': ms(eight.p95),
    '8: per s': eight.perSecond.toFixed(0),
    'pg alone ms': limit ? ms(limit.p50) : '',
    'cpu server': one.server === undefined ? '' : ms(one.server),
    'cpu postgres': one.postgres === undefined ? '' : ms(one.postgres),
  };
  console.error(Object.values(row).join('  '));
  return row;
}

async function ingest(clients: number): Promise<Record<string, string>> {
  const work = (n: number, client: number) => {
    const { path, body } = batch(n + clients * 1e5, accounts);
    return send(benchTokens[client]!, `/api${path}`, body);
  };
  const { p50, p95, perSecond, server, postgres } = await measure('batch ingest', clients, seconds * 2, work, used);
  const row = {
    what: `batch ingest of 1,000 touchpoints, ${clients} at once`,
    'p50 ms': ms(p50),
    'p95 ms': ms(p95),
    'per s': `${(perSecond * 1000).toFixed(0)} touchpoints`,
    'cpu server': server === undefined ? '' : ms(server),
    'cpu postgres': postgres === undefined ? '' : ms(postgres),
  };
  console.error(Object.values(row).join('  '));
  return row;
}

/** Accounts, contacts and calls of another program, from the start of the run to the last folded relationship; "pg alone": 1,000 of its rows, written bare. */
async function importing(count: number, proportions: string, mix: Mix): Promise<Record<string, string>> {
  const {
    rows: taken,
    seconds: took,
    before,
    report,
  } = await bringIn(server.address, benchTokens[0]!, exportedFiles(count, Date.now().toString(36), mix), used);
  const after = used();
  const bare = direct ? await writtenBare(direct, report.id) : undefined;
  const per1000 = (part: 'server' | 'postgres') =>
    before?.[part] === undefined || after?.[part] === undefined
      ? ''
      : ms(((after[part] - before[part]) / taken) * 1000);
  const row = {
    what: `import of ${taken.toLocaleString('en')} rows (accounts, contacts, calls ${proportions}), ${took.toFixed(1)} s; processor time per 1,000 rows`,
    'p50 ms': '',
    'p95 ms': '',
    'per s': `${(taken / took).toFixed(0)} rows`,
    'pg alone ms': bare === undefined ? '' : ms((bare / taken) * 1000),
    'cpu server': per1000('server'),
    'cpu postgres': per1000('postgres'),
  };
  console.error(Object.values(row).join('  '));
  return row;
}
