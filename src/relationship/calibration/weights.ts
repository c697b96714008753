/** From what was learnt to a set of weights: how loud each kind speaks, how long it is remembered, how much worse news weighs. */
import type { SaleType, TouchpointKind } from '../vocabulary.ts';
import type { KindWeight, LineWeight, ModelWeights, Says } from '../weights.ts';

export interface Learnt {
  /** Half-lives, times the shipped ones. */
  trustHalfLife: number;
  interestHalfLife: number;
  asymmetry: number;
  /** How much each kind moves the lines, times the shipped weight; kinds that are not named stay as shipped. */
  factors: Partial<Record<TouchpointKind, number>>;
}

/** A kind is neither silenced nor turned round, nor given more than five times its voice, by what one organization has seen. */
const quietest = 0.1;
const loudest = 5;
/** No touchpoint overrules everything that was known before it. */
const most = 0.95;

export function learntWeights(shipped: ModelWeights, learnt: Learnt, version: string): ModelWeights {
  const kinds = { ...shipped.kinds };
  for (const [kind, factor] of Object.entries(learnt.factors) as [TouchpointKind, number][])
    kinds[kind] = louder(shipped, shipped.kinds[kind], factor, learnt.asymmetry);
  return {
    ...shipped,
    version,
    kinds,
    asymmetry: learnt.asymmetry,
    trust: longer(shipped.trust, learnt.trustHalfLife),
    interest: longer(shipped.interest, learnt.interestHalfLife),
  };
}

const longer = (line: LineWeight, times: number): LineWeight => ({
  ...line,
  halfLife: Object.fromEntries(
    Object.entries(line.halfLife).map(([type, days]) => [type, rounded(days * times)]),
  ) as Record<SaleType, number>,
});

function louder(shipped: ModelWeights, says: KindWeight, factor: number, asymmetry: number): KindWeight {
  const times = Math.min(loudest, Math.max(quietest, factor));
  const voice = (said: Says | null, line: LineWeight, heard: number): Says | null => {
    if (!said) return null;
    const noise = said.noise * heard;
    // The gain K = V / (V + R) is what a touchpoint moves the line by: it is what is multiplied.
    const gain = Math.min(most, (times * line.variance) / (line.variance + noise));
    return { ...said, noise: rounded((line.variance * (1 / gain - 1)) / heard) };
  };
  return {
    trust: voice(says.trust, shipped.trust, says.trust?.against ? asymmetry : 1),
    interest: voice(says.interest, shipped.interest, 1),
  };
}

const rounded = (value: number) => Number(value.toPrecision(5));
