import { afterAll, beforeAll, expect, it } from 'vitest';
import { openWorld, type World } from '../testing/world.ts';
import { lookAtGrownTables } from './figures.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

it('has tables looked at whatever their size: one of two gigabytes is no error', async () => {
  await world.engine.pool.query(`update pg_class set relpages = 262144 where oid = 'account'::regclass`);
  await expect(lookAtGrownTables(world.house.database)).resolves.toBeUndefined();
});
