import type { SaleType } from '../relationship/vocabulary.ts';
import {
  buyingStages,
  complexities,
  scopes,
  type BuyingStage,
  type Complexity,
  type LibraryStep,
  type Scope,
  type SubType,
} from './stages.ts';
import type { ProcessLibrary } from './stageLibrary.ts';

/** What decides how far the process expands. */
export type SaleShape = { saleType: SaleType; subType: SubType | null; scope: Scope; complexity: Complexity };

export type PlannedStep = Pick<LibraryStep, 'id' | 'stages' | 'title' | 'evidence' | 'required'> & {
  /** What the buyer did, and when; null while it is not proven. */
  proof: { what: string; at: string } | null;
  note: string | null;
  dueOn: string | null;
  /** Added by a person: belongs to the sale whatever its type. */
  own: boolean;
  /** False: worked on under another type or scope, kept aside with everything that was written down. */
  inPlan: boolean;
};

export type ProcessPlan = { shape: SaleShape; steps: readonly PlannedStep[] };

/** The plan of a new sale. */
export function planProcess(shape: SaleShape, library: ProcessLibrary): ProcessPlan {
  return { shape, steps: stepsFor(shape, library).map(freshStep) };
}

/**
 * The plan for another type, scope or complexity. A step of both keeps its state; a step worked on that the new shape does
 * not ask for is set aside, never lost; an untouched one goes. Planning back restores exactly what was there.
 */
export function replanProcess(plan: ProcessPlan, shape: SaleShape, library: ProcessLibrary): ProcessPlan {
  const before = new Map(plan.steps.map((step) => [step.id, step]));
  const asked = stepsFor(shape, library).map((step): PlannedStep => {
    const known = before.get(step.id);
    before.delete(step.id);
    return known ? { ...known, inPlan: true } : freshStep(step);
  });
  const rest = [...before.values()];
  const own = rest.filter((step) => step.own);
  const aside = rest.filter((step) => !step.own && isTouched(step)).sort((a, b) => (a.id < b.id ? -1 : 1));
  return { shape, steps: [...asked, ...own, ...aside.map((step) => ({ ...step, inPlan: false }))] };
}

/** Records what the buyer did. Throws a RangeError for a step that the plan does not have. */
export function proveStep(plan: ProcessPlan, id: string, proof: NonNullable<PlannedStep['proof']>): ProcessPlan {
  if (!plan.steps.some((step) => step.id === id)) throw new RangeError(`The plan has no step ${id}`);
  return { ...plan, steps: plan.steps.map((step) => (step.id === id ? { ...step, proof } : step)) };
}

export type StageProgress = {
  stage: BuyingStage;
  /** Share of the required buyer evidence that is present; 1 where nothing is required. */
  share: number;
  proven: PlannedStep[];
  missing: PlannedStep[];
  /** Proven although a step that the present plan does not ask for carried it. */
  setAside: PlannedStep[];
};

/** The five canonical stages, whatever the plan looks like. Evidence that was set aside still counts for its stages. */
export function stageProgress(plan: ProcessPlan): StageProgress[] {
  return buyingStages.map((stage) => {
    const steps = plan.steps.filter((step) => step.stages.includes(stage));
    const required = steps.filter((step) => step.inPlan && step.required);
    const proven = required.filter((step) => step.proof !== null);
    const setAside = steps.filter((step) => !step.inPlan && step.proof !== null);
    const total = required.length + setAside.length;
    return {
      stage,
      share: total === 0 ? 1 : (proven.length + setAside.length) / total,
      proven,
      missing: required.filter((step) => step.proof === null),
      setAside,
    };
  });
}

/** The first stage with required evidence missing; `null` when all five are proven. */
export function currentStage(plan: ProcessPlan): BuyingStage | null {
  return stageProgress(plan).find((progress) => progress.missing.length > 0)?.stage ?? null;
}

/** The library's steps that this shape asks for, in the order of the stages. */
function stepsFor({ saleType, subType, scope, complexity }: SaleShape, library: ProcessLibrary): LibraryStep[] {
  return library[saleType].steps
    .filter(
      (step) =>
        (step.subType === undefined || step.subType === subType) &&
        (step.scope === undefined || scopes.indexOf(scope) >= scopes.indexOf(step.scope)) &&
        (step.complexity === undefined || complexities.indexOf(complexity) >= complexities.indexOf(step.complexity)),
    )
    .toSorted((a, b) => buyingStages.indexOf(a.stages[0]!) - buyingStages.indexOf(b.stages[0]!));
}

const freshStep = ({ id, stages, title, evidence, required }: LibraryStep): PlannedStep => ({
  id,
  stages,
  title,
  evidence,
  required,
  proof: null,
  note: null,
  dueOn: null,
  own: false,
  inPlan: true,
});

const isTouched = (step: PlannedStep) => step.proof !== null || step.note !== null || step.dueOn !== null;
