import { shippedFor } from '../purchase/process/library.ts';
import { castPassword } from './cast.ts';
import type { Specimens } from './specimens.ts';

/**
 * What the access test sends to each endpoint: input that is right in every respect, so that a refusal is a refusal of the
 * person. A new endpoint needs a line here; everything else that is expected of it follows from its contract.
 */
export interface AccessCase {
  params?: Record<string, string>;
  query?: Record<string, unknown>;
  body?: unknown;
  /** For endpoints that take something else than JSON. */
  raw?: string;
  version?: number;
  /** Needs a person, not a token. */
  inPerson?: true;
  /** What an owner's request is answered with where that is no success, because the cast is already in. */
  answers?: number;
  /** Colleagues whose rights reach only their own records may do this to others' as well, for the reason given. */
  openToColleagues?: string;
  /** It takes something away that lies outside of the database: what it was has to be laid out anew. */
  outside?: true;
  /** The permission does not follow the method, for the reason given. */
  unusual?: string;
}

/** Endpoints that need no signing in. Anything else in a contract that says `anyone` fails the test. */
export const openToAnyone = [
  'getSetup',
  'setUp',
  'signIn',
  'signOut',
  'resetPassword',
  'seeInvitation',
  'acceptInvitation',
]
  .map((name) => `workspace.${name}`)
  .concat('quotes.seeQuote', 'quotes.acceptQuote', 'quotes.printOpenQuote');

/** Endpoints for whoever is signed in, whatever the role: about the person, or deciding by what they are asked to do. */
export const openToMembers = [
  'workspace.signOutEverywhere',
  'workspace.getSession',
  'workspace.changePassword',
  'workspace.changeProfile',
  'workspace.listMyWorkspaces',
  'workspace.switchWorkspace',
  'people.changeMany',
  'people.undoMany',
  'live.stream',
];

