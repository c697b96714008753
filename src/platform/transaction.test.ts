import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ahead, connect, type Connected } from './database.ts';
import { engines } from './engine-pair.ts';

for (const { name, open } of engines) {
  describe.skipIf(!open)(`a transaction on ${name}`, () => {
    let database: Connected;
    let close: () => Promise<void>;
    beforeAll(async () => {
      const opened = await open!();
      database = connect(opened.engine);
      close = opened.close;
      await database.asOwner((tx) => sql`create table kept (n integer primary key)`.execute(tx));
    });
    afterAll(() => close());

    const keep = (n: number) => sql`insert into kept values (${n})`;
    const count = () =>
      database.asOwner(
        async (tx) => (await sql<{ n: number }>`select count(*)::int as n from kept`.execute(tx)).rows[0]!.n,
      );

    it('answers questions that were sent together in their order', async () => {
      const answers = await database.asOwner((tx) =>
        Promise.all(
          [1, 2, 3].map(async (n) => (await sql<{ n: number }>`select ${n}::int as n`.execute(tx)).rows[0]!.n),
        ),
      );
      expect(answers).toEqual([1, 2, 3]);
    });

    it('keeps what nobody waited for', async () => {
      await database.asOwner(async (tx) => ahead(keep(1).execute(tx)));
      expect(await count()).toBe(1);
    });

    it('fails with what failed, though nobody waited for it, and keeps nothing', async () => {
      const failing = database.asOwner(async (tx) => {
        ahead(keep(2).execute(tx));
        ahead(keep(1).execute(tx));
        ahead(keep(3).execute(tx));
      });
      await expect(failing).rejects.toMatchObject({ code: '23505' });
      expect(await count()).toBe(1);
    });

    it('tells what failed first to whoever asks on', async () => {
      const failing = database.asOwner(async (tx) => {
        ahead(keep(1).execute(tx));
        await keep(4).execute(tx);
      });
      await expect(failing).rejects.toMatchObject({ code: '23505' });
      expect(await count()).toBe(1);
    });

    it('keeps nothing when its work fails', async () => {
      const failing = database.asOwner(async (tx) => {
        ahead(keep(5).execute(tx));
        throw new Error('Thought better of it');
      });
      await expect(failing).rejects.toThrow('Thought better of it');
      expect(await count()).toBe(1);
    });
  });
}
