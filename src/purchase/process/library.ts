import { saleTypes, type SaleType } from '../../relationship/vocabulary.ts';
import { shippedLibrary, type ProcessLibrary } from '../stageLibrary.ts';
import { buyingStages, subTypes, type BuyingStage, type StageLibrary } from '../stages.ts';
import type { EditedLibrary, EditedStep } from './shape.ts';

/** What an edited process must keep. */

export const guideLists = ['skills', 'strategies', 'knowledge', 'resources'] as const;

export type LibraryFault = { path: string; message: string };

/** What would make the process useless: two steps of one name, or a stage that nothing has to prove. */
export function libraryFaults(library: EditedLibrary): LibraryFault[] {
  const seen = new Set<string>();
  const twice = library.steps.flatMap(({ id }, i) => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [{ path: `steps.${i}.id`, message: 'Two steps have the same id' }];
  });
  // A step asked for only in some sales proves nothing in the others.
  const always = library.steps.filter(
    (each) => each.required && (each.complexity ?? 'simple') === 'simple' && (each.scope ?? 'one unit') === 'one unit',
  );
  const kinds: (EditedStep['subType'] | 'any')[] = library.steps.some((each) => each.subType) ? [...subTypes] : ['any'];
  const open = kinds.flatMap((kind) =>
    buyingStages
      .filter(
        (stage) =>
          !always.some((each) => each.stages.includes(stage) && (each.subType === undefined || each.subType === kind)),
      )
      .map((stage) => ({
        path: 'steps',
        message: `The stage ${stage}${kind === 'any' ? '' : ` of a ${kind} sale`} needs a required step that even a simple sale asks for: a stage is left on buyer evidence`,
      })),
  );
  return [...twice, ...open];
}

/** What ships, with the organization's own process in place of it where there is one. */
export function libraryWith(own: Partial<Record<SaleType, StageLibrary>>): ProcessLibrary {
  return { ...shippedLibrary, ...own };
}

/** A copy of what ships that can be edited. */
export function shippedFor(saleType: SaleType): EditedLibrary {
  const { steps, guides } = shippedLibrary[saleType];
  return {
    steps: steps.map((each) => ({ ...each, stages: [...each.stages] })),
    guides: Object.fromEntries(
      buyingStages.map((stage) => [
        stage,
        Object.fromEntries(guideLists.map((name) => [name, [...guides[stage][name]]])),
      ]),
    ) as EditedLibrary['guides'],
  };
}

/** Which of the library's steps belong to a stage: a step of several stages stands in the first. */
export const stepsOf = (library: EditedLibrary, stage: BuyingStage): EditedStep[] =>
  library.steps.filter((each) => each.stages[0] === stage);

export const isSaleType = (name: string): name is SaleType => (saleTypes as readonly string[]).includes(name);
