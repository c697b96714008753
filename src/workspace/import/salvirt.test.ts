import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { purchaseContract } from '../../purchase/contract.ts';
import { openWorld, type Person, type World } from '../../testing/world.ts';
import { bring, filesOf } from './import.testing.ts';
import { dataFolder } from './dataFolder.testing.ts';

const folder = dataFolder('salvirt_b2b');

describe.skipIf(!folder)(`sales with columns of their own${folder ? '' : ' (SKIPPED: no data folder)'}`, () => {
  let world: World;
  let owner: Person;
  beforeAll(async () => {
    world = await openWorld();
    await world.reset();
    owner = await world.as('owner');
    const { report } = await bring(world, owner, filesOf(folder!));
    expect(report!.files.map((file) => [file.read, file.created, file.merged + file.skipped, file.failed])).toEqual([
      [448, 365, 83, 0],
    ]);
  });
  afterAll(() => world?.close());

  const list = (query: object) => owner.call(purchaseContract.listOpportunities, { query: { limit: 200, ...query } });

  it('arrive with all of them kept, and are filtered by any', async () => {
    const won = await list({ outcome: ['won'], custom: { Authority: 'High', Forml_tend: 'No' } });
    // Twelve rows of the file, two of them the very same sale twice.
    expect(won.items.length).toBe(10);
    expect(
      won.items.every(
        (sale) => sale.custom['Authority'] === 'High' && sale.custom['Forml_tend'] === 'No' && sale.outcome === 'won',
      ),
    ).toBe(true);
    expect(Object.keys(won.items[0]!.custom).length).toBeGreaterThanOrEqual(18);
    expect((await list({ custom: { Authority: 'Nobody' } })).items).toEqual([]);
    const colleague = await world.as('seller');
    expect(
      (await colleague.call(purchaseContract.listOpportunities, { query: { custom: { Authority: 'High' } } })).items,
    ).toEqual([]);
  });
});
