import type { Tx } from '../../../platform/database.ts';
import type { Call } from '../../../platform/serve.ts';
import type { applyPlan } from '../drafts/apply.ts';
import { understoodAnew, type UnderstoodChunk } from './chunks.api.ts';
import { meetKnown, type Meeting } from '../place/known.api.ts';
import type { Memory } from '../place/memory.api.ts';
import { noEffects, placeRow, type Effects, type Placed, type Placing } from '../place/place.ts';
import type { Read } from '../read/row.ts';

/** A chunk of which it is clear what becomes of each row. */
export type PlacedChunk = UnderstoodChunk & {
  rows: { read: Read; placed: Placed }[];
  effects: Effects;
  taken: Placing['taken'];
};

/** Asks on a connection beside the one that writes. */
export type Aside = (ask: (db: Tx) => Promise<void>) => Promise<void>;
type Setting = Omit<Meeting, 'db' | 'placing'> & {
  memory: Memory;
  apply: ReturnType<typeof applyPlan>;
  aside: Aside | undefined;
};
/** `among`: the records that it was met among. */
type Coming = { chunk: Promise<UnderstoodChunk | undefined>; among?: Placing; met: Promise<void> };
const coming = (chunk: Coming['chunk']): Coming => ({ chunk, met: Promise.resolve() });

/** Chunks that are met ahead of the one that is placed. */
const ahead = 2;

/**
 * The chunks of a file in a line before the database. While it writes one, the next are read, understood, met and placed: all that a row needs to know of
 * the rows before it is remembered. The next is ready when its transaction begins, so that it waits for nothing but the one before. Once memory is gone,
 * whatever is not in is met and placed anew. Where there is a second connection (`aside`), what is asked does not queue behind what is written.
 */
export function openLine(
  { memory, apply, aside, ...meeting }: Setting,
  chunks: AsyncIterator<UnderstoodChunk, undefined>,
) {
  const line: Coming[] = [];
  let ready: PlacedChunk | undefined;
  let written: UnderstoodChunk[] = [];
  let placing: Placing;

  function reach(count: number): void {
    while (line.length < count) {
      const chunk = chunks.next().then(({ value }) => value);
      chunk.catch(() => {});
      line.push(coming(chunk));
    }
  }

  async function meetThis(db: Call['db'], { chunk: read }: Coming, before: Promise<void>): Promise<void> {
    const among = placing;
    const chunk = await read;
    await before;
    if (!chunk) return;
    const ask = (on: Tx) => meetKnown({ db: on, ...meeting, placing: among }, chunk.applied);
    await (aside ? aside(ask) : ask(db));
  }

  /** One after the other: what is asked for one is not asked again for the next. */
  function meet({ db }: Call): void {
    let before = Promise.resolve();
    for (const each of line) {
      if (each.among !== placing) {
        each.among = placing;
        each.met = meetThis(db, each, before);
        each.met.catch(() => {});
      }
      before = each.met;
    }
  }

  const putBack = (chunks: readonly UnderstoodChunk[]): void =>
    void line.unshift(...chunks.map((chunk) => coming(Promise.resolve(chunk))));

  function unplace(): void {
    if (ready) putBack([understoodAnew(apply, ready)]);
    ready = undefined;
  }

  async function place(call: Call): Promise<PlacedChunk | undefined> {
    reach(1 + ahead);
    meet(call);
    // What cannot be read is no reason to lose what could: it stops the import when these are in.
    const chunk = await line[0]!.chunk.catch(() => undefined);
    if (!chunk) return undefined;
    // It stays in the line until nothing can go wrong with it any more: a transaction that has failed meets nobody.
    await line[0]!.met;
    line.shift();
    reach(1 + ahead);
    meet(call);
    placing.effects = noEffects();
    const rows = chunk.reads.map((read, number) => ({
      read,
      placed: placeRow(placing, chunk.applied[number]!, read.line),
    }));
    return { ...chunk, rows, effects: placing.effects, taken: placing.taken };
  }

  return {
    /** How many rows stand before those that are next; undefined: all are in. */
    async from(): Promise<number | undefined> {
      if (ready) return ready.from;
      reach(1);
      return (await line[0]!.chunk)?.from;
    },
    /** At the beginning of each transaction. */
    async begin(call: Call): Promise<void> {
      const now = await memory.recall(call, ready !== undefined);
      if (now !== placing) unplace();
      placing = now;
    },
    /** The chunk to be written now. */
    async next(call: Call): Promise<PlacedChunk | undefined> {
      const chunk = ready ?? (await place(call));
      ready = undefined;
      if (chunk) written.push(chunk);
      return chunk;
    },
    /** Places the next for the transaction to come; not when memory is to be made room in, which does not know it yet. */
    async makeReady(call: Call): Promise<void> {
      if (!memory.isFull()) ready = await place(call);
    },
    /** Before a transaction ends: what was asked in it has been answered. */
    async asked(): Promise<void> {
      await Promise.allSettled(line.map((each) => each.met));
    },
    committed(): void {
      written = [];
    },
    /** After a transaction that failed: what was written in it, out of the line. Nothing is known any more. */
    takeBack(): UnderstoodChunk[] {
      const back = written.map((chunk) => understoodAnew(apply, chunk));
      written = [];
      unplace();
      memory.forget();
      return back;
    },
    putBack,
  };
}
export type Line = ReturnType<typeof openLine>;
