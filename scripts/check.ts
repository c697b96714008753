import { spawnSync } from 'node:child_process';

/** What a change must pass before anything is run: generated files are current, layout, types, lint, and no file, export or dependency that nobody uses. */
const steps: [string, string, string[]][] = [
  ['schema is current', process.execPath, ['scripts/schema.ts', '--check']],
  [
    'layout (npm run format mends it)',
    'node_modules/.bin/oxfmt',
    ['--check', 'src', 'bench', 'e2e', 'scripts', 'vite.config.ts', 'vitest.config.ts'],
  ],
  ['types', 'node_modules/.bin/tsc', ['--noEmit']],
  ['lint', 'node_modules/.bin/oxlint', ['--type-aware', '--quiet', 'src', 'scripts', 'bench', 'e2e']],
  ['nothing is left over', 'node_modules/.bin/knip', ['--no-progress']],
];

let failed = 0;
for (const [name, command, args] of steps) {
  const started = performance.now();
  const { status } = spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) failed++;
  console.log(`${status === 0 ? 'ok  ' : 'FAIL'} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
}
process.exit(failed === 0 ? 0 : 1);
