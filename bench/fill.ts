import type { Engine } from '../src/platform/engine.ts';
import { fold, setting, type LedgerEntry } from '../src/relationship/ledger.ts';
import { points, shippedModel } from '../src/relationship/model.ts';
import { phaseHistory } from '../src/relationship/phase.ts';
import { standingRow } from '../src/relationship/standing.ts';
import { usual } from '../src/relationship/kinds.ts';
import type { TouchpointKind } from '../src/relationship/vocabulary.ts';

/**
 * Fills a migrated, empty database with a company of any size in minutes: a few hundred histories are folded by the real
 * model, and set-based SQL copies each to thousands of accounts. Returns the ids that a measurement needs.
 */
export interface Filled {
  workspaceId: string;
  accounts: number;
  touchpoints: number;
}

/** Eight people of the company: eight clients are eight people, not one person eight times. */
export const benchTokens = Array.from(
  { length: 8 },
  (_, i) => `perennial_bench_token_${String(i + 1).padStart(24, '0')}`,
);

const histories = 400;
const day = 86_400_000;
const members = 200;
const steps: TouchpointKind[] = [
  'first contact',
  'reply',
  'call',
  'meeting',
  'demonstration',
  'proposal',
  'close won',
  'kick-off',
  'delivery on time',
  'go-live',
  'first value',
  'value review',
  'repeat order',
  'case opened',
  'case solved',
  'complaint',
  'delivery late',
  'visit',
  'service visit',
  'renewal',
];

