import { setTimeout as pause } from 'node:timers/promises';
import type { ImportRecord } from '../src/workspace/import/contract.ts';

/** Three files of another program, as it would export them: companies, the people who work there, and calls with them. */
export function exportedFiles(rows: number, run: string): { name: string; text: string }[] {
  const companies = Math.ceil(rows / 5);
  const people = companies * 2;
  const firm = (i: number) => `${['Nord', 'Süd', 'Ost', 'West', 'Haupt', 'Berg', 'See'][i % 7]}werk ${run} ${i}`;
  const person = (i: number) => `${['Ana', 'Bo', 'Carla', 'Deniz', 'Eva', 'Finn', 'Gül'][i % 7]} ${run}${['Berg', 'Thal', 'Stein', 'Wald'][i % 4]}${i}`;
  const lines = (header: string, count: number, line: (i: number) => string) => [header, ...Array.from({ length: count }, (_, i) => line(i)), ''].join('\n');
  const day = (i: number) => new Date(Date.UTC(2025, 0, 1 + (i % 360), 8 + (i % 9), i % 60)).toISOString();
  return [
    {
      name: 'Accounts.csv',
      text: lines('Account Name,Website,Phone,Billing City,Industry,Employees', companies, (i) => `${firm(i)},https://${run}${i}.example.com,+49 30 ${1_000_000 + i},Berlin,Machines,${10 + (i % 900)}`),
    },
    {
      name: 'Contacts.csv',
      text: lines('Full Name,Email,Phone,Account Name,Title', people, (i) => `${person(i)},${run}${i}@${run}${i % companies}.example.com,+49 40 ${2_000_000 + i},${firm(i % companies)},Head of ${i % 31}`),
    },
    {
      name: 'Calls.csv',
      text: lines('Subject,Call Type,Call Start Time,Account Name,Duration,Description', people, (i) => `Call ${i} about terms,${i % 3 ? 'Outbound' : 'Inbound'},${day(i)},${firm((i * 7) % companies)},${5 + (i % 40)},asked for terms and a visit`),
    },
  ];
}

/** Brings the files in through the routes, as the browser does; answers rows per second from the start of the run to the last folded relationship. */
export async function bringIn<Used>(address: string, token: string, files: readonly { name: string; text: string }[], used: () => Used): Promise<{ rows: number; seconds: number; before: Used; report: ImportRecord }> {
  const ask = async <T>(method: string, path: string, body?: object | Uint8Array<ArrayBuffer>): Promise<T> => {
    const raw = body instanceof Uint8Array;
    const answer = await fetch(`${address}/api/imports${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': raw ? 'application/octet-stream' : 'application/json' },
      ...(body ? { body: raw ? body : JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 300)}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  };
  const { id } = await ask<{ id: string }>('POST', '', {});
  for (const { name, text } of files) {
    const bytes = new TextEncoder().encode(text);
    const { number } = await ask<{ number: number }>('POST', `/${id}/files`, { name, size: bytes.length });
    await ask('PUT', `/${id}/files/${number}`, bytes);
  }
  await ask('POST', `/${id}/proposal`, {});
  const before = used();
  const started = performance.now();
  await ask('POST', `/${id}/run`);
  for (;;) {
    await pause(100);
    const report = await ask<ImportRecord>('GET', `/${id}`);
    if (report.working || report.state === 'running') continue;
    const { error } = report;
    if (error || report.state !== 'done') throw new Error(`The import ended as ${report.state}: ${error ?? ''}`);
    return { rows: (report.report?.files ?? []).reduce((sum, file) => sum + file.read, 0), seconds: (performance.now() - started) / 1000, before, report };
  }
}
