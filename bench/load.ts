import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { forBenches, startPostgres } from '../scripts/postgres.ts';
import { migrations } from '../src/house.ts';
import { openEngine } from '../src/platform/engine.ts';
import { migrate } from '../src/platform/migrate.ts';
import { startServerProcess } from '../src/testing/serverProcess.ts';
import { secretHash } from '../src/workspace/secret.api.ts';
import { fill, idOf } from './fill.ts';
import { measure, ms, table, type Figure } from './measure.ts';

/**
 * Lists, search, accounts, map, board, writes and ingest over a large company, through HTTP, at one and at eight clients.
 *   npm run bench -- load --engine postgres --accounts 1000000 --per-account 10
 * Beside each read stands what the bare query costs straight through `pg`: the limit that no program can beat.
 */
const { values: ask } = parseArgs({ options: { engine: { type: 'string', default: 'postgres' }, accounts: { type: 'string', default: '100000' }, 'per-account': { type: 'string', default: '10' }, seconds: { type: 'string', default: '6' }, out: { type: 'string' }, url: { type: 'string' }, filled: { type: 'boolean', default: false } } });
const accounts = Number(ask.accounts);
const seconds = Number(ask.seconds);
const folder = mkdtempSync(join(tmpdir(), 'perennial-bench-'));
const postgres = ask.engine === 'postgres' && !ask.url ? await startPostgres({ settings: { ...forBenches, fsync: 'on' } }) : undefined;
const databaseUrl = ask.engine === 'postgres' ? (ask.url ?? postgres!.url) : undefined;

const token = 'perennial_bench_token_000000000000000000000000';
let touchpoints = 0;
let engineVersion = '';
if (!ask.filled) {
  console.error(`Filling ${accounts.toLocaleString('en')} accounts …`);
  const quiet = { info() {}, warn: console.error, error: console.error };
  const engine = await openEngine({ ...(databaseUrl ? { databaseUrl } : {}), dataFolder: folder, log: quiet, deadline: 0 });
  await migrate(engine, migrations(), quiet);
  touchpoints = (await fill(engine, accounts, Number(ask['per-account']), secretHash)).touchpoints;
  engineVersion = (await engine.facts()).version;
  await engine.maintain();
  await engine.close();
}

