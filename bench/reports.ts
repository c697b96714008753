import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { secretHash } from '../src/platform/secret.ts';
import { companyOptions, openCompany } from './company.ts';
import { benchTokens, fill } from './fill.ts';
import { ms, table } from './measure.ts';
import { askers, isAsker, team } from './people.ts';
import { processor } from './processor.ts';
import { reportQuestions } from './report-questions.ts';
import { reckoned, trained } from './training.ts';
import { fillSales, fillSalesHistory } from './sales.ts';

/** Every report of Insight, Selling, Shopping, Ownership and Usage over a large company: each must answer in under two seconds. See bench/README.md. */
const { values: ask } = parseArgs({
  options: {
    ...companyOptions,
    /** The embedded database in this folder, instead of PostgreSQL. */
    folder: { type: 'string' },
    accounts: { type: 'string', default: '1000000' },
    'per-account': { type: 'string', default: '10' },
    times: { type: 'string', default: '5' },
    /** Who asks: somebody who sees all, or one of those who see only some. */
    as: { type: 'string', default: 'manager' },
    /** Accounts and touchpoints are there (from `load --keep`), sales are not. */
    'fill-sales': { type: 'boolean', default: false },
  },
});
const [accounts, sales, times] = [Number(ask.accounts), Number(ask.sales), Number(ask.times)];
if (!isAsker(ask.as)) throw new Error(`--as is one of ${Object.keys(askers).join(', ')}.`);
const asker = askers[ask.as];
const company = await openCompany(ask, {
  async fill(engine) {
    if (!ask['fill-sales']) await fill(engine, accounts, Number(ask['per-account']), secretHash);
    await fillSales(engine, sales, accounts);
    await fillSalesHistory(engine, sales);
  },
  async look(engine) {
    await asker.ready(engine);
    return (
      await engine
        .poolWithin(0)
        .query<{ touchpoints: number; sales: number; goal: string }>(
          `select (select count(*)::int from touchpoint) as touchpoints, (select count(*)::int from opportunity) as sales, (select id from sales_goal where scope_id = '${team}' order by period limit 1) as goal`,
        )
    ).rows[0]!;
  },
});

const direct = company.databaseUrl === undefined ? undefined : new Client(company.databaseUrl);
await direct?.connect();
const used = await processor(company.server.process.pid, direct);
const programme = await trained(company.send, benchTokens[0]!);
const rows: Record<string, string>[] = [];

/** Asked so many times, one after another. */
async function took(what: string, kept: string, work: (token: string) => Promise<unknown>): Promise<void> {
  const clock: number[] = [];
  const before = used();
  let failed = '';
  for (let n = 0; n < times && failed === ''; n++) {
    const started = performance.now();
    await work(asker.tokens[n % asker.tokens.length]!).catch((error: Error) => (failed = error.message));
    clock.push(performance.now() - started);
  }
  const after = used();
  const each = (part: 'server' | 'postgres') =>
    before?.[part] === undefined || after?.[part] === undefined ? '' : ms((after[part] - before[part]) / clock.length);
  const sorted = clock.toSorted((a, b) => a - b);
  const refused = /"code":"(forbidden|not_found)"/.test(failed);
  const row = {
    what: failed && !refused ? `${what} (failed)` : what,
    'first ms': ms(clock[0]!),
    'p50 ms': ms(sorted[Math.floor(sorted.length / 2)]!),
    'longest ms': ms(sorted.at(-1)!),
    'cpu server': each('server'),
    'cpu postgres': each('postgres'),
    'under 2 s': refused ? 'may not' : !failed && sorted.at(-1)! < 2000 ? 'yes' : 'no',
    'kept beforehand': kept,
  };
  console.error(Object.values(row).join('  '), failed);
  rows.push(row);
}

const asked = ({ what }: { what: string }) => new RegExp(ask.only, 'i').test(what);
for (const { what, path, kept } of reportQuestions({
  person: asker.coached,
  team,
  programme,
  goal: company.known.goal,
}).filter(asked))
  await took(what, kept ?? '', (token) => Promise.all([path].flat().map((each) => company.send(token, `/api${each}`))));
const payback = 'reckoning the payback of a training, in a thread';
if (ask.as === 'manager' && asked({ what: payback }))
  await took(payback, '', (token) => reckoned(company.send, token, programme));
await direct?.end();
const { known } = company;
await company.close(
  table(
    `Reports over ${known.sales.toLocaleString('en')} sales, ${accounts.toLocaleString('en')} accounts and ${known.touchpoints.toLocaleString('en')} touchpoints`,
    { engine: company.engine, 'times each': times },
    rows,
  ),
  ask,
);
