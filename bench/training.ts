import { idOf } from './fill.ts';

type Send = (token: string, path: string, body?: object) => Promise<string>;

const dayBefore = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
const people = (from: number, until: number, state: string) =>
  Array.from({ length: until - from }, (_, i) => ({ memberId: idOf('2', from + i), state }));

/** A programme that sixty people of the bench's company attended in two waves, while sixty wait: made once, as anybody would make it. Answers its id. */
export async function trained(send: Send, token: string): Promise<string> {
  const ask = async <T>(path: string, body?: object): Promise<T> =>
    JSON.parse(await send(token, `/api/training/programmes${path}`, body)) as T;
  const known = (await ask<{ items: { id: string; name: string }[] }>('')).items.find(({ name }) => name === 'Bench');
  if (known) return known.id;
  const { id } = await ask<{ id: string }>('', {
    name: 'Bench',
    outcome: 'own sales',
    orderBy: 'chance',
    loadedRate: '80',
    marginShare: 0.3,
  });
  const wave = (name: string, on: number, who: object[]) =>
    ask(`/${id}/sessions`, {
      name,
      startsOn: dayBefore(on + 1),
      endsOn: dayBefore(on),
      fees: '20000',
      hoursEach: 16,
      people: who,
    });
  await wave('First wave', 400, people(9, 39, 'attended'));
  await wave('Second wave', 250, people(39, 69, 'attended'));
  await wave('Those who wait', -200, people(69, 129, 'planned'));
  return id;
}

/** Computes its report anew: read, reckoned in a thread, and kept. */
export async function reckoned(send: Send, token: string, programme: string): Promise<void> {
  await send(token, `/api/training/programmes/${programme}/report`, {});
  for (;;) {
    const { report } = JSON.parse(await send(token, `/api/training/programmes/${programme}`)) as {
      report: { state: string } | null;
    };
    if (report === null || report.state === 'done') return;
    if (report.state === 'failed') throw new Error('The report on the training failed.');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
