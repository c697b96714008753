import { z } from 'zod';
import { byId, done, endpoint, flag, id, instant, page, paging, text } from '../../platform/contract.ts';
import { noteCodes } from './drafts/draft.ts';
import { importPlan, planDefaults } from './plan/plan.ts';
import { rowOutcomes } from './report.ts';
import { targetNames } from './targets/names.ts';

export const importStates = [
  'uploading',
  'planned',
  'running',
  'done',
  'cancelled',
  'failed',
  'undoing',
  'undone',
] as const;

const count = z.number().int().min(0);
const note = z.object({
  code: z.enum(noteCodes),
  column: z.string().optional(),
  field: z.string().optional(),
  value: z.string().optional(),
  detail: z.string().optional(),
});

const noteGroup = z.object({
  code: z.enum(noteCodes),
  column: z.string(),
  count,
  examples: z.array(z.object({ line: count, value: z.string(), detail: z.string() })),
});

export const importFileReport = z.object({
  file: z.string(),
  target: z.enum(targetNames).nullable(),
  read: count,
  created: count,
  updated: count,
  merged: count,
  skipped: count,
  failed: count,
  notes: z.array(noteGroup),
});
export const importReport = z.object({
  files: z.array(importFileReport),
  records: z.partialRecord(z.enum(targetNames), z.object({ created: count, updated: count })),
});
export type ImportReportRecord = z.output<typeof importReport>;

export const importProgress = z.object({
  stage: z.enum(['counting', 'rows', 'links', 'relationships', 'undo']),
  file: z.string().nullable(),
  rows: count,
  /** Of all files; null while they are being counted. */
  totalRows: count.nullable(),
  done: count,
  total: count,
  rate: z.number(),
});

const rehearsal = z.object({
  state: z.enum(['running', 'done', 'failed']),
  rows: count,
  /** Only the beginning of a file was tried: this many rows. */
  limit: count.nullable(),
  report: importReport.nullable(),
});

const undone = z.object({
  removed: z.record(z.string(), count),
  restored: z.record(z.string(), count),
  kept: z.array(z.object({ kind: z.string(), id, name: z.string(), why: z.enum(['changed since', 'in use']) })),
  keptCount: count,
});

const importFile = z.object({ number: count, name: z.string(), size: count, received: count });

const importSummary = z.object({
  id,
  state: z.enum(importStates),
  memberId: id,
  memberName: z.string().nullable(),
  files: z.array(importFile),
  progress: importProgress.nullable(),
  records: importReport.shape.records,
  rows: count,
  /** Work is still going on behind the state: relationships are folded after a cancellation, too. */
  working: z.boolean(),
  error: z.string().nullable(),
  createdAt: instant,
  startedAt: instant.nullable(),
  endedAt: instant.nullable(),
  version: z.number().int(),
});
export type ImportSummary = z.output<typeof importSummary>;

export const importRecord = importSummary.extend({
  plan: importPlan.nullable(),
  report: importReport.nullable(),
  rehearsal: rehearsal.nullable(),
  undone: undone.nullable(),
});
export type ImportRecord = z.output<typeof importRecord>;

const planProblem = z.object({
  severity: z.enum(['error', 'warning']),
  file: z.string().optional(),
  column: z.string().optional(),
  code: z.string(),
  detail: z.string(),
});

const previewRow = z.object({
  line: count,
  outcome: z.enum(['load', 'skip', 'fail']),
  records: z.array(
    z.object({
      target: z.enum(targetNames),
      values: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])),
      references: z.record(z.string(), z.string()),
      custom: z.record(z.string(), z.string()),
    }),
  ),
  notes: z.array(note),
});

const byNumber = z.object({ id, number: z.coerce.number().int().min(1).max(1000) });

