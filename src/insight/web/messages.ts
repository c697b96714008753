import { messages } from '../../web/messages.ts';

export const t = messages('insight', {
  title: 'Insight',
  movers: 'Where trust is won and lost',
  intro: 'Points by which trust and interest moved when a touchpoint came, summed over {{accounts}} accounts and {{touchpoints}} touchpoints of the last {{days}} days.',
  kind: 'Touchpoint',
  count: 'How often',
  accounts: 'Accounts',
  trust: 'Trust',
  interest: 'Interest',
  picture: 'Trust won or lost',
  empty: 'No touchpoint has been logged in the last {{days}} days. Log one with L, or import your history.',
  failed: 'This could not be read',
});
