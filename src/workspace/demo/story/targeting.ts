/** Whom the demo company aims at, what each segment needs, and the campaigns that made it known. */
import type { FormField } from '../../../shopping/forms/form.ts';
import type { Rule } from '../../../shopping/segments/rule.ts';
import type { DemoAccount, DemoCompany, DemoTouchpoint } from './records.ts';
import { day } from './calendar.ts';

export interface DemoSegment {
  key: string;
  name: string;
  description: string;
  need: string;
  /** Null: a list that somebody put together. */
  rule: Rule | null;
  holds(account: DemoAccount): boolean;
}

const of = (industries: readonly string[]) => (account: DemoAccount) => industries.includes(account.industry);
const food = ['Breweries', 'Dairy', 'Food', 'Beverages'];
const guests = ['Hotels', 'Hospitals', 'Baths', 'Leisure'];

export const segments: readonly DemoSegment[] = [
  {
    key: 'segment/food',
    name: 'Food and drink makers',
    description: 'Whoever puts water into what people eat and drink.',
    need: 'Process water they can prove is safe, without experts of their own',
    rule: {
      match: 'all',
      parts: [
        { about: 'text', field: 'industry', is: 'one of', values: food },
        { about: 'kind', in: ['organization'] },
      ],
    },
    holds: of(food),
  },
  {
    key: 'segment/guests',
    name: 'Houses with guests and patients',
    description: 'Many taps, weak people, strict rules.',
    need: 'Water free of legionella in every room, with the papers to show it',
    rule: {
      match: 'any',
      parts: [
        { about: 'text', field: 'industry', is: 'one of', values: guests },
        {
          match: 'all',
          parts: [
            { about: 'tag', in: ['public'] },
            { about: 'text', field: 'industry', is: 'contains', values: ['bath', 'hospital'] },
          ],
        },
      ],
    },
    holds: of(guests),
  },
  {
    key: 'segment/homes',
    name: 'Homes with hard water',
    description: 'Households; only those that opted in are written to.',
    need: 'Soft water at home',
    rule: { match: 'all', parts: [{ about: 'kind', in: ['household'] }] },
    holds: (account) => account.kind === 'household',
  },
  {
    key: 'segment/electronics',
    name: 'Chip and data centre builders',
    description: 'Talked to at the congress; put together by hand.',
    need: 'Ultrapure and cooling water that is used again',
    rule: null,
    holds: of(['Electronics', 'Data centres', 'Pharmaceuticals']),
  },
];

/** What a customer does that shows a need, and what they do first of it. */
export function needSeen(
  account: DemoAccount,
  touchpoints: readonly DemoTouchpoint[],
):
  | { touchpoint: DemoTouchpoint; expressed: boolean; preference: { touchpoint: DemoTouchpoint; yes: boolean } | null }
  | undefined {
  const own = touchpoints.filter((t) => t.account === account.key);
  const touchpoint = own.find((t) => t.kind === 'inquiry' || t.kind === 'demonstration' || t.kind === 'proposal');
  if (!touchpoint) return undefined;
  const shown = own.findLast(
    (t) => t.at > touchpoint.at && (t.kind === 'proposal' || t.kind === 'close won' || t.kind === 'close lost'),
  );
  return {
    touchpoint,
    expressed: touchpoint.kind === 'inquiry',
    preference: shown ? { touchpoint: shown, yes: shown.kind !== 'close lost' } : null,
  };
}

export interface DemoCampaign {
  key: string;
  name: string;
  channel: 'event' | 'mail' | 'web';
  segment: string;
  /** Days before now. */
  from: number;
  until: number;
  budget: string;
  cost: string;
  description: string;
  brings: readonly DemoTouchpoint['kind'][];
  /** Others came, too. */
  open?: true;
}

export const campaigns: readonly DemoCampaign[] = [
  {
    key: 'campaign/fair',
    name: 'Water fair, stand 4.120',
    channel: 'event',
    segment: 'segment/food',
    from: 480,
    until: 340,
    budget: '24000.00',
    cost: '22850.00',
    description: 'Two days with the pilot plant on the stand, and calls for a season after it.',
    brings: ['first contact', 'event attended', 'inquiry'],
  },
  {
    key: 'campaign/hygiene',
    name: 'Hygiene letter',
    channel: 'mail',
    segment: 'segment/guests',
    from: 330,
    until: 200,
    budget: '6000.00',
    cost: '5210.00',
    description: 'What the new hygiene rule asks for, on one page, with an offer to measure.',
    brings: ['reply', 'inquiry'],
  },
  {
    key: 'campaign/webinar',
    name: 'Webinar: water used twice',
    channel: 'event',
    segment: 'segment/electronics',
    from: 130,
    until: 40,
    budget: '3500.00',
    cost: '2980.00',
    description: 'Three engineers, forty minutes, a calculator to take home.',
    brings: ['event attended', 'reply', 'inquiry'],
  },
  {
    key: 'campaign/open day',
    name: 'Open day at the works',
    channel: 'event',
    segment: 'segment/food',
    from: 420,
    until: 60,
    budget: '9000.00',
    cost: '8420.00',
    description: 'Every spring and autumn: the hall, the laboratory, a lunch. Whoever comes brings a colleague.',
    brings: ['event attended', 'referral', 'reply'],
    open: true,
  },
  {
    key: 'campaign/hardness',
    name: 'How hard is your water?',
    channel: 'web',
    segment: 'segment/homes',
    from: 300,
    until: 0,
    budget: '4000.00',
    cost: '2640.00',
    description: 'A test strip by post for whoever fills in the form.',
    brings: ['inquiry', 'reply', 'first contact'],
  },
];

/** The touchpoints that a campaign brought: those of its segment, of its kinds, in its time. */
export function broughtBy(
  campaign: DemoCampaign,
  { accounts, touchpoints }: DemoCompany,
  now: number,
): DemoTouchpoint[] {
  const segment = segments.find((each) => each.key === campaign.segment)!;
  const held = new Set(accounts.filter((account) => segment.holds(account)).map((account) => account.key));
  return touchpoints.filter(
    (t) =>
      (campaign.open || held.has(t.account)) &&
      campaign.brings.includes(t.kind) &&
      t.at >= now - campaign.from * day &&
      t.at <= now - campaign.until * day,
  );
}

export const form: {
  key: string;
  name: string;
  title: string;
  intro: string;
  button: string;
  thanks: string;
  consent: string;
  fields: FormField[];
  segment: string;
  campaign: string;
  sites: string[];
} = {
  key: 'form/hardness',
  name: 'Test strip',
  title: 'How hard is your water?',
  intro: 'We send you a test strip by post, free of charge. Tell us where it should go.',
  button: 'Send me a strip',
  thanks: 'Your strip is on its way. Hold it into the water for a second, and tell us the colour.',
  consent: 'You may write to me about soft water. I can end this at any time.',
  fields: [
    { key: 'name', label: 'Your name', kind: 'text', required: true, to: 'name' },
    { key: 'email', label: 'E-mail', kind: 'email', required: true, to: 'email' },
    { key: 'city', label: 'Town', kind: 'text', required: true, to: 'city' },
    {
      key: 'home',
      label: 'Where do you live?',
      kind: 'choice',
      required: false,
      options: ['House', 'Flat'],
      to: 'message',
    },
    { key: 'message', label: 'What bothers you about your water?', kind: 'long text', required: false, to: 'message' },
  ],
  segment: 'segment/homes',
  campaign: 'campaign/hardness',
  sites: ['https://www.elmreath.example'],
};
