/** What one touchpoint costs the relationship model. Target: ≤ 5 µs per update, 1,000,000 updates ≤ 5 s on one core. */
import { begin, type CycleState } from '../src/relationship/cycle.ts';
import { alarm, usualThreshold } from '../src/relationship/forecast.ts';
import { append, fold, setting, type LedgerEntry } from '../src/relationship/ledger.ts';
import { touchpointKinds } from '../src/relationship/vocabulary.ts';

const updates = 1_000_000;
const accounts = 10_000;
const day = 86_400_000;
const start = Date.UTC(2024, 0, 1);
const commercial = setting('commercial', { listening: [{ from: 0, until: null }] });
const kinds = touchpointKinds.filter((kind) => kind !== 'silence');

function entry(n: number): LedgerEntry {
  const round = Math.floor(n / accounts);
  // Strides without a common factor with the number of kinds give every account a mixed history.
  return {
    id: String(n).padStart(9, '0'),
    at: start + round * 6 * day + (n % accounts) * 1000,
    kind: kinds[(n * 7 + round * 13) % kinds.length]!,
    direction: n % 4 === 0 ? 'outbound' : n % 4 === 1 ? 'inbound' : 'mutual',
    initiator: n % 3 === 0 ? 'them' : 'us',
    expectation: n % 5 === 0 ? 1 : null,
    effort: null,
    valueDelivered: n % 11 === 0,
    reading: null,
    recordedAt: start,
    supersedes: null,
    withdrawn: false,
    evidenceKey: null,
  };
}

/** Processor time, so that a busy machine does not count against the model. */
function seconds(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const used = process.cpuUsage(before);
  return (used.user + used.system) / 1e6;
}

const states: CycleState[] = Array.from({ length: accounts }, () => begin('commercial', start, commercial.model));
let steps = 0;
let updating = 0;
for (let from = 0; from < updates; from += accounts) {
  const round = Array.from({ length: accounts }, (_, n) => entry(from + n));
  updating += seconds(() => {
    for (let n = 0; n < accounts; n++) {
      const taken = append(states[n]!, round[n]!, commercial);
      steps += taken.length;
      states[n] = taken.at(-1)!.state;
    }
  });
}
console.log(
  `updates        ${updates.toLocaleString('en')} in ${updating.toFixed(2)} s of processor time, target ≤ 5 (with ${(steps - updates).toLocaleString('en')} silences)`,
);
console.log(`one update     ${((updating / steps) * 1e6).toFixed(2)} µs (target ≤ 5)`);

const history = Array.from({ length: updates / accounts }, (_, round) => entry(round * accounts + 17));
const now = start + 601 * day;
const folding = seconds(() => {
  for (let i = 0; i < 1000; i++) fold(history, commercial, now);
});
console.log(`replay         ${folding.toFixed(2)} ms for an account of ${history.length} touchpoints`);

const forecasting = seconds(() => {
  for (const state of states.slice(0, 2000)) alarm(state, now, usualThreshold, commercial.listening, commercial.model);
});
console.log(`alarm forecast ${((forecasting / 2000) * 1e6).toFixed(0)} µs per account`);

if (updating > 5) process.exitCode = 1;
