import { Duplex } from 'node:stream';
import { fault } from '../engine-faults.ts';
import type { Backend } from './backend.ts';

/** A connection of `pg` to the embedded server: what a socket is to a server elsewhere. */
export type Wire = Duplex & {
  /** How long one batch may run, in milliseconds; 0 = no limit. At the limit the server is ended and started again. */
  deadline: number;
};

/** Opens a connection for a `pg.Client`. Only one may exist at a time: the embedded server has one session. */
export function openWire(backend: Backend, idleInTransactionLimit: number): Wire {
  let waiting: Buffer = Buffer.alloc(0);
  let started = false;
  let idle: NodeJS.Timeout | undefined;
  let running = false;

  const wire: Wire = Object.assign(
    new Duplex({
      read: () => {},
      write: (chunk: Buffer, _encoding, done) => take(chunk).then(() => done(), done),
      writev: (chunks, done) =>
        take(Buffer.concat(chunks.map(({ chunk }) => chunk as Buffer))).then(() => done(), done),
      destroy: (error, done) => {
        clearTimeout(idle);
        if (running) backend.kill(error ?? fault('57P01', 'The connection was given up in the middle of its work.'));
        done(error);
      },
    }),
    { deadline: 0, connect, setNoDelay: self, setKeepAlive: self, ref: self, unref: self },
  );
  return wire;

  function connect(): Wire {
    reset(backend).then(
      () => wire.emit('connect'),
      (error: Error) => wire.destroy(error),
    );
    return wire;
  }

  function self(): Wire {
    return wire;
  }

  async function take(chunk: Buffer): Promise<void> {
    waiting = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk]);
    if (!started) {
      if (waiting.length < 4 || waiting.length < waiting.readInt32BE(0)) return;
      waiting = waiting.subarray(waiting.readInt32BE(0));
      started = true;
      wire.push(WELCOME);
    }
    const { end, last } = completeMessages(waiting);
    if (last === TERMINATE) {
      wire.push(null);
    } else if (last === SYNC || last === QUERY) {
      const batch = new Uint8Array(waiting.subarray(0, end));
      waiting = waiting.subarray(end);
      await run(batch);
    }
  }

  async function run(batch: Uint8Array): Promise<void> {
    clearTimeout(idle);
    let tail: Uint8Array = batch.subarray(0, 0);
    running = true;
    const timer = wire.deadline > 0 ? setTimeout(() => backend.kill(tooSlow(wire.deadline)), wire.deadline) : undefined;
    try {
      await backend.exchange(batch, (bytes, last) => {
        running = !last;
        tail = bytes;
        wire.push(bytes);
      });
    } finally {
      clearTimeout(timer);
      running = false;
    }
    // The last message is ReadyForQuery; its last byte says whether a transaction is open.
    if (tail.at(-1) !== IDLE && idleInTransactionLimit > 0) {
      idle = setTimeout(
        () => wire.destroy(fault('25P03', 'A transaction was left open without work and was rolled back.')),
        idleInTransactionLimit,
      );
    }
  }
}

/** Waits for the server and gives it back a session as if new: the last holder may have left a transaction or settings. */
async function reset(backend: Backend): Promise<void> {
  await backend.ready();
  await backend.exchange(simpleQuery('ROLLBACK'), () => {});
  await backend.exchange(simpleQuery('DISCARD ALL'), () => {});
}

function simpleQuery(text: string): Uint8Array {
  const message = Buffer.alloc(6 + Buffer.byteLength(text));
  message[0] = QUERY;
  message.writeInt32BE(message.length - 1, 1);
  message.write(text, 5);
  return new Uint8Array(message);
}

/** Where the last complete message ends, and its kind. */
function completeMessages(bytes: Buffer): { end: number; last: number | undefined } {
  let end = 0;
  let last: number | undefined;
  while (bytes.length >= end + 5) {
    const next = end + 1 + bytes.readInt32BE(end + 1);
    if (next > bytes.length) break;
    last = bytes[end];
    end = next;
  }
  return { end, last };
}

const tooSlow = (deadline: number) =>
  fault('57014', `The question to the database took longer than ${deadline / 1000} s and was stopped.`);

const [QUERY, SYNC, TERMINATE, IDLE] = ['Q', 'S', 'X', 'I'].map((letter) => letter.charCodeAt(0)) as [
  number,
  number,
  number,
  number,
];
/** AuthenticationOk and ReadyForQuery: who connects is already inside the process. */
const WELCOME = Buffer.from([82, 0, 0, 0, 8, 0, 0, 0, 0, 90, 0, 0, 0, 5, IDLE]);
