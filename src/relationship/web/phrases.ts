import { signalKinds } from '../../ownership/signals.ts';
import { format } from '../../web/format.ts';
import type { TodayRecord } from '../contract.ts';
import { touchpointKinds, type TouchpointKind } from '../vocabulary.ts';
import { t } from './todayMessages.ts';
import { words } from './words.ts';

/** Reasons and tasks come from the server as codes with facts; here they become sentences. Pure but for the locale. */

export type Phrase = TodayRecord['todo'];

const facts = (phrase: Phrase) => ({
  text: (name: string) => (typeof phrase[name] === 'string' ? phrase[name] : ''),
  number: (name: string) => (typeof phrase[name] === 'number' ? phrase[name] : 0),
  day: (name: string, now: string) => dayInSentence(phrase[name], now),
});

/** `today`, `yesterday`, `Fri 12 Jun`: a day inside a sentence. Empty when it is not a time. */
export function dayInSentence(at: unknown, now: string): string {
  if (typeof at !== 'number' && typeof at !== 'string') return '';
  const day = format.day(at, now);
  return /\d/.test(day) ? day : day.toLocaleLowerCase(format.locale);
}

/** One reason, as in “Case 4417 reopened” or “31 days silent”. `now` is the server's, ISO 8601. */
export function whyText(phrase: Phrase, now: string): string {
  const { text, number, day } = facts(phrase);
  switch (phrase['code']) {
    case 'bad touchpoint':
      return text('subject') || kindWord(text('kind'));
    case 'disillusioned':
      return t('why.disillusioned', { percent: format.percent(number('probability')) });
    case 'signal':
      return signalText(text('signal'), number('amount'));
    case 'promise open':
      // People often write “Promised a price …” themselves.
      return /^promised\b/i.test(text('subject'))
        ? text('subject')
        : t('why.promise open', { subject: text('subject') });
    case 'promise overdue':
      return t('why.promise overdue', { subject: text('subject'), when: day('at', now) });
    case 'handoff offered':
    case 'not introduced':
      return t(`why.${phrase['code']}`, { when: day('at', now) });
    case 'closed, not handed over':
      return t('why.closed, not handed over', { when: day('at', now) });
    case 'next step overdue':
      return t('why.next step overdue', { when: day('dueAt', now) });
    case 'next step due':
      return t('why.next step due', { when: day('dueAt', now) });
    case 'case open':
      return t('why.case open', { subject: text('subject'), count: number('days') });
    case 'champion moved':
      return text('evidence');
    case 'renewal due':
      return t('why.renewal due', { name: text('name'), when: day('at', now) });
    case 'spotted':
      return t('why.spotted', { what: text('what'), who: text('who') });
    case 'promise of case broken':
    case 'promise of case due':
      return t(`why.${phrase['code']}`, { subject: text('subject'), when: day('at', now) });
    case 'close date passed':
      if (number('amount') > 0)
        return t('why.cold sale', {
          amount: format.moneyShort(number('amount'), text('currency')),
          when: day('at', now),
          name: text('name'),
        });
      return t('why.close date passed', { name: text('name'), when: day('at', now) });
    case 'long in stage':
      return t('why.long in stage', { count: number('days'), stage: text('stage'), name: text('name') });
    case 'alarm ahead':
      return t('why.alarm ahead', { when: day('at', now) });
    case 'value realized, never asked':
      return t('why.value realized, never asked');
    case 'value realized, not asked':
      return t('why.value realized, not asked', { count: number('days') });
    case 'silent':
      return t('why.silent', { count: number('days') });
    case 'never contacted':
      return t('why.never contacted');
    case 'last touchpoint':
      return t('why.last touchpoint', {
        subject: text('subject') || kindWord(text('kind')),
        when: day('at', now),
      });
    default:
      return text('text') || t('why.unknown');
  }
}

/** What to do, as in “Send the report”. */
export function todoText(phrase: Phrase, now: string): string {
  const { text, day } = facts(phrase);
  switch (phrase['code']) {
    case 'planned':
      return text('what');
    case 'play':
      return t('todo.play', { play: text('play') });
    case 'solve case':
      return t('todo.solve case', { subject: text('subject') });
    case 'keep promise':
      return t('todo.keep promise', { subject: text('subject') });
    case 'call before':
      return t('todo.call before', { when: day('at', now) });
    case 'prepare renewal':
      return t('todo.prepare renewal', { name: text('name') });
    case 'call and repair':
    case 'introduce account manager':
    case 'offer handoff':
    case 'accept handoff':
    case 'introduce handoff':
    case 'settle cold sale':
    case 'ask for decision':
    case 'ask for referral':
    case 'answer spotted':
    case 'say whether they took us along':
    case 'call':
      return t(`todo.${phrase['code']}`);
    default:
      return text('text') || t('todo.unknown');
  }
}

/**
 * The two lines of a row: the strongest evidence, and what else is known. When something is due is in its own column, so
 * a date alone is never the headline if there is any other evidence.
 */
export function whyLines(row: Pick<TodayRecord, 'why'>, now: string): { first: string; second: string } {
  const [first, ...rest] = row.why.toSorted((a, b) => rank(a) - rank(b));
  if (first === undefined) return { first: t('why.unknown'), second: '' };
  const since = first['code'] === 'bad touchpoint' ? [t('why.since', { when: dayInSentence(first['at'], now) })] : [];
  const others = rest
    .filter((p) => p['code'] !== 'next step due' || rest.length === 1)
    .map((p) => (p['code'] === 'signal' ? uncapitalized(whyText(p, now)) : lower(whyText(p, now))));
  return {
    first: whyText(first, now),
    second: [...since.map(lower), ...others].slice(0, 2).join(', '),
  };
}

/** A signal of the alarm in words; `amount` counts where the words do. */
export function signalText(kind: string, amount: number): string {
  const known = signalKinds.find((each) => each === kind);
  if (known === undefined) return kind;
  return known === 'promise overdue'
    ? t('signal.promise overdue', { count: Math.max(1, amount) })
    : t(`signal.${known}`);
}

const dated = (phrase: Phrase) => phrase['code'] === 'next step due' || phrase['code'] === 'next step overdue';

/** What happened comes before what is computed from it, and both before a date. */
function rank(phrase: Phrase): number {
  return dated(phrase) ? 2 : phrase['code'] === 'disillusioned' ? 1 : 0;
}

function lower(text: string): string {
  // A name keeps its capital; a sentence of ours that goes on does not start anew.
  return /^(Planned|Was|Closed|Promised|Value|Trust|Disillusioned)\b/.test(text) ? uncapitalized(text) : text;
}

const uncapitalized = (text: string) => text.charAt(0).toLocaleLowerCase(format.locale) + text.slice(1);

export function kindWord(kind: string): string {
  return isKind(kind) ? words(`kind.${kind}`) : kind;
}

export function isKind(kind: string): kind is TouchpointKind {
  return (touchpointKinds as readonly string[]).includes(kind);
}
