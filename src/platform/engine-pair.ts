import { rmSync } from 'node:fs';
import { findBinaries, startPostgres } from '../../scripts/postgres.ts';
import { messageOf } from './engine-faults.ts';
import { freshDataFolder } from './engine-testing.ts';
import type { Engine, EngineOptions, Log } from './engine.ts';
import { openEngine } from './engine-open.ts';

type Options = Partial<Omit<EngineOptions, 'dataFolder' | 'databaseUrl' | 'log'>>;
type Opened = { engine: Engine; close: () => Promise<void> };

/** Both engines, for tests that what is promised holds on each. PostgreSQL is left out, loudly, where it is not installed. */
export const engines: { name: string; open: ((options?: Options) => Promise<Opened>) | undefined }[] = [
  { name: 'the embedded database', open: openInFolder },
  { name: 'PostgreSQL', open: postgresIsInstalled() ? openOnServer : undefined },
];

async function openInFolder(options: Options = {}): Promise<Opened> {
  const dataFolder = await freshDataFolder();
  const engine = await openEngine({ dataFolder, log: silent, ...options });
  return {
    engine,
    close: async () => {
      await engine.close();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

async function openOnServer(options: Options = {}): Promise<Opened> {
  const server = await startPostgres();
  const engine = await openEngine({ databaseUrl: server.url, dataFolder: '', log: silent, ...options });
  return {
    engine,
    close: async () => {
      await engine.close();
      await server.stop();
    },
  };
}

function postgresIsInstalled(): boolean {
  try {
    return findBinaries() !== '';
  } catch (error) {
    console.warn(`Tests on PostgreSQL are left out: ${messageOf(error)}`);
    return false;
  }
}

export const silent: Log = { info: () => {}, warn: () => {}, error: () => {} };
