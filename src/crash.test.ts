import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { peopleContract } from './people/contract.ts';
import { call, send, type Connection } from './platform/client.ts';
import { relationshipContract } from './relationship/contract.ts';
import { readOperatorNote } from './operator.ts';
import { startServerProcess, type ServerProcess } from './testing/serverProcess.ts';
import { workspaceContract } from './workspace/contract.ts';
import { importContract, type ImportRecord } from './workspace/import/contract.ts';

/**
 * The program is killed without warning, again and again, while people write and an import runs. What was acknowledged is there
 * exactly once; what was not can be sent again with the same key and is there exactly once then. The import goes on by itself.
 */
const kills = 20;
/** Rows of each import; when one is through, the next begins, so that every kill meets one. */
const importRows = 3000;
const folder = mkdtempSync(join(tmpdir(), 'perennial-crash-'));
const admin = process.env.TEST_DATABASE_URL;
const database = `perennial_crash_${randomUUID().slice(0, 8)}`;
let databaseUrl: string | undefined;

beforeAll(async () => {
  if (!admin) return;
  await onServer(`create database ${database}`);
  const url = new URL(admin);
  url.pathname = `/${database}`;
  databaseUrl = url.href;
});
afterAll(async () => {
  if (admin) await onServer(`drop database if exists ${database} with (force)`);
  rmSync(folder, { recursive: true, force: true });
});

async function onServer(sql: string): Promise<void> {
  const client = new pg.Client(admin);
  await client.connect();
  await client.query(sql);
  await client.end();
}

interface Write {
  key: string;
  name: string;
  acknowledged: string | null;
}

describe('killed in the middle of writing and of an import', () => {
  it(`loses nothing that was acknowledged and doubles nothing, ${kills} times`, { timeout: 900_000 }, async () => {
    let server = await start();
    const note = (await readOperatorNote(folder))!;
    await fetch(`${server.address}/api/setup`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        name: 'Olga Owner',
        email: 'olga@example.org',
        password: 'a long enough passphrase',
        workspace: { name: 'Crash & Co' },
      }),
    }).then(async (r) => expect(r.status, await r.clone().text()).toBeLessThan(300));
    const { token } = (await fetch(`${server.address}/operator/token`, {
      method: 'POST',
      headers: { authorization: `Operator ${note.secret}`, 'content-type': 'application/json' },
      body: '{"days":1}',
    }).then((r) => r.json())) as { token: string };
    const connection = (): Connection => ({ base: server.address, token });
    const ledger = await call(connection(), peopleContract.createAccount, { body: { name: 'The ledger' } });

    const imports = [await beginImport(connection(), 0)];
    let interrupted = 0;
    const accounts: Write[] = [];
    const touchpoints: Write[] = [];
    for (let round = 0; round < kills; round++) {
      let stop = false;
      const writers = Array.from({ length: 4 }, async (_, writer) => {
        while (!stop) {
          const one: Write = {
            key: randomUUID(),
            name: `Account ${round} ${writer} ${randomUUID()}`,
            acknowledged: null,
          };
          const two: Write = { key: randomUUID(), name: `Call ${round} ${writer} ${randomUUID()}`, acknowledged: null };
          accounts.push(one);
          touchpoints.push(two);
          try {
            one.acknowledged = (
              await call(
                connection(),
                peopleContract.createAccount,
                { body: { name: one.name } },
                { idempotencyKey: one.key },
              )
            ).id;
            two.acknowledged = (
              await call(
                connection(),
                relationshipContract.logTouchpoint,
                { body: { accountId: ledger.id, kind: 'call', subject: two.name } },
                { idempotencyKey: two.key },
              )
            ).touchpoint.id;
          } catch {
            return;
          }
        }
      });
      await new Promise((resolve) => setTimeout(resolve, 60 + Math.random() * 400));
      if ((await readImport(connection(), imports.at(-1)!)).state === 'running') interrupted++;
      await server.kill();
      stop = true;
      await Promise.all(writers);
      server = await start();
      // The client that got no answer sends the same again, with the same key.
      for (const write of accounts.filter((w) => !w.acknowledged))
        write.acknowledged = (
          await call(
            connection(),
            peopleContract.createAccount,
            { body: { name: write.name } },
            { idempotencyKey: write.key },
          )
        ).id;
      if ((await readImport(connection(), imports.at(-1)!)).state !== 'running')
        imports.push(await beginImport(connection(), imports.length));
      for (const write of touchpoints.filter((w) => !w.acknowledged))
        write.acknowledged = (
          await call(
            connection(),
            relationshipContract.logTouchpoint,
            { body: { accountId: ledger.id, kind: 'call', subject: write.name } },
            { idempotencyKey: write.key },
          )
        ).touchpoint.id;
    }

    for (const id of imports) {
      const { state, records, report } = await ended(connection(), id);
      expect({ state, records }).toEqual({ state: 'done', records: { account: { created: importRows, updated: 0 } } });
      expect(report).toBe(importRows);
    }
    expect(interrupted).toBeGreaterThanOrEqual(kills / 2);

    const foundAccounts = await all((cursor) =>
      call(connection(), peopleContract.listAccounts, { query: { limit: 200, ...(cursor ? { cursor } : {}) } }),
    );
    const named = foundAccounts.filter((a) => a.name.startsWith('Account '));
    expect(new Set(named.map((a) => a.id))).toEqual(new Set(accounts.map((w) => w.acknowledged)));
    expect(named).toHaveLength(accounts.length);
    const imported = foundAccounts.filter((a) => a.name.startsWith('Imported ')).map((a) => a.name);
    expect(new Set(imported).size).toBe(importRows * imports.length);
    expect(imported).toHaveLength(importRows * imports.length);
    const foundTouchpoints = await all((cursor) =>
      call(connection(), relationshipContract.listTouchpoints, {
        query: { account: ledger.id, limit: 200, ...(cursor ? { cursor } : {}) },
      }),
    );
    expect(foundTouchpoints.map((t) => t.subject).sort()).toEqual(touchpoints.map((w) => w.name).sort());
    // The curve is that of exactly these touchpoints: nothing half-done.
    const relationship = await call(connection(), relationshipContract.readRelationship, { params: { id: ledger.id } });
    expect(relationship.counts.touchpoints).toBe(touchpoints.length);
    const { items: members } = await call(connection(), workspaceContract.listMembers, {});
    expect(members).toHaveLength(1);
    expect(accounts.length).toBeGreaterThan(kills);
    expect(await server.end()).toBe(0);
  });
});

