/** The words of a case, alike in database, contract and screens. */
export const caseKinds = ['question', 'fault', 'request', 'complaint'] as const;
export type CaseKind = (typeof caseKinds)[number];
export const severities = ['low', 'normal', 'high', 'severe'] as const;
export type Severity = (typeof severities)[number];
/** `open`: our turn. `waiting`: the customer's turn. */
export const caseStates = ['open', 'waiting', 'solved', 'closed'] as const;
export type CaseState = (typeof caseStates)[number];
export const caseChannels = ['call', 'mail', 'message', 'web', 'visit', 'service'] as const;
export const messageKinds = ['from customer', 'to customer', 'note'] as const;
export const clocks = ['first response', 'resolution'] as const;
export type Clock = (typeof clocks)[number];
export const queues = ['mine', 'team', 'unassigned', 'all'] as const;
