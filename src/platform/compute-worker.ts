// Runs one pure function of one module and says what came of it: the other end of compute.ts.
import { parentPort, workerData } from 'node:worker_threads';
import type { Computation, FromComputation } from './compute.ts';

const { module, name, input } = workerData as { module: string; name: string; input: unknown };
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
const say = (what: FromComputation) => parentPort!.postMessage(what);
let told = 0;

try {
  const found = ((await import(module)) as Record<string, Computation<unknown, unknown>>)[name];
  if (!found) throw new Error(`${module} has no ${name}.`);
  const result = await found(input, (share) => {
    // A step that nobody would see is not worth a message.
    if (share - told < 0.01 && share < 1) return;
    told = share;
    say({ share });
  });
  say({ result });
} catch (error) {
  say({ refused: error instanceof Error ? error.message : String(error), range: error instanceof RangeError });
}
