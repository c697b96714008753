import { expect, it } from 'vitest';
import { patiently } from './patiently.ts';

const failing = (errors: string[]) => {
  let tries = 0;
  return {
    work: async () => {
      if (errors[tries++] !== undefined) throw new Error(errors[tries - 1]);
      return tries;
    },
    tries: () => tries,
  };
};
const passes = (error: unknown) => (error as Error).message === 'busy';

it('what fails for a reason that passes is done again, so many times and after longer and longer pauses', async () => {
  const waited: number[] = [];
  const wait = (failures: number) => (waited.push(failures), 0);
  expect(await patiently(failing(['busy', 'busy']).work, passes, 3, wait)).toBe(3);
  expect(waited).toEqual([1, 2]);
  const stubborn = failing(Array.from({ length: 9 }, () => 'busy'));
  await expect(patiently(stubborn.work, passes, 3, wait)).rejects.toThrow('busy');
  expect(stubborn.tries()).toBe(4);
});

it('what fails for another reason is told at once', async () => {
  const { work, tries } = failing(['busy', 'wrong']);
  await expect(patiently(work, passes, 3, () => 0)).rejects.toThrow('wrong');
  expect(tries()).toBe(2);
});
