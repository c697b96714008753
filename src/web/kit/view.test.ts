import { expect, it } from 'vitest';
import { viewInUrl } from './view.ts';

it('A list is narrowed by what stands in its address, also where somebody typed it', () => {
  expect(viewInUrl({ text: 'pump', tag: 2026, deleted: true, columns: ['name'], owner: null })).toEqual({
    text: 'pump',
    tag: '2026',
    deleted: 'true',
  });
});
