import { expect, it } from 'vitest';
import { lengthened, placeOf, type Trail } from './trail.ts';

const trail: Trail = {
  list: 'Accounts',
  base: '/accounts/',
  ids: ['a', 'b'],
  rest: { query: { sort: 'name' }, cursor: 'after b' },
};

it('The neighbours of a record go on behind the last one that was read', () => {
  expect(placeOf('/accounts/', 'b', trail)).toMatchObject({
    at: 2,
    count: 2,
    previous: '/accounts/a',
    next: undefined,
  });
  const longer = lengthened(trail, 'after b', { items: [{ id: 'b' }, { id: 'c' }], next: 'after c' });
  expect(placeOf('/accounts/', 'b', longer)).toMatchObject({
    at: 2,
    count: 3,
    next: '/accounts/c',
    rest: { query: { sort: 'name' }, cursor: 'after c' },
  });
  expect(placeOf('/accounts/', 'c', lengthened(longer, 'after c', { items: [], next: null }))?.rest).toBeUndefined();
});

it('A page that comes twice lengthens the list once, and a record from elsewhere has no neighbours', () => {
  const longer = lengthened(trail, 'after b', { items: [{ id: 'c' }], next: null });
  expect(lengthened(longer, 'after b', { items: [{ id: 'd' }], next: null })).toBe(longer);
  expect(placeOf('/contacts/', 'a', trail)).toBeUndefined();
  expect(placeOf('/accounts/', 'z', trail)).toBeUndefined();
});
