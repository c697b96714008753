import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { secretHash } from '../src/platform/secret.ts';
import type { Rule } from '../src/shopping/segments/rule.ts';
import { companyOptions, openCompany } from './company.ts';
import { benchTokens, fill, idOf } from './fill.ts';
import { ms, table } from './measure.ts';
import { processor } from './processor.ts';

/** A segment of ten conditions over a large company: counting it, filling it for the first time, listing it, and what it costs each touchpoint. See bench/README.md. */
const { values: ask } = parseArgs({
  options: {
    ...companyOptions,
    accounts: { type: 'string', default: '1000000' },
    'per-account': { type: 'string', default: '10' },
  },
});
const accounts = Number(ask.accounts);
const company = await openCompany(ask, {
  fill: async (engine) => void (await fill(engine, accounts, Number(ask['per-account']), secretHash)),
  look: async () => {},
});
const direct = new Client(company.databaseUrl);
await direct.connect();
const used = await processor(company.server.process.pid, direct);

const rule: Rule = {
  match: 'all',
  parts: [
    { about: 'kind', in: ['organization'] },
    { about: 'text', field: 'country', is: 'one of', values: ['DE', 'FR', 'AT', 'CH'] },
    { about: 'text', field: 'industry', is: 'one of', values: ['machines', 'food', 'medical', 'energy'] },
    { about: 'phase', in: ['usage', 'ownership'], forDays: 30 },
    { about: 'position', in: ['realized', 'enlightenment', 'disillusionment'] },
    { about: 'number', field: 'trust', is: 'at least', value: 30 },
    { about: 'number', field: 'interest', is: 'at least', value: 10 },
    { about: 'tag', in: ['lost cause'], not: true },
    { about: 'contact', field: 'title', values: ['manager', 'director'] },
    {
      about: 'touchpoint',
      kinds: ['call', 'meeting', 'visit', 'service visit'],
      channels: [],
      startedBy: 'anyone',
      withinDays: 365,
      is: 'at least',
      count: 1,
    },
  ],
};
const send = (path: string, body?: object) =>
  company.send(benchTokens[0]!, `/api${path}`, body).then((text) => JSON.parse(text));
const rows: Record<string, string>[] = [];

async function took<T>(what: string, times: number, work: (n: number) => Promise<T>): Promise<T> {
  const clock: number[] = [];
  const before = used();
  let last!: T;
  for (let n = 0; n < times; n++) {
    const started = performance.now();
    last = await work(n);
    clock.push(performance.now() - started);
  }
  const after = used();
  const each = (part: 'server' | 'postgres') =>
    before?.[part] === undefined || after?.[part] === undefined ? '' : ms((after[part] - before[part]) / times);
  const row = {
    what,
    'p50 ms': ms(clock.toSorted((a, b) => a - b)[times >> 1]!),
    'cpu server': each('server'),
    'cpu postgres': each('postgres'),
  };
  console.error(Object.values(row).join('  '));
  rows.push(row);
  return last;
}

let sent = 0;
const touch = () =>
  send('/touchpoints', {
    accountId: idOf('3', 1 + ((sent++ * 7919) % accounts)),
    kind: 'call',
    subject: `Call ${sent}`,
    expectation: 0,
  });
const looked = async () => {
  const deadline = Date.now() + 1_800_000;
  while (Date.now() < deadline) {
    const {
      rows: [left],
    } = await direct.query(
      `select exists (select from segment where kind = 'rule' and deleted_at is null and counted <> rule_version) or exists (select from segment_look where due_at <= now()) as left`,
    );
    if (!left.left) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
};

await took('100 touchpoints without a segment, one each', 100, touch);
const { count } = await took('counting ten conditions before they are saved', 3, () =>
  send('/segments/count', { rule }),
);
const segment = await send('/segments', { name: `Bench ${Date.now()}`, rule });
await took(`first fill: ${count.toLocaleString('en')} of ${accounts.toLocaleString('en')} accounts come in`, 1, looked);
await took('list of 50 members', 5, () => send(`/segments/${segment.id}/members?limit=50`));
await took('list of segments', 3, () => send('/segments?limit=50'));
await took('figures of the segment', 3, () => send(`/segments/${segment.id}/figures`));
await took('100 touchpoints with it, one each, and the looks that follow', 1, async () => {
  for (let i = 0; i < 100; i++) await touch();
  await looked();
});
await took('opening the members after ten touchpoints', 3, async () => {
  for (let i = 0; i < 10; i++) await touch();
  await send(`/segments/${segment.id}/members?limit=50`);
});
await direct.query('update segment set deleted_at = now() where id = $1', [segment.id]);
await direct.end();
await company.close(
  table(`A segment of ten conditions over ${accounts.toLocaleString('en')} accounts`, { engine: company.engine }, rows),
  ask,
);
