import { format } from '../../../web/format.ts';
import { messages } from '../../../web/messages.ts';

/** The words of the bell. */
export const t = messages('notifications', {
  title: 'What you were told',
  open: 'Notifications',
  unread_one: '{{count}} not read',
  unread_other: '{{count}} not read',
  'mark all': 'Mark all as read',
  'mark read': 'Mark as read',
  'mark unread': 'Mark as unread',
  'all read': 'All marked as read',
  all: 'All',
  'only unread': 'Not read',
  more: 'Show earlier ones',
  empty: 'What colleagues do with your work is told here: what you spotted, what waits for you.',
  'empty unread': 'You have read everything.',
  by: 'by {{who}}',
});

/**
 * What a person can be told of, by code; `{{name}}` is a fact of the notification, `{{who}}` the person who did it,
 * `{{money}}` its amount and currency. A capability that notifies adds its sentences here.
 */
const sentences = {
  'spotted.noted': '{{who}} spotted business at {{account}}: {{what}}',
  'spotted.handed over': '{{who}} hands you what {{originator}} spotted at {{account}}: {{what}}',
  'spotted.added': '{{who}} adds to what {{originator}} spotted at {{account}}: {{what}}',
  'spotted.joined': '{{originator}} noted this at {{account}} before you; what you wrote is added to it: {{what}}',
  'spotted.accepted as prospect': '{{who}} accepted what you spotted at {{account}} as a prospect: {{what}}',
  'spotted.accepted as opportunity': '{{who}} opened a sale for what you spotted at {{account}}: {{what}}',
  'spotted.declined': '{{who}} declined what you spotted at {{account}}: {{what}}. {{reason}}',
  'spotted.reopened': '{{who}} looks again at what you spotted at {{account}}: {{what}}',
  'spotted.moved': 'What you spotted at {{account}} moved to {{stage}}: {{what}}',
  'spotted.won': 'Won, {{money}}: what you spotted at {{account}}: {{what}}',
  'spotted.lost': 'Not bought after all: what you spotted at {{account}}: {{what}}. {{reason}}',
  'spotted.overdue': 'Still without an answer: what {{originator}} spotted at {{account}}: {{what}}',
  'spotted.overdue in team': '{{recipient}} has not answered what {{originator}} spotted at {{account}}: {{what}}',
  'circle.champion moved': '{{contact}} went from {{from}} to {{to}}: did they take us along?',
  'circle.ask planned': '{{who}} plans to ask {{account}} for a {{kind}}',
  'quote.asked': '{{who}} asks you to let {{discount}} % discount pass on quote {{number}}, {{sale}}: {{reason}}',
  'quote.approved': '{{who}} lets {{discount}} % discount pass on quote {{number}}, {{sale}}: {{reason}}',
  'quote.declined': '{{who}} does not let {{discount}} % discount pass on quote {{number}}, {{sale}}: {{reason}}',
  'assigned.account': '{{what}} is yours to look after, by the rule “{{rule}}”',
  'assigned.opportunity': 'The sale {{what}} is yours, by the rule “{{rule}}”',
  'assigned.case': 'The case {{what}} is yours, by the rule “{{rule}}”',
  'quote.signed': '{{signer}} accepted quote {{number}}, {{sale}}',
} as const;
const say = messages('notice', sentences);

export interface Told {
  code: string;
  facts: Record<string, string | number | null>;
  actorName: string | null;
}

/** One notification as a sentence; what this version does not know is told by its `text`, if it has one. */
export function noticeText({ code, facts, actorName }: Told): string {
  if (!(code in sentences)) return typeof facts['text'] === 'string' ? facts['text'] : code;
  const { amount, currency } = facts;
  const money =
    typeof amount === 'string' && typeof currency === 'string' ? format.money(Number(amount), currency) : '';
  const values = { ...facts, who: actorName ?? '', money };
  const wide: (key: string, values: object) => string = say as never;
  return wide(code, values).trim();
}
