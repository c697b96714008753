import { cpus, totalmem } from 'node:os';
import type { Used } from './processor.ts';

export interface Figure {
  what: string;
  clients: number;
  p50: number;
  p95: number;
  perSecond: number;
  errors: number;
  /** Processor milliseconds of one request, where they can be known. */
  server: number | undefined;
  postgres: number | undefined;
}

/** Runs `work` by so many clients at once for so many seconds (after one uncounted second) and tells how long each took. */
export async function measure(
  what: string,
  clients: number,
  seconds: number,
  work: (n: number, client: number) => Promise<unknown>,
  used: () => Used | undefined = () => undefined,
): Promise<Figure> {
  const times: number[] = [];
  let errors = 0;
  let n = 0;
  const before = used();
  const begin = performance.now() + 1000;
  const end = begin + seconds * 1000;
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      while (performance.now() < end) {
        const started = performance.now();
        try {
          await work(n++, client);
          if (started >= begin) times.push(performance.now() - started);
        } catch (error) {
          if (errors++ === 0) console.error(`${what}: ${(error as Error).message}`);
          if (errors > 100) return;
        }
      }
    }),
  );
  const after = used();
  const each = (part: keyof Used) =>
    before?.[part] === undefined || after?.[part] === undefined ? undefined : (after[part] - before[part]) / n;
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
  return {
    what,
    clients,
    p50: at(0.5),
    p95: at(0.95),
    perSecond: times.length / seconds,
    errors,
    server: each('server'),
    postgres: each('postgres'),
  };
}

/** A table in Markdown, with the machine above it, so that a figure is never without where it comes from. */
export function table(
  title: string,
  facts: Record<string, string | number>,
  rows: readonly Record<string, string | number>[],
): string {
  const machine = {
    processor: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    node: process.version,
    date: new Date().toISOString().slice(0, 10),
    ...facts,
  };
  const columns = Object.keys(rows[0] ?? {});
  return [
    `## ${title}`,
    '',
    Object.entries(machine)
      .map(([k, v]) => `${k} ${v}`)
      .join(' · '),
    '',
    `| ${columns.join(' | ')} |`,
    `| ${columns.map((_, i) => (i === 0 ? '---' : '---:')).join(' | ')} |`,
    ...rows.map((r) => `| ${columns.map((c) => r[c] ?? '').join(' | ')} |`),
    '',
  ].join('\n');
}

export const ms = (value: number) =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