export const importContract = {
  createImport: endpoint({
    method: 'POST',
    path: '/imports',
    summary: 'Begin an import: files are added to it, a plan is proposed for them, then it is run.',
    may: 'import:write',
    body: z.object({}),
    status: 201,
    answer: importRecord,
  }),
  listImports: endpoint({
    method: 'GET',
    path: '/imports',
    summary: 'List the imports that you may see, newest first.',
    may: 'import:read',
    query: z.object({ ...paging }),
    answer: page(importSummary),
  }),
  readImport: endpoint({
    method: 'GET',
    path: '/imports/:id',
    summary: 'Read an import with its plan, its progress and its report.',
    may: 'import:read',
    params: byId,
    answer: importRecord,
  }),
  discardImport: endpoint({
    method: 'DELETE',
    path: '/imports/:id',
    summary: 'Throw away an import that has not run, with its files.',
    may: 'import:write',
    params: byId,
    answer: done,
  }),
  addImportFile: endpoint({
    method: 'POST',
    path: '/imports/:id/files',
    summary: 'Announce a file of an import by name and size; its bytes follow.',
    may: 'import:write',
    params: byId,
    body: z.object({ name: text(400), size: z.number().int().min(0).max(1e12) }),
    status: 201,
    answer: importFile,
  }),
  uploadImportFile: endpoint({
    method: 'PUT',
    path: '/imports/:id/files/:number',
    summary: 'Send the bytes of a file, whole or from an offset on: what is received so far says where to go on.',
    may: 'import:write',
    params: byNumber,
    query: z.object({ offset: z.coerce.number().int().min(0).default(0) }),
    takes: 'application/octet-stream',
    ownTransactions: true,
    answer: importFile,
  }),
  removeImportFile: endpoint({
    method: 'DELETE',
    path: '/imports/:id/files/:number',
    summary: 'Take a file out of an import that has not run.',
    may: 'import:write',
    params: byNumber,
    answer: done,
  }),
  proposeImport: endpoint({
    method: 'POST',
    path: '/imports/:id/proposal',
    summary:
      'Propose a plan for the files: what each is, what becomes of each column, and why. It is saved as the plan.',
    may: 'import:write',
    params: byId,
    body: z.object({ defaults: planDefaults.partial().optional() }),
    ownTransactions: true,
    answer: z.object({
      import: importRecord,
      problems: z.array(planProblem),
      /** Files that cannot be read, with a sentence why. */
      unreadable: z.array(z.object({ file: z.string(), reason: z.string() })),
    }),
  }),
  saveImportPlan: endpoint({
    method: 'PUT',
    path: '/imports/:id/plan',
    summary: 'Save the plan as a person changed it. What was chosen for a column is proposed again next time.',
    may: 'import:write',
    params: byId,
    body: z.object({ plan: importPlan }),
    bodyLimit: 4_000_000,
    versioned: true,
    answer: z.object({ import: importRecord, problems: z.array(planProblem) }),
  }),
  previewImport: endpoint({
    method: 'GET',
    path: '/imports/:id/preview',
    summary: 'See the first rows of a file as the records that they will become.',
    may: 'import:write',
    params: byId,
    query: z.object({ file: z.string().min(1).max(500), rows: z.coerce.number().int().min(1).max(50).default(5) }),
    ownTransactions: true,
    answer: z.object({
      rows: z.array(previewRow),
      /** The first values of each column, for whoever matches it. */
      values: z.record(z.string(), z.array(z.string())),
    }),
  }),
  rehearseImport: endpoint({
    method: 'POST',
    path: '/imports/:id/rehearsal',
    summary: 'Try the import without writing anything, and count what it would do.',
    may: 'import:write',
    params: byId,
    status: 202,
    answer: importRecord,
  }),
  runImport: endpoint({
    method: 'POST',
    path: '/imports/:id/run',
    summary: 'Run an import in the background, or go on with one that was cancelled.',
    may: 'import:write',
    params: byId,
    status: 202,
    answer: importRecord,
  }),
  cancelImport: endpoint({
    method: 'POST',
    path: '/imports/:id/cancel',
    summary: 'Stop a running import. What is in stays, and can be taken back.',
    may: 'import:write',
    params: byId,
    answer: importRecord,
  }),
  undoImport: endpoint({
    method: 'POST',
    path: '/imports/:id/undo',
    summary: 'Take an import back: what it made goes, what it changed gets its old values.',
    may: 'import:write',
    params: byId,
    status: 202,
    answer: importRecord,
  }),
  listImportRows: endpoint({
    method: 'GET',
    path: '/imports/:id/rows',
    summary: 'List the rows of an import as they stood in the file, with what became of each.',
    may: 'import:read',
    params: byId,
    query: z.object({
      ...paging,
      file: z.string().max(500).optional(),
      outcome: z.enum(rowOutcomes).optional(),
      noted: flag.optional(),
    }),
    answer: page(
      z.object({
        file: z.string(),
        number: count,
        line: count,
        raw: z.string(),
        outcome: z.enum(rowOutcomes),
        notes: z.array(note),
        records: z.array(z.object({ kind: z.string(), id })),
      }),
    ),
  }),
  downloadImportErrors: endpoint({
    method: 'GET',
    path: '/imports/:id/errors',
    summary:
      'Download the rows of a file that were not taken in, with the reasons, to be corrected and imported again.',
    may: 'import:read',
    params: byId,
    query: z.object({ file: z.string().min(1).max(500), skipped: flag.optional() }),
    media: 'text/csv',
    ownTransactions: true,
    answer: z.string(),
  }),
};
