import type { FilePlan, ReferencePlan, ValueFormat } from '../plan/plan.ts';
import type { TargetName } from '../targets/names.ts';

/** What becomes of one known column. A column without an entry is matched like any other; `null` keeps it as custom data. */
export type PresetColumn = { field: string; format?: ValueFormat; reference?: ReferencePlan };

/** One table of a known source, recognised by headers that it must have. */
export type PresetTable = Partial<Pick<FilePlan, 'fill' | 'touchpointSource' | 'unlinked'>> & {
  /** Name of the table at the source, as other tables refer to it. */
  table: string;
  /** Without a target the rows are kept but become nothing, for the reason given. */
  target: TargetName | null;
  reason?: string;
  /** Headers that must all be there (folded: lower case, no punctuation). */
  signature: readonly string[];
  key?: string;
  columns: Readonly<Record<string, PresetColumn | readonly PresetColumn[] | 'custom' | 'ignore'>>;
};

export type Preset = { source: string; name: string; tables: readonly PresetTable[] };

export const col = (field: string, format?: ValueFormat): PresetColumn => (format ? { field, format } : { field });

/** A column that holds the id of a row of `table`. */
export const byId = (field: string, table: string, more: Partial<ReferencePlan> = {}): PresetColumn => ({
  field,
  reference: { by: 'id', table, none: ['0'], ifMissing: 'leave', ...more },
});

/** A column that holds a name; without a record of that name one is made unless `leave`. */
export const byName = (field: string, ifMissing: ReferencePlan['ifMissing'] = 'create'): PresetColumn => ({
  field,
  reference: { by: 'name', none: [], ifMissing },
});

export const byEmail = (field: string): PresetColumn => ({
  field,
  reference: { by: 'email', none: [], ifMissing: 'leave' },
});
