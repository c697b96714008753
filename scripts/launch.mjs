// Runs a program of the project on the Node that the project pins, installing everything first if needed.
// This file alone must run on whatever Node the machine has (20 or newer); it uses nothing but that.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [program, ...rest] = process.argv.slice(2);
const stamp = join(root, 'node_modules', '.installed');
const pinnedNode = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

const lock = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');
const installed = existsSync(stamp) && existsSync(pinnedNode) && readFileSync(stamp, 'utf8') === lock;
if (!installed) {
  console.error('First start: installing what Perennial needs (about a minute) …');
  const npm = process.env.npm_execpath;
  // Not `npm ci`: it refuses a lock that was written on another platform when a registry lacks a platform's optional package.
  // What npm says of the machine's own Node is not so: everything runs on the pinned one.
  const words = ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'];
  const how = { cwd: root, stdio: ['ignore', 2, 2] };
  const install = npm
    ? spawnSync(process.execPath, [npm, ...words], how)
    : spawnSync('npm', words, { ...how, shell: process.platform === 'win32' });
  if (install.status !== 0) {
    console.error('Installing failed. What npm said is above; check the network and run the same command again.');
    process.exit(install.status ?? 1);
  }
  writeFileSync(stamp, lock);
}

const child = spawn(pinnedNode, [join(root, program), ...rest], {
  stdio: 'inherit',
  // The pinned Node comes first on PATH, so that npm and tools started from here run on it too.
  // What Node made of our sources is kept, so that the next start need not make it again.
  env: {
    NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'node'),
    ...process.env,
    PATH: `${dirname(pinnedNode)}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}`,
  },
});
// Whoever ends npm with a signal ends npm and its shell alone; its program must not go on without them.
if (process.env.npm_lifecycle_event && process.platform !== 'win32') {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 500).unref();
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal ? 128 + 15 : (code ?? 1)));
