import type { Sends } from '../../platform/contract.ts';
import type { promisesContract } from '../../ownership/promises/contract.ts';
import type { relationshipContract } from '../contract.ts';
import { parseSpot, type SpotDraft } from '../../usage/spotted/web/spotDraft.ts';
import { loggedByHand } from '../kinds.ts';
import { expectations, type Expectation, type TouchpointKind } from '../vocabulary.ts';

/** What a person has said so far of a contact that they are logging, and what of it goes to the server. Pure. */
export interface LogDraft {
  accountId: string | null;
  kind: TouchpointKind;
  contactIds: readonly string[];
  expectation: Expectation | null;
  text: string;
  /** `2026-06-12`; both parts are needed for it to count. */
  promise: { what: string; by: string | null } | null;
  next: { what: string; by: string | null } | null;
  /** Business that was noticed on the way. */
  spotted: SpotDraft | null;
}

export const emptyDraft: LogDraft = {
  accountId: null,
  kind: 'call',
  contactIds: [],
  expectation: null,
  text: '',
  promise: null,
  next: null,
  spotted: null,
};

/** The five kinds that are one tap; the rest is behind “something else”. */
export const tiles = ['visit', 'call', 'service visit', 'meeting', 'reply'] as const satisfies TouchpointKind[];
export const otherKinds: readonly TouchpointKind[] = [
  ...loggedByHand.filter((kind) => !(tiles as readonly string[]).includes(kind)),
  'promise made',
];

type Body = NonNullable<Sends<typeof relationshipContract.logTouchpoint>['body']>;

/** The entry of the ledger. `fallback` is its line when nothing was written. `accountId` must be known. */
export function touchpointOf(draft: LogDraft & { accountId: string }, fallback: string): Body {
  const { subject, body } = inALine(draft.text, fallback);
  return {
    accountId: draft.accountId,
    kind: draft.kind,
    subject,
    ...(body === null ? {} : { body }),
    ...(draft.expectation === null ? {} : { expectation: draft.expectation }),
    ...(draft.contactIds.length === 0 ? {} : { contactIds: [...draft.contactIds] }),
    ...(draft.next?.by && draft.next.what.trim() !== ''
      ? { nextStep: { what: draft.next.what.trim(), dueAt: morningOf(draft.next.by) } }
      : {}),
  };
}

type Promised = NonNullable<Sends<typeof promisesContract.makePromise>['body']>;

/** The promise as an entry of its own in the ledger of promises; null when none was made. */
export function promiseOf(draft: LogDraft & { accountId: string }): Promised | null {
  const what = draft.promise?.what.trim() ?? '';
  if (what === '') return null;
  return {
    accountId: draft.accountId,
    what,
    ...(draft.promise?.by ? { dueOn: draft.promise.by } : {}),
    ...(draft.contactIds[0] === undefined ? {} : { contactId: draft.contactIds[0] }),
  };
}

const longest = 120;

/** The first sentence is the line in the timeline; what is longer is kept whole. */
export function inALine(text: string, fallback: string): { subject: string; body: string | null } {
  const whole = text.trim();
  if (whole === '') return { subject: fallback, body: null };
  const sentence = whole.match(/^[^\n]*?[.!?](?=\s)/)?.[0] ?? whole.split('\n')[0]!;
  const subject =
    sentence.length <= longest ? sentence : `${sentence.slice(0, sentence.lastIndexOf(' ', longest - 1))}…`;
  return { subject: subject.replace(/\.$/, ''), body: subject.length >= whole.length - 1 ? null : whole };
}

export function morningOf(day: string): string {
  return new Date(`${day}T09:00:00`).toISOString();
}

/** Whether anything would be lost by throwing the draft away. */
export function isWorthKeeping(draft: LogDraft): boolean {
  return (
    draft.text.trim() !== '' ||
    draft.expectation !== null ||
    draft.promise !== null ||
    draft.next !== null ||
    draft.spotted !== null
  );
}

/** Reads a kept draft; what an older version wrote and cannot be read is dropped. */
export function parseDraft(text: string | undefined): LogDraft | undefined {
  try {
    const kept: unknown = JSON.parse(text ?? 'null');
    if (typeof kept !== 'object' || kept === null || !('text' in kept) || typeof kept.text !== 'string')
      return undefined;
    const expectation = 'expectation' in kept ? expectations.find((each) => each === kept.expectation) : undefined;
    const kind = 'kind' in kept ? [...tiles, ...otherKinds].find((each) => each === kept.kind) : undefined;
    return {
      ...emptyDraft,
      text: kept.text,
      accountId: 'accountId' in kept && typeof kept.accountId === 'string' ? kept.accountId : null,
      kind: kind ?? emptyDraft.kind,
      contactIds: 'contactIds' in kept && Array.isArray(kept.contactIds) ? kept.contactIds.filter(isText) : [],
      expectation: expectation ?? null,
      promise: 'promise' in kept ? planned(kept.promise) : null,
      next: 'next' in kept ? planned(kept.next) : null,
      spotted: 'spotted' in kept ? parseSpot(kept.spotted) : null,
    };
  } catch {
    return undefined;
  }
}

function planned(value: unknown): LogDraft['promise'] {
  if (typeof value !== 'object' || value === null || !('what' in value) || !isText(value.what)) return null;
  return { what: value.what, by: 'by' in value && isText(value.by) ? value.by : null };
}

const isText = (value: unknown): value is string => typeof value === 'string';
