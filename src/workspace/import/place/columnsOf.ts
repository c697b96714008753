import { accountSearchText, contactSearchText, nameKey } from '../../../people/keys.ts';
import { accountMatchKey, contactMatchKey } from '../../../people/duplicates.ts';
import type { Known } from './directory.ts';
import type { Draft, Value } from '../drafts/draft.ts';
import { oneLine } from '../values/oneLine.ts';
import type { TargetName } from '../targets/names.ts';

type Columns = Record<string, unknown>;
type Values = Draft['values'];

/** A record as the columns of its table, without ids, version and times. Money as text with two digits. */
export const columnsOf = (known: Known): Columns => columns[known.target]?.(known.draft, linkIds(known), known) ?? {};

type Ids = (field: string) => string | null;
const linkIds =
  ({ links }: Known): Ids =>
  (field) =>
    links.get(field)?.id ?? null;

const columns: Partial<Record<TargetName, (draft: Draft, id: Ids, known: Known) => Columns>> = {
  account({ values, custom }, id) {
    const name = line(values['name'] ?? values['domain'] ?? values['email']) ?? '?';
    const domain = line(values['domain']);
    const phone = line(values['phone'], 100);
    return {
      kind: values['kind'] ?? 'organization',
      name,
      name_key: nameKey(name),
      match_key: accountMatchKey(name),
      owner_id: id('owner'),
      parent_id: id('parent'),
      industry: line(values['industry']),
      website: line(values['website'], 2000) ?? (domain ? `https://${domain}` : null),
      domain,
      phone,
      city: line(values['city']),
      country: line(values['country']),
      employees: whole(values['employees']),
      annual_revenue: money(values['revenue']),
      description: long(values['note']),
      tags: tags(values),
      custom: extras(values, custom, 'email|street|region|postalCode|founded|source|standing'),
      search_text: accountSearchText({ name, domain, phone }),
    };
  },
  contact({ values, custom }, id) {
    const emails = list(values['emails']).slice(0, 20);
    const phones = list(values['phones']).slice(0, 20);
    const name = line(values['name']) ?? emails[0]?.slice(0, 300) ?? '?';
    return {
      name,
      name_key: nameKey(name),
      match_key: contactMatchKey(name),
      given_name: line(values['firstName']),
      family_name: line(values['lastName']),
      emails,
      phones,
      owner_id: id('owner'),
      account_id: id('account'),
      title: line(values['title']),
      city: line(values['city']),
      country: line(values['country']),
      birthday: values['birthday'] ?? null,
      description: long(values['note']),
      tags: tags(values),
      custom: extras(values, custom, 'department|url|street|region|postalCode|source|mailConsent|mailOptOut'),
      search_text: contactSearchText({ name, emails, phones }),
    };
  },
  opportunity({ values, custom }, id, { account, links }) {
    const name = line(values['name']) ?? '?';
    const outcome = String(values['outcome'] ?? 'open');
    const closed = outcome === 'open' ? null : values['closedOn'];
    return {
      name,
      name_key: nameKey(name),
      account_id: account?.id ?? null,
      contact_id: id('contact'),
      owner_id: id('owner'),
      sale_type: values['saleType'] ?? 'commercial',
      stage: values['stage'] ?? 'interest',
      stage_since: `${String(closed ?? values['openedOn'])}T12:00:00Z`,
      outcome,
      outcome_reason: line(values['lossReason'], 500),
      amount: money(values['amount']),
      currency: currency(values),
      offering: line(links.get('offering')?.draft.values['name'] ?? values['offering']),
      opened_on: values['openedOn'],
      expected_close_on: values['expectedCloseOn'] ?? null,
      closed_on: closed,
      source: line(values['source']),
      custom: extras(
        { ...values, ...named(links.get('campaign'), 'campaign') },
        custom,
        'kind|expectedRevenue|probability|nextStep|note|campaign|tags',
      ),
    };
  },
  case: ({ values, custom }, id, { account }) => ({
    subject: line(values['subject']) ?? '?',
    account_id: account?.id ?? null,
    contact_id: id('contact'),
    owner_id: id('owner'),
    channel: values['channel'] ?? null,
    severity: values['severity'] ?? 'normal',
    state: values['status'] ?? 'open',
    opened_at: values['openedAt'],
    solved_at: values['solvedAt'] ?? null,
    description: long(values['note']),
    custom: extras(values, custom, ''),
  }),
  order: ({ values, custom }, id, { account, links }) => ({
    account_id: account?.id ?? null,
    contact_id: id('contact'),
    opportunity_id: id('opportunity'),
    part_of_id: id('order'),
    number: line(values['number']),
    ordered_on: String(values['at'] ?? '').slice(0, 10),
    amount: money(values['amount']),
    currency: currency(values),
    status: line(values['status']),
    due_on: values['dueOn'] ?? null,
    subject: line(values['subject']),
    offering: line(links.get('offering')?.draft.values['name'] ?? values['offering']),
    quantity: typeof values['quantity'] === 'number' && Math.abs(values['quantity']) < 1e13 ? values['quantity'] : null,
    owner_id: id('owner'),
    description: long(values['note']),
    custom: extras(values, custom, ''),
  }),
  offering: ({ values, custom }, id) => ({
    name: line(values['name']) ?? '?',
    name_key: nameKey(line(values['name']) ?? '?'),
    code: line(values['code']),
    line: line(values['line']),
    price: money(values['price']),
    cost: money(values['cost']),
    currency: currency(values),
    active: values['active'] ?? true,
    manufacturer: line(values['manufacturer']),
    owner_id: id('owner'),
    description: long(values['note']),
    custom: extras(values, custom, ''),
  }),
  campaign: ({ values, custom }, id) => ({
    name: line(values['name']) ?? '?',
    name_key: nameKey(line(values['name']) ?? '?'),
    kind: line(values['kind']),
    status: line(values['status']),
    starts_on: values['startsOn'] ?? null,
    ends_on: values['endsOn'] ?? null,
    budget: money(values['budget']),
    cost: money(values['cost']),
    expected_revenue: money(values['expectedRevenue']),
    owner_id: id('owner'),
    description: long(values['note']),
    custom: extras(values, custom, ''),
  }),
  nextStep: ({ values }, id, { account, links }) => ({
    account_id: account?.id ?? links.get('opportunity')?.account?.id ?? null,
    what: line(values['what']) ?? '?',
    member_id: id('owner'),
    contact_id: id('contact'),
    due_at: values['due'],
  }),
};

