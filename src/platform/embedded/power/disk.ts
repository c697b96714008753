import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * What a disk has when the power fails, from a record of what a process did to its files (see `recorder.ts`).
 *
 * The rules are those of a journalling file system without mercy: bytes of a file are on the disk once that file was synced; of those
 * written since, any may be there, missing or torn at a sector of 512 bytes, in any combination. Names (made, renamed, removed, and a
 * file's new size) go through one journal in order: a sync of a file or folder makes sure of every entry up to the newest that
 * concerns it, and beyond that the disk has any prefix.
 */
export type Operation =
  | { do: 'create' | 'folder' | 'remove' | 'sync'; path: string }
  | { do: 'write'; path: string; at: number }
  | { do: 'truncate'; path: string; size: number }
  | { do: 'rename'; path: string; to: string }
  | { do: 'say'; path: string; words: string };
type Recorded = Operation & { data: Buffer };

export function readRecord(file: string): Recorded[] {
  const all = readFileSync(file);
  const operations: Recorded[] = [];
  for (let at = 0; at < all.length;) {
    const length = all.readUInt32LE(at);
    const { bytes, ...operation } = JSON.parse(all.toString('utf8', at + 4, at + 4 + length)) as Operation & {
      bytes: number;
    };
    const data = all.subarray(at + 4 + length, at + 4 + length + bytes);
    at += 4 + length + bytes;
    operations.push({ ...operation, data });
  }
  return operations;
}

/** A file, wherever its name is at the moment. */
class Content {
  safe = Buffer.alloc(0);
  unsynced: ({ at: number; data: Buffer } | { size: number })[] = [];

  applied(changes: Content['unsynced']): Buffer {
    const end = changes.reduce(
      (most, change) => ('size' in change ? change.size : Math.max(most, change.at + change.data.length)),
      this.safe.length,
    );
    const buffer = Buffer.alloc(
      Math.max(
        end,
        this.safe.length,
        ...changes.map((change) => ('size' in change ? change.size : change.at + change.data.length)),
      ),
    );
    this.safe.copy(buffer);
    let size = this.safe.length;
    for (const change of changes) {
      if ('size' in change) {
        buffer.fill(0, change.size);
        size = change.size;
      } else {
        change.data.copy(buffer, change.at);
        size = Math.max(size, change.at + change.data.length);
      }
    }
    return buffer.subarray(0, size);
  }
}

type Names = Map<string, Content | 'folder'>;
type Entry = { apply(names: Names): void; concerns: readonly (Content | string)[] };

export class Disk {
  /** As the process sees it, and as the disk surely has it. */
  readonly #live: Names = new Map();
  readonly #safe: Names = new Map();
  #journal: Entry[] = [];

  take(operation: Recorded): void {
    const { path } = operation;
    if (operation.do === 'say') return;
    const content = this.#live.get(path);
    if (operation.do === 'write' || operation.do === 'truncate') {
      if (!(content instanceof Content)) throw new Error(`${path} was written before it was made`);
      content.unsynced.push(
        operation.do === 'write' ? { at: operation.at, data: operation.data } : { size: operation.size },
      );
    } else if (operation.do === 'sync') {
      if (content instanceof Content) {
        content.safe = Buffer.from(content.applied(content.unsynced));
        content.unsynced = [];
      }
      this.#commit(content instanceof Content ? content : path);
    } else this.#name(operation);
  }

  #name(operation: Exclude<Operation, { do: 'write' | 'truncate' | 'say' }>): void {
    const { path } = operation;
    const before = this.#live.get(path);
    let apply: Entry['apply'];
    if (operation.do === 'create') {
      const made = new Content();
      apply = (names) => names.set(path, made);
    } else if (operation.do === 'folder') apply = (names) => names.set(path, 'folder');
    else if (operation.do === 'remove') apply = (names) => under(names, path).forEach((name) => names.delete(name));
    else if (operation.do === 'rename')
      apply = (names) => {
        under(names, operation.to).forEach((name) => names.delete(name));
        for (const name of under(names, path)) {
          names.set(operation.to + name.slice(path.length), names.get(name)!);
          names.delete(name);
        }
      };
    else return;
    apply(this.#live);
    const to = operation.do === 'rename' ? [operation.to, dirname(operation.to)] : [];
    const after = this.#live.get(operation.do === 'rename' ? operation.to : path);
    this.#journal.push({
      apply,
      concerns: [path, dirname(path), ...to, ...[before, after].filter((each) => each instanceof Content)],
    });
  }

  #commit(what: Content | string): void {
    const last = this.#journal.findLastIndex((entry) => entry.concerns.includes(what));
    for (const entry of this.#journal.splice(0, last + 1)) entry.apply(this.#safe);
  }

  /** Writes into `folder` what the disk may have had under `root` if the power failed now. */
  cut(root: string, folder: string, random: () => number): void {
    const names: Names = new Map(this.#safe);
    for (const entry of this.#journal.slice(0, Math.floor(random() * (this.#journal.length + 1)))) entry.apply(names);
    mkdirSync(folder, { recursive: true });
    for (const [path, content] of [...names].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      if (!path.startsWith(`${root}/`)) continue;
      const place = join(folder, path.slice(root.length + 1));
      mkdirSync(content === 'folder' ? place : dirname(place), { recursive: true });
      if (content !== 'folder')
        writeFileSync(place, content.applied(content.unsynced.flatMap((change) => survives(change, random))));
    }
  }
}

/** All of a write, none of it, or only some of its sectors. */
function survives(change: { at: number; data: Buffer } | { size: number }, random: () => number): Content['unsynced'] {
  const luck = random();
  if (luck < 0.4) return [];
  if ('size' in change || luck < 0.7) return [change];
  return Array.from({ length: Math.ceil(change.data.length / sector) }, (_, each) => ({
    at: change.at + each * sector,
    data: change.data.subarray(each * sector, (each + 1) * sector),
  })).filter(() => random() < 0.5);
}
const sector = 512;

const under = (names: Names, path: string) =>
  [...names.keys()].filter((name) => name === path || name.startsWith(`${path}/`));
