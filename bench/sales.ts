import type { Engine } from '../src/platform/engine.ts';
import { idOf } from './fill.ts';
import type { Question } from './questions.ts';

/**
 * Fills a company that `fill` has made with sales: a third of them open, over all types and stages, of four in five
 * accounts, owned by everybody, in three currencies; a third with a chance to win of their own. The same number gives the
 * same sales.
 */
export async function fillSales(engine: Engine, sales: number, accounts: number): Promise<void> {
  const workspace = '01900000-0000-7000-8000-0000000000aa';
  const session = await engine.poolWithin(0).connect();
  const size = 100_000;
  try {
    await session.query('set session_replication_role = replica');
    for (let from = 1; from <= sales; from += size) {
      const to = Math.min(sales, from + size - 1);
      await session.query(
        `insert into opportunity (workspace_id, id, name, name_key, account_id, owner_id, sale_type, sub_type, stage, stage_since, outcome, close_reason, amount, currency, opened_on, expected_close_on, closed_on, probability, created_at, updated_at)
        select $1::uuid, ('01900009-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, kind || ' for line ' || i, lower(kind) || ' for line ' || i,
          ('01900003-0000-7000-8000-' || lpad(to_hex(1 + (i * 7919) % $2::bigint), 12, '0'))::uuid, ('01900002-0000-7000-8000-' || lpad(to_hex(1 + (i * 31) % 200), 12, '0'))::uuid,
          type, case when type = 'commercial' then 'solution' end, stage, now() - make_interval(days => ((i * 13) % 90)::integer), outcome,
          case outcome when 'lost' then (array['price', 'no decision', 'competitor', 'timing'])[1 + (i % 4)::integer] when 'won' then (array['offering', 'service', 'price'])[1 + (i % 3)::integer] end,
          ((i * 7907) % 200000) + 500.25, (array['EUR', 'EUR', 'EUR', 'EUR', 'CHF', 'GBP'])[1 + (i % 6)::integer],
          current_date - (20 + (i * 17) % 700)::integer, current_date + ((i * 11) % 200 - 30)::integer, case when outcome <> 'open' then current_date - ((i * 19) % 700)::integer end,
          case when i % 3 = 0 then ((i * 37) % 100) / 100.0 end, now() - make_interval(secs => i), now()
        from (select i, (array['Water plant', 'Salt order', 'Softener', 'Spare parts', 'Filter set'])[1 + (i % 5)::integer] as kind,
            (array['commercial', 'commercial', 'commercial', 'relationship', 'relationship', 'relationship', 'consumer', 'consumer', 'retail', 'commercial'])[1 + (i % 10)::integer] as type,
            (array['interest', 'assessment', 'involvement', 'commitment', 'action'])[1 + ((i / 10) % 5)::integer] as stage,
            (array['open', 'won', 'lost', 'won', 'open', 'won', 'lost', 'open', 'won'])[1 + ((i / 50) % 9)::integer] as outcome
          from generate_series($3::bigint, $4::bigint) i) made`,
        [workspace, Math.round(accounts * 0.8), from, to],
      );
      console.error(`  ${to.toLocaleString('en')} sales`);
    }
    await session.query(
      `insert into exchange_rate (workspace_id, id, currency, into_currency, from_day, rate, created_at, updated_at) values ($1, gen_random_uuid(), 'CHF', 'EUR', '2026-01-01', 1.05, now(), now()), ($1, gen_random_uuid(), 'GBP', 'EUR', '2026-01-01', 1.17, now(), now())`,
      [workspace],
    );
    await session.query('set session_replication_role = origin');
    await session.query('call count_open_sales_anew()');
    await session.query('call find_first_contacts_anew()');
    await session.query('vacuum analyze opportunity');
  } finally {
    session.release();
  }
}

/**
 * What happened to the sales before: each came through its stages one by one, every fourth was changed within the last quarter (a week changes
 * some twenty thousand), and the people stand in twenty teams with goals for this quarter.
 */
