import { expect, test } from 'vitest';
import { emptyDraft, inALine, isWorthKeeping, parseDraft, promiseOf, touchpointOf } from './logDraft.ts';

const accountId = '0192c0de-0000-7000-8000-000000000001';

test('the first sentence is the line in the timeline, the rest is kept whole', () => {
  const text = 'Line runs again on the loaned spindle. Greta wants the repair date in writing.';
  expect(inALine(text, 'Visit')).toEqual({ subject: 'Line runs again on the loaned spindle', body: text });
  expect(inALine('All fine', 'Visit')).toEqual({ subject: 'All fine', body: null });
  expect(inALine('  ', 'Visit')).toEqual({ subject: 'Visit', body: null });
});

test('a very long sentence is cut at a word and never lost', () => {
  const text = 'word '.repeat(60).trim();
  const { subject, body } = inALine(text, 'Visit');
  expect(subject.length).toBeLessThanOrEqual(120);
  expect(subject.endsWith('word…')).toBe(true);
  expect(body).toBe(text);
});

test('a touchpoint with nothing but what and whom can be saved', () => {
  expect(touchpointOf({ ...emptyDraft, accountId, kind: 'visit' }, 'Visit')).toEqual({
    accountId,
    kind: 'visit',
    subject: 'Visit',
  });
});

test('a promise goes into the ledger beside the contact in which it was made', () => {
  const draft = { ...emptyDraft, accountId, promise: { what: ' Date in writing ', by: '2026-06-12' } };
  expect(promiseOf(draft)).toMatchObject({ what: 'Date in writing' });
  expect(promiseOf({ ...draft, promise: { what: ' ', by: null } })).toBeNull();
});

test('a draft survives a reload, and a broken one does no harm', () => {
  const draft = { ...emptyDraft, accountId, text: 'Half a sentence', expectation: 1 as const };
  expect(parseDraft(JSON.stringify(draft))).toEqual(draft);
  expect(parseDraft('{"text": 7}')).toBeUndefined();
  expect(parseDraft('not json')).toBeUndefined();
  expect(isWorthKeeping(draft)).toBe(true);
  expect(isWorthKeeping(emptyDraft)).toBe(false);
});