async function beginImport(connection: Connection, number: number): Promise<string> {
  const lines = Array.from(
    { length: importRows },
    (_, row) => `${number}-${row},Imported ${number} ${row},place${number}x${row}.example`,
  );
  const bytes = new TextEncoder().encode(`Id,Company,Website\n${lines.join('\n')}\n`);
  const { id } = await call(connection, importContract.createImport, { body: {} });
  const file = await call(connection, importContract.addImportFile, {
    params: { id },
    body: { name: `Accounts ${number}.csv`, size: bytes.length },
  });
  await send(connection, importContract.uploadImportFile, { params: { id, number: file.number }, raw: bytes });
  await call(connection, importContract.proposeImport, { params: { id }, body: {} });
  await call(connection, importContract.runImport, { params: { id } });
  return id;
}

const readImport = (connection: Connection, id: string): Promise<ImportRecord> =>
  call(connection, importContract.readImport, { params: { id } });

/** Waits for the end of an import; how many rows its report counts. */
async function ended(connection: Connection, id: string): Promise<{ state: string; records: unknown; report: number }> {
  for (;;) {
    const found = await readImport(connection, id);
    if (found.state !== 'running')
      return { state: found.state, records: found.records, report: found.progress?.rows ?? 0 };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const start = (): Promise<ServerProcess> => startServerProcess({ dataFolder: folder, databaseUrl });

async function all<T>(
  page: (cursor: string | undefined) => Promise<{ items: T[]; next: string | null }>,
): Promise<T[]> {
  const items: T[] = [];
  for (let cursor: string | undefined, more = true; more;) {
    const found = await page(cursor);
    items.push(...found.items);
    cursor = found.next ?? undefined;
    more = found.next !== null;
  }
  return items;
}