export async function fill(
  engine: Engine,
  accounts: number,
  perAccount: number,
  hash: (secret: string) => Buffer,
): Promise<Filled> {
  const session = await engine.poolWithin(0).connect();
  const run = async (label: string, sql: string, values: unknown[] = []) => {
    const started = performance.now();
    await session.query(sql, values as never);
    const seconds = (performance.now() - started) / 1000;
    if (seconds > 2) console.error(`  ${label}: ${seconds.toFixed(0)} s`);
  };
  try {
    const workspaceId = '01900000-0000-7000-8000-0000000000aa';
    const now = Date.now();
    await run('workspace', `insert into workspace (workspace_id, name, created_at) values ($1, 'Bench', now())`, [
      workspaceId,
    ]);
    await run(
      'members',
      `insert into login (id, email, name, created_at) select ${uuid('1', 'i')}, 'm' || i || '@example.org', 'Member ' || i, now() from generate_series(1, ${members}) i`,
    );
    await run(
      'members',
      `insert into member (workspace_id, id, login_id, name, email, role, created_at, updated_at) select $1, ${uuid('2', 'i')}, ${uuid('1', 'i')}, 'Member ' || i, 'm' || i || '@example.org', case when i = 1 then 'owner' when i <= ${benchTokens.length} then 'manager' else 'seller' end, now(), now() from generate_series(1, ${members}) i`,
      [workspaceId],
    );
    for (const [i, token] of benchTokens.entries())
      await run(
        'token',
        `insert into api_token (workspace_id, id, member_id, name, token_hash, scopes, created_at, expires_at) values ($1, ${uuid('9', String(i + 1))}, ${uuid('2', String(i + 1))}, 'bench', $2, '{read,write}', now(), now() + interval '300 days')`,
        [workspaceId, hash(token)],
      );

    const templates = Array.from({ length: histories }, (_, k) => template(k, perAccount, now));
    await run(
      'templates',
      'create temporary table t_relationship as select * from jsonb_to_recordset($1::jsonb) as r(k int, row jsonb)',
      [JSON.stringify(templates.map((t, k) => ({ k, row: t.row })))],
    );
    await run(
      'templates',
      'create temporary table t_entry as select * from jsonb_to_recordset($1::jsonb) as r(k int, n int, at timestamptz, kind text, channel text, direction text, initiator text, ti float8, tg float8, ii float8, ig float8, tm real, im real, ta real, ia real, position text)',
      [JSON.stringify(templates.flatMap((t) => t.entries))],
    );

    const indexes = (
      await session.query(
        `select indexname, indexdef from pg_indexes where schemaname = 'public' and tablename in ('account', 'contact', 'relationship', 'touchpoint', 'cycle_step', 'touchpoint_participant') and indexname not in (select conname from pg_constraint)`,
      )
    ).rows as { indexname: string; indexdef: string }[];
    for (const { indexname } of indexes) await run('drop', `drop index "${indexname}"`);
    await run('no keys meanwhile', `set session_replication_role = replica`);
    const batch = 100_000;
    for (let from = 1; from <= accounts; from += batch) {
      const to = Math.min(accounts, from + batch - 1);
      const series = `generate_series(${from}, ${to}) i`;
      await run(
        'accounts',
        `insert into account (workspace_id, id, name, name_key, owner_id, industry, website, domain, country, city, phone, tags, search_text, created_at, updated_at)
        select $1, ${uuid('3', 'i')}, n.name, lower(n.name), ${uuid('2', `(1 + i % ${members})`)}, (array['machines','food','medical','energy','retail','public'])[1 + i % 6], 'https://www.' || n.domain, n.domain, (array['DE','FR','AT','CH','NL','US'])[1 + i % 6], 'City ' || i % 500, '+49301' || lpad(i::text, 7, '0'),
          case when i % 10 = 0 then array['key account'] else '{}'::text[] end, lower(n.name) || ' ' || n.domain || ' +49301' || lpad(i::text, 7, '0'), now() - (i % 700) * interval '1 day' - i * interval '1 second', now()
        from ${series}, lateral (select initcap(translate(left(md5(i::text), 7), '0123456789', 'aeioulnrst')) || ' ' || (array['Werke','Tools','Foods','Systems','Group','Partners','Logistics','Medical'])[1 + i % 8] || ' ' || i as name, translate(left(md5(i::text), 7), '0123456789', 'aeioulnrst') || i || '.example' as domain) n`,
        [workspaceId],
      );
      await run(
        'contacts',
        `insert into contact (workspace_id, id, name, name_key, emails, phones, owner_id, account_id, title, search_text, created_at, updated_at)
        select $1, ${uuid('4', 'i')}, n.name, lower(n.name), array[lower(replace(n.name, ' ', '.')) || '@example.org'], array['+49302' || lpad(i::text, 7, '0')], ${uuid('2', `(1 + i % ${members})`)}, ${uuid('3', 'i')}, (array['Buyer','Plant manager','Quality manager','Managing director'])[1 + i % 4],
          lower(n.name) || ' ' || lower(replace(n.name, ' ', '.')) || '@example.org +49302' || lpad(i::text, 7, '0'), now() - i * interval '1 second', now()
        from ${series}, lateral (select initcap(translate(left(md5('g' || i), 6), '0123456789', 'aeioulnrst')) || ' ' || initcap(translate(left(md5('f' || i), 8), '0123456789', 'aeioulnrst')) as name) n`,
        [workspaceId],
      );
      await run(
        'relationships',
        `insert into relationship (workspace_id, account_id, owner_id, phase, phase_since, standing, sale_type, position, position_since, probability, along, trust, interest, revenue, potential, touchpoints, first_touch_at, last_touch_at, closed_at, clock_due_at, alarm_forecast_at, confidence, next_step_due_at, model_version, state, updated_at)
        select $1, ${uuid('3', 'i')}, ${uuid('2', `(1 + i % ${members})`)}, r.row->>'phase', (r.row->>'phase_since')::timestamptz, 'prospect', 'commercial', r.row->>'position', now(), (r.row->>'probability')::real, (r.row->>'along')::real, (r.row->>'trust')::real, (r.row->>'interest')::real, case when r.row->>'phase' in ('ownership', 'usage') then (i * 7919::bigint) % 500000 else 0 end, (i * 104729::bigint) % 300000, (r.row->>'touchpoints')::int,
          (r.row->>'first_touch_at')::timestamptz, (r.row->>'last_touch_at')::timestamptz, (r.row->>'closed_at')::timestamptz, now() + interval '3 days' + (i % 86400) * interval '1 second', (r.row->>'alarm_forecast_at')::timestamptz, 0.5, case when i % 3 = 0 then now() + ((i % 60) - 10) * interval '1 day' end, '${shippedModel.weights.version}', r.row->'state', now()
        from ${series} join t_relationship r on r.k = i % ${histories}`,
        [workspaceId],
      );
      await run(
        'touchpoints',
        `insert into touchpoint (workspace_id, id, account_id, at, recorded_at, kind, channel, direction, initiator, subject, member_id, source, evidence_key)
        select $1, ${uuid('5', 'i::bigint * 100 + e.n')}, ${uuid('3', 'i')}, e.at, e.at, e.kind, e.channel, e.direction, e.initiator, initcap(e.kind) || ' with account ' || i, ${uuid('2', `(1 + i % ${members})`)}, 'bench', 'b:' || i || ':' || e.n from ${series} join t_entry e on e.k = i % ${histories}`,
        [workspaceId],
      );
      await run(
        'steps',
        `insert into cycle_step (workspace_id, account_id, at, entry, kind, trust_innovation, trust_log_g, interest_innovation, interest_log_g, trust_move, interest_move, trust_after, interest_after, position)
        select $1, ${uuid('3', 'i')}, e.at, ${uuid('5', 'i::bigint * 100 + e.n')}::text, e.kind, e.ti, e.tg, e.ii, e.ig, e.tm, e.im, e.ta, e.ia, e.position from ${series} join t_entry e on e.k = i % ${histories}`,
        [workspaceId],
      );
      console.error(`  ${to.toLocaleString('en')} accounts`);
    }
    await run('keys again', `set session_replication_role = origin`);
    for (const { indexdef, indexname } of indexes) await run(indexname, indexdef);
    await run('counts', 'call count_relationships_anew()');
    await run(
      'contacts of each month',
      `insert into contact_count (workspace_id, member_id, month, sale_type, lane, contacts)
      select t.workspace_id, t.member_id, date_trunc('month', t.at at time zone 'UTC')::date, r.sale_type, 0, count(*)
      from touchpoint t join relationship r on r.workspace_id = t.workspace_id and r.account_id = t.account_id where is_contact(t.channel, t.kind, t.retracts) group by 1, 2, 3, 4`,
    );
    await run('analyze', 'analyze');
    const { rows } = (await session.query('select count(*)::int as n from touchpoint')) as unknown as {
      rows: { n: number }[];
    };
    return { workspaceId, accounts, touchpoints: rows[0]!.n };
  } finally {
    session.release();
  }
}

