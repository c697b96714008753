import { messages } from '../../web/messages.ts';

export const t = messages('selling', {
  title: 'Selling',
  spaces: 'Levels of management',
  'space.force': 'Force',
  'space.team': 'Team',
  'space.coaching': 'Coaching',
  'space.training': 'Training payback',
  coverage: 'Who looks after whom',
  intro: 'Every relationship has somebody and a next step. Where one is missing, it shows here first.',
  member: 'Who',
  accounts: 'Accounts',
  revenue: 'Revenue, 12 months',
  trouble: 'In trouble',
  'no step': 'No next step',
  silent: 'Silent 60 days',
  sales: 'Open sales',
  nobody: 'Nobody',
  empty: 'There is no relationship yet that you may see. Add an account, or import your customers.',
  failed: 'The coverage could not be read',
});
