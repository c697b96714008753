import { byId, byName, col, type Preset, type PresetTable } from './preset.ts';

const owner = (target: string, name: string, id?: string): PresetTable['columns'] => ({
  ...(id ? { [id]: byId(`${target}.owner`, 'Users') } : {}),
  [name]: byName(`${target}.owner`),
});
const nowhere = (table: string, reason: string, ...signature: string[]): PresetTable => ({
  table,
  target: null,
  reason,
  signature,
  columns: {},
});

/**
 * Zoho CRM, one CSV per module. Its ids are unique within a module only. What the export leaves out cannot be brought
 * back: potentials have no id of their own (but each belongs to the one lead that was converted into it), tasks and cases
 * name neither account nor contact.
 */
export const zoho: Preset = {
  source: 'zoho',
  name: 'Zoho CRM',
  tables: [
    { table: 'Users', target: 'member', key: 'user id', signature: ['user id', 'last name', 'email'], columns: {} },
    {
      table: 'Accounts',
      target: 'account',
      key: 'accountid',
      signature: ['accountid', 'account name', 'account owner'],
      columns: {
        'account name': col('account.name'),
        ...owner('account', 'account owner', 'account owner id'),
        'account type': col('account.phase', {
          words: { Customer: 'usage', Prospect: 'shopping', Investor: 'shopping', Partner: 'shopping' },
        }),
        website: col('account.domain'),
        'tasks involved': 'custom',
        'events involved': 'custom',
        'calls involved': 'custom',
        'activities involved': 'custom',
      },
    },
    {
      table: 'Contacts',
      target: 'contact',
      key: 'contactid',
      signature: ['contactid', 'last name', 'contact owner'],
      columns: {
        ...owner('contact', 'contact owner', 'contact owner id'),
        'account id': byId('contact.account', 'Accounts'),
        'account name': byName('contact.account'),
        mobile: col('contact.mobile'),
      },
    },
    {
      table: 'Leads',
      target: 'contact',
      key: 'leadid',
      signature: ['leadid', 'company', 'lead status'],
      columns: {
        company: col('account.name'),
        'lead owner': [byName('contact.owner'), byName('account.owner')],
        website: col('account.domain'),
        industry: col('account.industry'),
        'lead source': [col('contact.source'), col('account.source')],
        'lead status': col('account.standing'),
        'created time': [col('contact.createdAt'), col('account.createdAt')],
        converted: col('account.phase', {
          words: { Yes: 'purchase', No: 'shopping', true: 'purchase', false: 'shopping' },
        }),
        'month created time1': 'ignore',
      },
    },
    {
      table: 'Potentials',
      target: 'opportunity',
      key: 'leadid',
      unlinked: 'keep',
      signature: ['potential name', 'closing date', 'stage', 'leadid'],
      columns: {
        ...owner('opportunity', 'potential owner'),
        leadid: [byId('opportunity.contact', 'Leads'), byId('opportunity.account', 'Leads')],
        'campaign id': byId('opportunity.campaign', 'Campaigns'),
        'created time': col('opportunity.openedOn'),
        'closing date': col('opportunity.expectedCloseOn'),
        'forecast type': col('opportunity.outcome'),
        type: col('opportunity.kind'),
        'age in days': 'custom',
        'age tier': 'custom',
        'amount tier': 'custom',
        'tasks involved': 'custom',
        'events involved': 'custom',
        'calls involved': 'custom',
        'activities involved': 'custom',
      },
    },
    {
      table: 'Calls',
      target: 'touchpoint',
      key: 'taskid',
      touchpointSource: 'call',
      signature: ['call start time', 'call type', 'call owner'],
      columns: {
        'call start time': col('touchpoint.at'),
        'call duration in seconds': col('touchpoint.effort', { unit: 'seconds' }),
        'call duration in minutes': 'ignore',
        ...owner('touchpoint', 'call owner', 'call owner id'),
        'call type': col('touchpoint.direction'),
        'call purpose': col('touchpoint.purpose'),
        ...activityLinks(),
      },
    },
    {
      table: 'Events',
      target: 'touchpoint',
      key: 'eventid',
      touchpointSource: 'meeting',
      signature: ['eventid', 'event owner', 'start datetime'],
      columns: {
        'start datetime': col('touchpoint.at'),
        'end datetime': col('touchpoint.endAt'),
        ...owner('touchpoint', 'event owner', 'event owner id'),
        ...activityLinks(),
      },
    },
    {
      table: 'Tasks',
      target: 'nextStep',
      signature: ['task owner', 'due date', 'status'],
      columns: { ...owner('nextStep', 'task owner'), 'modified time': col('nextStep.doneAt') },
    },
    {
      table: 'Cases',
      target: 'case',
      unlinked: 'keep',
      signature: ['case owner', 'status', 'case origin'],
      fill: { 'case.subject': '{Subject} || Case by {Case Origin}' },
      columns: {
        ...owner('case', 'case owner'),
        'created time': col('case.openedAt'),
        'modified time': col('case.solvedAt'),
        status: [
          col('case.status'),
          col('case.severity', { words: { Escalated: 'high', Closed: 'normal', 'On Hold': 'normal' } }),
        ],
        'days to closed': 'custom',
        'age in days': 'custom',
        'age tier': 'custom',
      },
    },
    {
      table: 'Campaigns',
      target: 'campaign',
      key: 'campaignid',
      signature: ['campaignid', 'campaign name'],
      columns: { 'start date': col('campaign.startsOn'), 'end date': col('campaign.endsOn') },
    },
    {
      table: 'Campaign_Lead_Status',
      target: 'touchpoint',
      touchpointSource: 'response',
      signature: ['campaign name', 'lead last name', 'status'],
      columns: {
        'campaign name': byName('touchpoint.campaign', 'leave'),
        'lead last name': byName('touchpoint.contact', 'leave'),
        'lead first name': 'custom',
        status: col('touchpoint.purpose'),
        'last modified time': col('touchpoint.at'),
      },
    },
    {
      table: 'Products',
      target: 'offering',
      key: 'productid',
      signature: ['productid', 'product name'],
      columns: { 'product category': col('offering.line'), ...owner('offering', 'product owner') },
    },
    {
      table: 'Invoices',
      target: 'order',
      key: 'invoiceid',
      signature: ['invoiceid', 'invoice number'],
      columns: {
        'account id': byId('order.account', 'Accounts'),
        'contact id': byId('order.contact', 'Contacts'),
        ...owner('order', 'invoice owner', 'invoice owner id'),
        'created time': col('order.at'),
        'grand total': col('order.amount'),
        'sales order id': 'custom',
        'sub total': 'custom',
        discount: 'custom',
        tax: 'custom',
        adjustments: 'custom',
      },
    },
    nowhere(
      'Sales_Orders',
      'names no account; the orders come with their invoices',
      'salesorderid',
      'sales order owner',
    ),
    nowhere('Quotes', 'names no account and no opportunity', 'quoteid', 'quote stage'),
    nowhere('Invoice_Line_Items', 'lines name no invoice', 'inventoryrelid', 'product name'),
    nowhere('Purchase_Orders', 'what we bought, not what customers bought', 'purchaseorderid'),
    nowhere('Vendors', 'suppliers, not customers', 'vendorid', 'vendor name'),
    nowhere('Price_Books', 'names no product and no price', 'bookid', 'price book name'),
  ],
};

function activityLinks(): PresetTable['columns'] {
  return {
    contactid: byId('touchpoint.contact', 'Contacts'),
    accountid: byId('touchpoint.account', 'Accounts'),
    leadid: [byId('touchpoint.contact', 'Leads'), byId('touchpoint.account', 'Leads')],
    potentialid: byId('touchpoint.opportunity', 'Potentials by POTENTIALID'),
    'who id id': 'ignore',
    'what id': 'ignore',
    semodule: 'ignore',
    'created time': 'ignore',
    'modified time': 'ignore',
  };
}