/** Control characters stay out of what is one line; empty is none. */
export function line(value: Value | undefined, most = 300): string | null {
  if (value === undefined || value === null) return null;
  const text = oneLine(String(value)).slice(0, most);
  return text === '' ? null : text;
}
const long = (value: Value | undefined): string | null => (value === undefined ? null : String(value).slice(0, 20_000));
const list = (value: Value | undefined): string[] => [value ?? []].flat().map((each) => String(each).slice(0, 254));
const tags = (values: Values): string[] =>
  [...new Set(list(values['tags']).map((tag) => tag.slice(0, 50)))].slice(0, 50);
const whole = (value: Value | undefined): number | null =>
  typeof value === 'number' && Math.abs(value) < 2 ** 31 ? Math.round(value) : null;

/** `1117100` → `1117100.00`; what does not fit a column of 18 digits is none (the raw row has it). */
function money(value: Value | undefined): string | null {
  if (value === undefined) return null;
  const match = /^(-?)(\d{1,16})(?:\.(\d+))?$/.exec(String(value));
  if (!match) return null;
  const [, sign = '', digits = '', fraction = ''] = match;
  const cents =
    BigInt(digits) * 100n + BigInt(fraction.padEnd(2, '0').slice(0, 2)) + ((fraction[2] ?? '0') >= '5' ? 1n : 0n);
  return `${cents === 0n ? '' : sign}${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`;
}

const currency = (values: Values): string => {
  const code = String(values['currency'] ?? '')
    .trim()
    .toUpperCase();
  return /^[A-Z]{3}$/.test(code) ? code : String(values['defaultCurrency'] ?? 'USD');
};

const named = (known: Known | undefined, field: string): Values =>
  known?.draft.values['name'] === undefined ? {} : { [field]: known.draft.values['name'] };

const mostCustom = 200;

/** What has no column of its own, beside what the file calls by names that we do not know. */
function extras(values: Values, custom: Draft['custom'], fields: string): Columns {
  const entries: [string, unknown][] = [];
  const own = namesIn(fields);
  for (const key in custom)
    if (key !== '' && !(values[key] !== undefined && own.includes(key))) entries.push([key, custom[key]]);
  for (const field of own) {
    const value = values[field];
    if (value !== undefined) entries.push([field, Array.isArray(value) ? value.join(', ') : value]);
  }
  if (entries.length === 0) return {};
  return Object.fromEntries(
    entries
      .map(([key, value]): [string, unknown] => [
        key.slice(0, 60),
        typeof value === 'string' ? value.slice(0, 5000) : value,
      ])
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .slice(0, mostCustom),
  );
}

const lists = new Map<string, string[]>();
function namesIn(fields: string): string[] {
  const known = lists.get(fields) ?? fields.split('|').filter(Boolean);
  lists.set(fields, known);
  return known;
}
