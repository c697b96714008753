import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { contracts } from './contracts.ts';
import { docsPage } from './docs.ts';
import { projectFolder } from './projectFolder.ts';
import { openapi } from './platform/openapi.ts';

/** Errors that Redocly finds in a document. */
function faults(document: object): string {
  const folder = mkdtempSync(join(tmpdir(), 'perennial-openapi-'));
  const file = join(folder, 'openapi.json');
  writeFileSync(file, JSON.stringify(document));
  const { status, stdout, stderr } = spawnSync(
    join(projectFolder, 'node_modules/.bin/redocly'),
    ['lint', file, '--format', 'stylish', '--skip-rule', 'no-required-schema-properties-undefined'],
    {
      encoding: 'utf8',
      env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
      shell: process.platform === 'win32',
    },
  );
  rmSync(folder, { recursive: true, force: true });
  return status === 0 ? '' : `${stdout}${stderr}`;
}

const document = openapi(contracts, { version: '0.0.0', title: 'Perennial' }) as {
  paths: Record<string, Record<string, { responses: object }>>;
};

it("describes every endpoint in a document that a stranger's tool accepts", () => {
  expect(faults(document)).toBe('');
  const described = Object.values(document.paths).flatMap((path) => Object.keys(path)).length;
  expect(described).toBe(Object.values(contracts).flatMap((contract) => Object.keys(contract)).length);
  expect(
    faults({ ...document, paths: { '/broken': { get: { responses: { 200: {} } } } } }),
    'the tool must notice a fault',
  ).not.toBe('');
});

it('lists every endpoint on the API page', () => {
  const page = docsPage(contracts, 'n');
  for (const contract of Object.values(contracts))
    for (const { path } of Object.values(contract)) expect(page).toContain(`/api${path}`);
});
