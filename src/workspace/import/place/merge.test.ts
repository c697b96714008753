import { describe, expect, it } from 'vitest';
import { mergeValues } from './merge.ts';

describe('a second row about one record', () => {
  it('fills what is empty and overwrites nothing', () => {
    expect(mergeValues({ name: 'Acme', city: 'Rome' }, { name: 'ACME Inc.', city: 'Oslo', phone: '+3906' })).toEqual({
      name: 'Acme',
      city: 'Rome',
      phone: '+3906',
    });
  });

  it('raises the phase when it knows of a sale, and never lowers it', () => {
    expect(mergeValues({ phase: 'shopping' }, { phase: 'purchase' })).toEqual({ phase: 'purchase' });
    expect(mergeValues({ phase: 'usage' }, { phase: 'shopping' })).toEqual({ phase: 'usage' });
    expect(mergeValues({}, { phase: 'ownership' })).toEqual({ phase: 'ownership' });
    expect(mergeValues({}, {})).toEqual({});
  });

  it('gives a company its name when it was only known by its domain', () => {
    expect(mergeValues({ name: 'acme.com', domain: 'acme.com' }, { name: 'Acme' })).toMatchObject({ name: 'Acme' });
  });
});