const server = await startServerProcess({ dataFolder: folder, databaseUrl });
const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
async function get(path: string): Promise<unknown> {
  const response = await fetch(`${server.address}/api${path}`, { headers });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return response.json();
}
async function post(path: string, body: object): Promise<unknown> {
  const response = await fetch(`${server.address}/api${path}`, { method: 'POST', headers: { ...headers, 'idempotency-key': crypto.randomUUID() }, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return response.json();
}
const some = (n: number) => idOf('3', 1 + ((n * 7919) % accounts));

/** A cursor deep in the list by name, found by walking the index once. */
const direct = databaseUrl ? new pg.Client(databaseUrl) : undefined;
await direct?.connect();
const deep = Buffer.from(JSON.stringify(['n', idOf('3', Math.floor(accounts / 2))])).toString('base64url');
const fragments = ['werke 12', 'oun', 'ealt', 'tools 9', 'erst', 'ia med', '3012', 'food'];

const reads: [string, (n: number) => Promise<unknown>, string?][] = [
  ['list of 50 by name, first page', () => get('/accounts?limit=50'), 'select * from account where deleted_at is null order by workspace_id, name_key, id limit 50'],
  ['list of 50 filtered by phase and position, by trust', (n) => get(`/accounts?limit=50&phase=usage&position=${['realized', 'enlightenment', 'disillusionment'][n % 3]}&sort=trust`), "select * from relationship where alive and phase = 'usage' and position = 'realized' order by workspace_id, trust, account_id limit 50"],
  ['list of 50 of one owner', (n) => get(`/accounts?limit=50&owner=${idOf('2', 1 + (n % 200))}`), `select * from account where owner_id = '${idOf('2', 5)}' and deleted_at is null order by workspace_id, name_key, id limit 50`],
  ['list of 50, deep page', () => get(`/accounts?limit=50&cursor=${deep}`), "select * from account where deleted_at is null and (workspace_id, name_key, id) > ('01900000-0000-7000-8000-0000000000aa', 'n', '01900003-0000-7000-8000-000000000000') order by workspace_id, name_key, id limit 50"],
  ['search by fragment (palette)', (n) => get(`/search?text=${encodeURIComponent(fragments[n % fragments.length]!)}`), "select id from account where search_text like '%ealt%' limit 10"],
  ['list searched by fragment', (n) => get(`/accounts?limit=50&text=${encodeURIComponent(fragments[n % fragments.length]!)}`), "select * from account where search_text like '%ealt%' limit 50"],
  ['open an account: record', (n) => get(`/accounts/${some(n)}`), `select * from account where workspace_id = '01900000-0000-7000-8000-0000000000aa' and id = '${some(3)}'`],
  ['open an account: curve', (n) => get(`/accounts/${some(n)}/relationship`), `select * from touchpoint where workspace_id = '01900000-0000-7000-8000-0000000000aa' and account_id = '${some(3)}'`],
  ['open an account: timeline of 50', (n) => get(`/touchpoints?account=${some(n)}&limit=50`), `select * from touchpoint where workspace_id = '01900000-0000-7000-8000-0000000000aa' and account_id = '${some(3)}' order by at desc limit 50`],
  ['Today', () => get('/today')],
  ['cycle map', () => get('/relationships/map'), 'select phase, position, floor(along * 10), count(*), sum(revenue) from relationship where alive group by 1, 2, 3'],
  ['4 × 5 board', () => get('/relationships/board'), 'select phase, position, count(*), sum(revenue) from relationship where alive group by 1, 2'],
];
const writes: [string, (n: number) => Promise<unknown>][] = [
  ['log a touchpoint, with its curve', (n) => post('/touchpoints', { accountId: some(n), kind: 'call', subject: `Call ${n}`, expectation: (n % 3) - 1 })],
  ['create an account', (n) => post('/accounts', { name: `New account ${n} ${Math.random()}` })],
];

const rows: Record<string, string | number>[] = [];
const show = (one: Figure, eight: Figure, limit: Figure | undefined) => {
  const row = { what: one.what, 'p50 ms': ms(one.p50), 'p95 ms': ms(one.p95), 'per s': one.perSecond.toFixed(0), '8: p50': ms(eight.p50), '8: p95': ms(eight.p95), '8: per s': eight.perSecond.toFixed(0), 'pg alone ms': limit ? ms(limit.p50) : '' };
  console.error(Object.values(row).join('  '));
  rows.push(row);
};
for (const [what, work, sql] of reads) {
  const limit = sql && direct ? await measure(what, 1, 2, () => direct.query(sql)) : undefined;
  show(await measure(what, 1, seconds, work), await measure(what, 8, seconds, work), limit);
}
for (const [what, work] of writes) show(await measure(what, 1, seconds, (n) => work(n)), await measure(what, 8, seconds, (n) => work(n + 1_000_000)), undefined);

const batch = (n: number) => ({ source: 'bench', touchpoints: Array.from({ length: 1000 }, (_, i) => ({ accountId: some(n * 1000 + i), kind: 'call', subject: `Batch ${n} ${i}`, evidenceKey: `bench:${n}:${i}:${Math.random()}` })) });
for (const clients of [1, 2]) {
  const figure = await measure('batch', clients, seconds * 2, (n) => post('/touchpoint-batches', batch(n + clients * 1e5)));
  rows.push({ what: `batch ingest of 1,000 touchpoints, ${clients} at once`, 'p50 ms': ms(figure.p50), 'p95 ms': ms(figure.p95), 'per s': `${(figure.perSecond * 1000).toFixed(0)} touchpoints`, '8: p50': '', '8: p95': '', '8: per s': '', 'pg alone ms': '' });
}
const memory = (await (await fetch(`${server.address}/metrics`)).text()).match(/process_resident_memory_bytes (\S+)/)?.[1];
await direct?.end();
await server.end();
await postgres?.stop();
rmSync(folder, { recursive: true, force: true });

const report = table(`${ask.engine}, ${accounts.toLocaleString('en')} accounts and contacts, ${touchpoints.toLocaleString('en')} touchpoints`, { engine: `${ask.engine} ${engineVersion}`, 'server memory': `${Math.round(Number(memory) / 2 ** 20)} MiB`, 'seconds each': seconds }, rows);
console.log(report);
if (ask.out) writeFileSync(ask.out, report);
