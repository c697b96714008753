import { describe, expect, it } from 'vitest';
import { matrixChanges } from './matrixChanges.ts';
import type { MatrixContent } from './records.ts';

const spring: MatrixContent = {
  criteria: [
    { id: 'price', name: 'Price', weight: 60, gate: null, whose: null },
    { id: 'uptime', name: 'Uptime', weight: 40, gate: null, whose: null },
  ],
  options: [
    { id: 'ours', name: 'Our plant', kind: 'ours' },
    { id: 'nothing', name: 'Do nothing', kind: 'nothing' },
  ],
  weights: {},
  scores: [
    { criterion: 'price', option: 'ours', member: 'anna', score: 5, evidence: null },
    { criterion: 'uptime', option: 'ours', member: 'anna', score: 7, evidence: 'Log' },
    { criterion: 'uptime', option: 'nothing', member: 'anna', score: 2, evidence: null },
  ],
};

describe('two versions of a matrix', () => {
  it('that are the same have no differences', () => expect(matrixChanges(spring, structuredClone(spring))).toEqual([]));

  it('differ in weights, scores and evidence, told in words; what went with an option is told once', () => {
    const autumn: MatrixContent = {
      ...spring,
      criteria: [
        { ...spring.criteria[0]!, weight: 30 },
        { ...spring.criteria[1]!, gate: 6 },
        { id: 'service', name: 'Service', weight: 30, gate: null, whose: null },
      ],
      options: [spring.options[0]!, { id: 'rival', name: 'Rival', kind: 'competitor' }],
      weights: { anna: { price: 50 } },
      scores: [
        { ...spring.scores[0]!, score: 6, evidence: 'Offer 3' },
        { ...spring.scores[1]!, evidence: 'Log and visit' },
      ],
    };
    expect(matrixChanges(spring, autumn)).toEqual([
      { what: 'criterion added', name: 'Service' },
      { what: 'option added', name: 'Rival' },
      { what: 'option removed', name: 'Do nothing' },
      { what: 'weight', criterion: 'Price', from: 60, to: 30 },
      { what: 'own weight', criterion: 'Price', member: 'anna', from: null, to: 50 },
      { what: 'gate', criterion: 'Uptime', from: null, to: 6 },
      { what: 'score', criterion: 'Price', option: 'Our plant', member: 'anna', from: 5, to: 6 },
      { what: 'evidence', criterion: 'Uptime', option: 'Our plant', member: 'anna', to: 'Log and visit' },
    ]);
  });
});
