// Written by `npm run schema` from database/migrations. Do not edit.

import type { ColumnType } from 'kysely';

/** Read as the parsed value; written as JSON text, because `pg` would write an array as a PostgreSQL array. */
export type Json = ColumnType<unknown, string, string>;
/** Exact, therefore text when read. */
export type Numeric = ColumnType<string, string | number, string | number>;
/** May be left out when a row is inserted. */
export type Generated<T> = T extends ColumnType<infer S, infer I, infer U> ? ColumnType<S, I | undefined, U> : ColumnType<T, T | undefined, T>;
/** Made by the database, never given. */
export type Computed<T> = T extends ColumnType<infer S, infer _I, infer _U> ? ColumnType<S, never, never> : ColumnType<T, never, never>;
export type Timestamp = ColumnType<Date, Date | string, Date | string>;

export interface AccountTable {
  workspace_id: string;
  id: string;
  kind: Generated<'organization' | 'household'>;
  name: string;
  name_key: string;
  owner_id: string | null;
  industry: string | null;
  website: string | null;
  domain: string | null;
  phone: string | null;
  city: string | null;
  country: string | null;
  employees: number | null;
  annual_revenue: Numeric | null;
  description: string | null;
  parent_id: string | null;
  tags: Generated<string[]>;
  custom: Generated<Json>;
  search_text: string;
  version: Generated<number>;
  created_at: Timestamp;
  updated_at: Timestamp;
  deleted_at: Timestamp | null;
  match_key: Generated<string>;
  merged_into_id: string | null;
}

export interface AffiliationTable {
  workspace_id: string;
  id: string;
  contact_id: string;
  account_id: string;
  title: string | null;
  from_date: string | null;
  until_date: string | null;
  version: Generated<number>;
  created_at: Timestamp;
}

