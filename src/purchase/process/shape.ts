import { z } from 'zod';
import { text } from '../../platform/contract.ts';
import { buyingStages, complexities, scopes, subTypes } from '../stages.ts';

/** What of a process may be edited. Shapes stand apart from the rules about them: the browser needs only the rules. */

const step = z.object({
  id: z.string().regex(/^[\w.:-]{1,100}$/),
  stages: z.array(z.enum(buyingStages)).min(1).max(5),
  title: text(200),
  evidence: text(300),
  required: z.boolean(),
  complexity: z.enum(complexities).optional(),
  scope: z.enum(scopes).optional(),
  subType: z.enum(subTypes).optional(),
});
const list = z.array(text(200)).max(20);
const guide = z.object({ skills: list, strategies: list, knowledge: list, resources: list });

export const stageLibrary = z.object({
  steps: z.array(step).min(1).max(80),
  guides: z.object({ interest: guide, assessment: guide, involvement: guide, commitment: guide, action: guide }),
});
export type EditedLibrary = z.output<typeof stageLibrary>;
export type EditedStep = EditedLibrary['steps'][number];
