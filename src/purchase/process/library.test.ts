import { describe, expect, it } from 'vitest';
import { saleTypes } from '../../relationship/vocabulary.ts';
import { libraryFaults, shippedFor } from './library.ts';
import { stageLibrary } from './shape.ts';

describe('the process as an organization edits it', () => {
  it('begins with what ships, for each of the four types of sale', () => {
    for (const saleType of saleTypes) {
      expect(stageLibrary.safeParse(shippedFor(saleType)).success).toBe(true);
      expect(libraryFaults(shippedFor(saleType)), saleType).toEqual([]);
    }
  });

  it('keeps buyer evidence in every stage: a stage without a required step would be left on the seller’s word', () => {
    const library = shippedFor('consumer');
    const without = { ...library, steps: library.steps.filter((step) => !step.stages.includes('commitment')) };
    expect(
      libraryFaults(without)
        .map((fault) => fault.message)
        .join(),
    ).toContain('commitment');
    const optional = shippedFor('retail');
    expect(
      libraryFaults({ ...optional, steps: optional.steps.map((step) => ({ ...step, required: false })) }),
    ).toHaveLength(5);
  });

  it('asks it of solution and system sales each', () => {
    const library = shippedFor('commercial');
    const steps = library.steps.map((step) =>
      step.stages.includes('commitment') ? { ...step, subType: 'system' as const } : step,
    );
    expect(
      libraryFaults({ ...library, steps })
        .map((fault) => fault.message)
        .join(),
    ).toContain('commitment of a solution sale');
  });

  it('has each step once', () => {
    const library = shippedFor('retail');
    expect(libraryFaults({ ...library, steps: [...library.steps, ...library.steps] })).toHaveLength(1);
  });
});
