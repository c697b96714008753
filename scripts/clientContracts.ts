import { pathToFileURL } from 'node:url';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { ZodType } from 'zod';

/**
 * The browser needs of a contract where an endpoint is and how it is called; the server alone checks shapes. So a module that
 * says nothing but shapes and data is handed to the client as that data, and the library of shapes stays at home (a sixth of
 * the first screen's script). A module with functions is left as it is.
 */
export const clientContracts: Plugin = {
  name: 'client-contracts',
  async load(address) {
    const file = address.split('?')[0]!;
    if (!file.startsWith(join(import.meta.dirname, '..', 'src')) || !file.endsWith('.ts')) return null;
    if (!/^import (?!type).* from 'zod';$/m.test(readFileSync(file, 'utf8'))) return null;
    const said = (await import(`${pathToFileURL(file).href}?${statSync(file).mtimeMs}`)) as Record<string, unknown>;
    if (Object.values(said).some((each) => typeof each === 'function')) return null;
    return Object.entries(said)
      .filter(([, value]) => !(value instanceof ZodType))
      .map(([name, value]) => `export const ${name} = ${JSON.stringify(plain(value))};`)
      .join('\n');
  },
};

/** What of an endpoint goes over the wire, see platform/client.ts. */
const onTheWire = ['method', 'path', 'status', 'media', 'takes'] as const;

function plain(value: unknown): unknown {
  if (value instanceof ZodType) return true;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const entries =
    'path' in value && 'answer' in value
      ? onTheWire.flatMap((name) => (name in value ? [[name, (value as Record<string, unknown>)[name]] as const] : []))
      : Object.entries(value);
  return Object.fromEntries(entries.map(([name, each]) => [name, plain(each)]));
}
