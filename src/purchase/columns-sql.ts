import { sql, type RawBuilder } from 'kysely';
import { usualProbabilities } from './pace.ts';
import type { Opportunity } from './records.ts';

/** The columns of a sale under the names that the contract gives them. */

export type SaleRow = {
  [K in keyof Opportunity]: K extends 'stageSince' | 'createdAt' | 'updatedAt'
    ? Date
    : K extends 'deletedAt'
      ? Date | null
      : Opportunity[K];
};

const narrow = [
  'o.id',
  'o.name',
  'o.account_id as accountId',
  'o.contact_id as contactId',
  'o.owner_id as ownerId',
  'o.sale_type as saleType',
  'o.sub_type as subType',
  'o.scope',
  'o.kind',
  'o.amount',
  'o.currency',
  'o.offering',
  'o.opened_on as openedOn',
  'o.expected_close_on as expectedCloseOn',
  'o.source',
  'o.new_offering as newOffering',
  'o.formal_procurement as formalProcurement',
  'o.contract_months as contractMonths',
  'o.competitors',
  'o.entry_window as entryWindow',
  'o.window_until as windowUntil',
  'o.window_opened_by as windowOpenedBy',
  'o.stage',
  'o.stage_since as stageSince',
  'o.outcome',
  'o.outcome_reason as outcomeReason',
  'o.lost_to as lostTo',
  'o.closed_on as closedOn',
  'o.complexity',
  'o.probability',
  'o.version',
  'o.created_at as createdAt',
  'o.updated_at as updatedAt',
  'o.deleted_at as deletedAt',
] as const;

export const itemColumns = [...narrow, sql<Opportunity['custom']>`o.custom`.as('custom')] as const;
export const saleColumns = [
  ...itemColumns,
  'o.description',
  'o.type_reason as typeReason',
  sql<Opportunity['answers']>`o.type_answers`.as('answers'),
] as const;

interface Usual {
  sale_type: string;
  stage: string;
  probability: number;
  stuck_days: number;
}

const usualRows = sql<Usual>`(values ${sql.join(
  usualProbabilities.map(
    (u) => sql`(${u.saleType}::text, ${u.stage}::text, ${u.probability}::float8, ${u.stuckDays}::integer)`,
  ),
)})`;
const usualName = sql`u (sale_type, stage, probability, stuck_days)`;

/** What is usual per type and stage, as a table `u` to join: the chance to win, and from how many days on a sale is stuck. */
export const usual = usualRows.as<'u'>(usualName);
/** The same inside a statement that is written out. */
export const usualInText: RawBuilder<unknown> = sql`${usualRows} as ${usualName}`;

export const isStuck = (now: Date): RawBuilder<boolean> => sql`(o.outcome = 'open' and ${tooLongInStage(now)})`;

/** Stuck, where only open sales are looked at anyway: it asks for no column that the index of the board does not hold. */
export const tooLongInStage = (now: Date): RawBuilder<boolean> =>
  sql`(o.stage_since < ${now}::timestamptz - make_interval(days => u.stuck_days))`;

export const daysInStage = (now: Date): RawBuilder<number> =>
  sql`greatest(0, extract(day from ${now}::timestamptz - o.stage_since))::integer`;

/** The open next step of the sale's account that is due first. */
export const nextStep: RawBuilder<{ what: string; dueAt: string } | null> = sql`(
  select jsonb_build_object('what', s.what, 'dueAt', to_char(s.due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
  from next_step s where s.workspace_id = o.workspace_id and s.account_id = o.account_id and s.state = 'open' order by s.due_at, s.id limit 1)`;
