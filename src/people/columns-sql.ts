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

/** Where the relationship stands, as one JSON value; null without a relationship. The moments are written as the contract wants them. */
export const relationshipColumns: RawBuilder<z.output<typeof relationshipSummary> | null> =
  sql`case when relationship.account_id is null then null else jsonb_build_object(
  'phase', relationship.phase, 'phaseSince', ${moment('relationship.phase_since')}, 'saleType', relationship.sale_type,
  'position', relationship.position, 'positionSince', ${moment('relationship.position_since')}, 'probability', relationship.probability,
  'trust', relationship.trust, 'interest', relationship.interest, 'revenue', relationship.revenue::text, 'potential', relationship.potential::text,
  'touchpoints', relationship.touchpoints, 'lastTouchAt', ${moment('relationship.last_touch_at')}) end`;

/** The open next step of an account that is due first. */
export const nextStepOf = (accountId: RawBuilder<unknown>): RawBuilder<z.output<typeof nextStepSummary> | null> => sql`(
  select jsonb_build_object('id', s.id, 'what', s.what, 'dueAt', ${moment('s.due_at')}, 'memberId', s.member_id, 'version', s.version)
  from next_step s where s.workspace_id = (select app_workspace()) and s.account_id = ${accountId} and s.state = 'open' order by s.due_at, s.id limit 1)`;

function moment(column: string): RawBuilder<string> {
  return sql`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
