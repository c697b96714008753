import { cutInFirstStart, cutWhileWriting } from '../src/platform/embedded/power/cuts.ts';
import { table } from './measure.ts';

/** Simulated power cuts of the embedded database: 70 while it is written to, 30 in the first start and its migrations. */
const onCut = (done: number) => process.stderr.write(`\r${done} cuts `);
const rows = [];
for (const [where, result] of [
  ['writing, with checkpoints', await cutWhileWriting(400, { cuts: 70, onCut })],
  ['first start and migrations', await cutInFirstStart({ cuts: 30, onCut })],
  ['writing, on a disk that hears no sync', await cutWhileWriting(400, { cuts: 10, deaf: true, onCut })],
] as const) {
  rows.push({
    where,
    cuts: result.cuts,
    'recorded operations': result.operations,
    lost: result.lost,
    damaged: result.damaged,
    'did not open': result.unopened,
  });
  for (const fault of result.faults) console.error(`${where}: ${fault}`);
}
console.log(table('Power cuts, simulated; the last line is the check of the check', {}, rows));
