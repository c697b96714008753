import { z } from 'zod';
import { endpoint, instant } from '../../platform/contract.ts';
import { saleTypes } from '../../relationship/vocabulary.ts';
import { stageLibrary } from './shape.ts';

/** How this organization sells: the process of each sale type, which a manager edits. */

const processOfType = z.object({
  saleType: z.enum(saleTypes),
  ...stageLibrary.shape,
  /** Whether it is what ships, unchanged. */
  shipped: z.boolean(),
  memberName: z.string().nullable(),
  updatedAt: instant.nullable(),
  /** 0 for what ships. */
  version: z.number().int(),
});
export type ProcessOfType = z.output<typeof processOfType>;

export const processContract = {
  listProcesses: endpoint({
    method: 'GET',
    path: '/processes',
    summary: 'List the process of each sale type, with its steps, buyer evidence and guides.',
    may: 'process:read',
    answer: z.object({ items: z.array(processOfType) }),
  }),
  saveProcess: endpoint({
    method: 'PUT',
    path: '/processes',
    summary: 'Save the process of a sale type; open sales follow it and lose nothing that was done.',
    may: 'process:write',
    body: stageLibrary.extend({
      saleType: z.enum(saleTypes),
      /** The version that was edited; 0 for what ships. */
      basedOn: z.number().int().min(0),
    }),
    answer: processOfType,
  }),
  resetProcess: endpoint({
    method: 'DELETE',
    path: '/processes',
    summary: 'Go back to the process that ships; what was done in sales stays.',
    may: 'process:delete',
    query: z.object({ saleType: z.enum(saleTypes) }),
    answer: processOfType,
  }),
};
