import { words } from '../../relationship/web/words.ts';
import { t as web } from '../../web/messages/en.ts';
import type { Condition, Rule } from '../segments/rule.ts';
import { t } from './messages.ts';
import { w } from './segmentMessages.ts';

/** A rule as a sentence. */
export function ruleInWords(rule: Rule): string {
  const parts = rule.parts.map((part) => ('match' in part ? `(${ruleInWords(part)})` : conditionInWords(part)));
  return parts.join(w(rule.match === 'all' ? 'say.and' : 'say.or'));
}

export function conditionInWords(c: Condition): string {
  const what = positively(c);
  return c.not === true ? w('say.not', { what }) : what;
}

const listed = (values: readonly string[]) => values.map((value) => `“${value}”`).join(', ');

function positively(c: Condition): string {
  switch (c.about) {
    case 'kind':
      return c.in.map((kind) => w(`kind.${kind}`)).join(', ');
    case 'text':
      return w('say.values', { what: w(`field.${c.field}`), how: w(`how.${c.is}`), values: listed(c.values) }).trim();
    case 'number':
      return w('say.values', { what: w(`field.${c.field}`), how: w(`how.${c.is}`), values: c.value });
    case 'owner':
      return w('about.owner');
    case 'phase':
      return [
        `${w('about.phase')}: ${c.in.map((each) => web(`phase.${each}`)).join(', ')}`,
        ...(c.forDays === undefined ? [] : [w('say.for days', { days: c.forDays })]),
      ].join(' ');
    case 'position':
      return `${w('about.position')}: ${c.in.map((each) => web(`position.${each}`)).join(', ')}`;
    case 'saleType':
      return `${w('about.saleType')}: ${c.in.map((each) => web(`sale.${each}`)).join(', ')}`;
    case 'tag':
      return `${w('about.tag')}: ${listed(c.in)}`;
    case 'custom':
      return w('say.values', {
        what: `“${c.field}”`,
        how: w(`how.${c.is}`),
        values: c.value === undefined ? '' : String(c.value),
      }).trim();
    case 'contact':
      return w('say.somebody', { field: w(`field.${c.field}`), values: listed(c.values) });
    case 'consent':
      return w('say.consent', { channel: channelWord(c.channel), purpose: purposeWord(c.purpose) });
    case 'offering':
      return w('say.owns', { values: listed(c.names) });
    default:
      return w('say.touchpoint', {
        how: w(`how.${c.is}`),
        count: c.count,
        days: c.withinDays,
        kinds: [
          c.kinds.length === 0 ? w('say.touchpoint any') : c.kinds.map((kind) => words(`kind.${kind}`)).join(', '),
          ...(c.startedBy === 'them'
            ? [w('say.touchpoint them')]
            : c.startedBy === 'us'
              ? [w('say.touchpoint us')]
              : []),
        ].join(' '),
      });
  }
}

const channelWord = (channel: 'mail' | 'call' | 'message' | 'visit') => t(`consent.channel ${channel}`);
const purposeWord = (purpose: string) =>
  (['marketing', 'service', 'survey', 'reference'] as const)
    .filter((each) => each === purpose)
    .map((each) => t(`consent.purpose ${each}`))[0] ?? purpose;
