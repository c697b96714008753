import { afterAll, beforeAll, expect, it } from 'vitest';
import { peopleContract } from '../people/contract.ts';
import { mergingContract } from '../people/merging/contract.ts';
import { openWorld, type Person, type World } from '../testing/world.ts';
import { workspaceContract } from '../workspace/contract.ts';
import { relationshipContract as api } from './contract.ts';
import { positions, type Position } from './vocabulary.ts';

let world: World;
let owner: Person;
beforeAll(async () => {
  world = await openWorld();
  owner = await world.as('owner');
});
afterAll(() => world.close());

const hour = 3_600_000;
const later = () => world.setNow(new Date(world.now().getTime() + hour));
const make = async (name: string) => (await owner.call(peopleContract.createAccount, { body: { name } })).id;
const read = (id: string) => owner.call(peopleContract.readAccount, { params: { id } });
const say = (id: string, position: Position, reason = `I saw ${position}`) => (
  later(),
  owner.call(api.overridePosition, { params: { id }, body: { position, reason } })
);
const takeBack = (id: string) => (later(), owner.call(api.endOverride, { params: { id } }));
const merge = async (keptId: string, goneId: string) => {
  later();
  const [kept, gone] = [await read(keptId), await read(goneId)];
  return (
    await owner.call(
      mergingContract.mergeAccounts,
      { params: { id: keptId }, body: { otherId: goneId, otherVersion: gone.version, take: [] } },
      { ifMatch: kept.version },
    )
  ).mergeId;
};
const apart = (id: string) => (later(), owner.call(mergingContract.undoMerge, { params: { id } }));
const page = async (id: string) => (await owner.call(api.readRelationship, { params: { id }, query: {} })).standing;
const listed = async (id: string) => {
  const found: string[] = [];
  for (const position of positions)
    if (
      (await owner.call(peopleContract.listAccounts, { query: { position, limit: 200 } })).items.some(
        (each) => each.id === id,
      )
    )
      found.push(position);
  return found;
};
const told = async (id: string) =>
  (await owner.call(workspaceContract.getHistory, { params: { kind: 'account', id }, query: {} })).items
    .filter((each) => each.name.startsWith('position'))
    .map(({ name, before, after, reason }) => [name, before, after, reason]);

it('the later of two words stands when two accounts become one, and each has its own again when they are taken apart', async () => {
  const [kept, gone] = [await make('Ashgrove'), await make('Ashgrove Ltd')];
  await say(kept, 'peak', 'Their first order');
  await say(gone, 'disillusionment', 'They wrote to the board');
  const mergeId = await merge(kept, gone);
  expect([(await page(kept)).position, await listed(kept)]).toEqual(['disillusionment', ['disillusionment']]);
  expect((await told(kept))[0]).toEqual([
    'position.overridden',
    'peak',
    'disillusionment',
    'Ashgrove Ltd: They wrote to the board',
  ]);
  await apart(mergeId);
  expect([(await page(kept)).position, await listed(kept)]).toEqual(['peak', ['peak']]);
  expect([(await page(gone)).position, await listed(gone)]).toEqual(['disillusionment', ['disillusionment']]);
  expect((await told(kept))[0]).toEqual(['position override.ended', 'disillusionment', 'peak', 'Taken apart again']);
});

it('an older word yields to the one of the account that is kept, and the history says so', async () => {
  const [kept, gone] = [await make('Corvane'), await make('Corvane Ltd')];
  await say(gone, 'disillusionment', 'They wrote to the board');
  await say(kept, 'realized', 'They renewed');
  const mergeId = await merge(kept, gone);
  expect([(await page(kept)).position, await listed(kept)]).toEqual(['realized', ['realized']]);
  expect((await told(kept))[0]).toEqual(['position.kept', null, null, 'Corvane Ltd: They wrote to the board']);
  await apart(mergeId);
  expect([(await page(kept)).position, (await page(gone)).position, await listed(gone)]).toEqual([
    'realized',
    'disillusionment',
    ['disillusionment'],
  ]);
});

it('a word that was taken back while two accounts were one does not come back when they are taken apart', async () => {
  const [kept, gone] = [await make('Ivorne'), await make('Ivorne Ltd')];
  await say(kept, 'peak');
  await say(gone, 'enlightenment');
  const mergeId = await merge(kept, gone);
  await takeBack(kept);
  await apart(mergeId);
  for (const id of [kept, gone])
    expect([(await page(id)).override, (await page(id)).position, await listed(id)]).toEqual([
      null,
      'skepticism',
      ['skepticism'],
    ]);
});

it('page and list say the same after any order of words, words taken back, merges, undone merges, deletes and restores', async () => {
  let seed = 20_260_611;
  const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
  const pick = <T>(list: readonly T[]) => list[random(list.length)]!;
  const accounts = await Promise.all(['One', 'Two', 'Three', 'Four', 'Five'].map(make));
  const merges: string[] = [];
  const acts = [
    () => say(pick(accounts), pick(positions)),
    () => say(pick(accounts), pick(positions)),
    () => takeBack(pick(accounts)),
    async () => {
      const [kept, gone] = [random(5), 1 + random(4)];
      for (const id of [accounts[kept]!, accounts[(kept + gone) % 5]!])
        await owner.call(peopleContract.restoreAccount, { params: { id } }).catch(() => {});
      merges.push(await merge(accounts[kept]!, accounts[(kept + gone) % 5]!));
    },
    () => apart(merges.splice(random(merges.length), 1)[0]!),
    () => owner.call(peopleContract.deleteAccount, { params: { id: pick(accounts) } }),
    () => owner.call(peopleContract.restoreAccount, { params: { id: pick(accounts) } }),
    () =>
      owner.call(api.logTouchpoint, {
        body: {
          accountId: pick(accounts),
          kind: pick(['call', 'meeting', 'complaint'] as const),
          subject: 'They were there',
        },
      }),
  ];
  const done = acts.map(() => 0);
  for (let step = 0; step < 100; step++) {
    const act = random(acts.length);
    await acts[act]!().then(
      () => done[act]!++,
      () => {},
    );
    for (const id of accounts) {
      if ((await read(id)).deletedAt) continue;
      const { override, position } = await page(id);
      const { rows } = await world.engine.pool.query<{ position: string; said_position: string | null }>(
        'select position, said_position from relationship where account_id = $1',
        [id],
      );
      expect([step, rows[0]!.said_position, rows[0]!.position]).toEqual([
        step,
        override?.position ?? null,
        override?.position ?? rows[0]!.position,
      ]);
      if (step % 20 === 0) expect([step, await listed(id)]).toEqual([step, [position]]);
    }
  }
  expect(Math.min(...done)).toBeGreaterThan(3);
});
