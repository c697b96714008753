/** The five buying stages, always these five; reports never use others. */
export const buyingStages = ['interest', 'assessment', 'involvement', 'commitment', 'action'] as const;
export type BuyingStage = (typeof buyingStages)[number];

/** What the seller does in each stage. */
export const sellerStrategies = {
  interest: ['engagement', 'qualification'],
  assessment: ['analysis', 'feasibility'],
  involvement: ['desire', 'design'],
  commitment: ['recommendation', 'conviction'],
  action: ['approval', 'closing', 'follow-up'],
} as const satisfies Record<BuyingStage, readonly string[]>;

/** A commercial sale is sold as a solution (a buying team decides by a matrix) or as a system (a procedure decides). */
export const subTypes = ['solution', 'system'] as const;
export type SubType = (typeof subTypes)[number];

/** How much of the customer the sale touches. */
export const scopes = ['one unit', 'several units', 'whole organization'] as const;
export type Scope = (typeof scopes)[number];

/** How hard it is to decide, read from facts by `complexity.ts`. */
export const complexities = ['simple', 'moderate', 'complex'] as const;
export type Complexity = (typeof complexities)[number];

/** One step of a process, and the buyer's deed that proves it; a seller's opinion proves nothing. */
export type LibraryStep = {
  /** Stable: what was done is kept under this name when a sale changes type or scope. */
  id: string;
  /** Several where the process consolidates: a retail sale is one step that records all five. */
  stages: readonly BuyingStage[];
  title: string;
  evidence: string;
  /** Steps that are not required are offered, and do not hold a stage back. */
  required: boolean;
  /** Asked for only from this complexity or scope upwards, or in this sub-type. */
  complexity?: Complexity;
  scope?: Scope;
  subType?: SubType;
};

/** What a seller needs to succeed in a stage, beside its process. */
export type StageGuide = {
  skills: readonly string[];
  strategies: readonly string[];
  knowledge: readonly string[];
  resources: readonly string[];
};

/** The process of one sale type with its five guides; a manager edits it. */
export type StageLibrary = { steps: readonly LibraryStep[]; guides: Readonly<Record<BuyingStage, StageGuide>> };
