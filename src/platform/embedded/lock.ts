import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fault, messageOf } from '../engine-faults.ts';

/**
 * Takes the one lock of a data folder, or fails at once with a sentence that says who holds it. The lock is an exclusive
 * SQLite transaction: the operating system ends it with the process, however that dies, so it is never left behind.
 * (A file with a process number, or a socket, lets two in when they start together.) Returns the function that gives it up.
 */
export function lockFolder(folder: string, now: Date): () => void {
  mkdirSync(folder, { recursive: true });
  const lock = new DatabaseSync(join(folder, 'lock'), { timeout: 0 });
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (!(error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY)) {
      throw fault('58030', `The data folder ${folder} cannot be locked: ${messageOf(error)}.`, error);
    }
    throw fault(
      '55006',
      `Perennial is already running on this data folder (${holder(folder)}): ${folder}. Stop it first.`,
    );
  }
  writeFileSync(join(folder, HOLDER), `${process.pid}\n${now.toISOString()}`);
  return () => lock.close();
}

/** Who holds the lock is only for the message; it is never used to decide. */
function holder(folder: string): string {
  try {
    const [process, since] = readFileSync(join(folder, HOLDER), 'utf8').split('\n');
    return since ? `process ${process}, since ${since}` : 'another process';
  } catch {
    return 'another process';
  }
}

const SQLITE_BUSY = 5;
const HOLDER = 'lock-holder';
