import { sql } from 'kysely';
import { compute } from '../../platform/compute.ts';
import { type Connected, sameRecord, wholeWorkspace } from '../../platform/database.ts';
import { systemCall, type Call, type Serving } from '../../platform/serve.ts';
import { accompanied, Cancelled } from '../../platform/work.ts';
import type { SaleFacts } from '../saleFeatures.ts';
import type { Calibration, ClosedSale } from '../winCalibration.ts';
import { shippedFields, shippedWinModel, type WinModel } from '../winProbability.ts';
import type { WinModelFit } from './contract.ts';
import { fitFromSales } from './decided.ts';
import { chancesJob } from './job.ts';

/** The chance to win as this organization's own sales teach it: every fit is kept, the newest that was adopted is used. */

const shipped = shippedWinModel();
const names = shippedFields.map((field) => field.name).join();
/** Decided sales that a fit reads, the latest first. */
const most = 5000;

export async function winModelInUse(call: Call): Promise<WinModel> {
  const row = await call.db
    .selectFrom('win_model')
    .select(['status', sql<WinModel | null>`model`.as('model')])
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  // A fit of other fields is of an older program; it is fitted anew with the next decided sales.
  const fits = row?.model && row.model.fields.map((field) => field.name).join() === names;
  return row?.status === 'calibrated' && fits ? row.model! : shipped;
}

/** Decided sales with what was known at half-time: later on every won sale looks certain. */
export async function closedSales(call: Call): Promise<ClosedSale[]> {
  const { rows } = await sql<{ account: string | null; id: string; closedOn: string; won: boolean; facts: SaleFacts }>`
    select o.account_id as account, o.id, o.closed_on::text as "closedOn", o.outcome = 'won' as won, known.facts
    from opportunity o join lateral (${knownAtHalfTime}) known on true
    where o.outcome <> 'open' and o.deleted_at is null and o.id in (select s.opportunity_id from opportunity_stage s where s.facts is not null)
    order by o.closed_on desc, o.id desc limit ${most}`.execute(call.db);
  return rows.map((row) => ({
    account: row.account ?? row.id,
    closedAt: new Date(row.closedOn),
    won: row.won,
    facts: row.facts,
  }));
}

/** The facts of the last move before half of the sale's time had passed; of the first move where there is none. */
export const knownAtHalfTime = sql`select s.facts from opportunity_stage s where s.opportunity_id = o.id and s.facts is not null
  order by s.at <= o.opened_on + (o.closed_on - o.opened_on + 1) * interval '12 hours' desc,
    case when s.at <= o.opened_on + (o.closed_on - o.opened_on + 1) * interval '12 hours' then -extract(epoch from s.at) else extract(epoch from s.at) end limit 1`;

/** In a thread of its own, for who waits for it or in the name of the clock. */
export const fitInThread = (
  database: Connected,
  { workspaceId, memberId }: { workspaceId: string; memberId: string | null },
  sales: readonly ClosedSale[],
  outer: AbortSignal,
): Promise<Calibration> =>
  accompanied(
    database,
    workspaceId,
    { kind: 'win model', memberId },
    (work) =>
      compute(fitFromSales, new URL('./decided.ts', import.meta.url), 'fitFromSales', sales, { seconds: 60, ...work }),
    outer,
  );

export async function keepFit(
  call: Call,
  { model, status, sales, events, eventsNeeded, outOfTime }: Calibration,
): Promise<WinModelFit> {
  const before = await winModelInUse(call);
  const { version } = await call.db
    .insertInto('win_model')
    .values((e) => ({
      workspace_id: call.who.workspaceId,
      version: sql<number>`(select coalesce(max(version), 0) + 1 from win_model)`,
      status,
      model: status === 'calibrated' ? e.val(JSON.stringify(model)) : null,
      sales,
      events,
      events_needed: eventsNeeded,
      out_of_time: outOfTime && JSON.stringify(outOfTime),
      member_id: call.who.memberId,
      fitted_at: call.now,
    }))
    .returning('version')
    .executeTakeFirstOrThrow();
  await call.record('win model.fitted', { kind: 'process', id: null }, { version, status, sales, events });
  if (before.origin === 'calibrated' || status === 'calibrated')
    call.enqueue(chancesJob, { workspaceId: call.who.workspaceId });
  return (await fitsOf(call, 1))[0]!;
}

export async function fitsOf(call: Call, limit: number): Promise<WinModelFit[]> {
  return call.db
    .selectFrom('win_model as w')
    .leftJoin('member as m', (on) => sameRecord(on, 'm', 'w.member_id'))
    .select([
      'w.version',
      sql<WinModelFit['status']>`w.status`.as('status'),
      'w.sales',
      'w.events',
      'w.events_needed as eventsNeeded',
      sql<WinModelFit['outOfTime']>`w.out_of_time`.as('outOfTime'),
      'm.name as memberName',
      sql<string>`to_char(w.fitted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`.as('fittedAt'),
    ])
    .orderBy('w.version', 'desc')
    .limit(limit)
    .execute();
}

/** How many decided sales a fit could read now. */
export async function decidedNow(call: Call): Promise<number> {
  const { rows } = await sql<{
    n: number;
  }>`select count(*)::integer as n from (select 1 from (select distinct s.opportunity_id from opportunity_stage s where s.facts is not null) known
    join opportunity o on o.id = known.opportunity_id and o.outcome <> 'open' and o.deleted_at is null limit ${most}) decided`.execute(
    call.db,
  );
  return rows[0]?.n ?? 0;
}

/** Once a night: whoever has a tenth more decided sales than at the last fit is fitted anew. */
export async function fitNewSales(
  database: Connected,
  serving: Serving,
  kinds: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const workspaces = await database.asOwner((tx) => tx.selectFrom('workspace').select('workspace_id').execute());
  for (const { workspace_id } of workspaces) {
    if (signal.aborted) return;
    const scope = wholeWorkspace(workspace_id, kinds);
    const sales = await systemCall(serving, scope, async (call) => {
      const [before, now] = [(await fitsOf(call, 1))[0]?.sales ?? 0, await decidedNow(call)];
      return now >= fewestForFit && now > before * 1.1 ? closedSales(call) : null;
    });
    if (sales === null) continue;
    const calibration = await fitInThread(database, { workspaceId: workspace_id, memberId: null }, sales, signal).catch(
      (error: unknown) => {
        // Somebody ended this one: it is asked anew tomorrow.
        if (error instanceof Cancelled && !signal.aborted) return null;
        throw error;
      },
    );
    if (calibration === null) continue;
    await systemCall(serving, scope, (call) => keepFit(call, calibration));
  }
}

const fewestForFit = 60;
