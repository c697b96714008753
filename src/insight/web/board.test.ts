import { describe, expect, it } from 'vitest';
import { boardOf, isWide, moved, withOtherWidth, withoutReport, withReport } from './board.ts';

describe('a dashboard', () => {
  const view = { days: '30', cards: 'flow force-goals stages' };
  it('holds what was put on it, in its order, and nothing where everything was taken off', () => {
    expect(boardOf({ ...view, ...withReport(view, 'trust') })).toEqual(['flow', 'force-goals', 'stages', 'trust']);
    expect(boardOf({ ...view, ...moved(view, 'stages', -1) })).toEqual(['flow', 'stages', 'force-goals']);
    expect(moved(view, 'flow', -1)).toEqual({});
    const empty = ['flow', 'force-goals', 'stages'].reduce(
      (before, id) => ({ ...before, ...withoutReport(before, id) }),
      view,
    );
    expect(boardOf(empty)).toEqual([]);
    expect(boardOf({}).length).toBeGreaterThan(5);
  });
  it('shows tables as wide as the page and pictures half as wide, until somebody wants it otherwise', () => {
    expect(['flow', 'force-goals', 'stages'].map((id) => isWide(view, id))).toEqual([false, true, true]);
    const other = { ...view, ...withOtherWidth(view, 'flow') };
    const both = { ...other, ...withOtherWidth(other, 'stages') };
    expect(['flow', 'force-goals', 'stages'].map((id) => isWide(both, id))).toEqual([true, true, false]);
    expect({ ...other, ...withOtherWidth(other, 'flow') }).toMatchObject({ resized: undefined });
  });
});
