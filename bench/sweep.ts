import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { Client } from 'pg';
import { connect } from '../src/platform/database.ts';
import { openHouse } from '../src/house.ts';
import { newId } from '../src/platform/ids.ts';
import { watchDue } from '../src/ownership/alarms/sweep.api.ts';
import { kinds } from '../src/workspace/roles.ts';
import { table } from './measure.ts';
import { processor } from './processor.ts';

/**
 * The sweep of the alarms: what 10,000 due customers cost among `SWEEP_CUSTOMERS` (10000, then 1000000). Needs an empty PostgreSQL:
 * DATABASE_URL=postgres://… SWEEP_CUSTOMERS=1000000 node bench/sweep.ts
 */
const customers = Number(process.env['SWEEP_CUSTOMERS'] ?? 10_000);
const due = Math.min(10_000, customers);
const house = await openHouse({
  databaseUrl: process.env['DATABASE_URL'],
  dataFolder: mkdtempSync(join(tmpdir(), 'perennial-sweep-')),
  work: false,
  log: { info() {}, warn() {}, error: (detail, message) => console.error(message, detail) },
});
const database = connect(house.engine);
const workspace = newId();
await database.asOwner((tx) =>
  tx.insertInto('workspace').values({ workspace_id: workspace, name: 'Sweep', created_at: new Date() }).execute(),
);
// One customer's model state, with the first contact, the close and what followed, stands for all.
const { begin } = await import('../src/relationship/cycle.ts');
const { shippedModel } = await import('../src/relationship/model.ts');
const closed = Date.now() - 60 * 86_400_000;
const state = JSON.stringify({
  ...begin('commercial', closed, shippedModel, 'customer'),
  closedAt: closed,
  touchpoints: 6,
});
await database.asOwner(async (tx) => {
  await sql`alter table relationship disable trigger user`.execute(tx);
  await sql`insert into account (workspace_id, id, name, name_key, search_text, created_at, updated_at) select ${workspace}, gen_random_uuid(), 'Customer ' || n, 'customer ' || n, 'customer ' || n, now(), now() from generate_series(1, ${customers}::int) n`.execute(
    tx,
  );
  await sql`insert into relationship (workspace_id, account_id, phase, phase_since, standing, position_since, trust, interest, touchpoints, first_touch_at, closed_at, model_version, state, updated_at)
    select workspace_id, id, 'ownership', now(), 'customer', now(), 50, 40, 6, now() - interval '90 days', now() - interval '60 days', ${shippedModel.weights.version}, ${state}::jsonb, now() from account where workspace_id = ${workspace}`.execute(
    tx,
  );
  await sql`insert into alarm_watch (workspace_id, account_id, due_at) select workspace_id, account_id, case when row_number() over () <= ${due} then now() - interval '1 hour' else now() + interval '9 days' end from relationship where workspace_id = ${workspace} on conflict do nothing`.execute(
    tx,
  );
  await sql`alter table relationship enable trigger user`.execute(tx);
  await sql`call count_relationships_anew()`.execute(tx);
}, 1800);
await house.engine.pool.query('analyze');
const direct = new Client(process.env['DATABASE_URL']);
await direct.connect();
const used = await processor(process.pid, direct);
const [started, before] = [performance.now(), used()];
const looked = await watchDue(house.database, house.serving, kinds);
const after = used();
const cpu = (part: 'server' | 'postgres') =>
  before?.[part] === undefined || after?.[part] === undefined
    ? ''
    : `${((after[part] - before[part]) / 1000).toFixed(1)} s`;
console.log(
  table('The sweep of the alarms', { engine: `postgres ${(await house.engine.facts()).version}` }, [
    {
      due: looked.toLocaleString('en'),
      of: customers.toLocaleString('en'),
      took: `${((performance.now() - started) / 1000).toFixed(1)} s`,
      'cpu server': cpu('server'),
      'cpu postgres': cpu('postgres'),
    },
  ]),
);
await direct.end();
await house.close();
