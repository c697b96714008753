import type { Selectable } from 'kysely';
import type { Database } from '../../../database/schema.ts';
import type { TouchpointDraft } from '../contract.ts';
import { usual } from '../kinds.ts';
import type { LedgerEntry } from '../ledger.ts';

/** An entry of the ledger as it is stored. */
export type StoredEntry = Omit<Selectable<Database['touchpoint']>, 'workspace_id' | 'sale_type'>;

/** What the ledger itself adds to a draft. */
export interface Origin {
  id: string;
  memberId: string | null;
  source: string;
  now: Date;
  recordedAt: Date;
  supersedes: string | null;
  retracts: boolean;
  /** How its author's scores are read. */
  reading: { bias: number; noise: number } | null;
}

export function entryFrom(draft: TouchpointDraft, by: Origin): StoredEntry {
  const like = usual[draft.kind];
  const reading = draft.expectation == null ? null : by.reading;
  return {
    id: by.id,
    account_id: draft.accountId,
    at: draft.at ? new Date(draft.at) : by.now,
    recorded_at: by.recordedAt,
    kind: draft.kind,
    channel: draft.channel ?? like.channel,
    direction: draft.direction ?? like.direction,
    initiator: draft.initiator ?? like.initiator,
    subject: draft.subject,
    body: draft.body ?? null,
    expectation_set: draft.expectationSet ?? null,
    expectation: draft.expectation ?? null,
    effort: draft.effort ?? null,
    minutes: draft.minutes ?? null,
    outcome: draft.outcome ?? null,
    value_delivered: draft.valueDelivered ?? false,
    learnt: draft.learnt ?? null,
    member_id: by.memberId,
    source: by.source,
    evidence: draft.evidence ?? null,
    evidence_key: draft.evidenceKey ?? ownKey(by.id),
    opportunity_id: draft.opportunityId ?? null,
    case_id: draft.caseId ?? null,
    supersedes_id: by.supersedes,
    retracts: by.retracts,
    reading_bias: reading?.bias ?? null,
    reading_noise: reading?.noise ?? null,
  };
}

const ownKey = (id: string) => `entry:${id}`;

/** Nobody can have told it before: it is known by its own id alone. */
export const isItsOwnEvidence = (entry: StoredEntry): boolean => entry.evidence_key === ownKey(entry.id);

/** Of entries that tell the same evidence the first. */
export function firstOfEach(entries: readonly StoredEntry[]): Map<string, StoredEntry> {
  return new Map(entries.toReversed().map((entry) => [entry.evidence_key, entry]));
}

/** What the fold reads of an entry; JSON tells its times as text. */
export type ToldEntry = Pick<
  StoredEntry,
  | 'id'
  | 'kind'
  | 'direction'
  | 'initiator'
  | 'expectation'
  | 'effort'
  | 'value_delivered'
  | 'reading_bias'
  | 'reading_noise'
  | 'supersedes_id'
  | 'retracts'
> & {
  at: Date | string;
  recorded_at: Date | string;
  evidence_key: string | null;
};

export const toldColumns = [
  'id',
  'at',
  'recorded_at',
  'kind',
  'direction',
  'initiator',
  'expectation',
  'effort',
  'value_delivered',
  'reading_bias',
  'reading_noise',
  'supersedes_id',
  'retracts',
  'evidence_key',
] as const satisfies readonly (keyof ToldEntry)[];

/** An entry as the fold takes it. */
export function ledgerEntry(told: ToldEntry): LedgerEntry {
  return {
    id: told.id,
    at: new Date(told.at).getTime(),
    recordedAt: new Date(told.recorded_at).getTime(),
    kind: told.kind as LedgerEntry['kind'],
    direction: told.direction,
    initiator: told.initiator,
    expectation: told.expectation as LedgerEntry['expectation'],
    effort: told.effort,
    valueDelivered: told.value_delivered,
    reading:
      told.reading_bias === null || told.reading_noise === null
        ? null
        : { bias: told.reading_bias, noise: told.reading_noise },
    supersedes: told.supersedes_id,
    withdrawn: told.retracts,
    evidenceKey: told.evidence_key,
  };
}
