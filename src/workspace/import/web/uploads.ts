import { useSyncExternalStore } from 'react';
import { send } from '../../../platform/client.ts';
import { ask, connection } from '../../../web/connection.ts';
import { importContract } from '../contract.ts';

/** Files on their way, kept outside the screens: whoever looks at another page does not stop them. */
export interface Sending {
  importId: string;
  name: string;
  sent: number;
  total: number;
  problem?: string;
}

/** Sent in pieces of this size: a line that breaks costs one piece, and progress is seen. */
const pieceSize = 8 * 1024 * 1024;
let sendings: readonly Sending[] = [];
const listeners = new Set<() => void>();

/** Announces the files, sends them one after the other and has a plan proposed. Answers when all have arrived. */
export async function sendFiles(importId: string, files: readonly File[]): Promise<void> {
  const all = files.map((file): Sending => ({ importId, name: file.name, sent: 0, total: file.size }));
  tell([...sendings.filter((each) => each.importId !== importId), ...all]);
  try {
    for (const [index, file] of files.entries()) await sendFile(importId, file, all[index]!);
    tell(sendings.filter((each) => each.importId !== importId));
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    tell(sendings.map((each) => (each.importId === importId && each.sent < each.total ? { ...each, problem } : each)));
    throw error;
  }
}

async function sendFile(importId: string, file: File, sending: Sending): Promise<void> {
  const { number } = await ask(importContract.addImportFile, {
    params: { id: importId },
    body: { name: file.name, size: file.size },
  });
  let now = sending;
  for (let offset = 0; offset < file.size || offset === 0; offset += pieceSize) {
    await send(connection, importContract.uploadImportFile, {
      params: { id: importId, number },
      query: { offset },
      raw: file.slice(offset, offset + pieceSize),
    });
    const next = { ...now, sent: Math.min(file.size, offset + pieceSize) };
    const before = now;
    tell(sendings.map((each) => (each === before ? next : each)));
    now = next;
    if (file.size === 0) return;
  }
}

export function useSendings(importId: string): readonly Sending[] {
  return useSyncExternalStore(subscribe, () => sendings).filter((each) => each.importId === importId);
}

function tell(next: readonly Sending[]): void {
  sendings = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
