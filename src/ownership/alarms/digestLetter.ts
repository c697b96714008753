import type { DigestRecord } from './contract.ts';

/** The digest as a letter in plain text: short enough to be read on a phone, with a link to the page behind it. Null: nothing to say. */
export function digestLetter(digest: DigestRecord, { firm, link }: { firm: string; link: string }): { subject: string; text: string } | null {
  const { mild, dips, ahead, moved } = digest;
  if (mild.length + dips.length + ahead.length + moved.length === 0) return null;
  const day = (at: string | Date) => new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(new Date(at));
  const part = (title: string, lines: string[], most = 10) =>
    lines.length === 0 ? [] : ['', title, ...lines.slice(0, most).map((line) => `- ${line}`), ...(lines.length > most ? [`  and ${lines.length - most} more`] : [])];
  const name = (each: { accountName: string | null }) => each.accountName ?? 'A customer';
  const text = [
    `The week to ${day(digest.to)}: ${digest.customers} customers are watched, ${digest.running} alarms run.`,
    ...part('Alarms that began or ended', moved.map((each) => `${name(each)}: ${each.endedAt === null ? `${each.state} since ${day(each.openedAt)}` : `${each.state} on ${day(each.endedAt)}`}`)),
    ...part('Ahead, if nobody calls', ahead.map((each) => `${name(each)}: on ${day(each.crossesAt)}`)),
    ...part('Mild signs', mild.map((each) => `${name(each)}: ${each.signals.slice(0, 3).map((signal) => signal.kind).join(', ')}${each.isNew ? ' (new)' : ''}`)),
    ...part('Dips that are the usual ones', dips.map(name)),
    '',
    `All of it, with the evidence: ${link}`,
  ].join('\n');
  return { subject: `${firm}: your customers this week`, text };
}
