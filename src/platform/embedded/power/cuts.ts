import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Engine } from '../../engine.ts';
import { openEngine } from '../../engine-open.ts';
import { migrate, readMigrations, schemaVersion } from '../../migrate.ts';
import { Disk, readRecord } from './disk.ts';

/** Simulated power cuts: a process is recorded while it works, then its disk is rebuilt as it may have been at random moments, and opened. */
export interface Cuts {
  cuts: number;
  /** Something that had been confirmed was not there. */
  lost: number;
  /** Half of something was there, or a later one without an earlier one. */
  damaged: number;
  unopened: number;
  /** How many writes, names and syncs were recorded. */
  operations: number;
  faults: string[];
}

interface Settings {
  cuts: number;
  seed?: number;
  /** A disk that never hears a sync: what the check must notice. */
  deaf?: boolean;
  onCut?: (done: number) => void;
}

/** Orders of two lines each, with checkpoints between. */
export const cutWhileWriting = (orders: number, settings: Settings): Promise<Cuts> =>
  cutsOf(
    ['crash-writer.ts', ['1', '50']],
    (words) => words.split('\n').includes(`${orders}`),
    settings,
    async (engine, said) => {
      const confirmed = Math.max(0, ...said.split('\n').map(Number).filter(Number.isInteger));
      const there = (await engine.pool.query<{ there: boolean }>(`select to_regclass('line') is not null as there`))
        .rows[0]!.there;
      const { rows } = there
        ? await engine.pool.query<{
            orders: number;
            halves: number;
            last: number;
          }>(`select count(*) as orders, count(*) filter (where lines <> 2) as halves, coalesce(max(order_number), 0) as last
          from (select order_number, count(*) as lines from line group by order_number) as whole`)
        : { rows: [{ orders: 0, halves: 0, last: 0 }] };
      const found = rows[0]!;
      return { lost: found.last < confirmed, damaged: found.halves > 0 || found.orders !== found.last };
    },
  );

/** The first start of a data folder and all migrations; afterwards the next start must finish what is missing. */
export const cutInFirstStart = (settings: Settings): Promise<Cuts> =>
  cutsOf(
    ['power/first-start.ts', []],
    (words) => words.includes('migrated'),
    settings,
    async (engine, said) => {
      const before = await version(engine);
      const migrations = readMigrations(join(import.meta.dirname, '../../../../database/migrations'));
      await migrate(engine, migrations, quiet);
      const last = migrations.at(-1)!.number;
      return { lost: said.includes('migrated') && before !== last, damaged: (await version(engine)) !== last };
    },
  );

async function version(engine: Engine): Promise<number> {
  const session = await engine.pool.connect();
  return schemaVersion(session).finally(() => session.release());
}

type Check = (engine: Engine, said: string) => Promise<{ lost: boolean; damaged: boolean }>;

async function cutsOf(
  [program, words]: [string, string[]],
  isEnough: (said: string) => boolean,
  { cuts, seed = 1, deaf = false, onCut }: Settings,
  check: Check,
): Promise<Cuts> {
  const place = mkdtempSync(join(tmpdir(), 'perennial-power-'));
  try {
    const recorded = join(place, 'recorded');
    mkdirSync(recorded);
    await record(join(import.meta.dirname, '..', program), recorded, words, isEnough);
    const operations = readRecord(`${recorded}.log`);
    const random = randomFrom(seed);
    // From the first thing that it said on; a program that says nothing until its end is cut anywhere.
    const from = Math.max(
      0,
      operations.findIndex((operation) => operation.do === 'say' && operation.words.includes('open')),
    );
    const moments = Array.from(
      { length: cuts },
      () => from + Math.floor(random() * (operations.length - from)),
    ).toSorted((a, b) => a - b);
    const result: Cuts = { cuts, lost: 0, damaged: 0, unopened: 0, operations: operations.length, faults: [] };
    const disk = new Disk();
    let said = '';
    for (const [at, operation] of operations.entries()) {
      while (moments[0] === at) {
        moments.shift();
        const folder = join(place, 'cut');
        disk.cut(recorded, folder, random);
        const fault = await opened(folder, said, check);
        if (fault) result[fault.kind]++;
        if (fault) result.faults.push(`after ${at} operations: ${fault.kind}${fault.why ? `, ${fault.why}` : ''}`);
        rmSync(folder, { recursive: true, force: true });
        onCut?.(cuts - moments.length);
      }
      if (operation.do === 'say') said += operation.words;
      else if (!(deaf && operation.do === 'sync')) disk.take(operation);
    }
    return result;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

async function opened(
  folder: string,
  said: string,
  check: Check,
): Promise<{ kind: 'lost' | 'damaged' | 'unopened'; why?: string } | undefined> {
  let engine: Engine | undefined;
  try {
    engine = await openEngine({ dataFolder: folder, log: quiet });
    const { lost, damaged } = await check(engine, said);
    if (lost) return { kind: 'lost' };
    return damaged ? { kind: 'damaged' } : undefined;
  } catch (error) {
    return { kind: engine ? 'damaged' : 'unopened', why: String(error) };
  } finally {
    await engine?.close();
  }
}

async function record(
  program: string,
  folder: string,
  words: string[],
  isEnough: (said: string) => boolean,
): Promise<void> {
  const child = spawn(
    process.execPath,
    ['--import', join(import.meta.dirname, 'recorder.ts'), program, folder, ...words],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let said = '';
  child.stdout.on('data', (text: Buffer) => {
    said += text.toString();
    if (isEnough(said)) child.kill('SIGKILL');
  });
  await once(child, 'close');
  if (!isEnough(said) || !existsSync(`${folder}.log`)) throw new Error(`The recorded process ended too early: ${said}`);
}

const quiet = { info: () => {}, warn: () => {}, error: () => {} };

/** Mulberry32. */
function randomFrom(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
