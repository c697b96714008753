import { channels, directions, initiators, touchpointKinds } from '../../../relationship/vocabulary.ts';
import { accountKeys, personKeys } from '../../../people/duplicates.ts';
import type { Draft, Note, Value } from './draft.ts';
import { fold } from '../values/fold.ts';
import { contentKey } from './key.ts';
import type { FilePlan, PlanDefaults } from '../plan/plan.ts';
import { understandTouchpoint } from './touchpoints.ts';

export type Finishing = { draft: Draft; notes: Note[]; file: FilePlan; defaults: PlanDefaults; today: string };

/** What a record of each target needs beyond its columns. Returns false when the row must be left out, with a note. */
export function finish(finishing: Finishing): boolean {
  const { draft } = finishing;
  const rule = rules[draft.target];
  return rule ? rule(finishing) : true;
}

const rules: Partial<Record<Draft['target'], (finishing: Finishing) => boolean>> = {
  member: finishMember,
  account: finishAccount,
  contact: finishContact,
  opportunity: finishOpportunity,
  order: ({ draft, notes, defaults }) => {
    setDefault(draft.values, 'currency', defaults.currency);
    return tied(draft, notes, 'skip');
  },
  offering: ({ draft, defaults }) => setDefault(draft.values, 'currency', defaults.currency),
  case: finishCase,
  touchpoint: finishTouchpoint,
  nextStep: finishNextStep,
};

const text = (value: Value | undefined): string => (typeof value === 'string' ? value : '');

function setDefault(values: Draft['values'], field: string, value: Value): true {
  values[field] ??= value;
  return true;
}

function finishMember({ draft }: Finishing): boolean {
  nameFromParts(draft);
  draft.alike = personKeys({ emails: [text(draft.values['email'])].filter(Boolean) });
  return true;
}

function nameFromParts({ values }: Draft): true {
  const parts = [text(values['firstName']), text(values['lastName'])].filter(Boolean).join(' ');
  if (parts !== '') values['name'] ??= parts;
  if (values['name'] === undefined && values['email'] !== undefined) values['name'] = text(values['email']);
  return true;
}

function finishAccount({ draft, notes }: Finishing): boolean {
  const { values } = draft;
  if (values['name'] === undefined && values['domain'] !== undefined) {
    values['name'] = text(values['domain']);
    notes.push({ code: 'name taken from the domain', value: text(values['domain']) });
  }
  if (values['standing'] !== undefined) setDefault(values, 'phase', 'shopping');
  draft.alike = accountKeys({ name: text(values['name']), domain: text(values['domain']) });
  return true;
}

function finishContact({ draft }: Finishing): boolean {
  const { values } = draft;
  nameFromParts(draft);
  const emails = [text(values['email']), text(values['email2'])].filter(Boolean);
  const phones = [text(values['phone']), text(values['mobile'])].filter(Boolean);
  if (emails.length > 0) values['emails'] = [...new Set(emails)];
  if (phones.length > 0) values['phones'] = [...new Set(phones)];
  draft.alike = personKeys({ name: text(values['name']), emails });
  return true;
}

/** A sale is open or has a day of closing, and began some day. */
function finishOpportunity({ draft, notes, file, defaults, today }: Finishing): boolean {
  const { values } = draft;
  setDefault(values, 'saleType', defaults.saleType);
  setDefault(values, 'currency', defaults.currency);
  const outcome = text(values['outcome']) || 'open';
  values['outcome'] = outcome;
  values['stage'] ??= outcome === 'open' ? 'interest' : 'action';
  if (outcome === 'open' && values['closedOn'] !== undefined) {
    values['expectedCloseOn'] ??= values['closedOn'];
    delete values['closedOn'];
  }
  if (outcome !== 'open' && values['closedOn'] === undefined) {
    const closed = values['expectedCloseOn'] ?? values['openedOn'];
    if (closed === undefined) notes.push({ code: 'no day of closing', field: 'opportunity.closedOn', detail: today });
    values['closedOn'] = closed ?? today;
  }
  if (values['openedOn'] === undefined) {
    notes.push({ code: 'no day of opening', field: 'opportunity.openedOn', detail: text(values['closedOn']) || today });
    values['openedOn'] = text(values['closedOn']) || today;
  }
  if (outcome !== 'open' && text(values['closedOn']) < text(values['openedOn']))
    notes.push({
      code: 'closed before it was opened',
      field: 'opportunity.closedOn',
      value: `${text(values['openedOn'])} … ${text(values['closedOn'])}`,
    });
  return tied(draft, notes, file.unlinked);
}

