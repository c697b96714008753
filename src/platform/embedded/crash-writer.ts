// Run as a process of its own by crash.test.ts and power/: writes into a data folder, says what was confirmed, until it is killed.
import { openEngine } from '../engine-open.ts';

const [, , dataFolder, from, checkpointEvery = '1000000'] = process.argv;
const log = { info: () => {}, warn: () => {}, error: console.error };
const engine = await openEngine({ dataFolder: dataFolder!, log }).catch((error: Error) => {
  console.error(error.message);
  process.exit(3);
});
await engine.pool.query(
  'CREATE TABLE IF NOT EXISTS line (order_number int, place int, PRIMARY KEY (order_number, place))',
);
process.stdout.write('open\n');
for (let number = Number(from); ; number++) {
  const session = await engine.pool.connect();
  await session.query('BEGIN');
  await session.query('INSERT INTO line VALUES ($1, 1)', [number]);
  await session.query('INSERT INTO line VALUES ($1, 2)', [number]);
  await session.query('COMMIT');
  session.release();
  process.stdout.write(`${number}\n`);
  if (number % Number(checkpointEvery) === 0) await engine.pool.query('CHECKPOINT');
}
