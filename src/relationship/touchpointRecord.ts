import type { TouchpointRecord } from './contract.ts';
import type { StoredEntry } from './ledger/entry.ts';

/** A touchpoint as `touchpoints_told` tells it: with who logged it, for whom, with whom, and what it moved, as far as the person sees it. */
export type ToldRow = Omit<StoredEntry, 'evidence_key' | 'reading_bias' | 'reading_noise'> &
  Names & {
    superseded_by_id: string | null;
    trust_move: number | null;
    interest_move: number | null;
    contacts: TouchpointRecord['contacts'] | null;
  };

export interface Names {
  member_name: string | null;
  account_name: string | null;
}

export function recordOf(r: ToldRow): TouchpointRecord {
  return {
    id: r.id,
    accountId: r.account_id,
    accountName: r.account_name,
    at: r.at.toISOString(),
    recordedAt: r.recorded_at.toISOString(),
    kind: r.kind as TouchpointRecord['kind'],
    channel: r.channel,
    direction: r.direction,
    initiator: r.initiator,
    subject: r.subject,
    body: r.body,
    expectationSet: r.expectation_set,
    expectation: r.expectation as TouchpointRecord['expectation'],
    effort: r.effort,
    minutes: r.minutes,
    outcome: r.outcome,
    valueDelivered: r.value_delivered,
    learnt: r.learnt,
    memberId: r.member_id,
    memberName: r.member_name,
    source: r.source,
    evidence: r.evidence,
    opportunityId: r.opportunity_id,
    caseId: r.case_id,
    supersedesId: r.supersedes_id,
    supersededById: r.superseded_by_id,
    retracts: r.retracts,
    contacts: r.contacts ?? [],
    moved:
      r.trust_move === null || r.interest_move === null ? null : { trust: r.trust_move, interest: r.interest_move },
  };
}

/** An entry that was just written, with nobody but its author taking part. */
export const asLogged = (
  entry: StoredEntry,
  names: Names,
  moved: { trust: number; interest: number } | undefined,
): TouchpointRecord =>
  recordOf({
    ...entry,
    ...names,
    superseded_by_id: null,
    trust_move: moved?.trust ?? null,
    interest_move: moved?.interest ?? null,
    contacts: null,
  });
