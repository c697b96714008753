import type { AccessCase } from '../testing/accessCases.ts';
import type { UsageSpecimens } from './specimens.testing.ts';

/** Pages that customers open by a link. */
export const usageOpenToAnyone = ['cases.seeCase', 'cases.replyToCase'];

export const usageAccessCases = (s: UsageSpecimens): Record<string, AccessCase> => ({
  'cases.listCases': {},
  'cases.caseQueues': {},
  'cases.createCase': { body: { subject: 'Canary stands', accountId: s.of.accountId } },
  'cases.readCase': { params: { id: s.request.id } },
  'cases.changeCase': { params: { id: s.request.id }, body: { severity: 'high' }, version: s.request.version },
  'cases.deleteCase': { params: { id: s.request.id } },
  'cases.restoreCase': { params: { id: s.deletedRequest.id } },
  'cases.writeMessage': { params: { id: s.request.id }, body: { kind: 'to customer', body: 'Canary answer' } },
  'cases.waitForCustomer': { params: { id: s.request.id }, version: s.request.version },
  'cases.resumeCase': { params: { id: s.waitingRequest.id }, version: s.waitingRequest.version },
  'cases.solveCase': { params: { id: s.request.id }, body: {}, version: s.request.version },
  'cases.closeCase': { params: { id: s.solvedRequest.id }, version: s.solvedRequest.version },
  'cases.reopenCase': {
    params: { id: s.solvedRequest.id },
    body: { reason: 'It came back' },
    version: s.solvedRequest.version,
  },
  'cases.mergeCase': {
    params: { id: s.request.id },
    body: { intoId: s.waitingRequest.id },
    version: s.request.version,
  },
  'cases.unmergeCase': { params: { id: s.mergedRequest.id }, version: s.mergedRequest.version },
  'cases.makeCaseLink': { params: { id: s.request.id } },
  'cases.endCaseLink': { params: { id: s.request.id } },
  'cases.listCannedAnswers': { openToColleagues: 'everybody who answers customers shares the canned answers' },
  'cases.addCannedAnswer': { body: { name: 'Canary thanks', body: 'Canary thanks you' } },
  'cases.changeCannedAnswer': {
    params: { id: s.cannedAnswer.id },
    body: { body: 'Canary other' },
    version: s.cannedAnswer.version,
  },
  'cases.removeCannedAnswer': { params: { id: s.cannedAnswer.id } },
  'cases.readServiceLevel': {},
  'cases.saveServiceLevel': { body: { level: s.serviceLevel, basedOn: 0 } },
  'cases.seeCase': { body: { secret: s.caseSecret } },
  'cases.replyToCase': { body: { secret: s.caseSecret, body: 'Canary replies' } },
});
