import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from 'pg';
import type { ImportRecord } from '../src/workspace/import/contract.ts';

/** People and calls for each company: as an address list of calls would have them, and as the company of the bench does. */
export const mixes = {
  '1 : 2 : 2': { people: 2, calls: 2 },
  '1 : 1 : 10, as the company itself': { people: 1, calls: 10 },
} as const;
export type Mix = (typeof mixes)[keyof typeof mixes];

/** Three files of another program, as it would export them: companies, the people who work there, and calls with them. */
export function exportedFiles(
  rows: number,
  run: string,
  mix: Mix = mixes['1 : 2 : 2'],
): { name: string; text: string }[] {
  const companies = Math.ceil(rows / (1 + mix.people + mix.calls));
  const people = companies * mix.people;
  const calls = companies * mix.calls;
  const firm = (i: number) => `${['Nord', 'Süd', 'Ost', 'West', 'Haupt', 'Berg', 'See'][i % 7]}werk ${run} ${i}`;
  const person = (i: number) =>
    `${['Ana', 'Bo', 'Carla', 'Deniz', 'Eva', 'Finn', 'Gül'][i % 7]} ${run}${['Berg', 'Thal', 'Stein', 'Wald'][i % 4]}${i}`;
  const lines = (header: string, count: number, line: (i: number) => string) =>
    [header, ...Array.from({ length: count }, (_, i) => line(i)), ''].join('\n');
  const day = (i: number) => new Date(Date.UTC(2025, 0, 1 + (i % 360), 8 + (i % 9), i % 60)).toISOString();
  return [
    {
      name: 'Accounts.csv',
      text: lines(
        'Account Name,Website,Phone,Billing City,Industry,Employees',
        companies,
        (i) => `${firm(i)},https://${run}${i}.example.com,+49 30 ${1_000_000 + i},Berlin,Machines,${10 + (i % 900)}`,
      ),
    },
    {
      name: 'Contacts.csv',
      text: lines(
        'Full Name,Email,Phone,Account Name,Title',
        people,
        (i) =>
          `${person(i)},${run}${i}@${run}${i % companies}.example.com,+49 40 ${2_000_000 + i},${firm(i % companies)},Head of ${i % 31}`,
      ),
    },
    {
      name: 'Calls.csv',
      text: lines(
        'Subject,Call Type,Call Start Time,Account Name,Duration,Description',
        calls,
        (i) =>
          `Call ${i} about terms,${i % 3 ? 'Outbound' : 'Inbound'},${day(i)},${firm((i * 7) % companies)},${5 + (i % 40)},asked for terms and a visit`,
      ),
    },
  ];
}

/** Brings the files in through the routes, as the browser does; answers rows per second from the start of the run to the last folded relationship. */
export async function bringIn<Used>(
  address: string,
  token: string,
  files: readonly { name: string; text: string }[],
  used: () => Used,
): Promise<{ rows: number; seconds: number; before: Used; report: ImportRecord }> {
  const ask = async <T>(method: string, path: string, body?: object | Uint8Array<ArrayBuffer>): Promise<T> => {
    const raw = body instanceof Uint8Array;
    const answer = await fetch(`${address}/api/imports${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': raw ? 'application/octet-stream' : 'application/json',
      },
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
    await pause(250);
    const report = await ask<ImportRecord>('GET', `/${id}`);
    if (report.working || report.state === 'running') continue;
    const { error } = report;
    if (error || report.state !== 'done') throw new Error(`The import ended as ${report.state}: ${error ?? ''}`);
    return {
      rows: (report.report?.files ?? []).reduce((sum, file) => sum + file.read, 0),
      seconds: (performance.now() - started) / 1000,
      before,
      report,
    };
  }
}

/**
 * The limit: the records that an import made, written once more under other ids and keys, straight through `pg`, a thousand of a table in one statement, by the
 * owner of the tables, in one transaction. Nothing is read, understood, looked for or kept for the undo. Answers how many milliseconds the database took.
 */
export async function writtenBare(direct: Client, importId: string): Promise<number> {
  const written = {
    account: 'id',
    contact: 'id',
    affiliation: 'contact_id',
    relationship: 'account_id',
    external_key: 'record_id',
    touchpoint: 'account_id',
    cycle_step: 'account_id',
  };
  let took = 0;
  await direct.query('begin');
  await direct.query(
    `create temporary table made on commit drop as select workspace_id, record_id from external_key where import_id = '${importId}'`,
  );
  await direct.query('analyze made');
  for (const [table, by] of Object.entries(written)) {
    const [columns] = (
      await direct.query<{ names: string }>(
        `select string_agg(column_name, ', ') as names from information_schema.columns where table_name = '${table}' and is_generated = 'NEVER'`,
      )
    ).rows;
    const { rows: parts } = await direct.query<{ part: string }>(
      `select json_agg(r)::text as part from (select *, row_number() over () / 1000 as part from ${table} t where exists (select from made m where m.workspace_id = t.workspace_id and m.record_id = t.${by})) r group by r.part`,
    );
    for (const { part } of parts) {
      const other = part
        .replaceAll(/"(?!01900000-)([0-9a-f]{8}-[0-9a-f]{4})-7/g, '"$1-8')
        .replaceAll(/"(key|evidence_key)":"/g, '"$1":"other:');
      const started = performance.now();
      await direct.query(
        `insert into ${table} (${columns!.names}) select ${columns!.names} from json_populate_recordset(null::${table}, $1::json)`,
        [other],
      );
      took += performance.now() - started;
    }
  }
  await direct.query('commit');
  return took;
}
