import { openEmbedded } from './embedded/embedded.ts';
import { openPostgres } from './engine-postgres.ts';
import type { Engine, EngineOptions } from './engine.ts';

/** Opens the database; fails with one sentence that says what to do. */
export function openEngine(options: EngineOptions): Promise<Engine> {
  return options.databaseUrl
    ? openPostgres(options.databaseUrl, options)
    : openEmbedded({ kind: 'folder', folder: options.dataFolder }, options);
}
