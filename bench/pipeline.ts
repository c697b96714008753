import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { forBenches, startPostgres } from '../scripts/postgres.ts';
import { migrations } from '../src/house.ts';
import { openEngine } from '../src/platform/engine-open.ts';
import { migrate } from '../src/platform/migrate.ts';
import { startServerProcess } from '../src/testing/serverProcess.ts';
import { secretHash } from '../src/platform/secret.ts';
import { asker } from './ask.ts';
import { benchTokens, fill } from './fill.ts';
import { measure, ms, table } from './measure.ts';
import { fillSales, salesQuestions } from './sales.ts';

/** Board, lists, one sale and the reasons over a large pipeline, through HTTP, by one and by four people. See bench/README.md. */
const { values: ask } = parseArgs({
  options: {
    sales: { type: 'string', default: '1000000' },
    accounts: { type: 'string', default: '50000' },
    seconds: { type: 'string', default: '4' },
    only: { type: 'string', default: '' },
    url: { type: 'string' },
    filled: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    out: { type: 'string' },
  },
});
const [sales, accounts, seconds] = [Number(ask.sales), Number(ask.accounts), Number(ask.seconds)];
const folder = mkdtempSync(join(tmpdir(), 'perennial-bench-'));
const postgres = ask.url === undefined ? await startPostgres({ settings: forBenches }) : undefined;
const databaseUrl = ask.url ?? postgres!.url;
const quiet = { info() {}, warn: console.error, error: console.error };
const engine = await openEngine({ databaseUrl, dataFolder: folder, log: quiet, deadline: 0 });
if (!ask.filled) {
  await migrate(engine, migrations(), quiet);
  await fill(engine, accounts, 2, secretHash);
  await fillSales(engine, sales, accounts);
  await engine.maintain();
}
const { version } = await engine.facts();
await engine.close();

const server = await startServerProcess({ dataFolder: folder, databaseUrl });
const send = asker(server.address);
const rows: Record<string, string>[] = [];
for (const { what, request } of salesQuestions(accounts, sales).filter((each) =>
  new RegExp(ask.only, 'i').test(each.what),
)) {
  const work = (n: number, client: number) => send(benchTokens[client]!, `/api${request(n).path}`);
  const one = await measure(what, 1, seconds, work);
  const four = await measure(what, 4, seconds, work);
  const row = {
    what: one.errors + four.errors > 0 ? `${what} (${one.errors + four.errors} failed)` : what,
    'p50 ms': ms(one.p50),
    'p95 ms': ms(one.p95),
    '4: p50': ms(four.p50),
    '4: p95': ms(four.p95),
    '4: per s': four.perSecond.toFixed(1),
  };
  console.error(Object.values(row).join('  '));
  rows.push(row);
}
await server.end();
const report = table(
  `${sales.toLocaleString('en')} sales of ${accounts.toLocaleString('en')} accounts`,
  { engine: `postgres ${version}`, 'seconds each': seconds },
  rows,
);
console.log(report);
if (ask.out !== undefined) writeFileSync(ask.out, report);
if (ask.keep && postgres) {
  console.error(`Kept. Measure again with --filled --url ${postgres.url}`);
  await new Promise((resolve) => process.once('SIGINT', resolve));
}
rmSync(folder, { recursive: true, force: true });
await postgres?.stop();
