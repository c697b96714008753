import { ApiProblem, call, type Connection } from '../platform/client.ts';
import { workContract as api, type WorkRecord } from '../workspace/work/contract.ts';
import { workspaceContract } from '../workspace/contract.ts';
import { progressBar } from './output.ts';

/** As often it is asked how far the work is; sooner than that nothing is shown. */
const patience = 400;
const pause = () => new Promise((resolve) => setTimeout(resolve, patience));

/** Waits for an answer. What takes longer than a moment shows how far it is; Ctrl-C goes away, and with it ends what was computed for it. */
export async function waitedFor<T>(server: Connection, question: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const leave = new AbortController();
  const leaving = () => leave.abort();
  process.once('SIGINT', leaving);
  let over = false;
  const answer = question(leave.signal).finally(() => (over = true));
  const shown = process.stderr.isTTY ? showMine(server, () => over).catch(() => {}) : undefined;
  try {
    return await answer;
  } catch (error) {
    throw leave.signal.aborted ? cancelled() : error;
  } finally {
    process.off('SIGINT', leaving);
    await shown;
  }
}

async function showMine(server: Connection, over: () => boolean): Promise<void> {
  await pause();
  if (over()) return;
  const { member } = await call(server, workspaceContract.getSession);
  let bar: ReturnType<typeof progressBar> | undefined;
  for (; !over(); await pause()) {
    const { items } = await call(server, api.listWork, { query: { state: 'under way' } });
    const mine = items.find((work) => work.memberId === member.id);
    if (!mine) continue;
    bar ??= progressBar(mine.kind);
    bar.at(Math.floor(mine.share * 100), 100);
  }
  bar?.end();
}

/** Follows work that a job does to its end; Ctrl-C ends the work. */
export async function followed(server: Connection, id: string): Promise<WorkRecord> {
  let ending: Promise<unknown> | undefined;
  const end = () => (ending ??= call(server, api.cancelWork, { params: { id } }).catch(() => {}));
  process.on('SIGINT', end);
  let bar: ReturnType<typeof progressBar> | undefined;
  try {
    for (;;) {
      const work = await call(server, api.readWork, { params: { id } });
      if (work.state === 'cancelled') throw cancelled();
      if (work.state !== 'waiting' && work.state !== 'running') return work;
      await pause();
      bar ??= progressBar(work.kind);
      bar.at(Math.floor(work.share * 100), 100);
    }
  } finally {
    process.off('SIGINT', end);
    bar?.end();
  }
}

/** As the server says it. */
const cancelled = () =>
  new ApiProblem(409, {
    code: 'cancelled',
    detail: 'Stopped. What was being computed for you ends; what had been written before stays.',
  });
