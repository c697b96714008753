import { sql } from 'kysely';
import { dayOf } from '../../platform/days.ts';
import { notFound } from '../../platform/problem.ts';
import type { Call } from '../../platform/serve.ts';
import { firstValue, outcomeProgress, planProgress, type SuccessPlan } from '../successPlan.ts';
import type { PlanRecord } from './contract.ts';

const stamp = (column: string) => sql.raw(`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`);

interface Row {
  id: string;
  account_id: string;
  opportunity_id: string | null;
  title: string;
  signed_on: string;
  first_value_due: string | null;
  first_value_on: string | null;
  first_value_evidence: string | null;
  first_value_by: string | null;
  version: number;
  objectives: PlanRecord['objectives'];
  milestones: PlanRecord['milestones'];
}

/** Plans with objectives, outcomes and milestones, in one question. */
export async function plansOf(call: Call, where: ReturnType<typeof sql>): Promise<PlanRecord[]> {
  const { rows } = await sql<Row>`
    select p.id, p.account_id, p.opportunity_id, p.title, p.signed_on, p.first_value_due, p.first_value_on, p.first_value_evidence, p.first_value_by, p.version,
      coalesce((select jsonb_agg(jsonb_build_object('id', o.id, 'title', o.title, 'weight', o.weight, 'criterion', o.criterion, 'outcomes', coalesce((
          select jsonb_agg(jsonb_build_object('id', x.id, 'metric', x.metric, 'unit', x.unit, 'baseline', x.baseline, 'target', x.target, 'targetOn', x.target_on, 'actual', x.actual, 'measuredOn', x.measured_on, 'confirmedBy', x.confirmed_by, 'confirmedAt', ${stamp('x.confirmed_at')}) order by x.place)
          from plan_outcome x where x.workspace_id = o.workspace_id and x.objective_id = o.id), '[]')) order by o.place) from plan_objective o where o.workspace_id = p.workspace_id and o.plan_id = p.id), '[]') as objectives,
      coalesce((select jsonb_agg(jsonb_build_object('id', s.id, 'title', s.title, 'detail', s.detail, 'side', s.side, 'memberId', s.member_id, 'memberName', m.name, 'dueOn', s.due_on, 'needsAcceptance', s.needs_acceptance, 'deliveredAt', ${stamp('s.delivered_at')},
          'acceptedAt', ${stamp('s.accepted_at')}, 'acceptedBy', s.accepted_by, 'acceptedNote', s.accepted_note, 'declinedAt', ${stamp('s.declined_at')}, 'declinedNote', s.declined_note, 'linked', false) order by s.place)
        from plan_milestone s left join member m on m.workspace_id = s.workspace_id and m.id = s.member_id where s.workspace_id = p.workspace_id and s.plan_id = p.id), '[]') as milestones
    from success_plan p where ${where} order by p.signed_on desc, p.id desc limit 20`.execute(call.db);
  return rows.map((row) => record(row, call.now));
}

function record(row: Row, now: Date): PlanRecord {
  const date = (text: string | null) => (text === null ? null : new Date(text));
  const plan: SuccessPlan = {
    signedAt: new Date(row.signed_on),
    objectives: row.objectives.map((objective) => ({
      ...objective,
      outcomes: objective.outcomes.map((o) => ({
        id: o.id,
        metric: o.metric,
        baseline: o.baseline,
        target: o.target,
        actual: o.actual,
        confirmed: o.confirmedBy && o.confirmedAt ? { by: o.confirmedBy, at: new Date(o.confirmedAt) } : null,
        targetOn: date(o.targetOn),
      })),
    })),
    milestones: row.milestones.map((m) => ({
      id: m.id,
      dueOn: date(m.dueOn),
      deliveredAt: date(m.deliveredAt),
      accepted: m.acceptedAt ? { by: m.acceptedBy ?? '', at: new Date(m.acceptedAt) } : null,
    })),
  };
  const { realized, confirmed, measured } = planProgress(plan, now);
  const value = firstValue(plan);
  const days = (on: string) => Math.round((Date.parse(on) - Date.parse(row.signed_on)) / 86_400_000);
  const told =
    row.first_value_on === null
      ? null
      : {
          on: row.first_value_on,
          evidence: row.first_value_evidence ?? '',
          by: row.first_value_by,
          days: days(row.first_value_on),
        };
  const metric =
    value && row.objectives.flatMap((objective) => objective.outcomes).find(({ id }) => id === value.outcome);
  const measuredOn = value && dayOf(value.at);
  return {
    id: row.id,
    accountId: row.account_id,
    opportunityId: row.opportunity_id,
    title: row.title,
    signedOn: row.signed_on,
    firstValueDue: row.first_value_due,
    // What was noted with evidence, else the first outcome that the customer confirmed.
    firstValue:
      told ??
      (value && metric && measuredOn
        ? { on: measuredOn, evidence: metric.metric, by: value.by, days: days(measuredOn) }
        : null),
    objectives: row.objectives.map((objective) => ({
      ...objective,
      outcomes: objective.outcomes.map((o) => ({
        ...o,
        progress: outcomeProgress({ ...o, confirmed: null, targetOn: null }),
      })),
    })),
    milestones: row.milestones,
    progress: { realized, confirmed, measured },
    version: row.version,
  };
}

export async function readPlan(call: Call, id: string): Promise<PlanRecord> {
  const [plan] = await plansOf(call, sql`p.id = ${id}`);
  if (!plan) throw notFound('success plan');
  return plan;
}
