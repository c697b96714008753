import { expect, it } from 'vitest';
import { together } from './together.ts';

const question = () => {
  const answers: PromiseWithResolvers<number>[] = [];
  const ask = () => {
    const answer = Promise.withResolvers<number>();
    answers.push(answer);
    return answer.promise;
  };
  return { answers, ask };
};
const turn = () => new Promise((resolve) => setImmediate(resolve));

it('Many who ask the same at once get two answers: the one that was in the making, and one that begins after all of them came', async () => {
  const shared = together<number>();
  const { answers, ask } = question();
  const first = shared('board', ask);
  const later = [shared('board', ask), shared('board', ask), shared('board', ask)];
  expect(answers).toHaveLength(1);
  answers[0]!.resolve(1);
  expect(await first).toBe(1);
  await turn();
  expect(answers).toHaveLength(2);
  answers[1]!.resolve(2);
  expect(await Promise.all(later)).toEqual([2, 2, 2]);
  await turn();
  void shared('board', ask);
  expect(answers).toHaveLength(3);
});

it('An answer that fails is nobody else’s, and another question does not wait', async () => {
  const shared = together<number>();
  const { answers, ask } = question();
  const first = shared('board', ask);
  const later = shared('board', ask);
  const other = shared('map', ask);
  expect(answers).toHaveLength(2);
  answers[0]!.reject(new Error('too slow'));
  await expect(first).rejects.toThrow('too slow');
  await turn();
  answers[2]!.resolve(3);
  answers[1]!.resolve(2);
  expect(await later).toBe(3);
  expect(await other).toBe(2);
});
