import { afterAll, beforeAll, expect, it } from 'vitest';
import { wholeWorkspace } from '../../platform/database.ts';
import { notify } from '../../platform/notify.ts';
import { systemCall } from '../../platform/serve.ts';
import { openWorld, type World } from '../../testing/world.ts';
import { kinds } from '../roles.ts';
import { notificationContract as api } from './contract.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

it('each person is told once, reads only their own, and marks them', async () => {
  const [seller, reader] = [await world.as('seller'), await world.as('reader')];
  await systemCall(world.house.serving, wholeWorkspace(seller.workspaceId, kinds), (call) =>
    notify(call, [seller.memberId, seller.memberId, null], {
      code: 'test.said',
      facts: { text: 'Hello' },
      subject: { kind: 'account', id: null },
    }),
  );
  expect(await reader.call(api.countNotifications)).toEqual({ unread: 0 });
  const { items } = await seller.call(api.listNotifications);
  expect(items).toMatchObject([{ code: 'test.said', facts: { text: 'Hello' }, readAt: null, actorName: null }]);
  expect(await reader.call(api.markNotifications, { body: {} })).toEqual({ unread: 0 });
  expect(await seller.call(api.countNotifications)).toEqual({ unread: 1 });
  expect(await seller.call(api.markNotifications, { body: { ids: [items[0]!.id] } })).toEqual({ unread: 0 });
  expect((await seller.call(api.listNotifications, { query: { unread: 'true' } })).items).toEqual([]);
  expect(await seller.call(api.markNotifications, { body: { ids: [items[0]!.id], read: false } })).toEqual({
    unread: 1,
  });
});
