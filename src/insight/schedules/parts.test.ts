import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { reports } from '../../reports.ts';
import { sellingCardIds } from '../../selling/web/cards.tsx';
import { ownReports } from '../web/board.ts';

/** What the screens name, read from their text: a part of Selling, a report of Insight, the page of calibration. */
const named = (pattern: RegExp) =>
  new Set(
    globSync('src/**/web/*.tsx').flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(pattern)].map((match) => match[1]!),
    ),
  );
const onScreens = new Set([
  ...named(/\breport: '([a-z -]+)'/g),
  ...named(/<ReportMenu report="([a-z -]+)"/g),
  ...ownReports,
]);
// The page on which what was scheduled is kept.
onScreens.delete('schedules');

describe('every table and picture of Selling, Insight and Calibration', () => {
  it('leaves as a file and as a letter: what a screen names is in the one list of reports, and that list has nothing that is on no screen', () => {
    expect(onScreens.size).toBeGreaterThan(20);
    expect([...onScreens].filter((id) => !Object.hasOwn(reports, id))).toEqual([]);
    // The week's digest of customers is what Ownership schedules.
    expect(Object.keys(reports).filter((id) => !onScreens.has(id))).toEqual(['mild alarms']);
  });

  it('can stand on a dashboard', () => {
    const cards = new Set<string>([...ownReports, ...sellingCardIds]);
    expect([...onScreens].filter((id) => !cards.has(id))).toEqual([]);
    expect([...cards].filter((id) => !Object.hasOwn(reports, id))).toEqual([]);
  });
});
