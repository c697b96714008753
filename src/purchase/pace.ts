import { saleTypes, type SaleType } from '../relationship/vocabulary.ts';
import { buyingStages, type BuyingStage } from './stages.ts';
import { shippedWinModel, winProbability } from './winProbability.ts';

/** How long a sale of each type usually stays in a stage, in days. A visit loop turns within weeks, a basket within the hour. */
export const usualDays: Readonly<Record<SaleType, Readonly<Record<BuyingStage, number>>>> = {
  commercial: { interest: 21, assessment: 30, involvement: 26, commitment: 21, action: 21 },
  relationship: { interest: 14, assessment: 14, involvement: 10, commitment: 7, action: 7 },
  consumer: { interest: 7, assessment: 7, involvement: 5, commitment: 7, action: 7 },
  retail: { interest: 1, assessment: 1, involvement: 1, commitment: 1, action: 1 },
};

/** From so many days on, a sale in this stage is stuck: twice the usual, and never before three days. */
export const stuckAfterDays = (saleType: SaleType, stage: BuyingStage): number =>
  Math.max(3, 2 * usualDays[saleType][stage]);

/** Days from winning the next stages at the usual pace: when a sale that stands here would close. */
export function daysToClose(saleType: SaleType, stage: BuyingStage): number {
  return buyingStages.slice(buyingStages.indexOf(stage)).reduce((sum, each) => sum + usualDays[saleType][each], 0);
}

/** A whole cycle, in days. */
export const cycleDays = (saleType: SaleType): number => daysToClose(saleType, 'interest');

/**
 * The chance to win a sale of which nothing is known but type and stage: the shipped model with the evidence of the stages
 * behind it. It weighs the sums of a pipeline until a sale has a chance of its own.
 */
export function usualProbability(saleType: SaleType, stage: BuyingStage): number {
  const at = buyingStages.indexOf(stage);
  const fits = Object.fromEntries(buyingStages.map((each, i) => [`fit ${each}`, i < at ? 1 : i === at ? 0.5 : 0]));
  return winProbability(shippedModel, { 'sale type': saleType, ...fits }).probability;
}

const shippedModel = shippedWinModel();

/** The same for every type and stage, for a query to join. */
export const usualProbabilities: readonly {
  saleType: SaleType;
  stage: BuyingStage;
  probability: number;
  stuckDays: number;
}[] = saleTypes.flatMap((saleType) =>
  buyingStages.map((stage) => ({
    saleType,
    stage,
    probability: usualProbability(saleType, stage),
    stuckDays: stuckAfterDays(saleType, stage),
  })),
);
