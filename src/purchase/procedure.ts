/** A purchase procedure: ordered steps on the buyer's side, what they wait for, and whether the date can still be met. */

export type ProcedureStep = {
  id: string;
  /** Ids of the steps that must be done before this one can begin. */
  after: readonly string[];
  /** Calendar days of work once it can begin. */
  days: number;
  dueOn: Date | null;
  doneOn: Date | null;
};

export type StepForecast = {
  id: string;
  state: 'done' | 'can begin' | 'waits';
  begins: Date;
  ends: Date;
  /** Days by which it can be late without moving the end. */
  slackDays: number;
  /** Days beyond its own due date; 0 when in time or without one. */
  slipDays: number;
};

export type ProcedureForecast = {
  ends: Date;
  /** Days beyond the date by which the customer needs it; negative days are to spare, null without such a date. */
  slipDays: number | null;
  /** The open steps that decide the end, first to last: each day lost on one of them is lost for all. */
  criticalPath: string[];
  steps: StepForecast[];
};

const day = 86_400_000;

/**
 * Forecast of a procedure as of `now`. What is not done begins when everything before it is done, today at the earliest.
 * Throws a RangeError for steps that wait for each other or for an unknown step, or for an empty procedure.
 * Source: critical path method, Kelley & Walker 1959.
 */
export function forecastProcedure(
  steps: readonly ProcedureStep[],
  neededOn: Date | null,
  now: Date,
): ProcedureForecast {
  if (steps.length === 0) throw new RangeError('A procedure has at least one step');
  const order = inOrder(steps);
  const begins = new Map<string, number>();
  const ends = new Map<string, number>();
  for (const step of order) {
    const ready = Math.max(now.getTime(), ...step.after.map((id) => ends.get(id)!));
    begins.set(step.id, step.doneOn ? step.doneOn.getTime() - step.days * day : ready);
    ends.set(step.id, step.doneOn ? step.doneOn.getTime() : ready + step.days * day);
  }
  const end = Math.max(...order.map((step) => ends.get(step.id)!));
  const latestEnds = new Map(order.map((step) => [step.id, end]));
  for (const step of order.toReversed())
    for (const id of step.after)
      latestEnds.set(id, Math.min(latestEnds.get(id)!, latestEnds.get(step.id)! - step.days * day));
  const slackOf = (step: ProcedureStep) => Math.max(0, (latestEnds.get(step.id)! - ends.get(step.id)!) / day);
  const isDone = new Map(steps.map((step) => [step.id, step.doneOn !== null]));
  return {
    ends: new Date(end),
    slipDays: neededOn ? Math.ceil((end - neededOn.getTime()) / day) : null,
    criticalPath: order.filter((step) => !step.doneOn && slackOf(step) === 0).map((step) => step.id),
    steps: steps.map((step) => ({
      id: step.id,
      state: step.doneOn ? 'done' : step.after.every((id) => isDone.get(id)) ? 'can begin' : 'waits',
      begins: new Date(begins.get(step.id)!),
      ends: new Date(ends.get(step.id)!),
      slackDays: step.doneOn ? 0 : slackOf(step),
      slipDays: step.dueOn ? Math.max(0, Math.ceil((ends.get(step.id)! - step.dueOn.getTime()) / day)) : 0,
    })),
  };
}

/** Steps so that each comes after all it waits for. */
function inOrder(steps: readonly ProcedureStep[]): ProcedureStep[] {
  const known = new Set(steps.map((step) => step.id));
  const placed = new Set<string>();
  const order: ProcedureStep[] = [];
  for (const step of steps)
    for (const id of step.after)
      if (!known.has(id)) throw new RangeError(`${step.id} waits for ${id}, which does not exist`);
  while (order.length < steps.length) {
    const next = steps.filter((step) => !placed.has(step.id) && step.after.every((id) => placed.has(id)));
    if (next.length === 0) throw new RangeError('Steps of the procedure wait for each other');
    for (const step of next) placed.add(step.id);
    order.push(...next);
  }
  return order;
}

export type Requirement = {
  id: string;
  mustHave: boolean;
  answer: 'meets' | 'partial' | 'no' | null;
  proof: string | null;
};

export type Compliance = {
  answered: number;
  met: number;
  /** Must-haves that we do not meet: with any, do not bid unless the buyer waives them. */
  failedMustHaves: string[];
  partialMustHaves: string[];
  withoutProof: string[];
  share: number;
};

/** Where we stand against the requirement list; a partial answer counts half. */
export function compliance(requirements: readonly Requirement[]): Compliance {
  const count = (answer: Requirement['answer']) => requirements.filter((r) => r.answer === answer).length;
  const mustHaves = (answer: Requirement['answer']) =>
    requirements.filter((r) => r.mustHave && r.answer === answer).map((r) => r.id);
  return {
    answered: requirements.filter((r) => r.answer !== null).length,
    met: count('meets'),
    failedMustHaves: mustHaves('no'),
    partialMustHaves: mustHaves('partial'),
    withoutProof: requirements
      .filter((r) => (r.answer === 'meets' || r.answer === 'partial') && !r.proof)
      .map((r) => r.id),
    share: requirements.length === 0 ? 1 : (count('meets') + count('partial') / 2) / requirements.length,
  };
}
