import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Person, World } from '../../testing/world.ts';
import { importContract, type ImportRecord } from './contract.ts';

export type Given = { name: string; text: string | Uint8Array };

export const filesOf = (folder: string): Given[] =>
  readdirSync(folder).map((name) => ({ name, text: readFileSync(join(folder, name)) }));

/** Sends files through the routes, as the browser does, and has a plan proposed for them. */
export async function propose(person: Person, files: readonly Given[]): Promise<ImportRecord> {
  const { id } = await person.call(importContract.createImport, { body: {} });
  for (const { name, text } of files) {
    const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
    const { number } = await person.call(importContract.addImportFile, {
      params: { id },
      body: { name, size: bytes.length },
    });
    const sent = await person.fetch(`/api/imports/${id}/files/${number}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/octet-stream' },
      body: new Uint8Array(bytes),
    });
    if (!sent.ok) throw new Error(`${name}: ${sent.status} ${await sent.text()}`);
  }
  return (await person.call(importContract.proposeImport, { params: { id }, body: {} })).import;
}

/** Proposes and runs to the end. */
export async function bring(world: World, person: Person, files: readonly Given[]): Promise<ImportRecord> {
  const { id } = await propose(person, files);
  return run(world, person, id);
}

export async function run(world: World, person: Person, id: string): Promise<ImportRecord> {
  await person.call(importContract.runImport, { params: { id } });
  await world.house.imports.work({ workspaceId: person.workspaceId, importId: id, what: 'run' });
  return person.call(importContract.readImport, { params: { id } });
}

export async function takeBack(world: World, person: Person, id: string): Promise<ImportRecord> {
  await person.call(importContract.undoImport, { params: { id } });
  await world.house.imports.work({ workspaceId: person.workspaceId, importId: id, what: 'undo' });
  return person.call(importContract.readImport, { params: { id } });
}
