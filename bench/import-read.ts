/**
 * How fast a table is read and turned into drafts, and how far memory grows meanwhile. Runs in a process of its own with
 * a generated file: `node bench/import-read.ts [megabytes]`. The last row has a quote that is never closed.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir, cpus } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { applyPlan } from '../src/workspace/import/drafts/apply.ts';
import { openRows, takeSamples } from '../src/workspace/import/read/files.ts';
import { proposePlan } from '../src/workspace/import/plan/propose.ts';
import { isRow } from '../src/workspace/import/read/row.ts';

const megabytes = Number(process.argv[2] ?? 200);
const folder = await mkdtemp(join(tmpdir(), 'perennial-import-'));
const path = join(folder, 'contacts.csv');

try {
  await pipeline(Readable.from(lines(megabytes * 1_048_576)), createWriteStream(path));
  const { size } = await stat(path);
  const [sample] = await takeSamples('contacts.csv', createReadStream(path));
  if (!sample) throw new Error('nothing to read');
  const plan = proposePlan([sample]);
  const file = plan.files[0];
  if (!file) throw new Error('no plan');
  const now = '2026-01-31T00:00:00Z';
  console.log(
    `node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}, ${(size / 1_048_576).toFixed(0)} MB, target ${file.target}`,
  );
  await measure('read', path, async (tick) => {
    let rows = 0;
    for await (const batch of openRows(file, createReadStream(path), { now })) {
      rows += batch.length;
      tick();
    }
    return rows;
  });
  const apply = applyPlan(plan, file, { today: '2026-01-31' });
  await measure('read and apply', path, async (tick) => {
    let rows = 0;
    let failures = 0;
    for await (const batch of openRows(file, createReadStream(path), { now })) {
      for (const read of batch) {
        rows += 1;
        if (!isRow(read)) failures += 1;
        else if (apply(read).outcome !== 'load') failures += 1;
      }
      tick();
    }
    if (failures !== 1) throw new Error(`${failures} rows were not taken in, expected the last one only`);
    return rows;
  });
} finally {
  await rm(folder, { recursive: true });
}

async function measure(name: string, from: string, run: (tick: () => void) => Promise<number>): Promise<void> {
  const { size } = await stat(from);
  const before = process.memoryUsage().rss;
  let most = before;
  let ticks = 0;
  const started = performance.now();
  const rows = await run(() => {
    ticks += 1;
    if (ticks % 16 === 0) most = Math.max(most, process.memoryUsage().rss);
  });
  const seconds = (performance.now() - started) / 1000;
  console.log(
    `${name.padEnd(16)} ${rows} rows  ${seconds.toFixed(1)} s  ${Math.round(rows / seconds)} rows/s  ${(size / 1_048_576 / seconds).toFixed(0)} MB/s  memory +${((most - before) / 1_048_576).toFixed(0)} MB (${(most / 1_048_576).toFixed(0)} MB in all)`,
  );
}

function* lines(bytes: number): Generator<string> {
  yield 'Contact ID,First Name,Last Name,E-Mail,Phone,Company,Job Title,City,Country,Created Time,Notes\n';
  let written = 0;
  for (let i = 0; written < bytes; i++) {
    const line = `${i},Ana ${i % 977},"Müller ${i % 1009}",ana.${i}@example${i % 5003}.com,(415) 555-${String(i % 10_000).padStart(4, '0')},"Firm ${i % 5003}, Inc.",Head of ${i % 31},Zürich,Switzerland,"${1 + (i % 28)} Apr, 20${10 + (i % 15)} 10:${10 + (i % 50)}:00","asked for ""terms""\nand a visit"\n`;
    written += Buffer.byteLength(line);
    yield line;
  }
  yield '999999999,Broken,"never closed,x@example.com,,,,,,,\n';
}
