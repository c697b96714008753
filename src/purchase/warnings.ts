import type { TeamMember } from './buyingTeam.ts';
import type { DecisionMatrix } from './decisionMatrix.ts';
import type { ProcedureForecast } from './procedure.ts';
import type { StageProgress } from './processPlan.ts';
import type { BuyingStage, Complexity, SubType } from './stages.ts';
import type { SaleType } from '../relationship/vocabulary.ts';

/** What endangers a sale. Words and coaching for each are in the message catalogue under the same name. */
export const warningKinds = [
  'nobody can release the money',
  'single-threaded',
  'champion silent',
  'no champion',
  'majority not supporters',
  'criteria without evidence',
  'procedure unknown near the date',
  'procedure slips',
  'stage without buyer evidence',
  'no next step',
  'close date passed',
] as const;
export type WarningKind = (typeof warningKinds)[number];

/** The one thing to do about it, offered as a click. */
export type NextAction =
  | 'find who releases the money'
  | 'meet a second person'
  | 'call the champion'
  | 'win a champion'
  | 'talk to those not convinced'
  | 'collect evidence'
  | 'ask for the procedure'
  | 'move the slipping step'
  | 'ask for the evidence'
  | 'set a next step'
  | 'agree on a new date';

export type Warning = {
  kind: WarningKind;
  severity: 'serious' | 'attention';
  action: NextAction;
  /** What it rests on: ids of people, criteria, steps, or the stage; and a count or days where one is meant. */
  about: readonly string[];
  amount: number | null;
};

export type SaleSnapshot = {
  saleType: SaleType;
  subType: SubType | null;
  complexity: Complexity;
  /** The stage in which the seller says the sale is. */
  claimedStage: BuyingStage;
  closeOn: Date | null;
  hasNextStep: boolean;
  team: readonly TeamMember[];
  progress: readonly StageProgress[];
  matrix: DecisionMatrix | null;
  procedure: ProcedureForecast | null;
};

const dayInMilliseconds = 86_400_000;
const silentAfterDays = 21;
const nearDays = 45;

/** Everything that endangers this sale, serious first. Kinds that the person dismissed (with a reason) are left out. */
export function warningsOf(sale: SaleSnapshot, now: Date, dismissed: readonly WarningKind[] = []): Warning[] {
  const found = [
    ...moneyWarnings(sale),
    ...peopleWarnings(sale, now),
    ...matrixWarnings(sale),
    ...procedureWarnings(sale, now),
    ...stageWarnings(sale),
    ...diaryWarnings(sale, now),
  ];
  return found
    .filter((warning) => !dismissed.includes(warning.kind))
    .sort((a, b) => Number(b.severity === 'serious') - Number(a.severity === 'serious'));
}

const isLargeSale = (sale: SaleSnapshot) => sale.saleType === 'commercial' && sale.complexity !== 'simple';

function moneyWarnings(sale: SaleSnapshot): Warning[] {
  if (sale.saleType !== 'commercial' || sale.team.some((member) => member.releasesMoney)) return [];
  const late = sale.claimedStage === 'commitment' || sale.claimedStage === 'action';
  const severity = late ? 'serious' : 'attention';
  return [
    { kind: 'nobody can release the money', severity, action: 'find who releases the money', about: [], amount: null },
  ];
}

