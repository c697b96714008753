import { messages } from '../messages.ts';

export const t = messages('help', {
  title: 'Help',
  idea: 'Trust and interest of a customer rise and fall along a cycle. Perennial reads both from touchpoints, and nothing else: log what happened (L), and the picture follows. Every number opens its evidence.',
  positions: 'Five positions: what the customer feels',
  'about.skepticism': 'First contacts, up to a demonstration. Nothing is proven yet.',
  'about.peak': 'Around the close: enthusiasm, and expectations that may be too high.',
  'about.disillusionment': 'After the close the dip is normal. Deep or long, it needs a person now.',
  'about.enlightenment': 'It works: the first return is seen.',
  'about.realized': 'Value is recognized. The customer is open to more, and to recommending you.',
  phases: 'Four phases: what the process says',
  'phase.shopping': 'Targeted consumer. Know, like.',
  'phase.purchase': 'Active buyer. Trust, buy.',
  'phase.ownership': 'Expectant customer. Try, favorite.',
  'phase.usage': 'Established client. Repeat, advocate.',
  keys: 'Everything can be done from the keyboard: press ? for the keys of the screen you are on, Ctrl K to go anywhere.',
  api: 'For programs: the API page',
});
