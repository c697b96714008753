import { t } from './settingsMessages.ts';

const known = [
  'session.started',
  'session.ended',
  'session.ended everywhere',
  'password.changed',
  'password.reset',
  'password.reset allowed',
  'workspace.created',
  'workspace.changed',
  'member.added',
  'member.invited',
  'member.joined',
  'member.changed',
  'member.disabled',
  'member.enabled',
  'team.created',
  'team.changed',
  'team.removed',
  'token.created',
  'token.revoked',
  'view.created',
  'view.changed',
  'view.removed',
  'account.created',
  'account.changed',
  'account.deleted',
  'account.restored',
  'contact.created',
  'contact.changed',
  'contact.deleted',
  'contact.restored',
  'touchpoint.logged',
] as const;

/** What happened, as the end of a sentence that begins with who did it; an event without words of its own is told by its name. */
export function sentenceOf(name: string, detail: Record<string, unknown>): string {
  const word = known.find((each) => each === name);
  const about = typeof detail['name'] === 'string' && !name.endsWith('.joined') ? `: ${detail['name']}` : '';
  return (word === undefined ? name.replace('.', ' ') : t(`event.${word}`)) + about;
}

/** The fields that an edit changed, each with before and after. */
export function changesOf(detail: Record<string, unknown>): string[] {
  const { changes } = detail;
  if (typeof changes !== 'object' || changes === null) return [];
  return Object.entries(changes).flatMap(([field, change]: [string, unknown]) =>
    Array.isArray(change) ? [`${field} ${shown(change[0])} → ${shown(change[1])}`] : [],
  );
}

function shown(value: unknown): string {
  if (value === null || value === undefined || value === '') return t('audit.nothing');
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
