import { describe, expect, it } from 'vitest';

import { complementOverB, logHypergeometric } from './hypergeometric.ts';
import { incompleteBeta } from './incompleteBeta.ts';
import { incompleteGamma } from './incompleteGamma.ts';
import { normalCdf, normalQuantile } from './normal.ts';
import { digamma, logAddExp, logBeta, logGamma, logistic, logit, logSubExp } from './specialFunctions.ts';
import { studentTCdf, studentTQuantile, studentTwoSidedP } from './studentT.ts';

/** Reference values from SciPy 1.17 and, for the hypergeometric differences, mpmath at 40 digits. */
const relative = (value: number, reference: number) => Math.abs(value / reference - 1);

describe('special functions agree with published values', () => {
  it.each([
    [1e-5, 11.512919692895826, -100000.57719921568],
    [0.1, 2.252712651734206, -10.423754940411076],
    [0.5, 0.5723649429247, -1.9635100260214235],
    [1.5, -0.12078223763524526, 0.03648997397857652],
    [3.7, 1.428072326665388, 1.1671535393615113],
    [123.4, 469.3360974421906, 4.8113737751162775],
    [1e6, 12815504.569147611, 13.81551005796419],
  ])('the log of the gamma function and its slope at %s', (x, gamma, slope) => {
    expect(relative(logGamma(x), gamma)).toBeLessThan(1e-13);
    expect(Math.abs(digamma(x) - slope)).toBeLessThan(5e-13 * Math.max(1, 1 / x));
  });

  it('the log of the gamma function is zero where the factorial is one', () => {
    expect(Math.abs(logGamma(1))).toBeLessThan(1e-14);
    expect(Math.abs(logGamma(2))).toBeLessThan(1e-14);
    expect(logGamma(-1)).toBeNaN();
    expect(logBeta(2, 3)).toBeCloseTo(Math.log(1 / 12), 13);
  });

  it('sums and differences of huge and tiny numbers do not overflow', () => {
    expect(logAddExp(-2000, -2000)).toBeCloseTo(-2000 + Math.log(2), 12);
    expect(logAddExp(Number.NEGATIVE_INFINITY, 3)).toBe(3);
    expect(logSubExp(5000 + Math.log(3), 5000)).toBeCloseTo(5000 + Math.log(2), 10);
    expect(logSubExp(4, 4)).toBe(Number.NEGATIVE_INFINITY);
    expect(logistic(-800)).toBe(0);
    expect(logistic(logit(0.2))).toBeCloseTo(0.2, 14);
  });

  it.each([
    [-37, 5.7255712225239266e-300],
    [-20, 2.7536241186061556e-89],
    [-8, 6.22096057427174e-16],
    [-3, 0.0013498980316300933],
    [-0.1, 0.460172162722971],
    [0.5, 0.6914624612740131],
    [5, 0.9999997133484281],
  ])('the normal distribution keeps twelve digits at %s, also in the tail', (z, p) => {
    expect(relative(normalCdf(z), p)).toBeLessThan(1e-12);
  });

  it.each([
    [1e-300, -37.0470962993612],
    [1e-20, -9.262340089798409],
    [0.02, -2.053748910631823],
    [0.3, -0.5244005127080409],
    [0.975, 1.959963984540054],
    [0.999999, 4.753424308817087],
  ])('the normal quantile keeps twelve digits at %s', (p, z) => {
    expect(relative(normalQuantile(p), z)).toBeLessThan(1e-12);
  });

  it('the normal quantile is zero at one half and infinite at the ends', () => {
    expect(Math.abs(normalQuantile(0.5))).toBeLessThan(1e-15);
    expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(normalQuantile(1)).toBe(Number.POSITIVE_INFINITY);
    expect(normalQuantile(1.1)).toBeNaN();
  });

  it.each([
    [-2.5, 3, 0.04385332350403278],
    [1.2, 1, 0.7788579383763045],
    [0.3, 30.5, 0.6168938258484777],
    [-6, 443, 2.05263164206263e-9],
    [12, 2, 0.9965635331614208],
  ])("Student's t at %s with %s degrees of freedom", (t, df, p) => {
    expect(relative(studentTCdf(t, df), p)).toBeLessThan(1e-11);
    expect(studentTwoSidedP(t, df)).toBeCloseTo(2 * Math.min(p, 1 - p), 12);
    expect(relative(studentTQuantile(p, df), t)).toBeLessThan(1e-9);
  });

  it.each([
    [0.3, 2, 5, 0.579825],
    [0.9, 0.5, 0.5, 0.7951672353008665],
    [0.5, 400, 410, 0.6374119181464607],
  ])('the incomplete beta function I_%s(%s, %s)', (x, a, b, value) => {
    expect(Math.abs(incompleteBeta(x, a, b) - value)).toBeLessThan(1e-12);
  });

  it.each([
    [0.5, 0.2, 0.47291074313446196, 0.5270892568655381],
    [3, 10, 0.9972306042844884, 0.0027693957155115775],
    [50, 30, 0.0005188914625480344, 0.999481108537452],
  ])('the incomplete gamma functions at (%s, %s)', (a, x, lower, upper) => {
    const value = incompleteGamma(a, x);
    expect(relative(value.lower, lower)).toBeLessThan(1e-12);
    expect(relative(value.upper, upper)).toBeLessThan(1e-12);
  });

  it.each([
    [0.24, 2.4, 3.2, 0.5, 1.1238228453914045],
    [2.24, 4.4, 4.2, 0.8, 45.90798610711136],
    [0.5, 1.5, 2.5, 0.95, 1.8262489839789215],
    [1, 9.8, 10.5, 0.909, 7.557147092530754],
  ])('the hypergeometric function ₂F₁(%s, %s; %s; %s)', (a, b, c, z, value) => {
    expect(relative(Math.exp(logHypergeometric(a, b, c, z)), value)).toBeLessThan(1e-12);
  });

  it.each([
    [1.3, 0.5, 2.7, 0.6, 0.4705657467200938],
    [-0.7, -0.2, 2.7, 0.95, 4.56819213596439],
    [2.9, 1e-10, 504, 0.3, 0.3549467499268427],
    [2.2, 0.4, 3.2, 0.99, 1.72108952518444],
  ])('the difference behind expected purchases at (%s, %s; %s; %s)', (a, b, c, z, value) => {
    expect(relative(complementOverB(a, b, c, z), value)).toBeLessThan(1e-11);
  });

  it('the hypergeometric function does not overflow at parameters of five hundred', () => {
    expect(logHypergeometric(500, 502, 504, 0.9)).toBeCloseTo(1146.701751907158, 9);
  });

  it('a difference that vanishes is still exact', () => {
    const a = 1.3;
    const c = 2.7;
    const near = complementOverB(a, 1e-9, c, 0.6);
    const at = complementOverB(a, 0, c, 0.6);
    const other = complementOverB(a, -1e-9, c, 0.6);
    expect(near).toBeCloseTo(at, 8);
    expect(other).toBeCloseTo(at, 8);
    expect(complementOverB(0, 0.5, c, 0.6)).toBeCloseTo((1 - 0.4 ** 0.5) / 0.5, 13);
  });
});
