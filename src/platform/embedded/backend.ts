import { Worker } from 'node:worker_threads';
import { fault, messageOf } from '../engine-faults.ts';
import type { FromWorker, Place, ToWorker } from './messages.ts';

type OnData = (bytes: Uint8Array, last: boolean) => void;
type Run = { worker: Worker; ready: Promise<string>; end: (reason: Error) => void };
type Waiting = { resolve: (message: FromWorker) => void; reject: (error: Error) => void; onData?: OnData };
type Warn = { warn(message: string): void };

/** The worker thread with the embedded server, started again after it ended. One exchange at a time. */
export type Backend = {
  /** Resolves when the server is up, with its version; starts it if it is not. */
  ready(): Promise<string>;
  /** Sends one batch of complete protocol messages. Rejects with a fault when the server ends meanwhile. */
  exchange(bytes: Uint8Array, onData: OnData): Promise<void>;
  /** Ends the server where it stands; what was confirmed is recovered from its log at the next start. */
  kill(reason: Error): void;
  dump(): Promise<ArrayBuffer>;
  close(): Promise<void>;
  restarts(): number;
};

export function superviseBackend(place: Place, log: Warn): Backend {
  let current: Run | undefined;
  let waiting: Waiting | undefined;
  let starting: Promise<string> | undefined;
  let starts = 0;
  let closed = false;
  /** Why the last start failed, and when: callers in a crowd share one try a second. */
  let failed: { reason: Error; at: number } | undefined;
  /** The last worker's end. The next must not open the same files before it. */
  let gone: Promise<unknown> = Promise.resolve();

  async function start(): Promise<string> {
    await gone;
    if (closed) throw fault('57P01', 'The database is closed.');
    if (failed && performance.now() - failed.at < 1_000) throw failed.reason;
    starts++;
    current = run(place, log, settle, (reason) => {
      gone = current?.worker.terminate() ?? gone;
      current = undefined;
      starting = undefined;
      const interrupted = waiting;
      waiting = undefined;
      interrupted?.reject(reason);
    });
    return current.ready;
  }

  function settle(message: FromWorker): void {
    if (message.kind === 'data' && !message.last) return waiting?.onData?.(message.bytes, false);
    // Cleared before the answer is passed on: who reads it may come with the next exchange at once.
    const answered = waiting;
    waiting = undefined;
    if (message.kind === 'data') answered?.onData?.(message.bytes, true);
    answered?.resolve(message);
  }

  async function ask(message: ToWorker, onData?: OnData): Promise<FromWorker> {
    if (current === undefined) throw fault('57P01', 'The database is starting; try again in a few seconds.');
    if (waiting !== undefined) throw new Error('The embedded database takes one exchange at a time.');
    const { promise, resolve, reject } = Promise.withResolvers<FromWorker>();
    waiting = { resolve, reject, onData };
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    current.worker.postMessage(message);
    return promise;
  }

  function ready(): Promise<string> {
    starting ??= start().then(
      (version) => {
        failed = undefined;
        return version;
      },
      (reason: Error) => {
        if (failed?.reason !== reason) failed = { reason, at: performance.now() };
        starting = undefined;
        throw reason;
      },
    );
    return starting;
  }

  return {
    ready,
    exchange: async (bytes, onData) => void (await ask({ kind: 'wire', bytes }, onData)),
    kill: (reason) => current?.end(reason),
    dump: async () => {
      const answer = await ask({ kind: 'dump' });
      if (answer.kind !== 'dumped') throw new Error('The embedded database gave no dump.');
      return answer.dump;
    },
    close: async () => {
      closed = true;
      await Promise.race([
        ask({ kind: 'close' }).catch(() => {}),
        new Promise((resolve) => setTimeout(resolve, 10_000).unref()),
      ]);
      current?.end(fault('57P01', 'The database is closed.'));
      await gone;
    },
    restarts: () => Math.max(0, starts - 1),
  };
}

/** Starts one worker. `ended` is called once, whichever way it ends. */
function run(place: Place, log: Warn, answered: (message: FromWorker) => void, ended: (reason: Error) => void): Run {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: place, execArgv: [] });
  const ready = Promise.withResolvers<string>();
  let over = false;
  const end = (reason: Error) => {
    if (over) return;
    over = true;
    ready.reject(reason);
    ended(reason);
  };
  worker.on('message', (message: FromWorker) => {
    if (over) return;
    if (message.kind === 'ready') ready.resolve(message.version);
    else if (message.kind === 'failed') end(failure(message, log));
    else answered(message);
  });
  worker.on('error', (error) => end(fault('57P01', `The embedded database stopped: ${messageOf(error)}.`, error)));
  worker.on('exit', () => end(fault('57P01', 'The embedded database stopped and will start again.')));
  return { worker, ready: ready.promise, end };
}

function failure({ message, said }: Extract<FromWorker, { kind: 'failed' }>, log: Warn): Error {
  for (const line of said) log.warn(`Embedded database: ${line}`);
  return said.some((line) => line.includes('No space left on device'))
    ? fault('53100', 'The disk is full; free some space and the database goes on by itself.')
    : fault('57P01', `The embedded database stopped: ${message}.`);
}
