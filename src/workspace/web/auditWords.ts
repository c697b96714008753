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
  const subject = detail['name'] ?? detail['email'];
  const about = typeof subject === 'string' && !name.endsWith('.joined') ? `: ${subject}` : '';
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
  if (typeof value === 'object') return shortened(listed(value) || t('audit.nothing'));
  return shortened(typeof value === 'string' ? value : JSON.stringify(value));
}

/** `call from 2026-01-01; mail from 2026-02-01 until 2026-03-01`, for any list or object: keys and values without brackets. */
function listed(value: object): string {
  return Object.entries(value)
    .filter(([, inner]: [string, unknown]) => inner !== null && inner !== '')
    .map(([key, inner]: [string, unknown]) => {
      const text = typeof inner === 'object' && inner !== null ? listed(inner) : String(inner);
      return Array.isArray(value) ? text : `${key} ${text}`;
    })
    .join(Array.isArray(value) ? '; ' : ', ');
}

const shortened = (text: string) => (text.length > 120 ? `${text.slice(0, 119)}…` : text);