function finishCase({ draft, notes, file }: Finishing): boolean {
  const { values } = draft;
  const status = text(values['status']) || (values['solvedAt'] === undefined ? 'open' : 'solved');
  values['status'] = status;
  values['severity'] ??= 'normal';
  values['channel'] ??= 'service';
  // A day of last change is the day of solving only for what is solved.
  if (status !== 'solved' && status !== 'closed') delete values['solvedAt'];
  values['subject'] ??= 'Case';
  return tied(draft, notes, file.unlinked);
}

function finishTouchpoint(finishing: Finishing): boolean {
  const { draft, notes, file, today } = finishing;
  const { values, custom } = draft;
  const purpose = text(values['purpose']);
  if (fold(custom['Status'] ?? '') === 'cancelled') return leaveOut(notes, 'cancelled');
  if (file.touchpointSource === 'response' && fold(purpose) === 'planned') return leaveOut(notes, 'planned only');
  if (text(values['at']).slice(0, 10) > today) return planAhead(finishing);
  const minutes = effortOf(draft, notes);
  const understood = understandTouchpoint({
    source: file.touchpointSource,
    subject: text(values['subject']),
    purpose,
    minutes,
    direction: oneOf(directions, values['direction']),
    channel: oneOf(channels, values['channel']),
    initiator: oneOf(initiators, values['initiator']),
  });
  const kind = oneOf(touchpointKinds, values['kind']) ?? understood.kind;
  Object.assign(values, understood, { kind });
  values['subject'] ??= purpose || kind;
  draft.evidence = evidenceOf(draft);
  return tied(draft, notes, file.unlinked);
}

/** What has not happened yet is no touchpoint. */
function planAhead({ draft, notes, file }: Finishing): boolean {
  const { at = '', subject, purpose, note } = draft.values;
  draft.target = 'nextStep';
  draft.values = {
    what: text(subject) || text(purpose) || 'Meeting',
    due: at,
    ...(note === undefined ? {} : { note }),
  };
  notes.push({ code: 'lies ahead: became a next step', value: text(at) });
  return tied(draft, notes, file.unlinked);
}

const oneOf = <Word extends string>(words: readonly Word[], value: Value | undefined): Word | undefined =>
  words.find((each) => each === value);

/** Minutes from the column, or from beginning to end when that is less than a day. */
function effortOf({ values }: Draft, notes: Note[]): number | undefined {
  const { effort, at, endAt } = values;
  if (typeof effort === 'number' || !at || !endAt) return typeof effort === 'number' ? effort : undefined;
  const minutes = Math.round((Date.parse(text(endAt)) - Date.parse(text(at))) / 60_000);
  if (minutes < 0 || minutes > 24 * 60) {
    notes.push({ code: 'longer than a day', field: 'touchpoint.endAt', value: `${text(at)} … ${text(endAt)}` });
    return undefined;
  }
  values['effort'] = minutes;
  return minutes;
}

/** When, what, by whom and with whom: what two copies of one event share. */
function evidenceOf({ values, refs, participants }: Draft): string {
  const who = (field: string) => refs[field]?.lookups.map((lookup) => lookup.is).join('|') ?? '';
  const said = [
    values['at'],
    values['endAt'],
    values['kind'],
    values['channel'],
    values['direction'],
    fold(text(values['subject'])),
    values['effort'],
  ];
  return contentKey(
    JSON.stringify([
      ...said,
      who('owner'),
      who('account'),
      who('contact'),
      who('opportunity'),
      participants.map((each) => each.said),
    ]),
  );
}

/** A step that is done is history: a note in the ledger. */
function finishNextStep(finishing: Finishing): boolean {
  const { draft, notes, file, today } = finishing;
  const { values } = draft;
  if (values['status'] !== 'done') {
    delete values['doneAt'];
    values['due'] ??= `${today}T12:00:00Z`;
    return tied(draft, notes, file.unlinked);
  }
  draft.target = 'touchpoint';
  draft.values = {
    at: values['doneAt'] ?? values['due'] ?? values['createdAt'] ?? `${today}T12:00:00Z`,
    subject: values['what'] ?? 'Task',
    ...(values['note'] === undefined ? {} : { note: values['note'] }),
  };
  const came = finishTouchpoint({ ...finishing, file: { ...file, touchpointSource: 'note' } });
  if (came) notes.push({ code: 'done step became a note' });
  return came;
}

/** Whether it belongs to anybody: an account, a contact, an opportunity or the people who took part. */
function tied(draft: Draft, notes: Note[], unlinked: FilePlan['unlinked']): boolean {
  const { account, contact, opportunity } = draft.refs;
  if (account ?? contact ?? opportunity ?? draft.participants[0]) return true;
  const kept = unlinked === 'keep';
  notes.push({ code: kept ? 'kept without anybody' : 'tied to nobody' });
  return kept;
}

function leaveOut(notes: Note[], code: 'cancelled' | 'planned only'): false {
  notes.push({ code });
  return false;
}
