import { expect, it } from 'vitest';
import { onlyValues, withLists } from './listEdits.ts';

it('Two people who tag an account at the same time both keep their tags, and a tag that one of them took away stays away', () => {
  const before = { tags: ['fair', 'vip', 'old'] };
  expect(withLists(before, { tags: ['fair', 'vip', 'mine'] }, { tags: ['vip', 'old', 'theirs'] })).toEqual({
    tags: ['vip', 'theirs', 'mine'],
  });
});

it('The same tag given by both stands once', () => {
  expect(withLists({ tags: [] }, { tags: ['new'] }, { tags: ['new'] })).toEqual({ tags: ['new'] });
});

it('A value of which only one can stand is left to the person', () => {
  expect(withLists({ ownerId: 'a' }, { ownerId: 'b' }, { ownerId: 'c' })).toEqual({ ownerId: 'b' });
  expect(onlyValues({ ownerId: 'c', tags: ['new'] })).toEqual({ ownerId: 'c' });
});
