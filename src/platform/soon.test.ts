import { expect, it } from 'vitest';
import { soon } from './soon.ts';

it('does for many at once what each of them asked for, and does it again for whoever asked while it was being done', async () => {
  const rounds: PromiseWithResolvers<void>[] = [];
  const begun = () => new Promise((resolve) => setTimeout(resolve, 250));
  const work = soon(
    () => {
      const round = Promise.withResolvers<void>();
      rounds.push(round);
      return round.promise;
    },
    () => {},
  );
  work.wake();
  work.wake();
  expect(rounds).toHaveLength(0);
  await begun();
  expect(rounds).toHaveLength(1);
  work.wake();
  await begun();
  expect(rounds).toHaveLength(1);
  rounds[0]!.resolve();
  await begun();
  expect(rounds).toHaveLength(2);
  rounds[1]!.resolve();
  await work.over();
  expect(rounds).toHaveLength(2);
});

it('says what failed, and goes on', async () => {
  const said: unknown[] = [];
  let tries = 0;
  const work = soon(
    async () => {
      if (++tries === 1) throw new Error('no room');
    },
    (error) => void said.push(error),
  );
  work.wake();
  await work.over();
  work.wake();
  await work.over();
  expect(said).toMatchObject([{ message: 'no room' }]);
  expect(tries).toBe(2);
});
