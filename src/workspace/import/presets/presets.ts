import { byEmail, byName, col, type Preset } from './preset.ts';
import { hubspot, pipedrive, salesforce } from './crms.ts';
import { zoho } from './zoho.ts';

const maven: Preset = {
  source: 'maven',
  name: 'Maven sales pipeline',
  tables: [
    {
      table: 'accounts',
      target: 'account',
      key: 'account',
      signature: ['account', 'sector', 'subsidiary of'],
      columns: {
        account: col('account.name'),
        sector: col('account.industry'),
        'year established': col('account.founded'),
        revenue: col('account.revenue', { scale: 6, currency: 'USD' }),
        'office location': col('account.country'),
        'subsidiary of': byName('account.parent', 'leave'),
      },
    },
    {
      table: 'products',
      target: 'offering',
      key: 'product',
      signature: ['product', 'series', 'sales price'],
      columns: { product: col('offering.name') },
    },
    {
      table: 'sales_teams',
      target: 'member',
      key: 'sales agent',
      signature: ['sales agent', 'manager', 'regional office'],
      columns: { 'sales agent': col('member.name'), manager: byName('member.leader') },
    },
    {
      table: 'sales_pipeline',
      target: 'opportunity',
      key: 'opportunity id',
      unlinked: 'keep',
      signature: ['opportunity id', 'sales agent', 'deal stage', 'engage date'],
      fill: { 'opportunity.name': '{product} for {account} || {product}' },
      columns: {
        'sales agent': byName('opportunity.owner'),
        product: byName('opportunity.offering'),
        account: byName('opportunity.account', 'leave'),
        'deal stage': [
          col('opportunity.stage'),
          col('opportunity.outcome', { words: { Prospecting: 'open', Engaging: 'open', Won: 'won', Lost: 'lost' } }),
        ],
        'engage date': col('opportunity.openedOn'),
        'close date': col('opportunity.closedOn'),
        'close value': col('opportunity.amount'),
      },
    },
  ],
};

/** Decided sales of software with the answers of their sellers to twenty-two questions, as published for research. */
const salvirt: Preset = {
  source: 'salvirt',
  name: 'Salvirt business-to-business sales',
  tables: [
    {
      table: 'sales',
      target: 'opportunity',
      unlinked: 'keep',
      signature: ['product', 'seller', 'authority', 'forml tend', 'posit statm', 'att t client', 'status'],
      fill: { 'opportunity.name': '{Product}, {Deal_type} || {Product}' },
      columns: {
        product: byName('opportunity.offering'),
        seller: byName('opportunity.owner'),
        status: col('opportunity.outcome', { words: { Won: 'won', Lost: 'lost' } }),
        source: [col('opportunity.source')],
        authority: 'custom',
        'comp size': 'custom',
        competitors: 'custom',
        'purch dept': 'custom',
        partnership: 'custom',
        'budgt alloc': 'custom',
        'forml tend': 'custom',
        rfi: 'custom',
        rfp: 'custom',
        growth: 'custom',
        'posit statm': 'custom',
        client: 'custom',
        scope: 'custom',
        'strat deal': 'custom',
        'cross sale': 'custom',
        'up sale': 'custom',
        'deal type': 'custom',
        'needs def': 'custom',
        'att t client': 'custom',
      },
    },
  ],
};

/** Address books and calendars, as our own readers lay them out. */
const files: Preset = {
  source: 'file',
  name: 'Address book or calendar',
  tables: [
    {
      table: 'vcard',
      target: 'contact',
      key: 'uid',
      signature: ['uid', 'full name', 'job title', 'categories'],
      columns: { company: byName('contact.account'), website: 'custom', categories: col('contact.tags') },
    },
    {
      table: 'ical',
      target: 'touchpoint',
      key: 'id',
      touchpointSource: 'calendar',
      signature: ['uid', 'summary', 'attendees', 'recurrence'],
      columns: {
        start: col('touchpoint.at'),
        end: col('touchpoint.endAt'),
        summary: col('touchpoint.subject'),
        description: col('touchpoint.note'),
        attendees: col('touchpoint.participants'),
        organizer: byEmail('touchpoint.owner'),
        location: col('touchpoint.location'),
        uid: 'custom',
        'all day': 'custom',
        status: 'custom',
        recurrence: 'custom',
        categories: 'custom',
        created: 'ignore',
      },
    },
  ],
};

/** The shipped presets. A file is matched with the table whose whole signature it has, the longest first. */
export const presets: readonly Preset[] = [zoho, maven, salvirt, hubspot, pipedrive, salesforce, files];
