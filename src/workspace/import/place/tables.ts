import { emptyDraft, type Draft, type Value } from '../drafts/draft.ts';
import type { TargetName } from '../targets/names.ts';

/** Targets that become rows of a table of their own; touchpoints go through the ledger, members with their teams. */
export const tabled = [
  'offering',
  'campaign',
  'account',
  'contact',
  'opportunity',
  'order',
  'case',
  'nextStep',
] as const;
export type Tabled = (typeof tabled)[number];
export const isTabled = (target: TargetName): target is Tabled => tabled.some((each) => each === target);

/** Where the records of a target are kept: the table and, by column, the SQL type. `kind` is what events call them. */
export const tables: Record<Tabled, { table: string; kind: string; columns: Record<string, string> }> = {
  offering: {
    table: 'offering',
    kind: 'offering',
    columns: columns(
      'name name_key code line currency manufacturer description',
      'price:numeric cost:numeric active:boolean owner_id:uuid custom:jsonb',
    ),
  },
  campaign: {
    table: 'campaign',
    kind: 'campaign',
    columns: columns(
      'name name_key kind status description',
      'starts_on:date ends_on:date budget:numeric cost:numeric expected_revenue:numeric owner_id:uuid custom:jsonb',
    ),
  },
  account: {
    table: 'account',
    kind: 'account',
    columns: columns(
      'kind name name_key match_key industry website domain phone city country description search_text',
      'owner_id:uuid parent_id:uuid employees:integer annual_revenue:numeric tags:text[] custom:jsonb',
    ),
  },
  contact: {
    table: 'contact',
    kind: 'contact',
    columns: columns(
      'name name_key match_key given_name family_name title city country description search_text',
      'emails:text[] phones:text[] owner_id:uuid account_id:uuid birthday:date tags:text[] custom:jsonb',
    ),
  },
  opportunity: {
    table: 'opportunity',
    kind: 'opportunity',
    columns: columns(
      'name name_key sale_type stage outcome outcome_reason currency offering source',
      'account_id:uuid contact_id:uuid owner_id:uuid stage_since:timestamptz amount:numeric opened_on:date expected_close_on:date closed_on:date custom:jsonb',
    ),
  },
  order: {
    table: 'customer_order',
    kind: 'order',
    columns: columns(
      'number currency status subject offering description',
      'account_id:uuid contact_id:uuid opportunity_id:uuid part_of_id:uuid ordered_on:date amount:numeric due_on:date quantity:numeric owner_id:uuid custom:jsonb',
    ),
  },
  case: {
    table: 'service_case',
    kind: 'case',
    columns: columns(
      'subject channel severity state description',
      'account_id:uuid contact_id:uuid owner_id:uuid opened_at:timestamptz solved_at:timestamptz custom:jsonb',
    ),
  },
  nextStep: {
    table: 'next_step',
    kind: 'next step',
    columns: columns('what', 'account_id:uuid member_id:uuid contact_id:uuid due_at:timestamptz'),
  },
};

function columns(texts: string, others: string): Record<string, string> {
  return Object.fromEntries([
    ...texts.split(' ').map((name) => [name, 'text']),
    ...others.split(' ').map((each) => each.split(':')),
  ]);
}

type Row = Record<string, unknown>;
const fieldsOf: Partial<Record<Tabled, Record<string, string>>> = {
  account: names(
    'kind name domain website industry phone city country employees tags revenue:annual_revenue note:description phase',
  ),
  contact: names(
    'name firstName:given_name lastName:family_name emails phones title city country birthday tags note:description',
  ),
  opportunity: names(
    'name saleType:sale_type stage outcome lossReason:outcome_reason amount currency offering openedOn:opened_on expectedCloseOn:expected_close_on closedOn:closed_on source',
  ),
  case: names('subject channel severity status:state openedAt:opened_at solvedAt:solved_at note:description'),
  offering: names('name code line price cost currency active manufacturer note:description'),
  campaign: names(
    'name kind status startsOn:starts_on endsOn:ends_on budget cost expectedRevenue:expected_revenue note:description',
  ),
};

function names(list: string): Record<string, string> {
  return Object.fromEntries(
    list.split(' ').map((each) => [each.split(':')[0], each.split(':')[1] ?? each.split(':')[0]]),
  );
}

/** A stored record as a draft, so that rows can be compared with it and merged into it. */
export function draftOf(target: Tabled, row: Row): Draft {
  const values: Draft['values'] = {};
  for (const [field, column] of Object.entries(fieldsOf[target] ?? {})) {
    const value = row[column];
    if (value === null || value === undefined || (Array.isArray(value) && value.length === 0)) continue;
    values[field] = value instanceof Date ? value.toISOString() : (value as Value);
  }
  const custom: Draft['custom'] = {};
  for (const [key, value] of Object.entries((row['custom'] as Row | null) ?? {}))
    if (ownExtras.has(key) && (typeof value === 'string' || typeof value === 'number')) values[key] ??= value;
    else custom[key] = value as string;
  return { ...emptyDraft(target), values, custom };
}

/** Fields that we know but that have no column: kept as custom data under our name. */
const ownExtras = new Set(
  'email street region postalCode founded source standing department url mailConsent mailOptOut kind expectedRevenue probability nextStep note campaign'.split(
    ' ',
  ),
);
