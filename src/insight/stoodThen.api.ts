import { sql, type RawBuilder } from 'kysely';
import type { Call } from '../platform/serve.ts';
import { again, begin, view, type CycleState, type KeptStep } from '../relationship/cycle.ts';
import { hearing, type Stored } from '../relationship/ledger.api.ts';
import type { Model } from '../relationship/model.ts';
import type { Position, SaleType, TouchpointKind } from '../relationship/vocabulary.ts';
import type { Sample } from './sample.api.ts';

/**
 * Relationships that stood elsewhere on a day than their last touchpoint before it had left them: time alone had moved them. Of those of which nothing has
 * happened since, that follows from their state, which is still the one of then; of the others, from the steps that are kept up to the day. Joined as `stood`,
 * by account.
 */
export async function stoodThen(
  call: Call,
  since: Date,
  sample: Sample,
  saleType: SaleType | undefined,
  now?: string,
): Promise<RawBuilder<unknown>> {
  const looked = sql`r.alive and ${sample.listed(sql`r.account_id`)} ${saleType ? sql`and r.sale_type = ${saleType}` : sql``} ${now ? sql`and r.position = ${now}` : sql``}`;
  const { model } = await hearing(call.db);
  const at = since.getTime();
  const quiet = await sql<{ account_id: string; state: CycleState }>`select r.account_id, r.state from relationship r
    where ${looked} and r.position <> r.state ->> 'shown' and (r.state ->> 'at')::float8 <= ${at}`.execute(call.db);
  // Joined to the steps as a list: looked up all over their table, as many pages at once as the disk gives.
  const moved = await sql<MovedSince>`
    with moved as materialized (select r.account_id, r.sale_type, r.standing, (r.state ->> 'startedAt')::float8 as started from relationship r
      where ${looked} and (r.state ->> 'at')::float8 > ${at} and r.state ->> 'model' = ${model.weights.version})
    select m.*, s.steps from moved m join (
      select s.account_id, json_agg(json_build_array(extract(epoch from s.at) * 1000, s.kind, s.trust_innovation, s.trust_log_g, s.interest_innovation, s.interest_log_g, s.position) order by s.at, s.entry) as steps
      from cycle_step s where s.workspace_id = (select app_workspace()) and s.account_id = any (array(select account_id from moved)) and s.at <= ${since} group by s.account_id) s on s.account_id = m.account_id`.execute(
    call.db,
  );
  const stood: [string, Position][] = [
    ...quiet.rows.map(({ account_id, state }): [string, Position] => [account_id, view(state, at, model).shown]),
    ...moved.rows.flatMap((row): [string, Position][] => {
      const state = stateThen(row, model);
      const { shown } = view(state, at, model);
      return shown === state.shown ? [] : [[row.account_id, shown]];
    }),
  ];
  return sql`(select * from unnest(${stood.map(([id]) => id)}::uuid[], ${stood.map(([, position]) => position)}::text[]) as stood (account_id, position)) as stood`;
}

interface MovedSince extends Pick<Stored, 'account_id' | 'sale_type' | 'standing'> {
  started: number;
  steps: [
    at: number,
    kind: TouchpointKind,
    trust: number,
    trustLogG: number,
    interest: number,
    interestLogG: number,
    shown: Position,
  ][];
}

function stateThen({ sale_type, standing, started, steps }: MovedSince, model: Model): CycleState {
  const kept = steps.map(([at, kind, trust, trustLogG, interest, interestLogG, shown]): KeptStep => ({
    at: Math.round(at),
    kind,
    shown,
    trust: { innovation: trust, logG: trustLogG },
    interest: { innovation: interest, logG: interestLogG },
  }));
  return again(begin(sale_type, Math.min(started, kept[0]!.at), model, standing), kept, model);
}
