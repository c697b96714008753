import { planProcess } from '../../../purchase/processPlan.ts';
import { shippedLibrary } from '../../../purchase/stageLibrary.ts';
import { buyingStages } from '../../../purchase/stages.ts';
import { largeSales, type LargeSale } from './largeSales.ts';
import type { DemoContact, DemoSale } from './records.ts';
import { day, dayAgo } from './calendar.ts';

/** Who decides on the open sales of the demo company, and how: buyer evidence, buying teams and decision matrices. */

/** What the buyer did so far: every step of the stages behind, but the last one of the sale's stage before. */
export function provenSteps(sale: DemoSale) {
  const shape = {
    saleType: sale.saleType,
    subType: sale.saleType === 'commercial' ? ('solution' as const) : null,
    scope: 'one unit' as const,
    complexity: 'simple' as const,
  };
  const at = buyingStages.indexOf(sale.stage);
  const behind = planProcess(shape, shippedLibrary).steps.filter(
    (step) => step.required && step.stages.every((stage) => buyingStages.indexOf(stage) < at),
  );
  const opened = Date.parse(sale.openedOn);
  return behind.map((step, i) => ({
    id: step.id,
    stages: [...step.stages],
    title: step.title,
    evidence: step.evidence,
    required: true,
    own: false,
    proof: step.evidence,
    proven_on: new Date(opened + ((sale.stageSince - opened) * (i + 1)) / (behind.length + 1))
      .toISOString()
      .slice(0, 10),
  }));
}

const parts = [
  {
    roles: ['decision maker'],
    influence: 9,
    stance: 'neutral',
    evidence: 'Asked for figures, promised nothing',
    money: true,
  },
  {
    roles: ['sponsor'],
    influence: 7,
    stance: 'champion',
    evidence: 'Invited us to present to the management',
    money: false,
  },
  { roles: ['user'], influence: 4, stance: 'supporter', evidence: 'Tried it and asked for more', money: false },
  {
    roles: ['strategic influence'],
    influence: 6,
    stance: 'sceptic',
    evidence: 'Named the neighbour who had trouble',
    money: false,
  },
] as const;

/** The people of the account on the buying team, the first of them deciding; each heeds who decides. */
export function buyingTeamOf(contacts: readonly DemoContact[]) {
  return contacts
    .slice(0, parts.length)
    .map((contact, i) => ({ contact, heeds: i > 0 ? [0] : [], response: null, win: null, ...parts[i]! }));
}

/** The sales that are told in full. */
export const toldOf = (sale: DemoSale): LargeSale | undefined =>
  largeSales.find((each) => each.account === sale.account && each.name === sale.name);

export function toldTeamOf(sale: DemoSale, contacts: readonly DemoContact[]) {
  return toldOf(sale)?.team.map(({ person, money = false, ...member }) => ({
    contact: contacts[person]!,
    money,
    ...member,
  }));
}

export function toldSteps({ proofs }: LargeSale, now: number) {
  return Object.entries(proofs).map(([id, [what, ago]]) => {
    const { stages, title, evidence } = shippedLibrary.commercial.steps.find((step) => step.id === id)!;
    return {
      id,
      stages: [...stages],
      title,
      evidence,
      required: true,
      own: false,
      proof: what,
      proven_on: dayAgo(now, ago),
    };
  });
}

/** A told matrix, with the people of the buying team in place of their numbers. */
export function toldMatrix(
  { criteria, options, weights, scores }: NonNullable<LargeSale['matrix']>['versions'][number],
  members: readonly string[],
) {
  return {
    criteria: criteria.map(([id, name, weight, gate, whose]) => ({
      id,
      name,
      weight,
      gate,
      whose: whose === null ? null : members[whose]!,
    })),
    options: options.map(([id, name, kind]) => ({ id, name, kind })),
    weights: Object.fromEntries(
      Object.entries(weights).map(([person, own]) => [
        members[Number(person)]!,
        Object.fromEntries(criteria.map(([id], i) => [id, own[i] ?? 0])),
      ]),
    ),
    scores: Object.entries(scores).flatMap(([person, rows]) =>
      Object.entries(rows).flatMap(([criterion, row]) =>
        row.map(([score, evidence], i) => ({
          member: members[Number(person)]!,
          criterion,
          option: options[i]![0],
          score,
          evidence,
        })),
      ),
    ),
  };
}

/** What the five questions were answered with, where a sale is not told in full. */
export function shapeOf({ saleType }: DemoSale): { sub_type: 'solution' | null; answers: Record<string, string> } {
  switch (saleType) {
    case 'commercial':
      return {
        sub_type: 'solution',
        answers: { buyer: 'organization', supply: 'new', weight: 'investment', decision: 'several', want: 'change' },
      };
    case 'relationship':
      return {
        sub_type: null,
        answers: { buyer: 'organization', supply: 'running', weight: 'everyday', decision: 'one' },
      };
    case 'consumer':
      return { sub_type: null, answers: { buyer: 'person', supply: 'new', weight: 'investment', want: 'change' } };
    default:
      return { sub_type: null, answers: { buyer: 'person', weight: 'everyday' } };
  }
}

const criteria = [
  ['running cost', 'Running cost over five years', 30, null, [8, 6, 2]],
  ['price', 'Price', 25, null, [5, 8, 9]],
  ['uptime', 'Uptime in the first year', 25, 6, [8, 7, 4]],
  ['service', 'Service within a day', 20, null, [8, 5, 5]],
] as const;
const options = [
  ['ours', 'Our plant', 'ours'],
  ['rival', 'Alternative offer', 'competitor'],
  ['nothing', 'Do nothing', 'nothing'],
] as const;

/** A matrix scored by two voices, one of whom weighs the price more; the last criterion has no evidence yet. */
export function matrixOf(voices: readonly string[]) {
  return {
    criteria: criteria.map(([id, name, weight, gate]) => ({ id, name, weight, gate, whose: null })),
    options: options.map(([id, name, kind]) => ({ id, name, kind })),
    weights: Object.fromEntries(
      voices.slice(0, 1).map((voice) => [voice, { 'running cost': 25, price: 40, uptime: 20, service: 15 }]),
    ),
    scores: voices.slice(0, 2).flatMap((member) =>
      criteria.flatMap(([criterion, , , , scores], row) =>
        options.map(([option], column) => ({
          member,
          criterion,
          option,
          score: scores[column]!,
          evidence: row < criteria.length - 1 ? 'Offer and reference visit' : null,
        })),
      ),
    ),
  };
}

/** When a matrix was written down. */
export const weighedAt = (sale: DemoSale): Date => new Date(sale.stageSince - 2 * day);
