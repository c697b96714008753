import { messages } from '../../../web/messages.ts';

/** The words of what there is to sell to established clients. */
export const t = messages('openings', {
  whose: 'Whose clients',
  'whose.all': 'Everyone',
  'whose.mine': 'Mine',
  empty:
    'Nothing to offer just now. What a client has from us, how old it is, how it is used and how they feel tell what they will need next: add it under Installed base.',
  looked_one: '{{count}} established client was looked at, the largest first.',
  looked_other: '{{count}} established clients were looked at, the largest first.',
});
