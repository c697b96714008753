import { sql } from 'kysely';
import { sameRecord } from '../platform/database.ts';
import { dayOf } from '../platform/days.ts';
import type { Call, Handlers } from '../platform/serve.ts';
import type { purchaseContract } from './contract.ts';
import { matrixTotals } from './decisionMatrix.ts';
import { lineHandlers, saleLines, sharesOf } from './lines.api.ts';
import { matrixHandlers } from './matrix.api.ts';
import { disagreement, sensitivity, weakestRow } from './matrixAdvice.ts';
import { outcomeHandlers } from './outcome.api.ts';
import { daysToClose, stuckAfterDays, usualDays } from './pace.ts';
import { pipelineHandlers } from './pipeline.api.ts';
import { compliance } from './procedure.ts';
import type { PlannedStep } from './processPlan.ts';
import { columnsOf } from './saleFeatures.ts';
import { saleHandlers } from './sales.api.ts';
import { proposeSaleType } from './saleType.ts';
import { stageHandlers } from './stages.api.ts';
import { buyingStages } from './stages.ts';
import { ownStepHandlers } from './steps.api.ts';
import { sellerProfiles } from './alignment.ts';
import { chanceOf, loadSale, mayChange, type Loaded } from './store.api.ts';
import { teamHandlers } from './team.api.ts';
import { shippedFields } from './winProbability.ts';

const day = 86_400_000;

export const purchaseHandlers: Handlers<typeof purchaseContract> = {
  ...saleHandlers,
  ...pipelineHandlers,
  ...stageHandlers,
  ...ownStepHandlers,
  ...outcomeHandlers,
  ...teamHandlers,
  ...matrixHandlers,
  ...lineHandlers,

  async readOpportunity(call, { params: { id } }) {
    const loaded = await loadSale(call, id);
    const { sale, known, judged, team, matrix, account } = loaded;
    const history = await historyOf(call, id);
    const days = Math.floor((call.now.getTime() - sale.stageSince.getTime()) / day);
    const proposal = proposeSaleType(sale.answers);
    const ours = judged.matrix?.options.find((option) => option.kind === 'ours')?.id;
    return {
      ...sale,
      probability: sale.outcome === 'open' ? chanceOf(loaded) : sale.probability,
      complexity: judged.complexity.complexity,
      subType: judged.plan.shape.subType,
      account,
      contact: await nameOf(call, 'contact', sale.contactId),
      owner: await nameOf(call, 'member', sale.ownerId),
      nextStep: loaded.nextStep,
      complexityReasons: judged.complexity.reasons.map(({ reason }) => reason),
      medianMultiple: sale.amount !== null && known.medianAmount ? Number(sale.amount) / known.medianAmount : null,
      proposal: { ...proposal, reasons: [...proposal.reasons] },
      stages: stagesOf(loaded, history, call.now),
      setAside: judged.plan.steps.filter((step) => !step.inPlan).map(onTheWire),
      stuck: sale.outcome === 'open' && days > stuckAfterDays(sale.saleType, sale.stage),
      daysInStage: Math.max(0, days),
      paceCloseOn: dayOf(
        new Date(
          Math.max(call.now.getTime(), sale.stageSince.getTime() + daysToClose(sale.saleType, sale.stage) * day),
        ),
      ),
      team,
      requiredRoles: judged.required,
      missingRoles: judged.missing,
      matrix,
      reading:
        judged.matrix === null
          ? null
          : {
              totals: matrixTotals(judged.matrix).together,
              perMember: matrixTotals(judged.matrix).perMember,
              sensitivity: ours === undefined ? [] : sensitivity(judged.matrix, ours),
              disagreement: ours === undefined ? [] : disagreement(judged.matrix, ours),
              weakest: ours === undefined ? null : weakestRow(judged.matrix, ours),
            },
      procedure: known.procedure,
      forecast: judged.forecast && {
        ...judged.forecast,
        ends: dayOf(judged.forecast.ends),
        steps: judged.forecast.steps.map((step) => ({ ...step, begins: dayOf(step.begins), ends: dayOf(step.ends) })),
      },
      compliance: known.procedure && compliance(known.procedure.requirements),
      warnings: judged.warnings.map((warning) => ({
        ...warning,
        about: [...warning.about],
        amount: finite(warning.amount),
      })),
      dismissed: loaded.dismissed,
      alignment: {
        fit: judged.alignment.fit,
        parts: judged.alignment.parts.map((part) => ({ ...part, about: [...part.about] })),
        sellerSales: { won: known.seller.won, decided: known.seller.decided },
        sellerProfile: known.seller.profile && { profile: sellerProfiles[sale.saleType], ...known.seller.profile },
      },
      win: {
        ...judged.win,
        ...(known.model.origin === 'calibrated' ? {} : { probability: null, low: null, high: null }),
        origin: known.model.origin,
        ...(await eventsKnown(call)),
      },
      lines: await saleLines(call, id),
      shares: await sharesOf(call, id),
      history,
      mayChange: await mayChange(call, id),
    };
  },
};

