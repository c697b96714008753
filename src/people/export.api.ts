import type { Call, Handlers } from '../platform/serve.ts';
import { csvAnswer, rowsOfPages } from '../workspace/export.ts';
import type { AccountItem, peopleContract } from './contract.ts';
import type { AccountFilter, ContactFilter } from './filter.ts';
import { accountPage, contactPage } from './lists.api.ts';

/** Rows read in one transaction. */
const atOnce = 1000;

export const exportHandlers: Pick<Handlers<typeof peopleContract>, 'exportAccounts' | 'exportContacts'> = {
  async exportAccounts(call, { query }) {
    const owners = await begin(call, 'account', query);
    return csvAnswer({
      name: 'accounts',
      headers: accountHeaders,
      rows: rowsOfPages(
        call,
        (inner, cursor) => accountPage(inner, query, { sort: 'name', descending: false, limit: atOnce, cursor }),
        (json) => accountCells(JSON.parse(json) as AccountItem, owners),
      ),
    });
  },

  async exportContacts(call, { query }) {
    const owners = await begin(call, 'contact', query);
    return csvAnswer({
      name: 'contacts',
      headers: contactHeaders,
      rows: rowsOfPages(
        call,
        (inner, cursor) => contactPage(inner, query, { sort: 'name', descending: false, limit: atOnce, cursor }),
        (contact) => [
          contact.id,
          contact.name,
          contact.givenName,
          contact.familyName,
          contact.account?.name,
          contact.title,
          contact.emails.join('; '),
          contact.phones.join('; '),
          owners.get(contact.ownerId ?? ''),
          contact.city,
          contact.country,
          contact.birthday,
          contact.tags.join('; '),
          customText(contact.custom),
          contact.createdAt.toISOString(),
        ],
      ),
    });
  },
};

/** One account under `accountHeaders`. */
const accountCells = ({ relationship, nextStep, ...account }: AccountItem, owners: ReadonlyMap<string, string>) => [
  account.id,
  account.name,
  account.kind,
  owners.get(account.ownerId ?? ''),
  account.industry,
  account.website,
  account.domain,
  account.phone,
  account.city,
  account.country,
  account.employees,
  account.annualRevenue,
  account.tags.join('; '),
  customText(account.custom),
  relationship?.phase,
  relationship?.position,
  relationship?.saleType,
  rounded(relationship?.trust),
  rounded(relationship?.interest),
  relationship?.revenue,
  relationship?.touchpoints,
  moment(relationship?.lastTouchAt),
  nextStep?.what,
  moment(nextStep?.dueAt),
  moment(account.createdAt),
];

const accountHeaders = [
  'id',
  'name',
  'kind',
  'owner',
  'industry',
  'website',
  'domain',
  'phone',
  'city',
  'country',
  'employees',
  'annual revenue',
  'tags',
  'custom',
  'phase',
  'position',
  'sale type',
  'trust',
  'interest',
  'revenue',
  'touchpoints',
  'last touch',
  'next step',
  'next step due',
  'created at',
];
const contactHeaders = [
  'id',
  'name',
  'given name',
  'family name',
  'account',
  'title',
  'e-mail',
  'phone',
  'owner',
  'city',
  'country',
  'birthday',
  'tags',
  'custom',
  'created at',
];

/** Notes in the audit who took what out, and reads the names of the owners. */
function begin(
  call: Call,
  kind: 'account' | 'contact',
  filter: AccountFilter | ContactFilter,
): Promise<Map<string, string>> {
  return call.transact(async (inner) => {
    await inner.record(`${kind}.exported`, { kind, id: null }, { filter });
    const members = await inner.db.selectFrom('member').select(['id', 'name']).execute();
    return new Map(members.map((member) => [member.id, member.name]));
  });
}

const customText = (custom: object): string | null =>
  Object.keys(custom).length === 0 ? null : JSON.stringify(custom);
const rounded = (value: number | undefined): number | undefined =>
  value === undefined ? undefined : Math.round(value * 10) / 10;
const moment = (at: string | null | undefined): string | null => (at ? new Date(at).toISOString() : null);
