import { sql } from 'kysely';
import { sameRecord } from '../../platform/database.ts';
import { dayOf } from '../../platform/days.ts';
import { notFound } from '../../platform/problem.ts';
import type { Call } from '../../platform/serve.ts';
import { percentOf } from '../../platform/work.ts';
import { fewestInASum, figuresOf } from '../figures-sql.ts';
import type { Programme, ProgrammeDetail, ReportResult, TrainingSession } from './contract.ts';

/** Reads programmes as the contract has them. */

/** A programme with its sums; `n` programmes cost the same few statements. */
export const programmeRows = (call: Call) =>
  call.db
    .selectFrom('training_programme as p')
    .where('p.deleted_at', 'is', null)
    .select([
      'p.id',
      'p.name',
      'p.purpose',
      'p.outcome',
      'p.order_by',
      'p.loaded_rate',
      'p.margin_share',
      'p.version',
      'p.created_at',
    ])
    .select(
      sql<Sums>`(select jsonb_build_object('sessions', count(distinct s.id), 'firstOn', min(s.starts_on),
          'trained', count(distinct a.member_id) filter (where a.state = 'attended' and s.ends_on <= ${dayOf(call.now)}::date),
          'planned', count(distinct a.member_id) filter (where a.state <> 'missed'))
        from training_session s left join training_attendance a on a.workspace_id = s.workspace_id and a.session_id = s.id
        where s.workspace_id = p.workspace_id and s.programme_id = p.id)`.as('sums'),
    )
    .select(
      sql<string>`coalesce((select sum(s.fees + s.material + s.hours_each * p.loaded_rate *
          (select count(*) from training_attendance a where a.workspace_id = s.workspace_id and a.session_id = s.id and a.state = 'attended'))
        from training_session s where s.workspace_id = p.workspace_id and s.programme_id = p.id and s.ends_on <= ${dayOf(call.now)}::date), 0)::numeric(18, 2)::text`.as(
        'cost',
      ),
    )
    .select(
      sql<ReportResult | null>`(select r.result from training_report r where r.workspace_id = p.workspace_id and r.programme_id = p.id and r.state = 'done' order by r.asked_at desc, r.id desc limit 1)`.as(
        'result',
      ),
    );

type Sums = { sessions: number; firstOn: string | null; trained: number; planned: number };
type Row = Awaited<ReturnType<ReturnType<typeof programmeRows>['executeTakeFirstOrThrow']>>;

export function programmeOf(row: Row): Programme {
  const headline = row.result?.estimates[0];
  return {
    id: row.id,
    name: row.name,
    purpose: row.purpose,
    outcome: row.outcome,
    orderBy: row.order_by,
    loadedRate: row.loaded_rate,
    marginShare: Number(row.margin_share),
    sessions: row.sums.sessions,
    trained: row.sums.trained,
    waiting: row.sums.planned - row.sums.trained,
    firstOn: row.sums.firstOn,
    cost: row.cost,
    verdict: headline
      ? {
          word: headline.claim.word,
          estimate: headline.number?.estimate ?? null,
          low: headline.number?.low ?? null,
          high: headline.number?.high ?? null,
          paybackMonth: row.result?.payback?.verdict === 'shown' ? row.result.payback.month : null,
          probabilityWithin12: row.result?.payback?.probabilityWithin12 ?? null,
        }
      : null,
    version: row.version,
  };
}

export async function programmeById(call: Call, id: string): Promise<ProgrammeDetail> {
  const row = await programmeRows(call).where('p.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('programme');
  const waves = await sessionsOf(call, id);
  const comparison = await call.db
    .selectFrom('training_comparison as c')
    .innerJoin('member as m', (on) => sameRecord(on, 'm', 'c.member_id'))
    .where('c.programme_id', '=', id)
    .select(['c.member_id as memberId', 'm.name', 'c.planned_at as plannedAt'])
    .orderBy('m.name')
    .execute();
  const reports = await call.db
    .selectFrom('training_report')
    .where('programme_id', '=', id)
    .select([
      'id',
      'state',
      percentOf('training_report').as('progress'),
      'asked_at as askedAt',
      'ended_at as endedAt',
      'problem',
    ])
    .orderBy('asked_at', 'desc')
    .orderBy('id', 'desc')
    .limit(20)
    .execute();
  const newest = reports[0];
  const ready = reports.find((report) => report.state === 'done');
  const { currency } = await call.db.selectFrom('workspace').select('currency').executeTakeFirstOrThrow();
  // Where single figures are kept from those who lead, so does a wave of one or two people.
  const fewTold = (await figuresOf(call)) === 'aggregate';
  const held = waves.filter((wave) => wave.people.some((person) => person.state !== 'missed'));
  const first = held[0]?.startsOn;
  const named = [...held.slice(1).flatMap((wave) => wave.people), ...comparison].map((person) =>
    dayOf(new Date(person.plannedAt)),
  );
  return {
    ...programmeOf(row),
    currency,
    waves,
    comparison,
    plannedBefore: first !== undefined && named.length > 0 && named.every((day) => day <= first),
    report: newest ? { ...newest, state: newest.state } : null,
    result:
      ready && row.result
        ? {
            asOf: ready.askedAt,
            ...row.result,
            waves: fewTold ? row.result.waves.filter((wave) => wave.people >= fewestInASum) : row.result.waves,
          }
        : null,
  } as unknown as ProgrammeDetail;
}

async function sessionsOf(call: Call, programmeId: string): Promise<TrainingSession[]> {
  const { rows } = await sql<TrainingSession>`
    select s.id, s.name, s.starts_on as "startsOn", s.ends_on as "endsOn", s.fees::text as fees, s.material::text as material, s.hours_each::float8 as "hoursEach", s.version,
      coalesce((select jsonb_agg(jsonb_build_object('memberId', a.member_id, 'name', m.name, 'state', a.state,
          'plannedAt', to_char(a.planned_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by m.name)
        from training_attendance a join member m on m.workspace_id = a.workspace_id and m.id = a.member_id
        where a.workspace_id = s.workspace_id and a.session_id = s.id), '[]') as people
    from training_session s where s.programme_id = ${programmeId} order by s.starts_on, s.id limit 500`.execute(
    call.db,
  );
  return rows;
}
