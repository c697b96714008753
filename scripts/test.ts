import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Everything that must hold, in one command: generated files, types, lint, architecture and unit tests, the database suite
 * on the embedded engine, the browser journeys. Ends with one line of counts.
 */
const only = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), 'perennial-tests-'));
let passed = 0;
let failed = 0;
let skipped = 0;

function step(name: string, command: string, args: string[], env: Record<string, string> = {}): boolean {
  console.log(`\n── ${name}`);
  const { status } = spawnSync(command, args, {
    stdio: 'inherit',
    env: { ...process.env, ...env },
    shell: process.platform === 'win32',
  });
  return status === 0;
}

function vitest(name: string, args: string[], env: Record<string, string> = {}): void {
  const report = join(folder, `${name.replaceAll(/\W+/g, '-')}.json`);
  const ok = step(
    name,
    'node_modules/.bin/vitest',
    ['run', ...args, '--reporter=dot', '--reporter=json', `--outputFile.json=${report}`],
    env,
  );
  if (!existsSync(report)) {
    failed++;
    return;
  }
  const counts = JSON.parse(readFileSync(report, 'utf8')) as {
    numPassedTests: number;
    numFailedTests: number;
    numPendingTests: number;
    numTodoTests: number;
  };
  passed += counts.numPassedTests;
  failed += counts.numFailedTests;
  skipped += counts.numPendingTests + counts.numTodoTests;
  // A file that could not even be loaded has no failed test, but has failed.
  if (!ok && counts.numFailedTests === 0) failed++;
}

const wants = (part: string) => only.length === 0 || only.includes(part);
if (wants('check')) {
  if (step('check: generated files, types, lint', process.execPath, ['scripts/check.ts'])) passed++;
  else failed++;
}
if (wants('unit')) vitest('unit, architecture and database (embedded)', []);
// The database suite alone, on a PostgreSQL server: TEST_DATABASE_URL names it.
if (only.includes('postgres')) {
  if (!process.env.TEST_DATABASE_URL)
    throw new Error('Set TEST_DATABASE_URL to a PostgreSQL server on which databases may be made.');
  vitest('database (PostgreSQL)', ofDatabase());
}
if (wants('browser')) {
  const chromium = findChromium();
  if (chromium) vitest('browser journeys', ['--config', 'e2e/vitest.config.ts'], { CHROMIUM: chromium });
  else {
    console.warn(
      'No Chromium was found and none could be installed: THE BROWSER JOURNEYS ARE SKIPPED. Set CHROMIUM to its path.',
    );
    skipped++;
  }
}
rmSync(folder, { recursive: true, force: true });
console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exit(failed === 0 ? 0 : 1);

/** The tests that ask a database; those of pure rules would only say the same again. The embedded engine's own are not about PostgreSQL. */
function ofDatabase(): string[] {
  const files = globSync('{src,database}/**/*.test.ts', { exclude: ['src/platform/embedded/**'] });
  return files.filter((file) =>
    /openWorld|engine-pair|engine-testing|serverProcess|TEST_DATABASE_URL/.test(readFileSync(file, 'utf8')),
  );
}

/** Chromium where the machine has it; on Debian as root it is installed. */
function findChromium(): string | undefined {
  const places = [
    process.env.CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ];
  const find = () => places.find((place) => place && existsSync(place));
  if (!find() && existsSync('/usr/bin/apt-get') && process.getuid?.() === 0) {
    console.log('Installing Chromium for the browser journeys …');
    spawnSync('apt-get', ['update', '-qq'], { stdio: 'ignore' });
    spawnSync('apt-get', ['install', '-y', '-qq', 'chromium'], { stdio: 'ignore' });
  }
  return find();
}
