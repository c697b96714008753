import { Duplex } from 'node:stream';
import { fault } from '../engine-faults.ts';
import type { Backend } from './backend.ts';

/**
 * Opens a connection for a `pg.Client`: what a socket is to a server elsewhere. Only one may exist at a time, because the
 * embedded server has one session. The server has no clock of its own, so this keeps its two limits: `statement_timeout`
 * for each query (at the limit the server is ended and started again), and `idleLimit` for an open transaction without work.
 */
export function openWire(backend: Backend, idleLimit: number): Duplex {
  let unread: Buffer = Buffer.alloc(0);
  let started = false;
  let running = false;
  let idle: NodeJS.Timeout | undefined;
  let limit = 0;
  /** `statement_timeout` may have changed, or changes back when the transaction ends. */
  let stale: 'now' | 'at the end' | undefined;

  const wire = new Duplex({
    read: () => {},
    write: (chunk: Buffer, _encoding, done) => take(chunk).then(() => done(), done),
    writev: (chunks: { chunk: Buffer }[], done) =>
      take(Buffer.concat(chunks.map(({ chunk }) => chunk))).then(() => done(), done),
    destroy: (error, done) => {
      clearTimeout(idle);
      if (running) backend.kill(error ?? fault('57P01', 'The connection was given up in the middle of its work.'));
      done(error);
    },
  });
  const self = () => wire;
  return Object.assign(wire, { connect, setNoDelay: self, setKeepAlive: self, ref: self, unref: self });

  function connect(): void {
    reset(backend).then(
      () => wire.emit('connect'),
      (error: Error) => wire.destroy(error),
    );
  }

  async function take(chunk: Buffer): Promise<void> {
    unread = unread.length === 0 ? chunk : Buffer.concat([unread, chunk]);
    if (!started) {
      if (unread.length < 4 || unread.length < unread.readInt32BE(0)) return;
      unread = unread.subarray(unread.readInt32BE(0));
      started = true;
      wire.push(WELCOME);
    }
    const { end, last } = completeMessages(unread);
    if (last === TERMINATE) {
      wire.push(null);
    } else if (last === SYNC || last === QUERY) {
      const batch = new Uint8Array(unread.subarray(0, end));
      unread = unread.subarray(end);
      await answer(batch);
    }
  }

  async function answer(batch: Uint8Array): Promise<void> {
    clearTimeout(idle);
    running = true;
    const timer = limit > 0 ? setTimeout(() => backend.kill(tooSlow(limit)), limit) : undefined;
    let tail: Uint8Array = new Uint8Array(0);
    try {
      await backend.exchange(batch, (bytes, last) => {
        if (last) tail = bytes;
        else wire.push(bytes);
      });
      await watchLimit(batch, tail.at(-1));
    } finally {
      clearTimeout(timer);
      running = false;
    }
    if (tail.at(-1) !== NO_TRANSACTION) idle = setTimeout(() => wire.destroy(leftOpen()), idleLimit);
    wire.push(tail);
  }

  /** `state` is the last byte of the answer: whether a transaction is open, and whether it has failed. */
  async function watchLimit(batch: Uint8Array, state: number | undefined): Promise<void> {
    if (Buffer.from(batch.buffer).includes('statement_timeout')) stale = 'now';
    const inTransaction = state === IN_TRANSACTION;
    if (stale === undefined || !(state === NO_TRANSACTION || (inTransaction && stale === 'now'))) return;
    limit = await readLimit(backend);
    stale = inTransaction ? 'at the end' : undefined;
  }
}

/** Waits for the server and gives it back a session as if new: the last holder may have left a transaction or settings. */
async function reset(backend: Backend): Promise<void> {
  await backend.ready();
  await backend.exchange(simpleQuery('ROLLBACK'), () => {});
  await backend.exchange(simpleQuery('DISCARD ALL'), () => {});
}

async function readLimit(backend: Backend): Promise<number> {
  let text = '';
  await backend.exchange(
    simpleQuery(`SELECT '<' || extract(epoch FROM current_setting('statement_timeout')::interval) * 1000 || '>'`),
    (bytes) => (text += Buffer.from(bytes).toString('latin1')),
  );
  return Math.round(Number(/<([\d.]+)>/.exec(text)?.[1] ?? 0));
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

const tooSlow = (limit: number) =>
  fault('57014', `The question to the database took longer than ${limit / 1000} s and was stopped.`);
const leftOpen = () => fault('25P03', 'A transaction was left open without work and was rolled back.');

const [QUERY, SYNC, TERMINATE, NO_TRANSACTION, IN_TRANSACTION] = [0x51, 0x53, 0x58, 0x49, 0x54] as const;
/** AuthenticationOk and ReadyForQuery: who connects is already inside the process. */
const WELCOME = Buffer.from([82, 0, 0, 0, 8, 0, 0, 0, 0, 90, 0, 0, 0, 5, NO_TRANSACTION]);
