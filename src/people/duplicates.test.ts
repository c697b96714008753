import { describe, expect, it } from 'vitest';
import {
  accountKeys,
  companyDomain,
  companyKey,
  compareAccounts,
  comparePeople,
  personKey,
  squeezed,
} from './duplicates.ts';

describe('two companies', () => {
  it.each([
    ['The Müller & Söhne GmbH & Co. KG', 'Muller Sohne'],
    ['ACME, Inc.', 'Acme Corporation'],
    ['Société Générale S.A.', 'societe generale'],
    ['Ørsted A/S', 'Orsted'],
    ["Heslop's Ltd", 'Heslops Limited'],
  ])('called %s and %s have one name', (a, b) => {
    expect(companyKey(a)).toBe(companyKey(b));
    expect(compareAccounts({ name: a }, { name: b }).score).toBeGreaterThanOrEqual(0.7);
  });

  it('keep a name that consists of nothing but a legal form', () => {
    expect(companyKey('AG')).toBe('ag');
  });

  it('with the same name and domain are the same', () => {
    const likeness = compareAccounts(
      { name: 'Acme Ltd', domain: 'acme.com' },
      { name: 'ACME Inc.', domain: 'acme.com' },
    );
    expect(likeness).toEqual({ score: 1, reasons: ['same name', 'same domain'] });
  });

  it('with the same name and different domains are left for a person to decide', () => {
    const { score, reasons } = compareAccounts(
      { name: 'Great Western', domain: 'a.com' },
      { name: 'Great Western', domain: 'b.com' },
    );
    expect(score).toBeLessThan(0.6);
    expect(reasons).toContain('other domain');
  });

  it('with nothing in common but the city are not alike', () => {
    expect(compareAccounts({ name: 'Alpha', city: 'Rome' }, { name: 'Omega', city: 'Rome' })).toEqual({
      score: 0,
      reasons: [],
    });
  });

  it('meet when one name has a slip of the finger', () => {
    expect(compareAccounts({ name: 'Massive Dynamic' }, { name: 'Massiv Dynamic' }).reasons).toEqual([
      'nearly the same name',
    ]);
    expect(squeezed('GTXPro')).toBe(squeezed('GTX Pro'));
  });

  it('are looked up by domain before name', () => {
    expect(accountKeys({ name: 'Acme Ltd', domain: 'acme.com' })).toEqual(['domain:acme.com', 'name:acme']);
  });
});

describe('two people', () => {
  it('are the same with one e-mail address, in whatever order the name is written', () => {
    expect(personKey('Lewis, Dr. James')).toBe(personKey('James Lewis'));
    expect(
      comparePeople({ name: 'Lewis, James', emails: ['j@x.com'] }, { name: 'James Lewis', emails: ['j@x.com'] }).score,
    ).toBeGreaterThanOrEqual(0.9);
  });

  it('behind one shared mailbox stay two', () => {
    expect(
      comparePeople({ name: 'Ana Bo', emails: ['info@x.com'] }, { name: 'Carl Dee', emails: ['info@x.com'] }).score,
    ).toBeLessThan(0.6);
  });

  it('with one name at two companies stay two', () => {
    expect(
      comparePeople({ name: 'John Smith', account: 'Acme' }, { name: 'John Smith', account: 'Globex' }).score,
    ).toBeLessThan(0.6);
  });

  it('with one name at the same company are the same', () => {
    expect(
      comparePeople({ name: 'John Smith', account: 'Acme Ltd' }, { name: 'Smith, John', account: 'Acme' }).score,
    ).toBeGreaterThanOrEqual(0.9);
  });

  it('with a public mailbox say nothing about their employer', () => {
    expect(companyDomain('a@gmail.com')).toBeUndefined();
    expect(companyDomain('a@acme.com')).toBe('acme.com');
  });
});
