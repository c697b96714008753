/** How near somebody's calls came to what was won. */

export type PastCall = {
  period: string;
  /** Weeks left in the period when it was said. */ weeksLeft: number;
  committed: number | null;
  adjusted: number | null;
  naive: number;
  won: number;
};

export type Accuracy = {
  /** Quarters that ended. */
  periods: number;
  calls: number;
  /** Sum of the misses over the sum of what was won; 0 is exact. Null without calls. */
  miss: number | null;
  /** Sum of called minus won over won: above 0 promises too much. */
  bias: number | null;
  /** The same of the leader's adjustments, and of what the open sales' chances alone would have said. */
  adjustedMiss: number | null;
  naiveMiss: number | null;
};

/** Calls of the last week say little: what remains open then is nearly decided. */
const fewestWeeksLeft = 2;

export function accuracyOf(past: readonly PastCall[]): Accuracy {
  const counted = past.filter((call) => call.weeksLeft >= fewestWeeksLeft);
  const called = counted.filter((call) => call.committed !== null);
  const adjusted = counted.filter((call) => call.adjusted !== null);
  return {
    periods: new Set(called.map((call) => call.period)).size,
    calls: called.length,
    miss: missOf(called, (call) => call.committed!),
    bias: shareOf(called, (call) => call.committed! - call.won),
    adjustedMiss: missOf(adjusted, (call) => call.adjusted!),
    naiveMiss: missOf(called, (call) => call.naive),
  };
}

const missOf = (calls: readonly PastCall[], said: (call: PastCall) => number) =>
  shareOf(calls, (call) => Math.abs(said(call) - call.won));

function shareOf(calls: readonly PastCall[], of: (call: PastCall) => number): number | null {
  const won = calls.reduce((sum, call) => sum + call.won, 0);
  return calls.length === 0 || won === 0 ? null : calls.reduce((sum, call) => sum + of(call), 0) / won;
}
