import { spawnSync } from 'node:child_process';
import { startPostgres } from './postgres.ts';

/** Runs a program of the project beside a throw-away PostgreSQL server, told to it as TEST_DATABASE_URL. */
const [program, ...args] = process.argv.slice(2);
if (!program) throw new Error('Say which program to run, such as scripts/test.ts postgres.');
const postgres = await startPostgres();
try {
  const { status } = spawnSync(process.execPath, [program, ...args], {
    stdio: 'inherit',
    env: { ...process.env, TEST_DATABASE_URL: postgres.url },
  });
  process.exitCode = status ?? 1;
} finally {
  await postgres.stop();
}
