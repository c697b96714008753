import type { DigestRecord } from './contract.ts';

interface Table {
  title: string;
  about?: string;
  columns: readonly string[];
  rows: readonly (readonly string[])[];
}

/** The week as plain tables, for a letter: what is mild, what lies ahead, and what became of the alarms. Empty parts are left out; none at all: a quiet week. */
export function digestTables({ to, customers, running, mild, dips, ahead, moved }: DigestRecord): Table[] {
  const day = (at: string | Date) =>
    new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' }).format(new Date(at));
  const who = ({ accountName, memberName }: { accountName: string | null; memberName: string | null }) => [
    accountName ?? 'A customer',
    memberName ?? 'nobody',
  ];
  const tables: Table[] = [
    {
      title: 'Mild signs: they need nobody yet',
      columns: ['Customer', 'Looked after by', 'Signs', 'Since this week'],
      rows: mild.map((each) => [
        ...who(each),
        each.signals
          .slice(0, 3)
          .map(({ kind }) => kind)
          .join(', '),
        each.isNew ? 'new' : '',
      ]),
    },
    {
      title: 'Ahead, if nobody calls',
      columns: ['Customer', 'Looked after by', 'Alarm on'],
      rows: ahead.map((each) => [...who(each), day(each.crossesAt)]),
    },
    {
      title: 'Alarms that began or ended',
      columns: ['Customer', 'Looked after by', 'What', 'Note'],
      rows: moved.map((each) => [
        ...who(each),
        each.endedAt === null ? `${each.state} since ${day(each.openedAt)}` : `${each.state} on ${day(each.endedAt)}`,
        each.note ?? '',
      ]),
    },
    {
      title: 'Dips that are the usual ones',
      columns: ['Customer', 'Looked after by', 'Points down', 'Usual are'],
      rows: dips.map((each) => [
        ...who(each),
        each.dip.depth.toFixed(0),
        `${each.dip.norm.depth.toFixed(0)} in ${each.dip.norm.days.toFixed(0)} days`,
      ]),
    },
  ];
  const told = tables.filter(({ rows }) => rows.length > 0);
  const about = `The week to ${day(to)}: watched customers: ${customers}, running alarms: ${running}.`;
  return told.map((table, i) => (i === 0 ? { ...table, about } : table));
}
