import { expect, test } from 'vitest';
import { keyCaps, matches, pressed } from './press.ts';

const plain = { metaKey: false, ctrlKey: false, altKey: false, shiftKey: false, timeStamp: 0 };

test('a letter, a sign that needs shift, and a chord are spelled the way we write them', () => {
  expect(pressed({ ...plain, key: 'j' })?.key).toBe('j');
  expect(pressed({ ...plain, key: '?', shiftKey: true })?.key).toBe('?');
  expect(pressed({ ...plain, key: 'K', ctrlKey: true })?.key).toBe('mod+k');
  expect(pressed({ ...plain, key: 'Z', metaKey: true, shiftKey: true })?.key).toBe('mod+shift+z');
  expect(pressed({ ...plain, key: 'Shift', shiftKey: true })).toBeUndefined();
});

test('G then T goes to Today, but not when the pause is long', () => {
  expect(matches('g t', { key: 't', at: 700 }, { key: 'g', at: 0 })).toBe(true);
  expect(matches('g t', { key: 't', at: 2000 }, { key: 'g', at: 0 })).toBe(false);
  expect(matches('g t', { key: 't', at: 0 })).toBe(false);
});

test('a J with control held is not a J', () => {
  expect(matches('j', { key: 'mod+j', at: 0 })).toBe(false);
});

test('keys are shown with the signs of the machine at hand', () => {
  expect(keyCaps('mod+k', true)).toEqual(['⌘K']);
  expect(keyCaps('mod+k', false)).toEqual(['Ctrl K']);
  expect(keyCaps('g t', false)).toEqual(['G', 'T']);
  expect(keyCaps('enter', false)).toEqual(['Enter']);
});
