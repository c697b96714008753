import { messages } from '../../web/messages.ts';

/** The words of the destination Usage. */
export const t = messages('usage', {
  title: 'Usage',
  views: 'Kinds of work',
  'tab.clients': 'Clients',
  'tab.cases': 'Cases',
  'tab.renewals': 'Renewals',
  'tab.orders': 'Orders and value',
  'tab.openings': 'What to sell',
  'tab.voice': 'Voice',
});
