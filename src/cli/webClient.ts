import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectFolder } from '../projectFolder.ts';
import { environmentWith } from '../platform/config.ts';

/** Builds the web client when there is none yet, or when its sources changed since. A fresh clone needs it once, for seconds. */
export async function buildWebClient(progress: (text: string) => void): Promise<void> {
  const stamp = join(projectFolder, 'dist', 'web', '.sources');
  if (!existsSync(join(projectFolder, 'src'))) return;
  const sources = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return;
  progress('Building the web client …');
  // In a process of its own: whoever asks may be a test, and a client built for tests is twice as large and half as quick.
  const vite = join(projectFolder, 'node_modules', 'vite', 'bin', 'vite.js');
  await promisify(execFile)(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: projectFolder,
    env: environmentWith({ NODE_ENV: 'production' }),
  });
  writeFileSync(stamp, sources);
}

/** Names, sizes and times of everything that the client is made of. */
function fingerprint(): string {
  const hash = createHash('sha256');
  const visit = (folder: string) => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) visit(path);
      else if (!entry.name.includes('.test.')) {
        const { size, mtimeMs } = statSync(path);
        hash.update(`${path} ${size} ${mtimeMs}\n`);
      }
    }
  };
  visit(join(projectFolder, 'src'));
  hash
    .update(readFileSync(join(projectFolder, 'package-lock.json')))
    .update(readFileSync(join(projectFolder, 'vite.config.ts')));
  return hash.digest('hex');
}
