import { expect, test } from 'vitest';
import { messages, speak, translate } from './messages.ts';

const t = messages('test', {
  plain: 'Nothing is due',
  due_one: '{{count}} promise is due',
  due_other: '{{count}} promises are due',
  moved: '{{what}} moved by {{by}}',
});

test('one promise is singular, several are plural', () => {
  expect(t('due', { count: 1 })).toBe('1 promise is due');
  expect(t('due', { count: 3 })).toBe('3 promises are due');
  expect(t('due', { count: 3900 })).toBe('3,900 promises are due');
});

test('names are put in as they were written, even with signs in them', () => {
  expect(t('moved', { what: 'Müller & Söhne <GmbH>', by: '−3' })).toBe('Müller & Söhne <GmbH> moved by −3');
  expect(t('plain')).toBe('Nothing is due');
});

test('a key that is not in the catalogue does not compile', () => {
  // @ts-expect-error there is no such text
  expect(t('absent')).toBe('absent');
});

test('a text with a name in it does not compile without that name', () => {
  // @ts-expect-error `by` is missing
  expect(t('moved', { what: 'Trust' })).toContain('Trust moved');
});

test('another language has its own plural forms, and what is not translated stays English', () => {
  translate('pl', 'test', {
    due_one: '{{count}} obietnica',
    due_few: '{{count}} obietnice',
    due_many: '{{count}} obietnic',
  });
  speak('pl');
  try {
    expect([1, 3, 5].map((count) => t('due', { count }))).toEqual(['1 obietnica', '3 obietnice', '5 obietnic']);
    expect(t('plain')).toBe('Nothing is due');
  } finally {
    speak('en');
  }
});
