import { Worker } from 'node:worker_threads';
import { fault } from '../engine-faults.ts';
import type { FromWorker, Place, ToWorker } from './messages.ts';

type OnData = (bytes: Uint8Array, last: boolean) => void;

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

export function superviseBackend(place: Place, log: { warn(message: string): void }): Backend {
  let worker: Worker | undefined;
  let up: Promise<string> | undefined;
  let pending: { resolve(value?: unknown): void; reject(error: Error): void; onData?: OnData } | undefined;
  let starts = 0;

  function start(): Promise<string> {
    const started = new Worker(new URL('./worker.ts', import.meta.url), { workerData: place, execArgv: [] });
    worker = started;
    starts++;
    const first = Promise.withResolvers<string>();
    const ended = (error: Error) => {
      if (worker !== started) return;
      worker = undefined;
      up = undefined;
      first.reject(error);
      const waiting = pending;
      pending = undefined;
      waiting?.reject(error);
    };
    started.on('message', (message: FromWorker) => {
      if (worker !== started) return;
      if (message.kind === 'ready') first.resolve(message.version);
      else if (message.kind === 'data' && !message.last) pending?.onData?.(message.bytes, false);
      else if (message.kind === 'failed') ended(failure(message, log));
      else settle(message);
    });
    started.on('error', (error) =>
      ended(fault('57P01', `The embedded database stopped: ${(error as Error).message}.`, error)),
    );
    started.on('exit', () => ended(fault('57P01', 'The embedded database stopped and will start again.')));
    stop = ended;
    return first.promise;
  }
  let stop: (error: Error) => void = () => {};

  function settle(message: FromWorker): void {
    const waiting = pending;
    pending = undefined;
    // Before the bytes are passed on: who reads them may come with the next exchange at once.
    if (message.kind === 'data') waiting?.onData?.(message.bytes, true);
    waiting?.resolve(message);
  }

  function ask(message: ToWorker, onData?: OnData): Promise<unknown> {
    if (worker === undefined)
      return Promise.reject(fault('57P01', 'The embedded database is starting; try again in a few seconds.'));
    if (pending !== undefined) return Promise.reject(new Error('The embedded database takes one exchange at a time'));
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    pending = { resolve, reject, onData };
    worker.postMessage(message);
    return promise;
  }

  function kill(reason: Error): void {
    const dying = worker;
    stop(reason);
    dying?.terminate().catch(() => {});
  }

  return {
    ready: () => (up ??= start()),
    exchange: async (bytes, onData) => void (await ask({ kind: 'wire', bytes }, onData)),
    kill,
    dump: async () => ((await ask({ kind: 'dump' })) as Extract<FromWorker, { kind: 'dumped' }>).dump,
    close: async () => {
      if (worker === undefined) return;
      const closing = worker;
      await ask({ kind: 'close' }).catch(() => {});
      stop(fault('57P01', 'The embedded database is closed.'));
      await closing.terminate();
    },
    restarts: () => Math.max(0, starts - 1),
  };
}

function failure(message: Extract<FromWorker, { kind: 'failed' }>, log: { warn(message: string): void }): Error {
  for (const line of message.said) log.warn(`Embedded database: ${line}`);
  const full = message.said.some((line) => line.includes('No space left on device'));
  return full
    ? fault('53100', 'The disk is full; free some space and the database goes on by itself.')
    : fault('57P01', `The embedded database stopped: ${message.message}.`);
}
