import type { PGlite } from '@electric-sql/pglite';

type Module = PGlite['Module'];
type Answer = (bytes: Uint8Array<ArrayBuffer>, last: boolean) => void;

/**
 * Drives the server inside PGlite directly. Its own loop ignores every exception but an SQL error, also the death of
 * the server (a PANIC when the disk fails, a trap of WebAssembly), and would go on with a broken one; this one passes them on.
 * The returned function answers one batch of complete messages, calling `answer` with pieces of about PIECE bytes;
 * the last of them ends with ReadyForQuery.
 */
export function protocolLoop(module: Module): (batch: Uint8Array, answer: Answer) => void {
  const {
    _pgl_set_rw_cbs: setCallbacks,
    _PostgresMainLoopOnce: mainLoopOnce,
    _PostgresMainLongJmp: afterError,
    _PostgresSendReadyForQueryIfNecessary: sendReady,
    _pq_buffer_remaining_data: unread,
    _pgl_pq_flush: flush,
  } = module;
  let input: Uint8Array = new Uint8Array(0);
  let consumed = 0;
  let piece = new Uint8Array(PIECE);
  let filled = 0;
  let answered: Answer | undefined;

  const read = module.addFunction((address: number, most: number) => {
    const part = input.subarray(consumed, consumed + most);
    module.HEAPU8.set(part, address);
    consumed += part.length;
    return part.length;
  }, 'ipi');
  const write = module.addFunction((address: number, length: number) => {
    if (filled + length > piece.length) {
      hand(false);
      if (length > piece.length) piece = new Uint8Array(length);
    }
    piece.set(module.HEAPU8.subarray(address, address + length), filled);
    filled += length;
    return length;
  }, 'ipi');
  setCallbacks(read, write);

  function hand(last: boolean): void {
    answered?.(piece.slice(0, filled), last);
    filled = 0;
  }

  function once(): void {
    const stack = module.stackSave();
    try {
      mainLoopOnce();
    } catch (error) {
      module.stackRestore(stack);
      if (statusOf(error) !== SQL_ERROR) throw error;
      afterError();
    }
  }

  return (batch, answer) => {
    input = batch;
    consumed = 0;
    answered = answer;
    while (consumed < input.length || unread() > 0) once();
    sendReady();
    flush();
    hand(true);
  };
}

const statusOf = (error: unknown) =>
  typeof error === 'object' && error !== null && 'status' in error ? error.status : undefined;

const PIECE = 128 * 1024;
/** PGlite turns PostgreSQL's jump back to its main loop, after an SQL error, into an exit with this status. */
const SQL_ERROR = 100;
