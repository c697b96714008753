// The embedded PostgreSQL, alone in its thread: takes messages of the wire protocol, answers with messages of the wire protocol.
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { DurableFiles, syncFolder, syncTree } from './durable-files.ts';
import type { FromWorker, Place, ToWorker } from './messages.ts';
import { durableSettings, proveDurable } from './durable-proof.ts';
import { protocolLoop } from './protocol-loop.ts';

const port = parentPort!;
const said: string[] = [];

const parameters = [
  '--single',
  '-j',
  ...Object.entries({
    search_path: 'public',
    exit_on_error: 'false',
    log_checkpoints: 'false',
    max_worker_processes: '0',
    max_parallel_workers: '0',
    max_parallel_workers_per_gather: '0',
    max_parallel_maintenance_workers: '0',
    io_method: 'sync',
    jit: 'off',
    work_mem: '16MB',
    random_page_cost: '1.1',
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
];
const common = { extensions: { pg_trgm }, onStderr: remember, onStdout: remember };

try {
  const place: Place = workerData;
  const engine = await open(place);
  const version = (await engine.query<{ v: string }>(`SELECT current_setting('server_version') AS v`)).rows[0]!.v;
  serve(engine);
  tell({ kind: 'ready', version });
} catch (error) {
  tell({ kind: 'failed', message: words(error), said });
  port.close();
}

async function open(place: Place): Promise<PGlite> {
  if (place.kind === 'memory') {
    return PGlite.create({
      ...common,
      startParams: [...parameters, '-F'],
      loadDataDir: place.dump && new Blob([place.dump]),
    });
  }
  if (!existsSync(join(place.folder, 'PG_VERSION'))) await createFolder(place.folder);
  const files = new DurableFiles(place.folder);
  const engine = await PGlite.create({ ...common, startParams: [...parameters, ...durableSettings], fs: files });
  await proveDurable(engine, files);
  return engine;
}

/** A new database is made beside its place and moved there whole, so that a power cut leaves either none or all of it. */
async function createFolder(folder: string): Promise<void> {
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new Error(
      `${folder} holds files but no whole database; move it away, or restore a backup into another data folder`,
    );
  }
  const beside = `${folder}.new`;
  rmSync(beside, { recursive: true, force: true });
  const first = await PGlite.create({
    ...common,
    startParams: [...parameters, ...durableSettings],
    fs: new DurableFiles(beside),
  });
  await first.close();
  syncTree(beside);
  rmSync(folder, { recursive: true, force: true });
  renameSync(beside, folder);
  syncFolder(dirname(folder));
}

function serve(engine: PGlite): void {
  const exchange = protocolLoop(engine.Module);
  port.on('message', (message: ToWorker) => {
    if (message.kind === 'wire') {
      try {
        exchange(message.bytes, (bytes, last) => tell({ kind: 'data', bytes, last }, [bytes.buffer]));
      } catch (error) {
        // The server process inside is gone (out of memory, disk failure, a fault of its own): a new one recovers from its log.
        tell({ kind: 'failed', message: words(error), said });
        port.close();
      }
    } else if (message.kind === 'dump') {
      void engine
        .dumpDataDir('none')
        .then((dump) => dump.arrayBuffer())
        .then((dump) => tell({ kind: 'dumped', dump }, [dump]));
    } else {
      void engine.close().then(() => {
        tell({ kind: 'closed' });
        port.close();
      });
    }
  });
}

function tell(message: FromWorker, transfer: ArrayBuffer[] = []): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  port.postMessage(message, transfer);
}

/** PGlite throws an ExitStatus, which is no Error, when the server inside ends itself. */
function words(error: unknown): string {
  return error instanceof Error ? error.message : 'the server ended itself';
}

function remember(line: string): boolean {
  said.push(line);
  if (said.length > 20) said.shift();
  return false;
}
