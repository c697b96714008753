import { parseArgs } from 'node:util';
import { secretHash } from '../src/platform/secret.ts';
import { companyOptions, openCompany } from './company.ts';
import { benchTokens, fill } from './fill.ts';
import { measure, ms, table } from './measure.ts';
import { fillSales, salesQuestions } from './sales.ts';

/** Board, lists, one sale and the reasons over a large pipeline, through HTTP, by one and by four people. See bench/README.md. */
const { values: ask } = parseArgs({
  options: {
    ...companyOptions,
    accounts: { type: 'string', default: '50000' },
    seconds: { type: 'string', default: '4' },
  },
});
const [sales, accounts, seconds] = [Number(ask.sales), Number(ask.accounts), Number(ask.seconds)];
const company = await openCompany(ask, {
  async fill(engine) {
    await fill(engine, accounts, 2, secretHash);
    await fillSales(engine, sales, accounts);
  },
  look: async () => {},
});

const rows: Record<string, string>[] = [];
for (const { what, request } of salesQuestions(accounts, sales).filter((each) =>
  new RegExp(ask.only, 'i').test(each.what),
)) {
  const work = (n: number, client: number) => company.send(benchTokens[client]!, `/api${request(n).path}`);
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
await company.close(
  table(
    `${sales.toLocaleString('en')} sales of ${accounts.toLocaleString('en')} accounts`,
    { engine: company.engine, 'seconds each': seconds },
    rows,
  ),
  ask,
);