export async function fillSalesHistory(engine: Engine, sales: number): Promise<void> {
  const session = await engine.poolWithin(0).connect();
  const size = 100_000;
  try {
    await session.query('set session_replication_role = replica');
    for (let from = 1; from <= sales; from += size) {
      const part = `('01900009-0000-7000-8000-' || lpad(to_hex(${from}), 12, '0'))::uuid and ('01900009-0000-7000-8000-' || lpad(to_hex(${Math.min(sales, from + size - 1)}), 12, '0'))::uuid`;
      await session.query(`
        insert into opportunity_stage (workspace_id, id, opportunity_id, from_stage, to_stage, outcome, at)
        select o.workspace_id, gen_random_uuid(), o.id, case when s.n > 1 then s.stage end, s.stage, 'open', o.opened_on + (coalesce(o.closed_on, current_date) - o.opened_on) * ((s.n - 1) / 6.0) * interval '1 day'
        from opportunity o cross join unnest(array['interest', 'assessment', 'involvement', 'commitment', 'action']) with ordinality as s (stage, n)
        where o.id between ${part} and s.n <= array_position(array['interest', 'assessment', 'involvement', 'commitment', 'action'], o.stage)`);
      await session.query(`
        insert into opportunity_past (workspace_id, opportunity_id, at, stage, outcome, amount, expected_close_on, owner_id, deleted)
        select o.workspace_id, o.id, now() - make_interval(secs => (('x' || right(o.id::text, 6))::bit(24)::int::bigint * 7919 % 7776000)), 'interest', 'open', o.amount * 0.9, o.expected_close_on - 14, o.owner_id, false
        from opportunity o where o.id between ${part} and ('x' || right(o.id::text, 6))::bit(24)::int % 4 = 0`);
    }
    await session.query(
      `insert into team (workspace_id, id, name, created_at) select workspace_id, ('0190000a-0000-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, 'Team ' || i, now() from workspace, generate_series(1, 20) i`,
    );
    await session.query(
      `update member set team_id = ('0190000a-0000-7000-8000-' || lpad(to_hex(1 + ('x' || right(id::text, 6))::bit(24)::int % 20), 12, '0'))::uuid`,
    );
    await session.query(`insert into sales_goal (workspace_id, id, scope, scope_id, period, amount, created_at, updated_at)
      select workspace_id, gen_random_uuid(), 'member', id, date_trunc('quarter', now())::date, 500000, now(), now() from member union all
      select workspace_id, gen_random_uuid(), 'team', id, date_trunc('quarter', now())::date, 5000000, now(), now() from team`);
    await session.query('set session_replication_role = origin');
    await session.query('vacuum analyze opportunity_stage, opportunity_past, team, member, sales_goal');
  } finally {
    session.release();
  }
}

/** What the pipeline is asked; `of` is the number of accounts, `sales` of sales. */
export function salesQuestions(accounts: number, sales: number): Question[] {
  const sale = (n: number) => `01900009-0000-7000-8000-${(1 + ((n * 7919) % sales)).toString(16).padStart(12, '0')}`;
  return [
    { what: 'board, all types', request: () => ({ path: '/pipeline' }) },
    {
      what: 'board of one type',
      request: (n) => ({ path: `/pipeline?saleType=${['commercial', 'relationship', 'consumer', 'retail'][n % 4]}` }),
    },
    { what: 'board of one seller', request: (n) => ({ path: `/pipeline?owner=${idOf('2', 1 + (n % 200))}` }) },
    { what: 'board of what is stuck', request: () => ({ path: '/pipeline?stuck=true' }) },
    {
      what: 'list of 100 open, by close date',
      request: () => ({ path: '/opportunities?limit=100&outcome=open&sort=close' }),
    },
    {
      what: 'list of 100, largest first',
      request: () => ({ path: '/opportunities?limit=100&sort=amount&descending=true' }),
    },
    {
      what: 'list of 100 of one account',
      request: (n) => ({
        path: `/opportunities?limit=100&account=${idOf('3', 1 + ((n * 7919) % Math.round(accounts * 0.8)))}`,
      }),
    },
    {
      what: 'list of 100, searched by fragment',
      request: (n) => ({
        path: `/opportunities?limit=100&text=${['plant for line 77', 'softener for', 'line 4242', 'salt ord'][n % 4]?.replaceAll(' ', '%20')}`,
      }),
    },
    { what: 'one sale with warnings and win probability', request: (n) => ({ path: `/opportunities/${sale(n)}` }) },
    { what: 'reasons and competitors of a year', request: () => ({ path: `/pipeline/reasons?from=${aYearAgo}` }) },
  ];
}

const aYearAgo = new Date(Date.now() - 365 * 86_400_000).toISOString().slice(0, 10);
