import { ask } from '../../web/connection.ts';
import { relationshipContract as api, type TouchpointRecord } from '../contract.ts';
import { readRelationshipsAgain } from './actions.ts';

/** Logs a touchpoint that was taken back once more, as it was: the ledger itself is never edited. */
export async function restore(entry: TouchpointRecord): Promise<void> {
  await ask(api.logTouchpoint, {
    body: {
      accountId: entry.accountId,
      at: entry.at,
      kind: entry.kind,
      channel: entry.channel,
      direction: entry.direction,
      initiator: entry.initiator,
      subject: entry.subject,
      body: entry.body,
      expectationSet: entry.expectationSet,
      expectation: entry.expectation,
      effort: entry.effort,
      minutes: entry.minutes,
      outcome: entry.outcome,
      valueDelivered: entry.valueDelivered,
      learnt: entry.learnt,
      contactIds: entry.contacts.map((contact) => contact.id),
      opportunityId: entry.opportunityId,
      caseId: entry.caseId,
      evidence: entry.evidence,
    },
  });
  await readRelationshipsAgain();
}