type History = Awaited<ReturnType<typeof historyOf>>;

async function historyOf(call: Call, saleId: string) {
  return call.db
    .selectFrom('opportunity_stage as s')
    .leftJoin('member as m', (on) => sameRecord(on, 'm', 's.member_id'))
    .select([
      's.id',
      's.from_stage as from',
      's.to_stage as to',
      's.outcome',
      's.evidence',
      's.without_evidence as withoutEvidence',
      'm.name as memberName',
      's.at',
    ])
    .where('s.opportunity_id', '=', saleId)
    .orderBy('s.at')
    .orderBy('s.id')
    .limit(200)
    .execute();
}

function stagesOf({ sale, judged, known }: Loaded, history: History, now: Date) {
  return judged.progress.map((progress) => ({
    stage: progress.stage,
    share: progress.share,
    steps: judged.plan.steps.filter((step) => step.inPlan && step.stages[0] === progress.stage).map(onTheWire),
    days: daysIn(progress.stage, { sale, history, now }),
    usualDays: usualDays[sale.saleType][progress.stage],
    leftShort: buyingStages.indexOf(progress.stage) < buyingStages.indexOf(sale.stage) ? progress.missing.length : 0,
    guide: copied(known.library[sale.saleType].guides[progress.stage]),
  }));
}

/** Days that the sale spent in a stage, all stays together; null where it never was. */
function daysIn(
  stage: string,
  { sale, history, now }: { sale: Loaded['sale']; history: History; now: Date },
): number | null {
  let total = 0;
  let been = false;
  for (const [i, change] of history.entries()) {
    if (change.to !== stage || change.outcome !== 'open') continue;
    been = true;
    total += (history[i + 1]?.at ?? now).getTime() - change.at.getTime();
  }
  if (!been && sale.stage !== stage) return null;
  return Math.floor((been ? total : now.getTime() - sale.stageSince.getTime()) / day);
}

/** Decided sales whose facts were frozen before the end: what a calibration could learn from. Counted up to what it needs. */
async function eventsKnown(call: Call): Promise<{ events: number; eventsNeeded: number; sales: number }> {
  const eventsNeeded = 10 * (1 + columnsOf(shippedFields).length);
  const count = (outcome: string) =>
    sql`(select count(*) from (select 1 from opportunity_stage where outcome = ${outcome} and facts is not null limit ${eventsNeeded}) of)`;
  const { rows } = await sql<{
    events: number;
    needed: number | null;
    sales: number | null;
  }>`select least(${count('won')}, ${count('lost')})::integer as events, fit.events_needed as needed, fit.sales
    from (select 1) as one left join (select events_needed, sales from win_model order by version desc limit 1) fit on true`.execute(
    call.db,
  );
  return { events: rows[0]?.events ?? 0, eventsNeeded: rows[0]?.needed ?? eventsNeeded, sales: rows[0]?.sales ?? 0 };
}

async function nameOf(call: Call, table: 'contact' | 'member', id: string | null) {
  if (!id) return null;
  return (await call.db.selectFrom(table).select(['id', 'name']).where('id', '=', id).executeTakeFirst()) ?? null;
}

const onTheWire = (step: PlannedStep) => ({ ...step, stages: [...step.stages] });
const finite = (value: number | null): number | null => (value === null || !Number.isFinite(value) ? null : value);
const copied = (guide: {
  skills: readonly string[];
  strategies: readonly string[];
  knowledge: readonly string[];
  resources: readonly string[];
}) => ({
  skills: [...guide.skills],
  strategies: [...guide.strategies],
  knowledge: [...guide.knowledge],
  resources: [...guide.resources],
});