export interface AlarmTable {
  workspace_id: string;
  id: string;
  account_id: string;
  member_id: string | null;
  state: Generated<'open' | 'acknowledged' | 'in recovery' | 'recovered' | 'lost' | 'false alarm'>;
  severity: number;
  signals: Json;
  dip: Json;
  probability: number;
  threshold: number;
  trust: number;
  play: string;
  opened_at: Timestamp;
  answer_by: Timestamp;
  acknowledged_at: Timestamp | null;
  recovery_at: Timestamp | null;
  ended_at: Timestamp | null;
  note: string | null;
  model_version: string;
  version: Generated<number>;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface AlarmWatchTable {
  workspace_id: string;
  account_id: string;
  due_at: Timestamp;
  looked_at: Timestamp | null;
  decision: 'none' | 'digest' | 'rest' | 'open' | 'extend' | null;
  member_id: string | null;
  probability: number | null;
  dip: Json | null;
  signals: Generated<Json>;
  forecast_at: Timestamp | null;
  lost_at: Timestamp | null;
}

export interface ApiTokenTable {
  workspace_id: string;
  id: string;
  member_id: string;
  name: string;
  token_hash: Buffer;
  scopes: string[];
  created_at: Timestamp;
  expires_at: Timestamp;
  last_used_at: Timestamp | null;
  revoked_at: Timestamp | null;
}

export interface AssetTable {
  workspace_id: string;
  id: string;
  account_id: string;
  offering_id: string | null;
  contract_id: string | null;
  name: string;
  serial: string | null;
  quantity: Generated<number>;
  since: string | null;
  warranty_until: string | null;
  place: string | null;
  state: Generated<'in use' | 'retired'>;
  note: string | null;
  version: Generated<number>;
  created_at: Timestamp;
  updated_at: Timestamp;
  deleted_at: Timestamp | null;
}

export interface AssetUsageTable {
  workspace_id: string;
  asset_id: string;
  measure: string;
  day: string;
  value: number;
}

export interface AssignmentTable {
  workspace_id: string;
  id: string;
  rule_id: string | null;
  rule_name: string | null;
  what: 'account' | 'opportunity' | 'case';
  subject_id: string;
  subject_name: string;
  member_id: string;
  why: Json;
  by_id: string | null;
  at: Timestamp;
}

export interface AssignmentRuleTable {
  workspace_id: string;
  id: string;
  name: string;
  place: number;
  what: 'account' | 'opportunity' | 'case';
  sale_type: 'commercial' | 'relationship' | 'consumer' | 'retail' | null;
  territory_id: string | null;
  method: 'round robin' | 'load' | 'territory' | 'fit';
  member_ids: Generated<string[]>;
  active: Generated<boolean>;
  version: Generated<number>;
  created_at: Timestamp;
  updated_at: Timestamp;
  arrives: Generated<boolean>;
}

export interface BulkChangeTable {
  workspace_id: string;
  id: string;
  member_id: string;
  kind: 'account' | 'contact';
  action: 'owner' | 'add tag' | 'remove tag' | 'delete' | 'restore';
  value: string | null;
  records: number;
  at: Timestamp;
  undone_at: Timestamp | null;
  undone_by: string | null;
}

export interface BulkChangeRowTable {
  workspace_id: string;
  bulk_id: string;
  record_id: string;
  before: Json;
  undone: Generated<boolean>;
}

export interface BuyingTeamMemberTable {
  workspace_id: string;
  id: string;
  opportunity_id: string;
  contact_id: string;
  roles: Generated<string[]>;
  influence: Generated<number>;
  stance: 'champion' | 'supporter' | 'neutral' | 'sceptic' | 'opponent' | null;
  stance_evidence: string | null;
  stance_on: string | null;
  response: 'wants to grow' | 'has a problem' | 'is content' | 'is overconfident' | null;
  personal_win: string | null;
  releases_money: Generated<boolean>;
  member_id: string | null;
  heeds: Generated<string[]>;
  version: Generated<number>;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface CampaignTable {
  workspace_id: string;
  id: string;
  name: string;
  name_key: string;
  kind: string | null;
  status: string | null;
  starts_on: string | null;
  ends_on: string | null;
  budget: Numeric | null;
  cost: Numeric | null;
  expected_revenue: Numeric | null;
  owner_id: string | null;
  description: string | null;
  custom: Generated<Json>;
  version: Generated<number>;
  created_at: Timestamp;
  updated_at: Timestamp;
  deleted_at: Timestamp | null;
  channel: 'mail' | 'call' | 'message' | 'visit' | 'event' | 'web' | 'advertising' | 'other' | null;
  segment_id: string | null;
  offering_id: string | null;
}

export interface CampaignLetterTable {
  workspace_id: string;
  id: string;
  campaign_id: string;
  subject: string;
  body: string;
  state: Generated<'sending' | 'sent'>;
  sent: Generated<number>;
  skipped: Generated<number>;
  member_id: string | null;
  created_at: Timestamp;
  ended_at: Timestamp | null;
}

export interface CampaignLetterToTable {
  workspace_id: string;
  letter_id: string;
  campaign_member_id: string;
  mail_id: string | null;
}

export interface CampaignMemberTable {
  workspace_id: string;
  id: string;
  campaign_id: string;
  account_id: string;
  contact_id: string | null;
  state: Generated<'targeted' | 'reached' | 'responded' | 'declined'>;
  state_at: Timestamp;
  touchpoint_id: string | null;
  added_at: Timestamp;
  version: Generated<number>;
}

export interface CampaignTouchpointTable {
  workspace_id: string;
  campaign_id: string;
  touchpoint_id: string;
  account_id: string;
  at: Timestamp;
  how: 'form' | 'response' | 'letter' | 'person' | 'import';
  member_id: string | null;
  recorded_at: Timestamp;
}

export interface CannedAnswerTable {
  workspace_id: string;
  id: string;
  name: string;
  body: string;
  version: Generated<number>;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface CaseLinkTable {
  workspace_id: string;
  case_id: string;
  token_hash: Buffer;
  made_by: string | null;
  made_at: Timestamp;
  expires_at: Timestamp;
  seen_at: Timestamp | null;
}

export interface CaseMessageTable {
  workspace_id: string;
  id: string;
  case_id: string;
  at: Timestamp;
  kind: 'from customer' | 'to customer' | 'note';
  channel: string | null;
  member_id: string | null;
  contact_id: string | null;
  author: string;
  body: string;
  minutes: number | null;
}

export interface CoachingNoteTable {
  workspace_id: string;
  id: string;
  one_to_one_id: string;
  author_id: string;
  body: string;
  touchpoint_id: string | null;
  at: Timestamp;
}

export interface CoachingRuleTable {
  workspace_id: string;
  figures: 'individual' | 'aggregate';
  version: Generated<number>;
  updated_at: Timestamp;
}

export interface CommitmentTable {
  workspace_id: string;
  id: string;
  one_to_one_id: string;
  member_id: string;
  kind: 'work' | 'development';
  what: string;
  programme_id: string | null;
  due_on: string;
  state: Generated<'open' | 'kept' | 'broken' | 'dropped'>;
  ended_at: Timestamp | null;
  version: Generated<number>;
  created_at: Timestamp;
}

export interface ConsentTable {
  workspace_id: string;
  id: string;
  contact_id: string;
  channel: 'mail' | 'call' | 'message' | 'visit';
  purpose: 'marketing' | 'service' | 'survey' | 'reference';
  state: 'given' | 'withdrawn';
  source: string;
  evidence: string | null;
  touchpoint_id: string | null;
  member_id: string | null;
  at: Timestamp;
  recorded_at: Timestamp;
}

export interface ContactTable {
  workspace_id: string;
  id: string;
  name: string;
  name_key: string;
  given_name: string | null;
  family_name: string | null;
  emails: Generated<string[]>;
  phones: Generated<string[]>;
  owner_id: string | null;
  account_id: string | null;
  title: string | null;
  city: string | null;
  country: string | null;
  birthday: string | null;
  description: string | null;
  tags: Generated<string[]>;
  custom: Generated<Json>;
  search_text: string;
  version: Generated<number>;
  created_at: Timestamp;
  updated_at: Timestamp;
  deleted_at: Timestamp | null;
  match_key: Generated<string>;
  merged_into_id: string | null;
}

export interface ContactCountTable {
  workspace_id: string;
  member_id: string;
  month: string;
  sale_type: string;
  lane: number;
  contacts: Generated<number>;
  minutes: Generated<number>;
  timed: Generated<number>;
  rated: Generated<number>;
  rating_sum: Generated<number>;
}

export interface ContractDecisionTable {
  workspace_id: string;
  contract_id: string;
  account_id: string;
  number: number;
  decided_on: string;
  outcome: 'renewed' | 'lost';
  renews_before: string;
  price_before: Numeric;
  price_after: Numeric | null;
  reason: string | null;
  note: string | null;
  features: Generated<number[]>;
  member_id: string | null;
  at: Timestamp;
}

export interface CustomerOrderTable {
  workspace_id: string;
  id: string;
  account_id: string;
  contact_id: string | null;
  opportunity_id: string | null;
  part_of_id: string | null;
  number: string | null;
  ordered_on: string;
  amount: Numeric | null;
  currency: string;
  status: string | null;
  due_on: string | null;
  subject: string | null;
  offering: string | null;
  quantity: Numeric | null;
  owner_id: string | null;
  description: string | null;
  custom: Generated<Json>;
  version: Generated<number>;
  created_at: Timestamp;
  updated_at: Timestamp;
  deleted_at: Timestamp | null;
}

export interface CustomerValueTable {
  workspace_id: string;
  account_id: string;
  fit_id: string;
  repeats: number;
  first_on: string;
  last_on: string;
  alive: number;
  expected: number;
  spend: Numeric | null;
  value: Numeric | null;
  value_low: Numeric | null;
  value_high: Numeric | null;
  others: Generated<Json>;
}

export interface CycleStepTable {
  workspace_id: string;
  account_id: string;
  at: Timestamp;
  entry: string;
  kind: string;
  trust_innovation: number;
  trust_log_g: number;
  interest_innovation: number;
  interest_log_g: number;
  trust_move: number;
  interest_move: number;
  trust_after: number;
  interest_after: number;
  position: string;
}

export interface DecisionMatrixTable {
  workspace_id: string;
  opportunity_id: string;
  version: number;
  matrix: Json;
  note: string | null;
  member_id: string | null;
  at: Timestamp;
}

export interface EventTable {
  workspace_id: string;
  id: string;
  at: Timestamp;
  member_id: string | null;
  via: 'session' | 'token' | 'system';
  name: string;
  subject_kind: string;
  subject_id: string | null;
  account_id: string | null;
  detail: Generated<Json>;
  request_id: string | null;
}

export interface EvidenceSourceTable {
  workspace_id: string;
  source: string;
  state: Json;
  updated_at: Timestamp;
}

export interface ExchangeRateTable {
  workspace_id: string;
  id: string;
  currency: string;
  into_currency: string;
  from_day: string;
  rate: Numeric;
  source: string | null;
  member_id: string | null;
  version: Generated<number>;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface ExpectationTable {
  workspace_id: string;
  id: string;
  account_id: string;
  opportunity_id: string;
  what: string;
  expected: Numeric | null;
  sold: Numeric | null;
  unit: string | null;
  better: Generated<'more' | 'less'>;
  reset_to: Numeric | null;
  reset_words: string | null;
  verdict: Generated<'unchecked' | 'realistic' | 'unrealistic' | 'reset'>;
  checked_by: string | null;
  checked_at: Timestamp | null;
  version: Generated<number>;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface ExpectedBandTable {
  workspace_id: string;
  sale_type: 'commercial' | 'relationship' | 'consumer' | 'retail';
  line: 'trust' | 'interest';
  n: number;
  knots: Json;
  learnt_at: Timestamp;
}

export interface ExternalKeyTable {
  workspace_id: string;
  key: string;
  kind: string;
  record_id: string;
  import_id: string | null;
  role: Generated<'made' | 'leading' | 'joined'>;
}

export interface FarmerCapacityTable {
  workspace_id: string;
  member_id: string;
  customers: number;
  version: Generated<number>;
  updated_at: Timestamp;
}

export interface FirstContactTable {
  workspace_id: string;
  opportunity_id: string;
  at: Timestamp;
  channel: string;
}

export interface ForceRuleTable {
  workspace_id: string;
  hourly_cost: Numeric;
  minutes_each: number;
  version: Generated<number>;
  updated_at: Timestamp;
  by_seller_type: Generated<Json>;
}

export interface ForecastAdjustmentTable {
  workspace_id: string;
  id: string;
  member_id: string;
  leader_id: string;
  period: string;
  week: string;
  committed: Numeric;
  best_case: Numeric;
  reason: string;
  version: Generated<number>;
  at: Timestamp;
}

export interface ForecastCallTable {
  workspace_id: string;
  id: string;
  member_id: string;
  period: string;
  week: string;
  committed: Numeric;
  best_case: Numeric;
  pipeline: Numeric;
  comment: string | null;
  version: Generated<number>;
  at: Timestamp;
}

export interface ForecastSnapshotTable {
  workspace_id: string;
  member_id: string;
  period: string;
  week: string;
  won: Numeric;
  open_in_period: Numeric;
  weighted: Numeric;
  committed: Numeric | null;
  best_case: Numeric | null;
  pipeline: Numeric | null;
  adjusted: Numeric | null;
  taken_at: Timestamp;
}

export interface FormSubmissionTable {
  workspace_id: string;
  id: string;
  form_id: string;
  answers: Json;
  consent_text: string | null;
  state: 'waiting' | 'taken in';
  token_hash: Buffer | null;
  at: Timestamp;
  confirmed_at: Timestamp | null;
  site: string | null;
  account_id: string | null;
  contact_id: string | null;
  touchpoint_id: string | null;
}

export interface FormThrottleTable {
  key: string;
  count: number;
  since: Timestamp;
}

export interface HandoffTable {
  workspace_id: string;
  id: string;
  account_id: string;
  opportunity_id: string;
  hunter_id: string;
  farmer_id: string | null;
  state: Generated<'open' | 'offered' | 'accepted' | 'returned' | 'overridden' | 'void'>;
  signed_at: Timestamp;
  one_person: Generated<boolean>;
  packet: Generated<Json>;
  from_sale: Generated<Json>;
  introduced_at: Timestamp | null;
  tied: Generated<boolean>;
  opened_at: Timestamp;
  offered_at: Timestamp | null;
  accepted_at: Timestamp | null;
  version: Generated<number>;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface HandoffEventTable {
  workspace_id: string;
  id: string;
  handoff_id: string;
  kind: 'offered' | 'accepted' | 'returned' | 'introduced' | 'overridden';
  at: Timestamp;
  member_id: string;
  farmer_id: string | null;
  questions: string[] | null;
  reason: string | null;
}

export interface IdempotencyTable {
  workspace_id: string;
  member_id: string;
  key: string;
  fingerprint: string;
  status: number;
  answer: Json | null;
  at: Timestamp;
}

export interface ImplementationTemplateTable {
  workspace_id: string;
  id: string;
  name: string;
  offering: string | null;
  sale_type: 'commercial' | 'relationship' | 'consumer' | 'retail' | null;
  first_value_days: number | null;
  steps: Json;
  version: Generated<number>;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface ImportTable {
  workspace_id: string;
  id: string;
  member_id: string;
  state: 'uploading' | 'planned' | 'running' | 'done' | 'cancelled' | 'failed' | 'undoing' | 'undone';
  plan: Json;
  progress: Generated<Json>;
  report: Json | null;
  error: string | null;
  created_at: Timestamp;
  started_at: Timestamp | null;
  ended_at: Timestamp | null;
  version: Generated<number>;
  rehearsal: Json | null;
  undone: Json | null;
  cursor: Generated<Json>;
  worker: string | null;
}

export interface ImportAccountTable {
  workspace_id: string;
  import_id: string;
  account_id: string;
}

export interface ImportBatchTable {
  workspace_id: string;
  import_id: string;
  file: number;
  first: number;
  count: number;
  outcomes: string[];
  noted: number;
  rows: Buffer;
}

export interface ImportChangeTable {
  workspace_id: string;
  import_id: string;
  kind: string;
  record_id: string;
  before: Json;
  version: number;
}

export interface ImportFileTable {
  workspace_id: string;
  import_id: string;
  number: number;
  name: string;
  size: number;
  received: Generated<number>;
}

export interface ImportLinkTable {
  workspace_id: string;
  import_id: string;
  file: number;
  line: number;
  field: string;
  record_id: string;
  reference: Json;
}

export interface ImportMappingTable {
  workspace_id: string;
  target: string;
  header: string;
  field: string | null;
  updated_at: Timestamp;
}

export interface InfluenceTable {
  workspace_id: string;
  id: string;
  kind: 'referral' | 'reference' | 'review' | 'champion moved' | 'partner introduction';
  from_account_id: string | null;
  from_contact_id: string | null;
  to_account_id: string;
  to_contact_id: string | null;
  happened_on: string;
  weight: Generated<Numeric>;
  evidence: string;
  touchpoint_id: string | null;
  opportunity_id: string | null;
  would_have_come: 'yes' | 'no' | null;
  thanked_at: Timestamp | null;
  thanked_by: string | null;
  thanks: string | null;
  noted_by: string | null;
  version: Generated<number>;
  created_at: Timestamp;
  updated_at: Timestamp;
  deleted_at: Timestamp | null;
}

export interface InfluenceAskTable {
  workspace_id: string;
  id: string;
  account_id: string;
  contact_id: string | null;
  kind: 'referral' | 'reference' | 'review';
  for_account_id: string | null;
  state: 'planned' | 'asked' | 'given' | 'refused' | 'withdrawn';
  due_at: Timestamp | null;
  asked_at: Timestamp | null;
  answered_at: Timestamp | null;
  anyway: string | null;
  note: string | null;
  member_id: string;
  influence_id: string | null;
  version: Generated<number>;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface InfluenceSuggestionTable {
  workspace_id: string;
  id: string;
  contact_id: string;
  from_account_id: string;
  to_account_id: string;
  moved_on: string;
  evidence: string;
  state: Generated<'open' | 'accepted' | 'dismissed'>;
  influence_id: string | null;
  answered_by: string | null;
  answered_at: Timestamp | null;
  version: Generated<number>;
  created_at: Timestamp;
}

export interface InvitationTable {
  workspace_id: string;
  id: string;
  member_id: string;
  token_hash: Buffer;
  created_at: Timestamp;
  expires_at: Timestamp;
  used_at: Timestamp | null;
}

export interface KnownBrowserTable {
  token_hash: Buffer;
  login_id: string;
  seen_at: Timestamp;
}

export interface LoginTable {
  id: string;
  email: string;
  name: string;
  password_hash: string | null;
  created_at: Timestamp;
  disabled_at: Timestamp | null;
}

export interface MailTable {
  workspace_id: string;
  id: string;
  about: string;
  member_id: string | null;
  to_address: string;
  to_name: string | null;
  from_name: string | null;
  reply_to: string | null;
  subject: string;
  body_text: string | null;
  body_html: string | null;
  unsubscribe_url: string | null;
  message_id: string;
  state: Generated<'waiting' | 'sent' | 'dead'>;
  attempts: Generated<number>;
  due_at: Timestamp;
  error: string | null;
  created_at: Timestamp;
  sent_at: Timestamp | null;
  attachment_name: string | null;
  attachment_text: string | null;
}

export interface MemberTable {
  workspace_id: string;
  id: string;
  login_id: string | null;
  name: string;
  email: string | null;
  role: 'owner' | 'manager' | 'team leader' | 'seller' | 'account manager' | 'service' | 'marketing' | 'reader';
  business_role: 'hunter' | 'farmer' | 'service' | 'implementation' | 'marketing' | 'leader' | 'other' | null;
  team_id: string | null;
  external_key: string | null;
  disabled_at: Timestamp | null;
  version: Generated<number>;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface MergeTable {
  workspace_id: string;
  id: string;
  kind: 'account' | 'contact';
  kept_id: string;
  gone_id: string;
  changes: Json;
  member_id: string | null;
  at: Timestamp;
  undone_at: Timestamp | null;
}

export interface MergeRowTable {
  workspace_id: string;
  merge_id: string;
  number: number;
  relation: string;
  field: string;
  key: Json;
}

export interface MigrationTable {
  number: number;
  name: string;
  checksum: string;
  applied_at: Generated<Timestamp>;
}

export interface MilestoneLinkTable {
  token_hash: Buffer;
  workspace_id: string;
  milestone_id: string;
  made_by: string;
  created_at: Timestamp;
  expires_at: Timestamp;
  used_at: Timestamp | null;
}

export interface NextStepTable {
  workspace_id: string;
  id: string;
  account_id: string;
  what: string;
  member_id: string | null;
  contact_id: string | null;
  due_at: Timestamp;
  state: Generated<'open' | 'done' | 'dropped'>;
  ended_at: Timestamp | null;
  version: Generated<number>;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface NotTheSameTable {
  workspace_id: string;
  kind: 'account' | 'contact';
  one_id: string;
  other_id: string;
  member_id: string | null;
  at: Timestamp;
}

export interface NotificationTable {
  workspace_id: string;
  id: string;
  member_id: string;
  at: Timestamp;
  code: string;
  facts: Generated<Json>;
  subject_kind: string;
  subject_id: string | null;
  account_id: string | null;
  actor_id: string | null;
  read_at: Timestamp | null;
}

export interface NpsProgrammeTable {
  workspace_id: string;
  every_days: number;
  after_days: number;
  version: Generated<number>;
  updated_at: Timestamp;
  automatic: Generated<boolean>;
  share_percent: Generated<number>;
  quarantine_days: Generated<number>;
  ran_at: Timestamp | null;
  asked_last: number | null;
}

export interface OfferingTable {
  workspace_id: string;
  id: string;
  name: string;
  name_key: string;
  code: string | null;
  line: string | null;
  kind: Generated<'product' | 'service' | 'experience'>;
  price: Numeric | null;
  cost: Numeric | null;
  currency: string;
  active: Generated<boolean>;
  manufacturer: string | null;
  owner_id: string | null;
  description: string | null;
  custom: Generated<Json>;
  version: Generated<number>;
  created_at: Timestamp;
  updated_at: Timestamp;
  deleted_at: Timestamp | null;
  recurring: 'month' | 'year' | null;
  unit: string | null;
  fits: string[] | null;
}

export interface OfferingLinkTable {
  workspace_id: string;
  offering_id: string;
  kind: 'replaces' | 'goes with' | 'renews';
  other_id: string;
}

export interface OfferingPriceTable {
  workspace_id: string;
  offering_id: string;
  currency: string;
  price: Numeric;
}

export interface OneToOneTable {
  workspace_id: string;
  id: string;
  member_id: string;
  coach_id: string;
  planned_on: string;
  agenda: Json;
  held_at: Timestamp | null;
  version: Generated<number>;
  created_at: Timestamp;
}

export interface OpenSalesCountTable {
  workspace_id: string;
  owner_id: string | null;
  sale_type: string;
  stage: string;
  currency: string;
  sales: number;
  amount: Numeric;
  own: Numeric;
  rest: Numeric;
  folded: Generated<boolean>;
}

export interface OpportunityTable {
  workspace_id: string;
  id: string;
  name: string;
  name_key: string;
  account_id: string | null;
  contact_id: string | null;
  owner_id: string | null;
  sale_type: Generated<'commercial' | 'relationship' | 'consumer' | 'retail'>;
  stage: Generated<'interest' | 'assessment' | 'involvement' | 'commitment' | 'action'>;
  stage_since: Timestamp;
  outcome: Generated<'open' | 'won' | 'lost'>;
  outcome_reason: string | null;
  amount: Numeric | null;
  currency: string;
  offering: string | null;
  opened_on: string;
  expected_close_on: string | null;
  closed_on: string | null;
  source: string | null;
  custom: Generated<Json>;
  version: Generated<number>;
  created_at: Timestamp;
  updated_at: Timestamp;
  deleted_at: Timestamp | null;
  sub_type: 'solution' | 'system' | null;
  scope: Generated<'one unit' | 'several units' | 'whole organization'>;
  complexity: Generated<'simple' | 'moderate' | 'complex'>;
  kind: Generated<'initial' | 'transition' | 'incremental' | 'aftermarket' | 'leveraged' | 'renewal'>;
  type_answers: Generated<Json>;
  type_reason: string | null;
  new_offering: Generated<boolean>;
  formal_procurement: Generated<boolean>;
  contract_months: number | null;
  competitors: Generated<string[]>;
  description: string | null;
  entry_window: 'investor' | 'expert' | null;
  window_until: string | null;
  window_opened_by: string | null;
  lost_to: string | null;
  probability: number | null;
  close_reason: string | null;
  firm_on: string | null;
}

export interface OpportunityDismissalTable {
  workspace_id: string;
  opportunity_id: string;
  kind: string;
  reason: string;
  member_id: string | null;
  at: Timestamp;
}

export interface OpportunityLineTable {
  workspace_id: string;
  id: string;
  opportunity_id: string;
  place: number;
  offering_id: string | null;
  name: string;
  quantity: Numeric;
  price: Numeric;
  discount: Generated<Numeric>;
  recurring: 'month' | 'year' | null;
}

export interface OpportunityPastTable {
  workspace_id: string;
  opportunity_id: string;
  at: Timestamp;
  stage: string;
  outcome: string;
  amount: Numeric | null;
  expected_close_on: string | null;
  owner_id: string | null;
  deleted: boolean;
  nth: Generated<number>;
}

export interface OpportunityShareTable {
  workspace_id: string;
  opportunity_id: string;
  member_id: string;
  share: Numeric;
}

export interface OpportunityStageTable {
  workspace_id: string;
  id: string;
  opportunity_id: string;
  from_stage: string | null;
  to_stage: string;
  outcome: Generated<'open' | 'won' | 'lost'>;
  evidence: string | null;
  without_evidence: Generated<boolean>;
  facts: Json | null;
  member_id: string | null;
  at: Timestamp;
}

export interface OpportunityStepTable {
  workspace_id: string;
  opportunity_id: string;
  id: string;
  stages: string[];
  title: string;
  evidence: string;
  required: boolean;
  own: Generated<boolean>;
  proof: string | null;
  proven_on: string | null;
  proven_by: string | null;
  note: string | null;
  due_on: string | null;
  updated_at: Timestamp;
}

export interface PasswordResetTable {
  token_hash: Buffer;
  login_id: string;
  workspace_id: string;
  created_at: Timestamp;
  expires_at: Timestamp;
}

export interface PastDipTable {
  workspace_id: string;
  account_id: string;
  closed_at: Timestamp;
  sale_type: string;
  depth: number;
  days: number;
  noted_at: Timestamp;
}

export interface PhaseChangeTable {
  workspace_id: string;
  id: string;
  account_id: string;
  from_phase: string | null;
  to_phase: 'shopping' | 'purchase' | 'ownership' | 'usage';
  evidence: string;
  touchpoint_id: string | null;
  member_id: string | null;
  rule: string | null;
  at: Timestamp;
  recorded_at: Timestamp;
}

export interface PlanMilestoneTable {
  workspace_id: string;
  id: string;
  plan_id: string;
  title: string;
  detail: string | null;
  side: Generated<'us' | 'them'>;
  member_id: string | null;
  due_on: string | null;
  delivered_at: Timestamp | null;
  needs_acceptance: Generated<boolean>;
  accepted_at: Timestamp | null;
  accepted_by: string | null;
  accepted_note: string | null;
  declined_at: Timestamp | null;
  declined_note: string | null;
  place: number;
  version: Generated<number>;
}

export interface PlanObjectiveTable {
  workspace_id: string;
  id: string;
  plan_id: string;
  title: string;
  weight: Generated<number>;
  criterion: string | null;
  place: number;
}

export interface PlanOutcomeTable {
  workspace_id: string;
  id: string;
  plan_id: string;
  objective_id: string;
  metric: string;
  unit: string | null;
  baseline: number;
  target: number;
  target_on: string | null;
  actual: number | null;
  measured_on: string | null;
  confirmed_by: string | null;
  confirmed_at: Timestamp | null;
  place: number;
}

export interface PlayTable {
  workspace_id: string;
  key: string;
  name: string;
  situation: string;
  steps: Json;
  version: Generated<number>;
  updated_at: Timestamp;
}

export interface PlayRunTable {
  workspace_id: string;
  id: string;
  account_id: string;
  alarm_id: string | null;
  play: string;
  name: string;
  started_at: Timestamp;
  started_by: string | null;
  ended_at: Timestamp | null;
  outcome: 'recovered' | 'lost' | 'false alarm' | 'stopped' | null;
  version: Generated<number>;
}

export interface PlayRunStepTable {
  workspace_id: string;
  run_id: string;
  place: number;
  what: string;
  next_step_id: string;
}

export interface PositionOverrideTable {
  workspace_id: string;
  id: string;
  account_id: string;
  position: 'skepticism' | 'peak' | 'disillusionment' | 'enlightenment' | 'realized';
  model_position: string;
  model_probability: number;
  reason: string;
  member_id: string;
  at: Timestamp;
  ended_at: Timestamp | null;
  yielded_to: string | null;
}

export interface ProfileAnswerTable {
  workspace_id: string;
  id: string;
  member_id: string;
  rater_id: string;
  answers: Json;
  at: Timestamp;
}

export interface PromiseTable {
  workspace_id: string;
  id: string;
  account_id: string;
  opportunity_id: string | null;
  what: string;
  contact_id: string | null;
  member_id: string | null;
  verbal: Generated<boolean>;
  due_on: string | null;
  state: Generated<'open' | 'kept' | 'broken' | 'withdrawn'>;
  why: string | null;
  made_at: Timestamp;
  recorded_at: Timestamp;
  settled_at: Timestamp | null;
  settled_by: string | null;
  made_touchpoint_id: string | null;
  settled_touchpoint_id: string | null;
  version: Generated<number>;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface ProspectTable {
  workspace_id: string;
  id: string;
  segment_id: string;
  account_id: string;
  since: Timestamp;
  preference: Generated<'yes' | 'no' | 'unknown'>;
  preference_at: Timestamp | null;
  ended_at: Timestamp | null;
  ended_reason: string | null;
  version: Generated<number>;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface ProspectEvidenceTable {
  workspace_id: string;
  id: string;
  prospect_id: string;
  account_id: string;
  what: 'need identified' | 'need expressed' | 'first choice' | 'not first choice' | 'choice unknown' | 'ended' | 'taken up again';
  touchpoint_id: string | null;
  note: string | null;
  member_id: string | null;
  at: Timestamp;
  recorded_at: Timestamp;
}

export interface PurchaseFitTable {
  workspace_id: string;
  id: string;
  state: 'waiting' | 'running' | 'done' | 'refused' | 'cancelled' | 'failed';
  until_on: string;
  terms: Json;
  customers: number | null;
  purchases: number | null;
  models: Json | null;
  reason: string | null;
  member_id: string | null;
  started_at: Timestamp;
  ended_at: Timestamp | null;
}

export interface PurchaseProcedureTable {
  workspace_id: string;
  opportunity_id: string;
  steps: Generated<Json>;
  requirements: Generated<Json>;
  needed_on: string | null;
  bid: Generated<'undecided' | 'bid' | 'no bid'>;
  bid_reason: string | null;
  version: Generated<number>;
  updated_at: Timestamp;
}

export interface QuoteTable {
  workspace_id: string;
  id: string;
  opportunity_id: string;
  account_id: string | null;
  contact_id: string | null;
  number: string;
  issue: number;
  state: Generated<'draft' | 'asked' | 'approved' | 'declined' | 'sent' | 'accepted' | 'withdrawn' | 'superseded'>;
  currency: string;
  lines: Json;
  largest_discount: Numeric;
  valid_until: string;
  introduction: string | null;
  terms: string | null;
  token_hash: Buffer | null;
  member_id: string | null;
  approver_id: string | null;
  approval_reason: string | null;
  asked_at: Timestamp | null;
  decided_by: string | null;
  decision_reason: string | null;
  decided_at: Timestamp | null;
  sent_at: Timestamp | null;
  seen_at: Timestamp | null;
  accepted_at: Timestamp | null;
  accepted_by: string | null;
  withdrawn_reason: string | null;
  version: Generated<number>;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface RelationshipTable {
  workspace_id: string;
  account_id: string;
  owner_id: string | null;
  alive: Generated<boolean>;
  phase: Generated<'shopping' | 'purchase' | 'ownership' | 'usage'>;
  phase_since: Timestamp;
  standing: Generated<'prospect' | 'customer' | 'former'>;
  sale_type: Generated<'commercial' | 'relationship' | 'consumer' | 'retail'>;
  position: Generated<'skepticism' | 'peak' | 'disillusionment' | 'enlightenment' | 'realized'>;
  position_since: Timestamp;
  probability: Generated<number>;
  along: Generated<number>;
  trust: number;
  interest: number;
  revenue: Generated<Numeric>;
  potential: Generated<Numeric>;
  touchpoints: Generated<number>;
  first_touch_at: Timestamp | null;
  last_touch_at: Timestamp | null;
  closed_at: Timestamp | null;
  clock_due_at: Timestamp | null;
  alarm_forecast_at: Timestamp | null;
  confidence: Generated<number>;
  next_step_due_at: Timestamp | null;
  model_version: string;
  state: Json;
  updated_at: Timestamp;
  revenue_order: Computed<number | null>;
  said_position: 'skepticism' | 'peak' | 'disillusionment' | 'enlightenment' | 'realized' | null;
}

export interface RelationshipCountTable {
  workspace_id: string;
  owner_id: string | null;
  phase: string;
  position: string;
  sale_type: string;
  tenth: number;
  accounts: number;
  with_next_step: number;
  revenue: Numeric;
  trust: number;
  interest: number;
  folded: Generated<boolean>;
}

export interface RelationshipModelTable {
  workspace_id: string;
  id: string;
  number: number;
  state: Generated<'waiting' | 'running' | 'done' | 'failed' | 'cancelled'>;
  horizon_days: number;
  verdict: 'too few' | 'better' | 'not better' | null;
  compared_with: string | null;
  weights: Json | null;
  result: Json | null;
  reason: string | null;
  member_id: string | null;
  started_at: Timestamp;
  ended_at: Timestamp | null;
}

export interface RelationshipModelCaseTable {
  workspace_id: string;
  model_id: string;
  account_id: string;
  at: Timestamp;
  position: string;
  stayed: boolean;
  said_before: number;
  said_after: number;
}

export interface RelationshipModelUseTable {
  workspace_id: string;
  id: string;
  model_id: string | null;
  version: string;
  why: string | null;
  member_id: string | null;
  begun_at: Timestamp;
  ended_at: Timestamp | null;
  replayed: Generated<number>;
  to_replay: Generated<number>;
  replayed_at: Timestamp | null;
}

export interface ReportDeliveryTable {
  workspace_id: string;
  schedule_id: string;
  member_id: string;
  due_at: Timestamp;
  state: 'sent' | 'failed' | 'left out';
  error: string | null;
  mail_id: string | null;
  stop_hash: Buffer | null;
  at: Timestamp;
}

export interface ReportRecipientTable {
  workspace_id: string;
  schedule_id: string;
  member_id: string;
  stopped_at: Timestamp | null;
}

export interface ReportScheduleTable {
  workspace_id: string;
  id: string;
  name: string;
  reports: string[];
  search: Generated<Json>;
  every: 'day' | 'week' | 'month';
  weekday: Generated<number>;
  monthday: Generated<number>;
  hour: number;
  time_zone: string;
  member_id: string;
  paused: Generated<boolean>;
  next_at: Timestamp;
  last_at: Timestamp | null;
  last_sent: number | null;
  last_error: string | null;
  version: Generated<number>;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface RouteStopTable {
  workspace_id: string;
  account_id: string;
  member_id: string;
  every_days: number;
  weekday: number | null;
  last_visit_on: string | null;
  next_visit_on: string;
  place: Generated<number>;
  note: string | null;
  version: Generated<number>;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface RouteVisitTable {
  workspace_id: string;
  id: string;
  account_id: string;
  member_id: string;
  due_on: string;
  state: 'made' | 'skipped';
  reason: string | null;
  touchpoint_id: string | null;
  at: Timestamp;
}

export interface SaleCompetitorTable {
  workspace_id: string;
  id: string;
  opportunity_id: string;
  name: string;
  name_key: string;
  result: Generated<'open' | 'we won' | 'they won' | 'left' | 'nobody won'>;
  why: string | null;
  version: Generated<number>;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface SaleExpectationTable {
  workspace_id: string;
  id: string;
  opportunity_id: string;
  place: number;
  expects: string;
  verdict: 'as sold' | 'more than sold' | 'not clear';
  answer: string | null;
  member_id: string | null;
  at: Timestamp;
}

export interface SaleMessageTable {
  workspace_id: string;
  opportunity_id: string;
  message: Json;
  member_id: string | null;
  version: Generated<number>;
  updated_at: Timestamp;
}

export interface SalesGoalTable {
  workspace_id: string;
  id: string;
  scope: 'member' | 'team' | 'territory';
  scope_id: string;
  period: string;
  sale_type: 'commercial' | 'relationship' | 'consumer' | 'retail' | null;
  offering: string | null;
  amount: Numeric;
  version: Generated<number>;
  created_at: Timestamp;
  updated_at: Timestamp;
  span: Generated<'month' | 'quarter' | 'year'>;
}

export interface SavedViewTable {
  workspace_id: string;
  id: string;
  member_id: string;
  screen: string;
  name: string;
  search: Json;
  shared: Generated<boolean>;
  pinned: Generated<boolean>;
  version: Generated<number>;
  created_at: Timestamp;
}

export interface SegmentTable {
  workspace_id: string;
  id: string;
  name: string;
  name_key: string;
  description: string | null;
  kind: 'rule' | 'list';
  rule: Json | null;
  need: string | null;
  offering_id: string | null;
  owner_id: string | null;
  rule_version: Generated<number>;
  counted: Generated<number>;
  progress: Json | null;
  version: Generated<number>;
  created_at: Timestamp;
  updated_at: Timestamp;
  deleted_at: Timestamp | null;
}

export interface SegmentLookTable {
  workspace_id: string;
  account_id: string;
  due_at: Timestamp;
}

export interface SegmentMemberTable {
  workspace_id: string;
  segment_id: string;
  account_id: string;
  since: Timestamp;
  until: Timestamp | null;
  added_by: string | null;
}

export interface SellerCapacityTable {
  workspace_id: string;
  member_id: string;
  seller_type: 'direct' | 'distributor' | 'in-house' | 'outside';
  open_sales: number;
  version: Generated<number>;
  updated_at: Timestamp;
  open_cases: Generated<number>;
}

export interface SellerProfileTable {
  workspace_id: string;
  member_id: string;
  profile: 'consultative' | 'route' | 'closing' | 'display';
  score: number;
  low: number;
  high: number;
  answered: number;
  closed: number;
  as_of: Timestamp;
}

export interface SellingCostTable {
  workspace_id: string;
  id: string;
  sale_type: 'commercial' | 'relationship' | 'consumer' | 'retail';
  month: string;
  kind: 'travel' | 'demonstration' | 'commission' | 'other';
  amount: Numeric;
  note: string | null;
  member_id: string | null;
  created_at: Timestamp;
}

export interface SellingRulesTable {
  workspace_id: string;
  discount_limit: Numeric | null;
  quote_days: Generated<number>;
  quote_terms: string | null;
  cooling_off: Generated<Json>;
  won_reasons: string[];
  lost_reasons: string[];
  version: Generated<number>;
  updated_at: Timestamp;
}

export interface ServiceCaseTable {
  workspace_id: string;
  id: string;
  subject: string;
  account_id: string | null;
  contact_id: string | null;
  owner_id: string | null;
  channel: string | null;
  severity: Generated<'low' | 'normal' | 'high' | 'severe'>;
  state: Generated<'open' | 'waiting' | 'solved' | 'closed'>;
  opened_at: Timestamp;
  solved_at: Timestamp | null;
  description: string | null;
  custom: Generated<Json>;
  version: Generated<number>;
  created_at: Timestamp;
  updated_at: Timestamp;
  deleted_at: Timestamp | null;
  kind: Generated<'question' | 'fault' | 'request' | 'complaint'>;
  team_id: string | null;
  due_at: Timestamp | null;
  first_response_due_at: Timestamp | null;
  first_responded_at: Timestamp | null;
  resolution_due_at: Timestamp | null;
  counts_from: Timestamp | null;
  waiting_since: Timestamp | null;
  paused_minutes: Generated<number>;
  target: Json | null;
  breached_at: Timestamp | null;
  breached: 'first response' | 'resolution' | null;
  solution: string | null;
  reopened: Generated<number>;
  merged_into_id: string | null;
  last_message_at: Timestamp | null;
  unread: Generated<boolean>;
}

export interface ServiceContractTable {
  workspace_id: string;
  id: string;
  account_id: string;
  name: string;
  number: string | null;
  started_on: string;
  renews_on: string;
  period_months: number;
  price: Numeric;
  currency: string;
  notice_days: Generated<number>;
  state: Generated<'running' | 'lost'>;
  lost_on: string | null;
  owner_id: string | null;
  note: string | null;
  version: Generated<number>;
  created_at: Timestamp;
  updated_at: Timestamp;
  deleted_at: Timestamp | null;
}

export interface ServiceLevelTable {
  workspace_id: string;
  level: Json;
  version: Generated<number>;
  updated_at: Timestamp;
}

export interface SessionTable {
  token_hash: Buffer;
  login_id: string;
  workspace_id: string;
  created_at: Timestamp;
  last_seen_at: Timestamp;
  expires_at: Timestamp;
  agent: string | null;
}

export interface SignInThrottleTable {
  key: string;
  failures: number;
  last_at: Timestamp;
  open_at: Timestamp;
}

export interface SkillRatingTable {
  workspace_id: string;
  id: string;
  member_id: string;
  rater_id: string;
  sale_type: 'commercial' | 'relationship' | 'consumer' | 'retail';
  stage: 'interest' | 'assessment' | 'involvement' | 'commitment' | 'action';
  rating: number;
  seen_in: string | null;
  at: Timestamp;
}

export interface SnoozeTable {
  workspace_id: string;
  member_id: string;
  account_id: string;
  until: Timestamp;
}

export interface SpottedTable {
  workspace_id: string;
  id: string;
  account_id: string;
  contact_id: string | null;
  case_id: string | null;
  touchpoint_id: string | null;
  originator_id: string;
  what: string;
  for_name: string | null;
  urgency: 'now' | 'soon' | 'some day';
  may_contact: 'yes' | 'no' | 'not asked';
  noted_at: Timestamp;
  recipient_id: string | null;
  routed: string;
  answer_due_at: Timestamp;
  overdue_told_at: Timestamp | null;
  state: Generated<'noted' | 'joined' | 'accepted' | 'declined' | 'withdrawn'>;
  first_id: string | null;
  answered_at: Timestamp | null;
  answered_by: string | null;
  becomes: 'prospect' | 'opportunity' | null;
  reason: string | null;
  answer_note: string | null;
  prospect_account_id: string | null;
  opportunity_id: string | null;
  sale_stage: string | null;
  sale_outcome: 'open' | 'won' | 'lost' | null;
  sale_amount: Numeric | null;
  sale_currency: string | null;
  sale_closed_on: string | null;
  version: Generated<number>;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface SpottedNewsTable {
  workspace_id: string;
  id: string;
  spotted_id: string;
  at: Timestamp;
  code: string;
  facts: Generated<Json>;
  member_id: string | null;
}

export interface StageLibraryTable {
  workspace_id: string;
  sale_type: 'commercial' | 'relationship' | 'consumer' | 'retail';
  library: Json;
  member_id: string | null;
  version: Generated<number>;
  updated_at: Timestamp;
}

export interface SuccessPlanTable {
  workspace_id: string;
  id: string;
  account_id: string;
  opportunity_id: string | null;
  title: string;
  signed_on: string;
  first_value_due: string | null;
  first_value_on: string | null;
  first_value_evidence: string | null;
  first_value_by: string | null;
  version: Generated<number>;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface SurveyTable {
  workspace_id: string;
  id: string;
  kind: 'case' | 'nps';
  account_id: string;
  contact_id: string;
  case_id: string | null;
  token_hash: Buffer | null;
  asked_by: string | null;
  asked_at: Timestamp;
  mailed: Generated<boolean>;
  satisfaction: number | null;
  effort: number | null;
  recommend: number | null;
  comment: string | null;
  stop: Generated<boolean>;
  answered_at: Timestamp | null;
}

export interface TeamTable {
  workspace_id: string;
  id: string;
  name: string;
  parent_id: string | null;
  leader_id: string | null;
  version: Generated<number>;
  created_at: Timestamp;
}

export interface TerritoryTable {
  workspace_id: string;
  id: string;
  name: string;
  parent_id: string | null;
  rule: Generated<Json>;
  team_id: string | null;
  version: Generated<number>;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface TerritoryStandingTable {
  workspace_id: string;
  territory_id: string;
  accounts: number;
  customers: number;
  revenue: Numeric;
  potential: Numeric;
  without_owner: number;
  without_step: number;
  open_sales: number;
  open_amount: Numeric;
  counted_at: Timestamp;
}

export interface TouchpointTable {
  workspace_id: string;
  id: string;
  account_id: string;
  at: Timestamp;
  recorded_at: Timestamp;
  kind: string;
  channel: 'visit' | 'call' | 'meeting' | 'mail' | 'message' | 'web' | 'event' | 'service' | 'order' | 'survey' | 'note';
  direction: 'inbound' | 'outbound' | 'mutual';
  initiator: 'us' | 'them';
  subject: string;
  body: string | null;
  expectation_set: string | null;
  expectation: number | null;
  effort: 'low' | 'normal' | 'high' | null;
  minutes: number | null;
  outcome: string | null;
  value_delivered: Generated<boolean>;
  learnt: string | null;
  member_id: string | null;
  source: Generated<string>;
  evidence: string | null;
  evidence_key: string;
  opportunity_id: string | null;
  case_id: string | null;
  sale_type: 'commercial' | 'relationship' | 'consumer' | 'retail' | null;
  supersedes_id: string | null;
  retracts: Generated<boolean>;
  reading_bias: number | null;
  reading_noise: number | null;
}

export interface TouchpointParticipantTable {
  workspace_id: string;
  touchpoint_id: string;
  contact_id: string;
  at: Timestamp;
}

export interface TrainingAttendanceTable {
  workspace_id: string;
  session_id: string;
  member_id: string;
  state: Generated<'planned' | 'attended' | 'missed'>;
  planned_at: Timestamp;
}

export interface TrainingComparisonTable {
  workspace_id: string;
  programme_id: string;
  member_id: string;
  planned_at: Timestamp;
}

export interface TrainingProgrammeTable {
  workspace_id: string;
  id: string;
  name: string;
  purpose: string | null;
  outcome: 'spotted' | 'own sales';
  order_by: 'chance' | 'business';
  loaded_rate: Numeric;
  margin_share: Numeric;
  version: Generated<number>;
  created_at: Timestamp;
  updated_at: Timestamp;
  deleted_at: Timestamp | null;
}

export interface TrainingReportTable {
  workspace_id: string;
  id: string;
  programme_id: string;
  state: 'waiting' | 'working' | 'done' | 'failed' | 'cancelled';
  asked_by: string | null;
  asked_at: Timestamp;
  ended_at: Timestamp | null;
  result: Json | null;
  problem: string | null;
}

export interface TrainingSessionTable {
  workspace_id: string;
  id: string;
  programme_id: string;
  name: string;
  starts_on: string;
  ends_on: string;
  fees: Generated<Numeric>;
  material: Generated<Numeric>;
  hours_each: Generated<Numeric>;
  version: Generated<number>;
  created_at: Timestamp;
  updated_at: Timestamp;
}

export interface UnsubscribeLinkTable {
  token_hash: Buffer;
  workspace_id: string;
  contact_id: string;
  channel: string;
  purpose: string;
  about: string;
  created_at: Timestamp;
  used_at: Timestamp | null;
}

export interface WebFormTable {
  workspace_id: string;
  id: string;
  key: string;
  name: string;
  name_key: string;
  title: string;
  intro: string | null;
  button: string;
  thanks: string;
  fields: Json;
  touchpoint_kind: Generated<'inquiry' | 'event attended' | 'reply'>;
  segment_id: string | null;
  campaign_id: string | null;
  owner_id: string | null;
  consent: Json | null;
  double_opt_in: Generated<boolean>;
  sites: Generated<string[]>;
  active: Generated<boolean>;
  version: Generated<number>;
  created_at: Timestamp;
  updated_at: Timestamp;
  deleted_at: Timestamp | null;
}

export interface WinModelTable {
  workspace_id: string;
  version: number;
  status: 'shipped defaults' | 'defaults do better' | 'calibrated';
  model: Json | null;
  sales: number;
  events: number;
  events_needed: number;
  out_of_time: Json | null;
  member_id: string | null;
  fitted_at: Timestamp;
}

export interface WorkTable {
  workspace_id: string;
  id: string;
  kind: string;
  member_id: string | null;
  state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled' | 'interrupted';
  share: Generated<number>;
  for_all: Generated<boolean>;
  begun_at: Timestamp;
  seen_at: Timestamp;
  ended_at: Timestamp | null;
  ended_by_id: string | null;
}

export interface WorkspaceTable {
  workspace_id: string;
  name: string;
  time_zone: Generated<string>;
  currency: Generated<string>;
  country: string | null;
  settings: Generated<Json>;
  created_at: Timestamp;
  version: Generated<number>;
}

export interface YearlyNeedTable {
  workspace_id: string;
  id: string;
  account_id: string;
  line: string;
  amount: Numeric;
  currency: string;
  source: string;
  on_day: string;
  member_id: string | null;
  created_at: Timestamp;
}

export interface Database {
  account: AccountTable;
  affiliation: AffiliationTable;
  alarm: AlarmTable;
  alarm_watch: AlarmWatchTable;
  api_token: ApiTokenTable;
  asset: AssetTable;
  asset_usage: AssetUsageTable;
  assignment: AssignmentTable;
  assignment_rule: AssignmentRuleTable;
  bulk_change: BulkChangeTable;
  bulk_change_row: BulkChangeRowTable;
  buying_team_member: BuyingTeamMemberTable;
  campaign: CampaignTable;
  campaign_letter: CampaignLetterTable;
  campaign_letter_to: CampaignLetterToTable;
  campaign_member: CampaignMemberTable;
  campaign_touchpoint: CampaignTouchpointTable;
  canned_answer: CannedAnswerTable;
  case_link: CaseLinkTable;
  case_message: CaseMessageTable;
  coaching_note: CoachingNoteTable;
  coaching_rule: CoachingRuleTable;
  commitment: CommitmentTable;
  consent: ConsentTable;
  contact: ContactTable;
  contact_count: ContactCountTable;
  contract_decision: ContractDecisionTable;
  customer_order: CustomerOrderTable;
  customer_value: CustomerValueTable;
  cycle_step: CycleStepTable;
  decision_matrix: DecisionMatrixTable;
  event: EventTable;
  evidence_source: EvidenceSourceTable;
  exchange_rate: ExchangeRateTable;
  expectation: ExpectationTable;
  expected_band: ExpectedBandTable;
  external_key: ExternalKeyTable;
  farmer_capacity: FarmerCapacityTable;
  first_contact: FirstContactTable;
  force_rule: ForceRuleTable;
  forecast_adjustment: ForecastAdjustmentTable;
  forecast_call: ForecastCallTable;
  forecast_snapshot: ForecastSnapshotTable;
  form_submission: FormSubmissionTable;
  form_throttle: FormThrottleTable;
  handoff: HandoffTable;
  handoff_event: HandoffEventTable;
  idempotency: IdempotencyTable;
  implementation_template: ImplementationTemplateTable;
  import: ImportTable;
  import_account: ImportAccountTable;
  import_batch: ImportBatchTable;
  import_change: ImportChangeTable;
  import_file: ImportFileTable;
  import_link: ImportLinkTable;
  import_mapping: ImportMappingTable;
  influence: InfluenceTable;
  influence_ask: InfluenceAskTable;
  influence_suggestion: InfluenceSuggestionTable;
  invitation: InvitationTable;
  known_browser: KnownBrowserTable;
  login: LoginTable;
  mail: MailTable;
  member: MemberTable;
  merge: MergeTable;
  merge_row: MergeRowTable;
  migration: MigrationTable;
  milestone_link: MilestoneLinkTable;
  next_step: NextStepTable;
  not_the_same: NotTheSameTable;
  notification: NotificationTable;
  nps_programme: NpsProgrammeTable;
  offering: OfferingTable;
  offering_link: OfferingLinkTable;
  offering_price: OfferingPriceTable;
  one_to_one: OneToOneTable;
  open_sales_count: OpenSalesCountTable;
  opportunity: OpportunityTable;
  opportunity_dismissal: OpportunityDismissalTable;
  opportunity_line: OpportunityLineTable;
  opportunity_past: OpportunityPastTable;
  opportunity_share: OpportunityShareTable;
  opportunity_stage: OpportunityStageTable;
  opportunity_step: OpportunityStepTable;
  password_reset: PasswordResetTable;
  past_dip: PastDipTable;
  phase_change: PhaseChangeTable;
  plan_milestone: PlanMilestoneTable;
  plan_objective: PlanObjectiveTable;
  plan_outcome: PlanOutcomeTable;
  play: PlayTable;
  play_run: PlayRunTable;
  play_run_step: PlayRunStepTable;
  position_override: PositionOverrideTable;
  profile_answer: ProfileAnswerTable;
  promise: PromiseTable;
  prospect: ProspectTable;
  prospect_evidence: ProspectEvidenceTable;
  purchase_fit: PurchaseFitTable;
  purchase_procedure: PurchaseProcedureTable;
  quote: QuoteTable;
  relationship: RelationshipTable;
  relationship_count: RelationshipCountTable;
  relationship_model: RelationshipModelTable;
  relationship_model_case: RelationshipModelCaseTable;
  relationship_model_use: RelationshipModelUseTable;
  report_delivery: ReportDeliveryTable;
  report_recipient: ReportRecipientTable;
  report_schedule: ReportScheduleTable;
  route_stop: RouteStopTable;
  route_visit: RouteVisitTable;
  sale_competitor: SaleCompetitorTable;
  sale_expectation: SaleExpectationTable;
  sale_message: SaleMessageTable;
  sales_goal: SalesGoalTable;
  saved_view: SavedViewTable;
  segment: SegmentTable;
  segment_look: SegmentLookTable;
  segment_member: SegmentMemberTable;
  seller_capacity: SellerCapacityTable;
  seller_profile: SellerProfileTable;
  selling_cost: SellingCostTable;
  selling_rules: SellingRulesTable;
  service_case: ServiceCaseTable;
  service_contract: ServiceContractTable;
  service_level: ServiceLevelTable;
  session: SessionTable;
  sign_in_throttle: SignInThrottleTable;
  skill_rating: SkillRatingTable;
  snooze: SnoozeTable;
  spotted: SpottedTable;
  spotted_news: SpottedNewsTable;
  stage_library: StageLibraryTable;
  success_plan: SuccessPlanTable;
  survey: SurveyTable;
  team: TeamTable;
  territory: TerritoryTable;
  territory_standing: TerritoryStandingTable;
  touchpoint: TouchpointTable;
  touchpoint_participant: TouchpointParticipantTable;
  training_attendance: TrainingAttendanceTable;
  training_comparison: TrainingComparisonTable;
  training_programme: TrainingProgrammeTable;
  training_report: TrainingReportTable;
  training_session: TrainingSessionTable;
  unsubscribe_link: UnsubscribeLinkTable;
  web_form: WebFormTable;
  win_model: WinModelTable;
  work: WorkTable;
  workspace: WorkspaceTable;
  yearly_need: YearlyNeedTable;
}
