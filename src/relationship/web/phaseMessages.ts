import { messages } from '../../web/messages.ts';

/** Texts of the screens of one phase. */
export const t = messages('phase', {
  'promise.shopping': 'Targeted consumers: to be known and liked. Only evidence moves a suspect to a prospect.',
  'promise.purchase': 'Active buyers: to be trusted and bought from.',
  'promise.ownership':
    'Expectant customers: they try what they bought. The dip is normal; a deep one is yours to mend.',
  'promise.usage': 'Established clients: they repeat and advocate. What was promised has become value, or has not yet.',
  'to spotted': 'Spotted business',
  'to circle': 'Circle of influence',
  positions: 'Positions in this phase',
  accounts_one: '{{count}} account',
  accounts_other: '{{count}} accounts',
  alarms_one: '{{count}} needs a person now',
  alarms_other: '{{count}} need a person now',
});
