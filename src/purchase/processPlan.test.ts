import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { saleTypes } from '../relationship/vocabulary.ts';
import { complexityOf, type ComplexityFacts } from './complexity.ts';
import {
  currentStage,
  planProcess,
  proveStep,
  replanProcess,
  stageProgress,
  type PlannedStep,
  type SaleShape,
} from './processPlan.ts';
import { proposeSaleType } from './saleType.ts';
import { shippedLibrary } from './stageLibrary.ts';
import { buyingStages, complexities, scopes, sellerStrategies, subTypes } from './stages.ts';

const strategic: SaleShape = {
  saleType: 'commercial',
  subType: 'solution',
  scope: 'whole organization',
  complexity: 'complex',
};
const retail: SaleShape = { saleType: 'retail', subType: null, scope: 'one unit', complexity: 'simple' };
const proof = { what: 'They wrote it', at: '2026-03-02' };

const anyShape: fc.Arbitrary<SaleShape> = fc.record({
  saleType: fc.constantFrom(...saleTypes),
  subType: fc.constantFrom(...subTypes, null),
  scope: fc.constantFrom(...scopes),
  complexity: fc.constantFrom(...complexities),
});

describe('the process expands and consolidates', () => {
  it('a strategic solution sale expands every stage into several steps', () => {
    for (const { missing } of stageProgress(planProcess(strategic, shippedLibrary)))
      expect(missing.length).toBeGreaterThan(2);
  });

  it('a retail sale is one step that records all five stages', () => {
    const plan = planProcess(retail, shippedLibrary);
    expect(plan.steps).toHaveLength(1);
    const sold = proveStep(plan, 'retail.purchase', proof);
    expect(stageProgress(sold).map(({ stage, share }) => [stage, share])).toEqual(
      buyingStages.map((stage) => [stage, 1]),
    );
    expect(currentStage(sold)).toBeNull();
  });

  it.each(['solution', 'system'] as const)('the harder and wider a %s sale, the more steps it has', (subType) => {
    const count = (complexity: SaleShape['complexity'], scope: SaleShape['scope']) =>
      planProcess({ saleType: 'commercial', subType, scope, complexity }, shippedLibrary).steps.length;
    expect(count('moderate', 'one unit')).toBeGreaterThan(count('simple', 'one unit'));
    expect(count('complex', 'one unit')).toBeGreaterThan(count('moderate', 'one unit'));
    expect(count('complex', 'whole organization')).toBeGreaterThan(count('complex', 'one unit'));
  });

  it('every shape of every type covers all five stages', () => {
    fc.assert(
      fc.property(anyShape, (shape) => {
        for (const { missing } of stageProgress(planProcess(shape, shippedLibrary)))
          expect(missing.length).toBeGreaterThan(0);
      }),
    );
  });

  it('every stage of every type names skills, strategies, knowledge and resources, and steps have names of their own', () => {
    for (const saleType of saleTypes) {
      const { guides, steps } = shippedLibrary[saleType];
      for (const stage of buyingStages)
        for (const list of Object.values(guides[stage])) expect(list.length).toBeGreaterThan(0);
      expect(new Set(steps.map((step) => step.id)).size).toBe(steps.length);
    }
    expect(sellerStrategies.action).toContain('follow-up');
  });
});

describe('a stage is left on what the buyer did', () => {
  it('the sale stands at the first stage that is not proven', () => {
    const plan = planProcess({ ...strategic, complexity: 'simple', scope: 'one unit' }, shippedLibrary);
    expect(currentStage(plan)).toBe('interest');
    const qualified = proveStep(proveStep(plan, 'commercial.need', proof), 'commercial.qualify', proof);
    expect(currentStage(qualified)).toBe('assessment');
    expect(() => proveStep(plan, 'nowhere', proof)).toThrow(/no step/);
  });
});

