import { describe, expect, it } from 'vitest';

import { drift, localLevel } from './kalman.ts';
import { afterDays, chain } from './kalmanChain.ts';
import { decay, rateOf } from './kalmanDecay.ts';
import { learnSource, sourceBias, sourceNoise, unknownSource } from './kalmanSource.ts';

/** Annual flow of the Nile at Aswan, 1871–1970, 10^8 m³ (Cobb 1978; public domain). */
const nile = [
  1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799, 958, 1140, 1100,
  1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692, 1020, 1050, 969, 831, 726, 456,
  824, 702, 1120, 1100, 832, 764, 821, 768, 845, 864, 862, 698, 845, 744, 796, 1040, 759, 781, 865, 845, 944, 984, 897,
  822, 1010, 771, 676, 649, 846, 812, 742, 801, 1040, 860, 874, 848, 890, 744, 749, 838, 1050, 918, 986, 797, 923, 975,
  815, 1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740,
];

describe('the level filters', () => {
  it('reach the published likelihood, gain and level on the Nile', () => {
    expect(nile).toHaveLength(100);
    const { logLikelihood, gain, levels } = localLevel(nile, { observation: 15099, level: 1469.1 });
    expect(logLikelihood).toBeCloseTo(-632.5456, 4);
    expect(gain).toBeCloseTo(0.26705, 5);
    expect(levels.at(-1)).toBeCloseTo(798.37, 2);
    expect(() => localLevel([], { observation: 1, level: 1 })).toThrow(RangeError);
  });

  it('forget by half in one half-life and come to rest with what is known of nobody', () => {
    const rest = { mean: 1, variance: 4, halfLife: 30 };
    const halved = drift({ mean: 3, variance: 1 }, rest, 30);
    expect(halved).toEqual({ mean: 2, variance: 0.25 + 0.75 * 4 });
    const rested = drift({ mean: 3, variance: 1 }, rest, 3000);
    expect(rested.mean).toBeCloseTo(1, 12);
    expect(rested.variance).toBeCloseTo(4, 12);
  });
});

describe('the chain', () => {
  const moves = chain([
    [0, 0.02, 0.01],
    [0, 0, 0.05],
    [0.03, 0.01, 0],
  ]);

  it('loses no mass, and days add up', () => {
    const start = [0.7, 0.2, 0.1];
    const once = afterDays(moves, start, 90);
    const twice = afterDays(moves, afterDays(moves, start, 37), 53);
    expect(once.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
    once.forEach((p, i) => expect(p).toBeCloseTo(twice[i]!, 12));
    expect(afterDays(moves, start, 0)).toEqual(start);
  });

  it('leaves a state at its rate', () => {
    const leaving = chain([
      [0, 1 / 50],
      [0, 0],
    ]);
    expect(afterDays(leaving, [1, 0], 50)[0]).toBeCloseTo(Math.exp(-1), 12);
  });
});

function afterScores(n: number) {
  return Array.from({ length: n }, (_, i) => 2 + (i % 2 ? 0.5 : -0.5)).reduce(learnSource, unknownSource);
}

describe('a judge', () => {
  it('is read without bias at first and with nearly all of it after many scores', () => {
    expect(sourceBias(unknownSource, 8)).toBe(0);
    expect(sourceBias(afterScores(8), 8)).toBeCloseTo(1, 12);
    expect(sourceBias(afterScores(800), 8)).toBeCloseTo(1.98, 2);
    expect(sourceNoise(unknownSource, 1, 8)).toBe(1);
    expect(sourceNoise(afterScores(8000), 1, 8)).toBeCloseTo(0.25, 2);
  });
});

describe('a decayed count', () => {
  it('halves in one half-life and settles at the rate of its events', () => {
    let count = 0;
    for (let day = 0; day < 2000; day++) count = decay(count, 1, 30) + 1 / 10;
    expect(decay(count, 30, 30)).toBeCloseTo(count / 2, 12);
    expect(rateOf(count, 30)).toBeCloseTo(1 / 10, 2);
  });
});
