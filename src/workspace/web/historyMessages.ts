import { messages } from '../../web/messages.ts';

export const t = messages('history', {
  'history of': 'History of {{field}}',
  history: 'History',
  'nothing happened': 'Nothing was recorded for this record yet.',
  'by program': '(by a program)',
  more: 'Show more',
  yes: 'yes',
  no: 'no',
  reading: 'Reading …',
  'never changed': 'Never changed since the record was made.',
  by: '{{who}}, {{when}}',
  system: 'Perennial',
  nothing: 'nothing',
});