describe('re-planning loses nothing', () => {
  it('a sale that turns from strategic to retail keeps what was proven, and it still counts', () => {
    const begun = proveStep(planProcess(strategic, shippedLibrary), 'commercial.need', proof);
    const small = replanProcess(begun, retail, shippedLibrary);
    expect(small.steps.filter((step) => step.inPlan).map((step) => step.id)).toEqual(['retail.purchase']);
    expect(stageProgress(small)[0]).toMatchObject({
      stage: 'interest',
      share: 0.5,
      setAside: [{ id: 'commercial.need', proof }],
    });
    expect(replanProcess(small, strategic, shippedLibrary)).toEqual(begun);
  });

  it('through any row of types and back, every step that was touched is as it was', () => {
    const touch = fc.record({ index: fc.nat(40), how: fc.constantFrom('proof', 'note', 'due') });
    fc.assert(
      fc.property(
        anyShape,
        fc.array(touch, { maxLength: 12 }),
        fc.array(anyShape, { maxLength: 5 }),
        fc.boolean(),
        (start, touches, way, ownStep) => {
          const plan = planProcess(start, shippedLibrary);
          const own: PlannedStep = { ...plan.steps[0]!, id: 'own.lunch', title: 'Lunch', own: true };
          const steps = [...plan.steps, ...(ownStep ? [own] : [])];
          for (const { index, how } of touches) {
            const i = index % steps.length;
            const change =
              how === 'proof' ? { proof } : how === 'note' ? { note: 'Call again' } : { dueOn: '2026-05-01' };
            steps[i] = { ...steps[i]!, ...change };
          }
          const worked = { ...plan, steps };
          let current: typeof worked = worked;
          for (const shape of way) {
            current = {
              ...replanProcess(current, shape, shippedLibrary),
              steps: [...replanProcess(current, shape, shippedLibrary).steps],
            };
            for (const step of steps.filter((s) => s.own || s.proof || s.note || s.dueOn))
              expect(current.steps.find((s) => s.id === step.id)).toMatchObject({
                proof: step.proof,
                note: step.note,
                dueOn: step.dueOn,
              });
          }
          expect(replanProcess(current, start, shippedLibrary)).toEqual(worked);
        },
      ),
    );
  });
});

describe('five plain questions tell the type of a sale', () => {
  it.each([
    [
      { buyer: 'organization', supply: 'new', weight: 'investment', decision: 'several', want: 'change' },
      'commercial',
      'solution',
    ],
    [
      { buyer: 'organization', supply: 'new', weight: 'everyday', decision: 'procedure', want: 'named thing' },
      'commercial',
      'system',
    ],
    [
      { buyer: 'organization', supply: 'running', weight: 'everyday', decision: 'one', want: 'named thing' },
      'relationship',
      null,
    ],
    [{ buyer: 'person', supply: 'new', weight: 'investment', decision: 'several', want: 'change' }, 'consumer', null],
    [{ buyer: 'person', supply: 'running', weight: 'everyday', decision: 'one', want: 'named thing' }, 'retail', null],
  ] as const)('%j is a %s sale', (answers, saleType, subType) => {
    const proposal = proposeSaleType(answers);
    expect(proposal).toMatchObject({ saleType, subType, uncertain: false, unanswered: [] });
    expect(proposal.reasons[0]).toMatchObject({ question: 'buyer', answer: answers.buyer });
  });

  it('says that it is uncertain while the answers leave it open, and what is still to ask', () => {
    const proposal = proposeSaleType({ buyer: 'organization' });
    expect(proposal.uncertain).toBe(true);
    expect(proposal.unanswered).toEqual(['supply', 'weight', 'decision', 'want']);
    expect(proposeSaleType({}).uncertain).toBe(true);
  });
});

describe('complexity comes from facts', () => {
  const plain: ComplexityFacts = {
    buyers: 1,
    amount: 1000,
    medianAmount: 1000,
    newOffering: false,
    formalProcurement: false,
    competitors: 0,
    contractMonths: null,
  };

  it('one buyer and a usual amount are simple', () => {
    expect(complexityOf(plain)).toEqual({ complexity: 'simple', points: 0, reasons: [] });
  });

  it('many buyers, a large amount and procurement are complex, with the reasons shown', () => {
    const verdict = complexityOf({ ...plain, buyers: 7, amount: 3000, formalProcurement: true, contractMonths: 36 });
    expect(verdict.complexity).toBe('complex');
    expect(verdict.reasons.map((r) => r.reason)).toEqual([
      'many buyers',
      'formal procurement',
      'large amount',
      'long contract',
    ]);
    expect(complexityOf({ ...plain, buyers: null, amount: null, competitors: 3, newOffering: true }).complexity).toBe(
      'moderate',
    );
  });
});
