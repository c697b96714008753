import { messages } from '../../web/messages.ts';

export const t = messages('history', {
  'history of': 'History of {{field}}',
  reading: 'Reading …',
  'never changed': 'Never changed since the record was made.',
  by: '{{who}}, {{when}}',
  system: 'Perennial',
  nothing: 'nothing',
});
