import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { forBenches, startPostgres } from '../scripts/postgres.ts';
import { migrations } from '../src/house.ts';
import { openEngine } from '../src/platform/engine-open.ts';
import { migrate } from '../src/platform/migrate.ts';
import { secretHash } from '../src/platform/secret.ts';
import { startServerProcess } from '../src/testing/serverProcess.ts';
import { asker } from './ask.ts';
import { benchTokens, fill, idOf } from './fill.ts';
import { ms, table } from './measure.ts';
import { processor } from './processor.ts';
import { fillSales, fillSalesHistory } from './sales.ts';

/** Every report of Insight, Selling and Shopping over a large company: each must answer in under two seconds. See bench/README.md. */
const { values: ask } = parseArgs({
  options: {
    accounts: { type: 'string', default: '1000000' },
    'per-account': { type: 'string', default: '10' },
    sales: { type: 'string', default: '1000000' },
    times: { type: 'string', default: '5' },
    only: { type: 'string', default: '' },
    url: { type: 'string' },
    /** Accounts and touchpoints are there (from `load --keep`), sales are not. */
    'fill-sales': { type: 'boolean', default: false },
    filled: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    out: { type: 'string' },
  },
});
const [accounts, sales, times] = [Number(ask.accounts), Number(ask.sales), Number(ask.times)];
const folder = mkdtempSync(join(tmpdir(), 'perennial-bench-'));
const postgres = ask.url === undefined ? await startPostgres({ settings: forBenches }) : undefined;
const databaseUrl = ask.url ?? postgres!.url;
const quiet = { info() {}, warn: console.error, error: console.error };
const engine = await openEngine({ databaseUrl, dataFolder: folder, log: quiet, deadline: 0 });
await migrate(engine, migrations(), quiet);
if (!ask.filled) {
  if (!ask['fill-sales']) await fill(engine, accounts, Number(ask['per-account']), secretHash);
  await fillSales(engine, sales, accounts);
  await fillSalesHistory(engine, sales);
  await engine.maintain();
}
const { version } = await engine.facts();
const counted = await engine.poolWithin(0).query<{ touchpoints: number; sales: number }>(`select (select count(*)::int from touchpoint) as touchpoints, (select count(*)::int from opportunity) as sales`);
await engine.close();

/** What is asked, and what of the answer is kept beforehand: nothing means that it is read from the records themselves, by an index. */
const reports: { what: string; path: string; kept?: string }[] = [
  ...(['kind', 'channel', 'role', 'member'] as const).map((by) => ({ what: `trust movers by ${by}, 90 days`, path: `/insight/trust-movers?by=${by}` })),
  { what: 'trust movers by kind, three years', path: '/insight/trust-movers?by=kind&days=1095' },
  { what: 'trust movers by member, three years', path: '/insight/trust-movers?by=member&days=1095' },
  { what: 'flow between positions and phases, 90 days', path: '/insight/flow?days=90' },
  { what: 'flow between positions and phases, three years', path: '/insight/flow?days=1095' },
  { what: 'forecast', path: '/insight/forecast' },
  { what: 'forecast of one type', path: '/insight/forecast?saleType=commercial' },
  { what: 'five stages, 90 days', path: '/insight/stages?days=90' },
  { what: 'five stages, three years', path: '/insight/stages?days=1095' },
  ...(['reason', 'competitor', 'source', 'offering', 'seller'] as const).map((by) => ({ what: `outcomes by ${by}, three years`, path: `/insight/outcomes?by=${by}&days=1095` })),
  { what: 'outcomes by reason, 90 days', path: '/insight/outcomes?days=90' },
  ...(['source', 'channel', 'campaign'] as const).map((by) => ({ what: `what brings sales, by ${by}, three years`, path: `/insight/sources?by=${by}&days=1095` })),
  ...(['segment', 'source', 'saleType'] as const).map((by) => ({ what: `lifetime value by ${by}`, path: `/insight/value?by=${by}` })),
  ...(['revenue', 'contracts'] as const).map((basis) => ({ what: `retention of ${basis}`, path: `/insight/retention?basis=${basis}` })),
  { what: 'reasons and competitors of a year', path: `/pipeline/reasons?from=${new Date(Date.now() - 365 * 86_400_000).toISOString().slice(0, 10)}` },
  { what: 'the force: mix, capacity, coverage, cost', path: '/force', kept: 'relationship_count, contact_count' },
  { what: 'lifecycle revenue by sale type', path: '/force/lifecycle' },
  { what: 'goals of 220 people and teams', path: '/force/goals' },
  { what: 'territories', path: '/force/territories', kept: 'territory_standing' },
  { what: 'what has no owner', path: '/force/without-owner' },
  { what: 'who looks after what', path: '/selling/coverage', kept: 'relationship_count' },
  { what: "the week's changes in the pipeline", path: '/team/review', kept: 'opportunity_past' },
  { what: 'the same of one team', path: `/team/review?team=${idOf('a', 3)}`, kept: 'opportunity_past' },
  { what: 'what needs attention', path: '/team/attention' },
  { what: 'what needs attention, of one team', path: `/team/attention?team=${idOf('a', 3)}` },
  { what: 'forecast calls', path: '/team/forecast', kept: 'forecast_snapshot' },
  { what: 'people to coach', path: '/coaching/people', kept: 'contact_count, seller_profile' },
  { what: 'one person to coach', path: `/coaching/people/${idOf('2', 12)}` },
  { what: 'agenda of a one-to-one', path: `/coaching/people/${idOf('2', 12)}/agenda` },
  { what: 'training programmes', path: '/training/programmes', kept: 'training_report' },
];

const server = await startServerProcess({ dataFolder: folder, databaseUrl });
const send = asker(server.address);
const direct = new Client(databaseUrl);
await direct.connect();
const used = await processor(server.process.pid, direct);
const rows: Record<string, string>[] = [];
for (const { what, path, kept } of reports.filter((each) => new RegExp(ask.only, 'i').test(each.what))) {
  const took: number[] = [];
  const before = used();
  let failed = '';
  for (let n = 0; n < times && failed === ''; n++) {
    const started = performance.now();
    await send(benchTokens[n % benchTokens.length]!, `/api${path}`).catch((error: Error) => (failed = error.message));
    took.push(performance.now() - started);
  }
  const after = used();
  const each = (part: 'server' | 'postgres') => (before?.[part] === undefined || after?.[part] === undefined ? '' : ms((after[part] - before[part]) / took.length));
  const sorted = took.toSorted((a, b) => a - b);
  const row = {
    what: failed ? `${what} (failed)` : what,
    'first ms': ms(took[0]!),
    'p50 ms': ms(sorted[Math.floor(sorted.length / 2)]!),
    'longest ms': ms(sorted.at(-1)!),
    'cpu server': each('server'),
    'cpu postgres': each('postgres'),
    'under 2 s': !failed && sorted.at(-1)! < 2000 ? 'yes' : 'no',
    'kept beforehand': kept ?? '',
  };
  console.error(Object.values(row).join('  '), failed);
  rows.push(row);
}
await direct.end();
await server.end();
const report = table(
  `Reports over ${counted.rows[0]!.sales.toLocaleString('en')} sales, ${accounts.toLocaleString('en')} accounts and ${counted.rows[0]!.touchpoints.toLocaleString('en')} touchpoints`,
  { engine: `postgres ${version}`, 'times each': times },
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
