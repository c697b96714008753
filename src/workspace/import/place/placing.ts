import { emptyDraft } from '../drafts/draft.ts';
import { openDirectory, type Known } from './directory.ts';
import { noEffects, type Placing } from './place.ts';
import type { ImportPlan } from '../plan/plan.ts';
import { nothingAsked } from './questions.ts';
import { isTabled, tables } from './tables.ts';
import type { TargetName } from '../targets/names.ts';

/** Where the rows of an import are placed, with the rights of the person in whose name it runs. Remembers nothing yet. */
export function placingFor(who: Importer, plan: ImportPlan, newId: () => string): Placing {
  const me = (): Known => ({
    id: who.memberId,
    target: 'member',
    draft: emptyDraft('member'),
    tables: new Set(),
    links: new Map(),
  });
  const changes = (target: TargetName) =>
    who.scope.changes.includes(isTabled(target) ? tables[target].kind.replace('order', 'opportunity') : target);
  return {
    directory: openDirectory(newId),
    plan,
    mayMake: (target) =>
      target === 'member' || target === 'offering' || target === 'campaign' ? changes(target) : true,
    ownerFor: (target, owner) =>
      !owned.has(target) || changes(target) || (owner && who.scope.members.includes(owner.id)) ? undefined : me(),
    evidence: new Map(),
    taken: new Map(),
    asked: nothingAsked(),
    effects: noEffects(),
  };
}
type Importer = { memberId: string; scope: { members: readonly string[]; changes: readonly string[] } };

const owned: ReadonlySet<TargetName> = new Set<TargetName>([
  'account',
  'contact',
  'opportunity',
  'order',
  'case',
  'nextStep',
]);
