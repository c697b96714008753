import type { ReferencePlan } from '../plan/plan.ts';
import type { TargetName } from '../targets/names.ts';

/** Money and dates as exact text (`22700.00`, `2021-04-15`, `2021-04-15T00:02:00Z`), everything else as what it is. */
export type Value = string | number | boolean | string[];

/** One way to find a record: by the key of a row at its source, by name, or by e-mail address. */
export type Lookup = { by: 'key' | 'name' | 'email'; is: string };

/** Where a field points. The lookups are tried in order; `said` is what the row says, for the report. */
export type Ref = {
  target: TargetName;
  lookups: Lookup[];
  ifMissing: ReferencePlan['ifMissing'];
  column: string;
  said: string;
};

/**
 * A record that a row asks for. `key` finds it again when the same file comes once more. `sure`: the source itself gave
 * this id to this record, so two of them from one `table` are never the same. `alike` are the keys under which a
 * record that we have already may be found; `companyKey` and `comparePeople` in people/duplicates.ts then decide.
 */
export type Draft = {
  target: TargetName;
  key: string;
  table: string;
  sure: boolean;
  alike: string[];
  values: Record<string, Value>;
  refs: Record<string, Ref>;
  /** Touchpoints: the people who took part, each found by e-mail address. */
  participants: Ref[];
  custom: Record<string, string>;
  /** Touchpoints: the same event has the same evidence, whatever id its copies carry. */
  evidence?: string;
};

/** A draft of which nothing is known yet but what it is to become. */
export const emptyDraft = (target: TargetName): Draft => ({
  target,
  key: '',
  table: '',
  sure: false,
  alike: [],
  values: {},
  refs: {},
  participants: [],
  custom: {},
});

export const noteCodes = [
  'not understood',
  'spelling corrected',
  'name taken from the domain',
  'nothing to call it',
  'no date',
  'no day of opening',
  'no day of closing',
  'closed before it was opened',
  'longer than a day',
  'done step became a note',
  'cancelled',
  'planned only',
  'tied to nobody',
  'kept without anybody',
  'cut to length',
  'reference not found',
  'reference nearly found',
  'reference ambiguous',
  'record made for a reference',
  'joined with a record we had',
  'another of the same name',
  'the same row twice',
  'the same event twice',
  'no place for it',
  'too few values',
  'not this encoding',
  'expanded to its limit',
  'unknown time zone',
  'broken quote',
  'too many values',
  'line too long',
  'not readable',
  'event without start',
  'already there',
  'nothing new',
  'not yours to change',
  'not yours to make',
  'owner set to you',
  'lies ahead: became a next step',
  'refused by the database',
] as const;
export type NoteCode = (typeof noteCodes)[number];

/** Something worth telling about a row. `value` is what stood there, `detail` what was made of it. */
export type Note = { code: NoteCode; column?: string; field?: string; value?: string; detail?: string };

/** What a row becomes: `load` its drafts (the main one last), or nothing because it must not (`skip`) or cannot (`fail`). */
export type Applied = { outcome: 'load' | 'skip' | 'fail'; drafts: Draft[]; notes: Note[] };
