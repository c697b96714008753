import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '../engine-open.ts';
import { freshDataFolder } from '../engine-testing.ts';

const log = { info: () => {}, warn: () => {}, error: console.error };
let folder: string;
beforeAll(async () => void (folder = await freshDataFolder()));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the embedded database in another process', () => {
  it('keeps every order it confirmed, and no half order, when the process is killed in the middle of writing, five times', async () => {
    let confirmed = 0;
    for (let kill = 0; kill < 5; kill++) {
      const writer = startWriter(confirmed + 1);
      confirmed = await killAfter(writer, 20 + kill * 13, confirmed);
      const engine = await openEngine({ dataFolder: folder, log });
      const { rows } = await engine.pool.query<{ orders: number; halves: number; last: number }>(`
        SELECT count(*) AS orders, count(*) FILTER (WHERE lines <> 2) AS halves, coalesce(max(order_number), 0) AS last
          FROM (SELECT order_number, count(*) AS lines FROM line GROUP BY order_number) AS whole`);
      await engine.close();
      const { orders, halves, last } = rows[0]!;
      expect(halves).toBe(0);
      expect(last).toBeGreaterThanOrEqual(confirmed);
      expect(orders).toBe(last);
      confirmed = last;
    }
    expect(confirmed).toBeGreaterThan(100);
  }, 240_000);

  it('is refused to a second process with a message that says who has it, and the first goes on', async () => {
    const first = startWriter(1_000_000);
    await heard(first, 'open');
    const second = spawn(process.execPath, [WRITER, folder, '1'], { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    second.stderr.on('data', (text: Buffer) => (said += text.toString()));
    const [code] = await once(second, 'exit');
    expect(code).toBe(3);
    expect(said).toContain(`Perennial is already running on this data folder (process ${first.pid}, since `);
    // Its numbers run from a million on: any that is still to come.
    await heard(first, '\n1');
    first.kill('SIGKILL');
    await once(first, 'exit');
  }, 240_000);
});

const WRITER = join(import.meta.dirname, 'crash-writer.ts');
type Writer = ChildProcessByStdio<null, Readable, null>;

const startWriter = (from: number): Writer =>
  spawn(process.execPath, [WRITER, folder, `${from}`], { stdio: ['ignore', 'pipe', 'inherit'] });

/** Kills the writer after it has confirmed `count` orders more; returns the last one that it confirmed. */
async function killAfter(writer: Writer, count: number, last: number): Promise<number> {
  let said = '';
  writer.stdout.on('data', (text: Buffer) => {
    said += text.toString();
    if (said.split('\n').length > count + 1) writer.kill('SIGKILL');
  });
  await once(writer, 'close');
  const numbers = said.split('\n').slice(1, -1).map(Number);
  return numbers.at(-1) ?? last;
}

async function heard(writer: Writer, text: string): Promise<void> {
  let said = '';
  await new Promise<void>((resolve, reject) => {
    writer.stdout.on('data', (part: Buffer) => {
      said += part.toString();
      if (said.includes(text)) resolve();
    });
    writer.on('exit', () => reject(new Error(`The writer ended without saying ${text}.`)));
  });
}