function peopleWarnings(sale: SaleSnapshot, now: Date): Warning[] {
  if (!isLargeSale(sale)) return [];
  const warnings: Warning[] = [];
  const daysSilent = (member: TeamMember) =>
    member.lastContactAt ? Math.floor((now.getTime() - member.lastContactAt.getTime()) / dayInMilliseconds) : null;
  const reached = sale.team.filter((member) => member.lastContactAt !== null);
  if (reached.length < 2)
    warnings.push({
      kind: 'single-threaded',
      severity: 'serious',
      action: 'meet a second person',
      about: reached.map((member) => member.id),
      amount: reached.length,
    });
  const champions = sale.team.filter((member) => member.stance === 'champion');
  const silent = champions.filter((member) => (daysSilent(member) ?? Number.POSITIVE_INFINITY) > silentAfterDays);
  if (champions.length === 0 && sale.claimedStage !== 'interest')
    warnings.push({ kind: 'no champion', severity: 'attention', action: 'win a champion', about: [], amount: null });
  if (champions.length > 0 && silent.length === champions.length)
    warnings.push({
      kind: 'champion silent',
      severity: 'serious',
      action: 'call the champion',
      about: silent.map((member) => member.id),
      amount: Math.min(...silent.map((member) => daysSilent(member) ?? Number.POSITIVE_INFINITY)),
    });
  const keyPlayers = sale.team.filter((member) => member.influence >= 5);
  const unconvinced = keyPlayers.filter((member) => !isProvenSupporter(member));
  if (keyPlayers.length >= 2 && unconvinced.length * 2 > keyPlayers.length)
    warnings.push({
      kind: 'majority not supporters',
      severity: 'serious',
      action: 'talk to those not convinced',
      about: unconvinced.map((member) => member.id),
      amount: unconvinced.length,
    });
  return warnings;
}

/** Hope is no evidence: a stance that nobody can support with what the person did or said does not count. */
const isProvenSupporter = (member: TeamMember) =>
  (member.stance === 'champion' || member.stance === 'supporter') && member.stanceEvidence !== null;

function matrixWarnings({ matrix }: SaleSnapshot): Warning[] {
  if (!matrix) return [];
  const ours = new Set(matrix.options.filter((option) => option.kind === 'ours').map((option) => option.id));
  const unproven = matrix.criteria.filter(
    ({ id, weight }) =>
      weight > 0 && !matrix.scores.some((score) => score.criterion === id && ours.has(score.option) && score.evidence),
  );
  if (unproven.length === 0) return [];
  const about = unproven.map((criterion) => criterion.id);
  return [
    {
      kind: 'criteria without evidence',
      severity: 'attention',
      action: 'collect evidence',
      about,
      amount: about.length,
    },
  ];
}

function procedureWarnings({ subType, closeOn, procedure }: SaleSnapshot, now: Date): Warning[] {
  if (subType !== 'system') return [];
  if (procedure === null) {
    const days = closeOn ? Math.ceil((closeOn.getTime() - now.getTime()) / dayInMilliseconds) : null;
    if (days === null || days > nearDays) return [];
    return [
      {
        kind: 'procedure unknown near the date',
        severity: 'serious',
        action: 'ask for the procedure',
        about: [],
        amount: days,
      },
    ];
  }
  if (procedure.slipDays === null || procedure.slipDays <= 0) return [];
  return [
    {
      kind: 'procedure slips',
      severity: 'serious',
      action: 'move the slipping step',
      about: procedure.criticalPath,
      amount: procedure.slipDays,
    },
  ];
}

/** The seller says a later stage than the buyer's deeds show. */
function stageWarnings({ progress, claimedStage }: SaleSnapshot): Warning[] {
  const claimed = progress.findIndex(({ stage }) => stage === claimedStage);
  const gaps = progress.slice(0, claimed).filter(({ missing }) => missing.length > 0);
  if (gaps.length === 0) return [];
  return [
    {
      kind: 'stage without buyer evidence',
      severity: gaps.length > 1 ? 'serious' : 'attention',
      action: 'ask for the evidence',
      about: gaps.map(({ stage }) => stage),
      amount: gaps.reduce((sum, { missing }) => sum + missing.length, 0),
    },
  ];
}

function diaryWarnings({ hasNextStep, closeOn }: SaleSnapshot, now: Date): Warning[] {
  const warnings: Warning[] = [];
  if (!hasNextStep)
    warnings.push({ kind: 'no next step', severity: 'attention', action: 'set a next step', about: [], amount: null });
  if (closeOn && closeOn < now)
    warnings.push({
      kind: 'close date passed',
      severity: 'attention',
      action: 'agree on a new date',
      about: [],
      amount: Math.floor((now.getTime() - closeOn.getTime()) / dayInMilliseconds),
    });
  return warnings;
}
