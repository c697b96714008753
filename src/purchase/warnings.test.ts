import { describe, expect, it } from 'vitest';

import { missingRoles, requiredRoles, type TeamMember } from './buyingTeam.ts';
import { planProcess, proveStep, stageProgress } from './processPlan.ts';
import { shippedLibrary } from './stageLibrary.ts';
import { warningsOf, type SaleSnapshot } from './warnings.ts';

const now = new Date('2026-03-31');
const person = (id: string, more: Partial<TeamMember> = {}): TeamMember => ({
  id,
  roles: ['decision maker'],
  influence: 7,
  stance: 'supporter',
  stanceEvidence: 'Asked for the contract',
  releasesMoney: false,
  lastContactAt: new Date('2026-03-25'),
  ...more,
});

const plan = planProcess(
  { saleType: 'commercial', subType: 'solution', scope: 'one unit', complexity: 'moderate' },
  shippedLibrary,
);
const sound: SaleSnapshot = {
  saleType: 'commercial',
  subType: 'solution',
  complexity: 'moderate',
  claimedStage: 'interest',
  closeOn: new Date('2026-06-01'),
  hasNextStep: true,
  team: [person('Ada', { stance: 'champion', releasesMoney: true }), person('Bo')],
  progress: stageProgress(plan),
  matrix: null,
  procedure: null,
};
const kinds = (change: Partial<SaleSnapshot>) =>
  warningsOf({ ...sound, ...change }, now).map((warning) => warning.kind);

describe('a sale in order', () => {
  it('has no warnings', () => {
    expect(warningsOf(sound, now)).toEqual([]);
  });
});

describe('a sale in danger is warned of', () => {
  it('when nobody can release the money, and seriously so before the close', () => {
    const team = sound.team.map((member) => ({ ...member, releasesMoney: false }));
    expect(warningsOf({ ...sound, team }, now)[0]).toMatchObject({
      kind: 'nobody can release the money',
      severity: 'attention',
    });
    const late = warningsOf({ ...sound, team, claimedStage: 'action' }, now);
    expect(late.find((w) => w.kind === 'nobody can release the money')!.severity).toBe('serious');
  });

  it('when it hangs on one person', () => {
    const [alone] = warningsOf({ ...sound, team: [sound.team[0]!, person('Bo', { lastContactAt: null })] }, now);
    expect(alone).toMatchObject({ kind: 'single-threaded', about: ['Ada'], action: 'meet a second person' });
  });

  it('when the champion has been silent for three weeks', () => {
    const team = [{ ...sound.team[0]!, lastContactAt: new Date('2026-03-01') }, sound.team[1]!];
    expect(warningsOf({ ...sound, team }, now)[0]).toMatchObject({
      kind: 'champion silent',
      about: ['Ada'],
      amount: 30,
    });
  });

  it('when most key players are not supporters, or are only hoped to be', () => {
    const team = [sound.team[0]!, person('Bo', { stanceEvidence: null }), person('Cy', { stance: 'sceptic' })];
    expect(warningsOf({ ...sound, team }, now)[0]).toMatchObject({
      kind: 'majority not supporters',
      about: ['Bo', 'Cy'],
    });
  });

  it('when our scores in the matrix have no evidence', () => {
    const matrix: SaleSnapshot['matrix'] = {
      criteria: [
        { id: 'price', weight: 1, gate: null },
        { id: 'fit', weight: 2, gate: null },
      ],
      options: [{ id: 'ours', kind: 'ours' }],
      members: [{ id: 'Ada', influence: 1 }],
      scores: [{ member: 'Ada', criterion: 'fit', option: 'ours', score: 8, evidence: 'pilot' }],
    };
    expect(warningsOf({ ...sound, matrix }, now)[0]).toMatchObject({
      kind: 'criteria without evidence',
      about: ['price'],
    });
  });

  it('when the procedure is unknown near the date, or slips', () => {
    const system = { subType: 'system', closeOn: new Date('2026-04-20') } as const;
    expect(kinds(system)).toEqual(['procedure unknown near the date']);
    expect(kinds({ ...system, closeOn: new Date('2026-09-20') })).toEqual([]);
    const procedure = { ends: now, slipDays: 4, criticalPath: ['legal'], steps: [] };
    expect(warningsOf({ ...sound, ...system, procedure }, now)[0]).toMatchObject({
      kind: 'procedure slips',
      amount: 4,
      about: ['legal'],
    });
  });

  it('when the seller says a later stage than the buyer has shown', () => {
    expect(warningsOf({ ...sound, claimedStage: 'commitment' }, now)[0]).toMatchObject({
      kind: 'stage without buyer evidence',
      severity: 'serious',
      about: ['interest', 'assessment', 'involvement'],
    });
    const interested = plan.steps
      .filter((step) => step.stages.includes('interest'))
      .reduce((p, step) => proveStep(p, step.id, { what: 'seen', at: '2026-03-01' }), plan);
    expect(kinds({ claimedStage: 'assessment', progress: stageProgress(interested) })).toEqual([]);
  });

  it('when nothing is planned or the date has passed', () => {
    expect(kinds({ hasNextStep: false, closeOn: new Date('2026-03-01') })).toEqual([
      'no next step',
      'close date passed',
    ]);
  });
});

describe('warnings keep to what matters', () => {
  it('a dismissed warning stays away, and serious ones come first', () => {
    const sale = { ...sound, hasNextStep: false, team: [] };
    expect(warningsOf(sale, now)[0]!.severity).toBe('serious');
    expect(warningsOf(sale, now, ['no next step']).map((w) => w.kind)).not.toContain('no next step');
  });

  it('a retail sale needs no buying team', () => {
    expect(kinds({ saleType: 'retail', subType: null, team: [] })).toEqual([]);
  });
});

describe('the roles that a sale needs', () => {
  it('depend on its type, and those without a name are missing', () => {
    expect(requiredRoles('commercial', 'solution', 'complex')).toEqual(['decision maker', 'sponsor', 'user']);
    expect(requiredRoles('commercial', 'system', 'simple')).toEqual(['expert buyer', 'procurement buyer']);
    expect(requiredRoles('retail', null, 'simple')).toEqual([]);
    expect(missingRoles(sound.team, ['decision maker', 'user'])).toEqual(['user']);
  });
});
