/** A set of weights made ready to compute with: levels become logits, rates become chains. */
import { chain, type Chain } from '../statistics/kalmanChain.ts';
import { positions, touchpointKinds, type Position, type SaleType, type TouchpointKind } from './vocabulary.ts';
import { shippedWeights, type KindWeight, type ModelWeights, type Says } from './weights.ts';

export type LineName = 'trust' | 'interest';
export const lineNames: readonly LineName[] = ['trust', 'interest'];

/** What a kind says about one line, on the logit scale. */
export interface Voice {
  y: number;
  noise: number;
  against: boolean;
}

export interface Model {
  weights: ModelWeights;
  /** Resting levels on the logit scale. */
  rest: Record<LineName, number>;
  kinds: ReadonlyMap<TouchpointKind, Record<LineName, Voice | null>>;
  /** In the order of `positions`; centres on the logit scale, variances of the emission. */
  emissions: { trust: number; interest: number; trustVariance: number; interestVariance: number }[];
  /** Over all five positions; positions outside a chain keep their mass. */
  before: Chain;
  after: Chain;
}

/** 0 < share < 1 → logit. */
export function logit(share: number): number {
  return Math.log(share / (1 - share));
}

/** Logit → points 0–100, as shown. */
export function points(value: number): number {
  return 100 / (1 + Math.exp(-value));
}

function voice(says: Says | null): Voice | null {
  return says && { y: logit(says.level / 100), noise: says.noise, against: says.against === true };
}

function moves(rates: ModelWeights['position']['before']): Chain {
  return chain(positions.map((from) => positions.map((to) => rates[from]?.[to] ?? 0)));
}

export function compile(weights: ModelWeights): Model {
  const kinds = new Map(
    touchpointKinds.map((kind) => {
      // Weights from before a kind existed have no opinion on it.
      const says: KindWeight | undefined = weights.kinds[kind];
      return [kind, { trust: voice(says?.trust ?? null), interest: voice(says?.interest ?? null) }];
    }),
  );
  const emission = (position: Position) => {
    const { trust, interest, trustSpread, interestSpread } = weights.position.emissions[position];
    return {
      trust: logit(trust / 100),
      interest: logit(interest / 100),
      trustVariance: trustSpread ** 2,
      interestVariance: interestSpread ** 2,
    };
  };
  return {
    weights,
    rest: { trust: logit(weights.trust.rest / 100), interest: logit(weights.interest.rest / 100) },
    kinds,
    emissions: positions.map(emission),
    before: moves(weights.position.before),
    after: moves(weights.position.after),
  };
}

export function halfLife(model: Model, line: LineName, saleType: SaleType): number {
  return model.weights[line].halfLife[saleType];
}

/** How a line remembers: where it rests, on the logit scale, and in how many days half of what was learnt is forgotten. */
export type Memory = Record<LineName, { rest: number; halfLife: number }>;

export function memoryOf(model: Model, saleType: SaleType): Memory {
  const of = (line: LineName) => ({ rest: model.rest[line], halfLife: halfLife(model, line, saleType) });
  return { trust: of('trust'), interest: of('interest') };
}

/** Where a level, in points, has drifted to after so many days in which nothing happened. */
export function faded(level: number, { rest, halfLife: life }: Memory[LineName], days: number): number {
  const share = Math.min(0.9999, Math.max(0.0001, level / 100));
  return points(rest + (logit(share) - rest) * 2 ** (-days / life));
}

export const shippedModel = compile(shippedWeights);
