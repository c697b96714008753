import { ApiProblem } from '../platform/client.ts';

/** A list as a table for people, everything else as indented JSON; `raw` for programs: one line of JSON. */
export function print(value: unknown, raw: boolean): void {
  if (raw) {
    process.stdout.write(`${JSON.stringify(value)}\n`);
    return;
  }
  const items = (value as { items?: Record<string, unknown>[] } | null)?.items;
  if (!items) {
    process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
    return;
  }
  if (items.length === 0) process.stdout.write('Nothing found.\n');
  else console.table(items.map(shortRow));
  const { next } = value as { next?: string | null };
  if (next) process.stdout.write(`More: --cursor ${next}\n`);
}

/** What fits a line: plain values, without the long ones. */
const shortRow = (item: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(item)
      .filter(([, v]) => v !== null && v !== '' && typeof v !== 'object')
      .slice(0, 9)
      .map(([k, v]) => [k, typeof v === 'string' && v.length > 40 ? `${v.slice(0, 39)}…` : v]),
  );

/** 0 fine · 1 failed · 2 wrong words · 3 not there · 4 not allowed · 5 in conflict · 6 not valid · 7 away or busy: try again. */
export function exitCode(error: unknown): number {
  if (!(error instanceof ApiProblem)) return 1;
  if (error.status === 404) return 3;
  if (error.status === 401 || error.status === 403) return 4;
  if (error.status === 409 || error.status === 412 || error.status === 428) return 5;
  if (error.status === 400 || error.status === 422) return 6;
  return error.status >= 500 || error.status === 429 ? 7 : 1;
}

/** One line that is written over again, with a count, a rate and the time left where the whole is known. Where nobody watches (a file, a pipe): a line each five seconds, and the last. */
export function progressBar(label: string): { at(done: number, whole?: number): void; end(): void } {
  const { isTTY } = process.stderr;
  const started = Date.now();
  let written = isTTY ? 0 : started;
  let unwritten: (() => void) | undefined;
  const write = (done: number, whole: number | undefined) => {
    const rate = done / Math.max(0.001, (Date.now() - started) / 1000);
    const bar = whole
      ? ` [${'█'.repeat(Math.round((20 * done) / whole)).padEnd(20, '·')}] ${Math.round((100 * done) / whole)} %`
      : '';
    const left = whole && done < whole && rate > 0 ? `, ${Math.ceil((whole - done) / rate)} s left` : '';
    process.stderr.write(
      `${isTTY ? '\r\u001B[K' : ''}${label}${bar} ${done.toLocaleString('en')} (${Math.round(rate).toLocaleString('en')}/s${left})${isTTY ? '' : '\n'}`,
    );
  };
  return {
    at(done, whole) {
      unwritten = () => write(done, whole);
      if (Date.now() - written < (isTTY ? 100 : 5000)) return;
      written = Date.now();
      unwritten();
      unwritten = undefined;
    },
    end() {
      unwritten?.();
      if (isTTY) process.stderr.write('\n');
    },
  };
}
