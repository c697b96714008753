import { describe, expect, it } from 'vitest';
import { gapsOf, outlineFor, spoken } from './message.ts';
import type { Message } from './shape.ts';

describe('the message of a sale', () => {
  it('is drawn from their facts in a solution sale, and from the standard in a system sale', () => {
    expect(outlineFor('solution').shape).toBe('inductive');
    expect(outlineFor(null).shape).toBe('inductive');
    expect(outlineFor('system').shape).toBe('deductive');
  });

  it('asks for evidence in every slot until none is missing', () => {
    const begun: Message = {
      shape: 'inductive',
      facts: [
        { id: 'a', text: 'Two stops in March.', evidence: 'Plant log, shown on 2 April' },
        { id: 'b', text: 'Each stop costs a shift.', evidence: null },
      ],
      pattern: { text: 'Stops follow hard water.', from: ['a'] },
      conclusion: { text: null, evidence: null },
    };
    expect(gapsOf(begun)).toEqual([
      { gap: 'fact without evidence', at: 'b' },
      { gap: 'pattern from one fact', at: null },
      { gap: 'no conclusion', at: null },
    ]);
    const whole: Message = {
      ...begun,
      facts: begun.facts.map((fact) => ({ ...fact, evidence: 'Plant log' })),
      pattern: { text: 'Stops follow hard water.', from: ['a', 'b'] },
      conclusion: { text: 'Softened water ends them.', evidence: 'Trial of May' },
    };
    expect(gapsOf(whole)).toEqual([]);
    expect(spoken(whole)).toEqual([
      'Two stops in March. Each stop costs a shift.',
      'Stops follow hard water.',
      'Softened water ends them.',
    ]);
  });

  it('does not take a fact that was removed for part of the pattern', () => {
    const message: Message = {
      shape: 'inductive',
      facts: [
        { id: 'a', text: 'One', evidence: 'e' },
        { id: 'b', text: 'Two', evidence: 'e' },
      ],
      pattern: { text: 'P', from: ['a', 'gone'] },
      conclusion: { text: 'C', evidence: 'e' },
    };
    expect(gapsOf(message)).toEqual([{ gap: 'pattern from one fact', at: null }]);
  });

  it('goes from standard over requirement to a proof with its evidence', () => {
    const lines = [
      { id: '1', standard: 'EN 285', requirement: 'Feed water below 5 µS/cm', proof: 'We measure 2', evidence: null },
    ];
    expect(gapsOf({ shape: 'deductive', lines })).toEqual([{ gap: 'proof without evidence', at: '1' }]);
    expect(gapsOf({ shape: 'deductive', lines: [] })).toEqual([{ gap: 'no lines', at: null }]);
    expect(gapsOf({ shape: 'deductive', lines: lines.map((line) => ({ ...line, evidence: 'Report 14' })) })).toEqual(
      [],
    );
  });
});
