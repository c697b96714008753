import { messages } from '../../../web/messages.ts';
import { targets } from '../targets/targets.ts';
import type { TargetName } from '../targets/names.ts';
import { t } from './messages.ts';

/** How a field is called on screen. A field has one name whatever record it is part of. */
const field = messages('importFields', {
  name: 'Name',
  firstName: 'First name',
  lastName: 'Last name',
  email: 'E-mail',
  email2: 'Second e-mail',
  emails: 'E-mails',
  phone: 'Phone',
  phones: 'Phones',
  mobile: 'Mobile',
  leader: 'Leader',
  team: 'Team',
  office: 'Office',
  role: 'Role',
  active: 'Active',
  code: 'Code',
  line: 'Line',
  price: 'Price',
  cost: 'Cost',
  currency: 'Currency',
  manufacturer: 'Manufacturer',
  owner: 'Owner',
  note: 'Note',
  createdAt: 'Created',
  kind: 'Kind',
  status: 'Status',
  startsOn: 'Starts',
  endsOn: 'Ends',
  budget: 'Budget',
  expectedRevenue: 'Expected revenue',
  domain: 'Website',
  website: 'Website',
  industry: 'Industry',
  street: 'Street',
  city: 'City',
  region: 'Region',
  postalCode: 'Postal code',
  country: 'Country',
  parent: 'Parent company',
  phase: 'Phase',
  standing: 'Standing',
  employees: 'Employees',
  revenue: 'Annual revenue',
  founded: 'Founded',
  source: 'Source',
  tags: 'Tags',
  title: 'Title',
  department: 'Department',
  account: 'Account',
  contact: 'Contact',
  opportunity: 'Opportunity',
  order: 'Order it belongs to',
  offering: 'Offering',
  campaign: 'Campaign',
  from: 'Employed from',
  until: 'Employed until',
  birthday: 'Birthday',
  url: 'Profile',
  mailConsent: 'Agreed to mail',
  mailOptOut: 'Does not want mail',
  stage: 'Stage',
  outcome: 'Outcome',
  amount: 'Amount',
  probability: 'Probability',
  openedOn: 'Opened',
  closedOn: 'Closed',
  expectedCloseOn: 'Expected close',
  saleType: 'Sale type',
  lossReason: 'Reason for the loss',
  nextStep: 'Next step',
  number: 'Number',
  at: 'When',
  endAt: 'Until',
  dueOn: 'Due',
  subject: 'Subject',
  quantity: 'Quantity',
  channel: 'Channel',
  direction: 'Direction',
  initiator: 'Started by',
  purpose: 'Purpose',
  effort: 'Length',
  participants: 'People who took part',
  location: 'Place',
  openedAt: 'Opened',
  solvedAt: 'Solved',
  severity: 'Severity',
  what: 'What',
  due: 'Due',
  doneAt: 'Done',
});

export const fieldName = (name: string): string => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a name that the catalogue lacks is shown as it is
  return field(name as 'name');
};

export const targetName = (target: TargetName, count = 1): string =>
  t(count === 1 ? `target.${target}` : `targets.${target}`);

/** What a column can become, grouped by the records that a row makes. */
export function choicesFor(target: TargetName): { group: string; items: { value: string; label: string }[] }[] {
  const groups: TargetName[] = target === 'contact' ? ['contact', 'account'] : [target];
  return groups.map((each) => ({
    group: targetName(each),
    items: targets[each].fields.map(({ name }) => ({ value: `${each}.${name}`, label: fieldName(name) })),
  }));
}
