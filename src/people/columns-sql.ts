import { sql, type RawBuilder } from 'kysely';
import type { Account, Contact, nextStepSummary, relationshipSummary } from './contract.ts';
import type { z } from 'zod';

/** The columns of our records under the names that the contract gives them. */

type Custom = Record<string, string | number | boolean | null>;
type Dated<T> = {
  [K in keyof T]: K extends 'createdAt' | 'updatedAt' ? Date : K extends 'deletedAt' ? Date | null : T[K];
};
export type AccountRow = Dated<Account>;
export type ContactRow = Dated<Contact>;

export const accountItemColumns = [
  'account.id',
  'account.kind',
  'account.name',
  'account.owner_id as ownerId',
  'account.industry',
  'account.website',
  'account.domain',
  'account.phone',
  'account.city',
  'account.country',
  'account.employees',
  'account.annual_revenue as annualRevenue',
  'account.parent_id as parentId',
  'account.tags',
  sql<Custom>`account.custom`.as('custom'),
  'account.version',
  'account.created_at as createdAt',
  'account.updated_at as updatedAt',
  'account.deleted_at as deletedAt',
] as const;
export const accountColumns = [...accountItemColumns, 'account.description'] as const;

export const contactItemColumns = [
  'contact.id',
  'contact.name',
  'contact.given_name as givenName',
  'contact.family_name as familyName',
  'contact.emails',
  'contact.phones',
  'contact.owner_id as ownerId',
  'contact.account_id as accountId',
  'contact.title',
  'contact.city',
  'contact.country',
  'contact.birthday',
  'contact.tags',
  sql<Custom>`contact.custom`.as('custom'),
  'contact.version',
  'contact.created_at as createdAt',
  'contact.updated_at as updatedAt',
  'contact.deleted_at as deletedAt',
] as const;
export const contactColumns = [...contactItemColumns, 'contact.description'] as const;

export const affiliationColumns = [
  'affiliation.id',
  'affiliation.contact_id as contactId',
  'affiliation.account_id as accountId',
  'affiliation.title',
  'affiliation.from_date as from',
  'affiliation.until_date as until',
  'affiliation.version',
] as const;

/** Both summaries beside a record that is read alone. */
export const standingColumns = sql<{
  relationship: z.output<typeof relationshipSummary> | null;
  nextStep: z.output<typeof nextStepSummary> | null;
}>`case when relationship.account_id is not null then json_build_object(
    'phase', relationship.phase, 'phaseSince', relationship.phase_since, 'saleType', relationship.sale_type, 'position', relationship.position,
    'positionSince', relationship.position_since, 'probability', relationship.probability, 'trust', relationship.trust, 'interest', relationship.interest,
    'revenue', relationship.revenue::text, 'potential', relationship.potential::text, 'touchpoints', relationship.touchpoints, 'lastTouchAt', relationship.last_touch_at) end as relationship,
  case when step.id is not null then json_build_object('id', step.id, 'what', step.what, 'dueAt', step.due_at, 'memberId', step.member_id, 'version', step.version) end as "nextStep"`;

/** Joins what they are made of to the row whose account's id is given. The relationship knows whether there is a step to look for. */
export const standingJoins = (accountId: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  left join relationship on relationship.workspace_id = (select app_workspace()) and relationship.account_id = ${accountId}
  left join lateral (select s.* from next_step s where relationship.next_step_due_at is not null and s.workspace_id = (select app_workspace())
    and s.account_id = relationship.account_id and s.state = 'open' order by s.due_at, s.id limit 1) step on true`;
