// Starts a throw-away PostgreSQL from the binaries on this machine, for tests and benchmarks. Installs nothing.
import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Client } from 'pg';

export type PostgresOptions = {
  /** The folder with `initdb` and `postgres`; by default the newest found on this machine. */
  binaries?: string;
  /** Server settings; the default is quick and careless, right for tests: `{ fsync: 'off', … }`. */
  settings?: Readonly<Record<string, string>>;
};

/** Careful settings for measuring: everything that a real server does, with a share of this machine's memory. */
export const forBenches = {
  shared_buffers: '1GB',
  effective_cache_size: '3GB',
  maintenance_work_mem: '256MB',
  work_mem: '16MB',
  max_wal_size: '4GB',
  checkpoint_timeout: '15min',
  random_page_cost: '1.1',
};
const forTests = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', shared_buffers: '128MB' };

/**
 * Starts a server with an empty cluster on a free loopback port, and waits until it answers. `url` belongs to a superuser.
 * `stop()` ends it and removes its files. PostgreSQL refuses to run as root, so root runs it as `postgres` or `nobody`.
 */
export async function startPostgres({ binaries = findBinaries(), settings = forTests }: PostgresOptions = {}): Promise<{
  url: string;
  stop(): Promise<void>;
}> {
  const folder = mkdtempSync(join(tmpdir(), 'perennial-postgres-'));
  const as = process.getuid?.() === 0 ? unprivileged() : undefined;
  if (as) chownSync(folder, as.uid, as.gid);
  const data = join(folder, 'data');
  execFileSync(
    join(binaries, 'initdb'),
    ['-D', data, '-U', 'perennial', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
    { ...as, cwd: folder, stdio: 'pipe' },
  );

  const port = await freePort();
  const all = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '200',
    log_min_messages: 'panic',
    ...settings,
  };
  const server = spawn(
    join(binaries, 'postgres'),
    ['-D', data, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    { ...as, cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const ended = new Promise<void>((resolve) => server.on('exit', () => resolve()));
  const killed = () => void server.kill('SIGKILL');
  process.once('exit', killed);
  const stop = async () => {
    process.off('exit', killed);
    server.kill('SIGINT');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const url = `postgres://perennial@127.0.0.1:${port}/postgres`;
  try {
    await Promise.race([
      answering(url),
      ended.then(() => Promise.reject(new Error(`PostgreSQL from ${binaries} did not start.`))),
    ]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop };
}

/** The newest PostgreSQL of at least 15: from PATH, or where Linux distributions, Homebrew and the Windows installer put it. */
export function findBinaries(): string {
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    ...versionsUnder('/usr/lib/postgresql', 'bin'),
    ...versionsUnder('/opt/homebrew/opt', 'bin'),
    ...versionsUnder('C:\\Program Files\\PostgreSQL', 'bin'),
  ].filter(
    (folder) => existsSync(join(folder, executable('initdb'))) && existsSync(join(folder, executable('postgres'))),
  );
  const found = folders
    .map((folder) => ({ folder, version: majorVersion(folder) }))
    .toSorted((a, b) => b.version - a.version)[0];
  if (found === undefined || found.version < 15)
    throw new Error('No PostgreSQL 15 or newer was found on this machine (initdb and postgres).');
  return found.folder;
}

function versionsUnder(root: string, below: string): string[] {
  return existsSync(root) ? readdirSync(root).map((name) => join(root, name, below)) : [];
}

function majorVersion(folder: string): number {
  const said = execFileSync(join(folder, 'postgres'), ['--version'], { encoding: 'utf8' });
  return Number(/(\d+)/.exec(said)?.[1] ?? 0);
}

function unprivileged(): { uid: number; gid: number } {
  for (const user of ['postgres', 'nobody']) {
    try {
      const id = (flag: string) =>
        Number(execFileSync('id', [flag, user], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      continue;
    }
  }
  throw new Error('PostgreSQL does not run as root, and this machine has neither a user `postgres` nor `nobody`.');
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('No free port was found.');
  return address.port;
}

async function answering(url: string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error('PostgreSQL did not answer within 30 s.');
}

const executable = (name: string) => (process.platform === 'win32' ? `${name}.exe` : name);