/** The same number always gives the same id, in the order of the numbers. */
const uuid = (kind: string, number: string) =>
  `('0190000${kind}-0000-7000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`;
export const idOf = (kind: string, n: number) => `0190000${kind}-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

/** One believable history, folded by the model: its standing and its entries as rows. */
function template(k: number, perAccount: number, now: number) {
  const reach = 1 + ((k * 13) % (perAccount * 2 - 1));
  const began = now - (30 + ((k * 37) % 700)) * day;
  const entries: LedgerEntry[] = Array.from({ length: reach }, (_, n) => {
    const kind = steps[Math.min(n, 6) === n ? n : 7 + ((n * 7 + k) % (steps.length - 7))]!;
    const at = began + Math.round(((n + 1) / (reach + 1)) * (now - began - day));
    return {
      id: String(n).padStart(4, '0'),
      at,
      recordedAt: at,
      kind,
      direction: usual[kind].direction,
      initiator: usual[kind].initiator,
      expectation: null,
      effort: null,
      valueDelivered: false,
      reading: null,
      supersedes: null,
      withdrawn: false,
      evidenceKey: null,
    };
  });
  const folded = fold(entries, setting('commercial'), now);
  const phase = phaseHistory(began, entries, [], now).at(-1)!;
  const row = {
    ...standingRow(folded.state, now, [], { connected: 3, possible: 5 }, shippedModel),
    phase: phase.phase,
    phase_since: new Date(phase.from),
  };
  return {
    row,
    entries: folded.steps.map(({ effect, state }, n) => ({
      k,
      n,
      at: new Date(effect.at),
      kind: effect.kind,
      ...usual[effect.kind],
      ti: effect.trust.innovation,
      tg: effect.trust.logG,
      ii: effect.interest.innovation,
      ig: effect.interest.logG,
      tm: points(effect.trust.after) - points(effect.trust.before),
      im: points(effect.interest.after) - points(effect.interest.before),
      ta: points(effect.trust.after),
      ia: points(effect.interest.after),
      position: state.shown,
    })),
  };
}