export const accessCases = (s: Specimens): Record<string, AccessCase> => ({
  'workspace.getSetup': {},
  'workspace.setUp': {
    body: { name: 'Kim', email: 'kim@example.org', password: castPassword, workspace: { name: 'Mine' } },
    answers: 409,
  },
  'workspace.signIn': { body: { email: s.owner.email, password: castPassword } },
  'workspace.signOut': {},
  'workspace.signOutEverywhere': { inPerson: true },
  'workspace.getSession': {},
  'workspace.changePassword': { body: { current: castPassword, password: 'a stitch in time' }, inPerson: true },
  'workspace.changeProfile': { body: { name: 'Canary Kim' }, inPerson: true },
  'workspace.makePasswordReset': { params: { id: s.seller.id }, inPerson: true },
  'workspace.resetPassword': { body: { secret: s.reset, password: 'a stitch in time' } },
  'workspace.seeInvitation': { body: { secret: s.invitation } },
  'workspace.acceptInvitation': { body: { secret: s.invitation, password: 'a stitch in time' } },
  'workspace.listMyWorkspaces': { inPerson: true },
  'workspace.createWorkspace': { body: { name: 'Another' }, inPerson: true },
  'workspace.switchWorkspace': { body: { id: s.workspace.id }, inPerson: true },
  'workspace.listMembers': {},
  'workspace.getMember': { params: { id: s.guest.id } },
  'workspace.addMember': { body: { name: 'Canary New', role: 'seller', teamId: s.team.id } },
  'workspace.changeMember': {
    params: { id: s.guest.id },
    body: { role: 'reader', teamId: s.team.id },
    version: s.guest.version,
  },
  'workspace.setAccess': { params: { id: s.seller.id }, body: { enabled: false }, version: s.seller.version },
  'workspace.invite': { params: { id: s.guest.id }, inPerson: true },
  'workspace.listTeams': {},
  'workspace.createTeam': { body: { name: 'Canary Other', parentId: s.team.id, leaderId: s.seller.id } },
  'workspace.changeTeam': { params: { id: s.team.id }, body: { name: 'Canary Renamed' }, version: s.team.version },
  'workspace.removeTeam': { params: { id: s.team.id } },
  'workspace.getWorkspace': {},
  'workspace.changeWorkspace': { body: { name: 'Canary & Sons' }, version: 1 },
  'workspace.listTokens': {},
  'workspace.createToken': { body: { name: 'Canary two', scopes: ['read'] }, inPerson: true },
  'workspace.revokeToken': { params: { id: s.token.id } },
  'workspace.listViews': {},
  'workspace.createView': { body: { screen: 'accounts', name: 'Canary mine', search: {} } },
  'workspace.changeView': { params: { id: s.view.id }, body: { name: 'Canary renamed' }, version: s.view.version },
  'workspace.removeView': { params: { id: s.view.id } },
  'workspace.listEvents': {},
  'workspace.getHistory': { params: { kind: 'account', id: s.account.id } },

  'people.createAccount': { body: { name: 'Canary New', ownerId: s.seller.id, parentId: s.account.id } },
  'people.listAccounts': {},
  'people.readAccount': { params: { id: s.account.id } },
  'people.changeAccount': { params: { id: s.account.id }, body: { city: 'Graz' }, version: s.account.version },
  'people.deleteAccount': { params: { id: s.account.id } },
  'people.restoreAccount': { params: { id: s.deletedAccount.id } },
  'people.listAccountContacts': { params: { id: s.account.id } },
  'people.createContact': { body: { name: 'Canary New', accountId: s.account.id } },
  'people.listContacts': {},
  'people.readContact': { params: { id: s.contact.id } },
  'people.changeContact': { params: { id: s.contact.id }, body: { city: 'Graz' }, version: s.contact.version },
  'people.moveContact': { params: { id: s.contact.id }, body: { accountId: null }, version: s.contact.version },
  'people.deleteContact': { params: { id: s.contact.id } },
  'people.restoreContact': { params: { id: s.deletedContact.id } },
  'people.addAffiliation': { params: { id: s.contact.id }, body: { accountId: s.otherAccount.id } },
  'people.changeAffiliation': {
    params: { id: s.affiliation.id },
    body: { title: 'Director' },
    version: s.affiliation.version,
  },
  'people.changeMany': { body: { kind: 'account', ids: [s.account.id], change: { action: 'add tag', tag: 'vip' } } },
  'people.undoMany': { params: { id: s.bulk.id } },
  'people.findSimilar': {
    body: { kind: 'account', name: 'Industries' },
    unusual: 'it only reads, and what it reads by does not belong into an address',
  },
  'people.exportAccounts': {},
  'people.exportContacts': {},
  'people.search': { query: { text: 'Canary' } },

  'mail.readOutbox': {},
  'mail.listMail': {},
  'mail.tryMail': { answers: 409 },
  'mail.sendAgain': { params: { id: s.letter } },
  'mail.throwAway': { params: { id: s.letter } },

  'import.createImport': { body: {} },
  'import.listImports': {},
  'import.readImport': { params: { id: s.imports.planned.id } },
  'import.discardImport': { params: { id: s.imports.planned.id }, outside: true },
  'import.addImportFile': { params: { id: s.imports.planned.id }, body: { name: 'more.csv', size: 10 } },
  'import.uploadImportFile': { params: { id: s.imports.planned.id, number: '1' }, raw: 'Company\nA\n', outside: true },
  'import.removeImportFile': { params: { id: s.imports.planned.id, number: '1' }, outside: true },
  'import.proposeImport': { params: { id: s.imports.planned.id }, body: {} },
  'import.saveImportPlan': {
    params: { id: s.imports.planned.id },
    body: { plan: s.imports.planned.plan },
    version: s.imports.planned.version,
  },
  'import.previewImport': {
    params: { id: s.imports.planned.id },
    query: { file: 'Canary.csv' },
    unusual: "it is a step of preparing a change, and shows rows that are nobody else's yet",
  },
  'import.rehearseImport': { params: { id: s.imports.planned.id } },
  'import.runImport': { params: { id: s.imports.planned.id } },
  'import.cancelImport': { params: { id: s.imports.running.id } },
  'import.undoImport': { params: { id: s.imports.done.id } },
  'import.listImportRows': { params: { id: s.imports.done.id } },
  'import.downloadImportErrors': { params: { id: s.imports.done.id }, query: { file: 'Canary.csv' } },

  'demo.readDemo': {},
  'demo.loadDemo': {},
  'demo.removeDemo': { answers: 409 },

  'live.stream': {},

  'notifications.countNotifications': {},
  'notifications.listNotifications': {},
  'notifications.markNotifications': { body: {} },

  'relationship.logTouchpoint': { body: { accountId: s.account.id, kind: 'call', subject: 'Canary third' } },
  'relationship.previewTouchpoint': { body: { accountId: s.account.id, kind: 'call' } },
  'relationship.logTouchpoints': {
    body: { touchpoints: [{ accountId: s.account.id, kind: 'call', subject: 'Canary batch' }] },
  },
  'relationship.correctTouchpoint': { params: { id: s.touchpoint.id }, body: { retract: true } },
  'relationship.listTouchpoints': {},
  'relationship.readTouchpoint': { params: { id: s.touchpoint.id } },
  'relationship.readRelationship': { params: { id: s.account.id } },
  'selling.readCoverage': {},
  'insight.readTrustMovers': {},
  'relationship.readPath': { params: { id: s.account.id } },
  'relationship.overridePosition': { params: { id: s.account.id }, body: { position: 'peak', reason: 'They told me' } },
  'relationship.endOverride': { params: { id: s.otherAccount.id } },
  'relationship.changePhase': {
    params: { id: s.account.id },
    body: { phase: 'ownership', evidence: 'They signed' },
  },
  'relationship.changeSaleType': { params: { id: s.account.id }, body: { saleType: 'retail' } },
  'relationship.board': {},
  'relationship.map': {},
  'relationship.today': { query: { whose: 'all' } },
  'relationship.snooze': {
    params: { id: s.account.id },
    body: { until: '2026-06-20T09:00:00Z' },
    unusual: 'it changes only the own list of whoever may see the account',
  },
  'relationship.listNextSteps': {},
  'relationship.setNextStep': { body: { accountId: s.account.id, what: 'Canary next', dueAt: '2026-06-20T09:00:00Z' } },
  'relationship.changeNextStep': {
    params: { id: s.nextStep.id },
    body: { what: 'Canary changed' },
    version: s.nextStep.version,
  },
  'relationship.finishNextStep': {
    params: { id: s.nextStep.id },
    body: { dropped: false },
    version: s.nextStep.version,
  },
  'relationship.reopenNextStep': { params: { id: s.nextStep.id }, version: s.nextStep.version },

  'promises.listPromises': {},
  'promises.makePromise': { body: { accountId: s.account.id, what: 'Canary word' } },
  'promises.readPromise': { params: { id: s.promise.id } },
  'promises.changePromise': { params: { id: s.promise.id }, body: { what: 'Canary words' }, version: s.promise.version },
  'promises.takeBackPromise': { params: { id: s.promise.id } },
  'promises.settlePromise': { params: { id: s.promise.id }, body: { outcome: 'kept' }, version: s.promise.version },
  'promises.reopenPromise': { params: { id: s.settledPromise.id }, version: s.settledPromise.version },
  'spotted.noteSpotted': { body: { accountId: s.account.id, what: 'Canary needs a pump' } },
  'spotted.countSpotted': {},
  'spotted.readLeaderboard': {},
  'spotted.exportSpotted': {},
  'spotted.listSpotted': { query: { whose: 'all' } },
  'spotted.readSpotted': { params: { id: s.spotted.id } },
  'spotted.changeSpotted': {
    params: { id: s.spotted.id },
    body: { what: 'Canary wants two' },
    version: s.spotted.version,
  },
  'spotted.acceptSpotted': { params: { id: s.spotted.id }, body: { becomes: 'prospect' } },
  'spotted.declineSpotted': { params: { id: s.spotted.id }, body: { reason: 'no need' } },
  'spotted.reopenSpotted': { params: { id: s.declined.id } },
  'spotted.withdrawSpotted': { params: { id: s.spotted.id } },
  'spotted.separateSpotted': { params: { id: s.joined.id } },

  'handoffs.listHandoffs': {},
  'handoffs.readHandoff': { params: { id: s.handoff.id } },
  'handoffs.writePacket': { params: { id: s.handoff.id }, body: { packet: { risks: 'Canary' } }, version: s.handoff.version },
  'handoffs.suggestFarmers': { params: { id: s.handoff.id } },
  'handoffs.offerHandoff': { params: { id: s.handoff.id }, body: { farmerId: s.guest.id }, version: s.handoff.version },
  'handoffs.acceptHandoff': { params: { id: s.offeredHandoff.id }, version: s.offeredHandoff.version },
  'handoffs.returnHandoff': {
    params: { id: s.offeredHandoff.id },
    body: { questions: ['Canary?'] },
    version: s.offeredHandoff.version,
  },
  'handoffs.introduceFarmer': { params: { id: s.offeredHandoff.id }, body: {}, version: s.offeredHandoff.version },
  'handoffs.overrideHandoff': {
    params: { id: s.handoff.id },
    body: { reason: 'Canary reason' },
    version: s.handoff.version,
  },
  'handoffs.addExpectation': { params: { id: s.handoff.id }, body: { what: 'Canary hope' } },
  'handoffs.checkExpectation': {
    params: { id: s.handoff.expectations[0]!.id },
    body: { verdict: 'realistic' },
    version: s.handoff.expectations[0]!.version,
  },
  'handoffs.handoffRecords': {},

  'purchase.createOpportunity': { body: { name: 'Canary new', accountId: s.account.id } },
  'purchase.sell': { body: { name: 'Canary basket', accountId: s.account.id, amount: '50' } },
  'purchase.listOpportunities': {},
  'purchase.pipeline': {},
  'purchase.readOpportunity': { params: { id: s.opportunity.id } },
  'purchase.changeOpportunity': {
    params: { id: s.opportunity.id },
    body: { amount: '100' },
    version: s.opportunity.version,
  },
  'purchase.deleteOpportunity': { params: { id: s.opportunity.id } },
  'purchase.restoreOpportunity': { params: { id: s.deletedOpportunity.id } },
  'purchase.moveStage': {
    params: { id: s.opportunity.id },
    body: { stage: 'assessment', anyway: 'They said so' },
    version: s.opportunity.version,
  },
  'purchase.writeStep': { params: { id: s.opportunity.id, step: s.step.id }, body: { note: 'Canary note' } },
  'purchase.addStep': {
    params: { id: s.opportunity.id },
    body: { stage: 'interest', title: 'Canary step', evidence: 'They called' },
  },
  'purchase.removeStep': { params: { id: s.opportunity.id, step: s.step.id } },
  'purchase.winOpportunity': { params: { id: s.opportunity.id }, body: {}, version: s.opportunity.version },
  'purchase.loseOpportunity': {
    params: { id: s.opportunity.id },
    body: { reason: 'price', approach: null },
    version: s.opportunity.version,
  },
  'purchase.reopenOpportunity': {
    params: { id: s.lostOpportunity.id },
    body: { reason: 'They called' },
    version: s.lostOpportunity.version,
  },
  'purchase.addTeamMember': { params: { id: s.opportunity.id }, body: { contactId: s.secondContact.id } },
  'purchase.changeTeamMember': { params: { id: s.buyer.id }, body: { influence: 9 }, version: s.buyer.version },
  'purchase.removeTeamMember': { params: { id: s.buyer.id } },
  'purchase.saveMatrix': {
    params: { id: s.opportunity.id },
    body: { basedOn: 0, matrix: { criteria: [], options: [], weights: {}, scores: [] } },
  },
  'purchase.listMatrixVersions': { params: { id: s.opportunity.id } },
  'purchase.saveProcedure': {
    params: { id: s.opportunity.id },
    body: { basedOn: 0, steps: [], requirements: [], neededOn: null, bid: 'bid', bidReason: null },
  },
  'purchase.saveLines': {
    params: { id: s.opportunity.id },
    body: { lines: [{ name: 'Canary line', quantity: '1', price: '10' }] },
    version: s.opportunity.version,
  },
  'purchase.dismissWarning': {
    params: { id: s.opportunity.id },
    body: { kind: 'no next step', reason: 'On holiday' },
  },
  'purchase.recallWarning': { params: { id: s.opportunity.id }, body: { kind: 'no next step' } },
  'process.listProcesses': {},
  'process.saveProcess': { body: { saleType: 'retail', basedOn: 0, ...shippedFor('retail') } },
  'process.resetProcess': { query: { saleType: 'commercial' } },
  'potential.readWinModel': {},
  'potential.fitWinModel': {},
  'potential.testAlignment': {},
  'potential.whoFits': { params: { id: s.opportunity.id } },
  'message.readMessage': { params: { id: s.opportunity.id } },
  'message.saveMessage': {
    params: { id: s.opportunity.id },
    body: { basedOn: 0, message: { shape: 'deductive', lines: [] } },
  },
  'purchase.shareSale': {
    params: { id: s.opportunity.id },
    body: { shares: [{ memberId: s.owner.id, share: 100 }] },
  },

  'offerings.listOfferings': {},
  'offerings.listOfferingLines': {},
  'offerings.readOffering': { params: { id: s.offering.id } },
  'offerings.createOffering': { body: { name: 'Canary new' } },
  'offerings.changeOffering': { params: { id: s.offering.id }, body: { price: '1' }, version: s.offering.version },
  'offerings.deleteOffering': { params: { id: s.offering.id } },
  'offerings.restoreOffering': { params: { id: s.deletedOffering.id } },
  'offerings.listExchangeRates': {},
  'offerings.addExchangeRate': { body: { currency: 'NOK', from: '2026-01-01', rate: '0.086' } },
  'offerings.changeExchangeRate': {
    params: { id: s.exchangeRate.id },
    body: { rate: '1.1' },
    version: s.exchangeRate.version,
  },
  'offerings.removeExchangeRate': { params: { id: s.exchangeRate.id } },

  'quotes.makeQuote': { params: { id: s.quote.opportunityId }, body: {} },
  'quotes.listQuotes': { params: { id: s.quote.opportunityId } },
  'quotes.listApprovals': {},
  'quotes.readQuote': { params: { id: s.quote.id } },
  'quotes.changeQuote': { params: { id: s.quote.id }, body: { terms: 'Canary' }, version: s.quote.version },
  'quotes.askApproval': { params: { id: s.dearQuote.id }, body: { reason: 'They insist' } },
  'quotes.decideApproval': { params: { id: s.askedQuote.id }, body: { approve: true, reason: 'Go on' } },
  'quotes.sendQuote': { params: { id: s.quote.id } },
  'quotes.withdrawQuote': { params: { id: s.quote.id }, body: { reason: 'Too late' } },
  'quotes.printQuote': { params: { id: s.quote.id } },
  'quotes.seeQuote': { body: { secret: s.quoteSecret } },
  'quotes.acceptQuote': { body: { secret: s.quoteSecret, name: 'Kim Canary' } },
  'quotes.printOpenQuote': { body: { secret: s.quoteSecret } },

  'closing.readSellingRules': {},
  'closing.changeSellingRules': { body: { quoteDays: 20 }, version: 0 },
  'closing.readClosing': { params: { id: s.opportunity.id } },
  'closing.addCompetitor': { params: { id: s.opportunity.id }, body: { name: 'Canary rival' } },
  'closing.changeCompetitor': {
    params: { id: s.competitor.id },
    body: { why: 'Canary' },
    version: s.competitor.version,
  },
  'closing.removeCompetitor': { params: { id: s.competitor.id } },
  'closing.whyDecided': {},

  'route.listRoute': {},
  'route.orderRoute': { body: { accountIds: [s.otherAccount.id] } },
  'route.listReorders': {},
  'route.readLoop': { params: { id: s.otherAccount.id } },
  'route.saveStop': { params: { id: s.account.id }, body: { everyDays: 7, basedOn: 0 } },
  'route.removeStop': { params: { id: s.otherAccount.id } },
  'route.logVisit': { params: { id: s.account.id }, body: { note: 'Canary visit' } },
  'route.skipVisit': { params: { id: s.otherAccount.id }, body: { reason: 'On holiday' } },
  'route.readLastBasket': { params: { id: s.account.id } },
  'route.addNeed': { params: { id: s.account.id }, body: { line: 'Canary', amount: '100', source: 'Canary' } },
});
