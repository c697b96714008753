import { alignmentOf, sellerProfiles, stageFit, type Alignment, type OfferingOnSale } from './alignment.ts';
import { missingRoles, requiredRoles, type TeamMember } from './buyingTeam.ts';
import { complexityOf, type ComplexityVerdict } from './complexity.ts';
import type { DecisionMatrix } from './decisionMatrix.ts';
import { cycleDays } from './pace.ts';
import { forecastProcedure, type ProcedureForecast } from './procedure.ts';
import { replanProcess, stageProgress, type PlannedStep, type ProcessPlan, type StageProgress } from './processPlan.ts';
import type { MatrixContent, Opportunity, Procedure } from './records.ts';
import type { SaleFacts } from './saleFeatures.ts';
import type { ProcessLibrary } from './stageLibrary.ts';
import { warningsOf, type Warning, type WarningKind } from './warnings.ts';
import { winProbability, type WinExplanation, type WinModel } from './winProbability.ts';

/** All that is known of a sale, loaded; from it everything that is derived follows without the database. */
export interface KnownSale {
  sale: Pick<
    Opportunity,
    | 'saleType'
    | 'subType'
    | 'scope'
    | 'stage'
    | 'outcome'
    | 'amount'
    | 'newOffering'
    | 'formalProcurement'
    | 'competitors'
    | 'contractMonths'
    | 'openedOn'
    | 'expectedCloseOn'
  >;
  /** Only what somebody wrote on. */
  steps: readonly PlannedStep[];
  team: readonly TeamMember[];
  matrix: MatrixContent | null;
  procedure: Procedure | null;
  trust: number | null;
  interest: number | null;
  hasNextStep: boolean;
  dismissed: readonly WarningKind[];
  /** Their record in this type; and how far the profile of their answers and results fits it, where the asking person may see that. */
  seller: { id: string; won: number; decided: number; profile: SellerFit | null };
  offerings: readonly OfferingOnSale[];
  medianAmount: number | null;
  /** The process and the weights that this organization uses. */
  library: ProcessLibrary;
  model: WinModel;
}

/** How far a person fits one of the four profiles: from so many people's answers and so many closed sales. */
interface SellerFit {
  score: number;
  answered: number;
  closed: number;
}

export interface Judged {
  complexity: ComplexityVerdict;
  plan: ProcessPlan;
  progress: StageProgress[];
  required: string[];
  missing: string[];
  forecast: ProcedureForecast | null;
  matrix: DecisionMatrix | null;
  warnings: Warning[];
  alignment: Alignment;
  facts: SaleFacts;
  win: WinExplanation;
}

const day = 86_400_000;
/** A seller is known by their own record in this type: from so many decided sales on. */
export const fewestSales = 4;

export function judge(known: KnownSale, now: Date): Judged {
  const { sale } = known;
  const complexity = complexityOf({
    buyers: known.team.length,
    amount: sale.amount === null ? null : Number(sale.amount),
    medianAmount: known.medianAmount,
    newOffering: sale.newOffering,
    formalProcurement: sale.formalProcurement,
    competitors: sale.competitors.length,
    contractMonths: sale.contractMonths,
  });
  // A commercial sale of which nobody said how it decides (from an import) is taken for a solution sale.
  const subType = sale.saleType === 'commercial' ? (sale.subType ?? 'solution') : null;
  const shape = { saleType: sale.saleType, subType, scope: sale.scope, complexity: complexity.complexity };
  const plan = replanProcess({ shape, steps: known.steps }, shape, known.library);
  const progress = stageProgress(plan);
  const required = requiredRoles(sale.saleType, subType, complexity.complexity);
  const missing = missingRoles(known.team, required);
  const matrix = known.matrix ? decisionMatrixOf(known.matrix, known.team) : null;
  const forecast = forecastOf(known.procedure, now);
  const sellerFit = known.seller.profile?.score ?? sellerFitOf(known.seller);
  const alignment = alignmentOf({
    saleType: sale.saleType,
    seller: {
      id: known.seller.id,
      profile: sellerFit === null ? {} : { [sellerProfiles[sale.saleType]]: sellerFit },
    },
    buyers: {
      required: required.length,
      named: required.length - missing.length,
      met:
        required.length -
        missingRoles(
          known.team.filter(({ lastContactAt }) => lastContactAt !== null),
          required,
        ).length,
    },
    offerings: known.offerings,
    progress,
    stage: sale.stage,
  });
  const facts: SaleFacts = {
    'sale type': sale.saleType,
    ...Object.fromEntries(progress.map((each) => [`fit ${each.stage}`, stageFit(each, sellerFit)])),
    trust: known.trust,
    interest: known.interest,
    age: (now.getTime() - Date.parse(sale.openedOn)) / day / cycleDays(sale.saleType),
    // No field of the model: kept so that the claim of alignment can be tested on what was known at half-time.
    alignment: alignment.fit,
  };
  return {
    complexity,
    plan,
    progress,
    required,
    missing,
    forecast,
    matrix,
    warnings:
      sale.outcome === 'open'
        ? warningsOf(
            {
              saleType: sale.saleType,
              subType,
              complexity: complexity.complexity,
              claimedStage: sale.stage,
              closeOn: sale.expectedCloseOn ? new Date(`${sale.expectedCloseOn}T23:59:59Z`) : null,
              hasNextStep: known.hasNextStep,
              team: known.team,
              progress,
              matrix,
              procedure: forecast,
            },
            now,
            known.dismissed,
          )
        : [],
    alignment,
    facts,
    win: winProbability(known.model, facts),
  };
}

/** The share of their sales of this type that a seller won, drawn towards one half while they are few; null below four. */
export function sellerFitOf({ won, decided }: { won: number; decided: number }): number | null {
  return decided < fewestSales ? null : (won + 1) / (decided + 2);
}

/** The stored matrix with the voices of the buying team; a voice that left the team no longer counts. */
export function decisionMatrixOf(
  content: MatrixContent,
  team: readonly Pick<TeamMember, 'id' | 'influence'>[],
): DecisionMatrix {
  return {
    criteria: content.criteria,
    options: content.options,
    members: team.map(({ id, influence }) => {
      const weights = content.weights[id];
      return { id, influence, ...(weights ? { weights } : {}) };
    }),
    scores: content.scores.filter((score) => team.some((member) => member.id === score.member)),
  };
}

function forecastOf(procedure: Procedure | null, now: Date): ProcedureForecast | null {
  if (!procedure || procedure.steps.length === 0) return null;
  return forecastProcedure(
    procedure.steps.map((step) => ({
      id: step.id,
      after: step.after,
      days: step.days,
      dueOn: step.dueOn ? new Date(step.dueOn) : null,
      doneOn: step.doneOn ? new Date(step.doneOn) : null,
    })),
    procedure.neededOn ? new Date(procedure.neededOn) : null,
    // Whole days: what begins today begins with it.
    new Date(Math.floor(now.getTime() / day) * day),
  );
}
