import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** `npm run bench` lists what can be measured; `npm run bench -- load --accounts 1000000` measures it. */
const [name, ...args] = process.argv.slice(2);
const benches = readdirSync(import.meta.dirname)
  .filter(
    (f) =>
      f.endsWith('.ts') &&
      ![
        'run.ts',
        'fill.ts',
        'measure.ts',
        'ask.ts',
        'questions.ts',
        'sales.ts',
        'processor.ts',
        'imports.ts',
        'company.ts',
        'report-questions.ts',
        'people.ts',
        'training.ts',
      ].includes(f),
  )
  .map((f) => f.slice(0, -3));
if (!name || !benches.includes(name)) {
  console.log(`Say what to measure: ${benches.join(', ')}. For example: npm run bench -- load --accounts 100000`);
  process.exit(name ? 2 : 0);
}
process.exit(
  spawnSync(process.execPath, [join(import.meta.dirname, `${name}.ts`), ...args], { stdio: 'inherit' }).status ?? 1,
);
