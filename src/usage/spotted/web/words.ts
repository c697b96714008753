import { format } from '../../../web/format.ts';
import type { SpottedDetail, SpottedRecord } from '../contract.ts';
import { t } from './messages.ts';

/** What became of a note, in a line. */
export function stateText(note: SpottedRecord, now: string): string {
  switch (note.state) {
    case 'noted': {
      const who = note.recipientName ?? t('nobody');
      const when = format.day(note.answerDueAt, now);
      return t(note.overdue ? 'state.overdue' : 'state.noted', {
        who,
        when: /\d/.test(when) ? when : when.toLocaleLowerCase(format.locale),
      });
    }
    case 'joined':
      return t('state.joined', { who: note.first?.originatorName ?? '' });
    case 'declined':
      return t('state.declined', { reason: [reasonText(note.reason), note.answerNote].filter(Boolean).join('. ') });
    case 'withdrawn':
      return t('state.withdrawn');
    default:
      return acceptedText(note);
  }
}

function acceptedText({ sale, becomes }: SpottedRecord): string {
  if (becomes === 'prospect' || sale === null) return t('state.prospect');
  if (sale.outcome === 'lost') return t('state.lost');
  if (sale.outcome === 'open') return t('state.open', { stage: stageText(sale.stage) });
  return sale.amount === null
    ? t('state.won without amount')
    : t('state.won', { money: format.money(Number(sale.amount), sale.currency) });
}

export const reasonText = (reason: SpottedRecord['reason']): string => (reason === null ? '' : t(`reason.${reason}`));

const stages = ['interest', 'assessment', 'involvement', 'commitment', 'action'] as const;
const stageText = (stage: string): string => {
  const known = stages.find((each) => each === stage);
  return known === undefined ? stage : t(`stage.${known}`);
};

/** One step of what became of it. */
export function newsText({ code, facts }: SpottedDetail['news'][number]): string {
  const text = (name: string) => (typeof facts[name] === 'string' ? facts[name] : '');
  switch (code) {
    case 'noted':
      if (text('recipient') === '') return t('news.noted by');
      return t('news.noted', { recipient: text('recipient') });
    case 'handed over':
      return t('news.handed over', { recipient: text('recipient') || t('nobody') });
    case 'added to':
      return t('news.added to', { who: text('who'), what: text('what') });
    case 'declined': {
      const reason = text('reason') as NonNullable<SpottedRecord['reason']>;
      return [t('news.declined', { reason: reasonText(reason) }), text('note')].filter(Boolean).join('. ');
    }
    case 'moved':
      return t('news.moved', { stage: stageText(text('stage')) });
    case 'won':
      return t('news.won', { money: format.money(Number(text('amount')), text('currency') || 'EUR') });
    case 'lost':
      return t('news.lost', { reason: text('reason') });
    case 'accepted as prospect':
    case 'accepted as opportunity':
      return [t(`news.${code}`), text('note')].filter(Boolean).join('. ');
    case 'reopened':
    case 'withdrawn':
    case 'separated':
      return t(`news.${code}`);
    default:
      return code;
  }
}

/** Where the note stands, for its colour. */
export const toneOf = (note: SpottedRecord): 'alarm' | 'good' | 'plain' =>
  note.overdue ? 'alarm' : note.sale?.outcome === 'won' ? 'good' : 'plain';
