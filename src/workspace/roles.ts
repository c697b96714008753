import type { Action, Permission } from '../platform/contract.ts';

/** What each role may do with each kind of record, and how far: its own, its team's, or all of the workspace. */

export const roles = [
  'owner',
  'manager',
  'team leader',
  'seller',
  'account manager',
  'service',
  'marketing',
  'reader',
] as const;
export type Role = (typeof roles)[number];

export const businessRoles = ['hunter', 'farmer', 'service', 'implementation', 'marketing', 'leader', 'other'] as const;

export const kinds = [
  'account',
  'contact',
  'touchpoint',
  'opportunity',
  'case',
  'offering',
  'segment',
  'campaign',
  'promise',
  'handoff',
  'alarm',
  'spotted',
  'import',
  'export',
  'team',
  'member',
  'token',
  'workspace',
  'event',
  'view',
  'session',
  'notification',
  'coaching',
  'payback',
  'forecast',
  'process',
  'work',
] as const;
export type Kind = (typeof kinds)[number];

/** How far a right reaches. `own` includes records of the person's teams' only with `team`. */
export type Reach = 'none' | 'own' | 'team' | 'all';

type Rights = Partial<Record<Kind, Partial<Record<Action, Reach>>>>;

const reads = (reach: Reach, ...of: Kind[]): Rights => Object.fromEntries(of.map((kind) => [kind, { read: reach }]));
const works = (read: Reach, write: Reach, remove: Reach, ...of: Kind[]): Rights =>
  Object.fromEntries(of.map((kind) => [kind, { read, write, delete: remove }]));

const everybody: Rights = {
  ...reads('all', 'offering', 'segment', 'campaign', 'team', 'member', 'workspace', 'event', 'process'),
  ...works('own', 'own', 'own', 'token', 'spotted', 'view', 'notification', 'work'),
};

/** Who looks after customers of one's own: before the close and after it alike. */
const ofOwnCustomers: Rights = {
  ...everybody,
  ...works(
    'own',
    'own',
    'own',
    'account',
    'contact',
    'touchpoint',
    'opportunity',
    'promise',
    'handoff',
    'alarm',
    'case',
    'import',
    'forecast',
    'coaching',
  ),
  ...reads('own', 'export'),
};

const rights: Record<Role, Rights> = {
  owner: works('all', 'all', 'all', ...kinds),
  manager: {
    ...everybody,
    ...works('all', 'all', 'all', ...kinds.filter((kind) => !['workspace', 'token', 'session'].includes(kind))),
  },
  'team leader': {
    ...everybody,
    ...works(
      'team',
      'team',
      'team',
      'account',
      'contact',
      'touchpoint',
      'opportunity',
      'case',
      'promise',
      'handoff',
      'alarm',
      'spotted',
      'import',
      'forecast',
      'coaching',
    ),
    ...reads('team', 'export', 'payback'),
  },
  seller: ofOwnCustomers,
  'account manager': ofOwnCustomers,
  // Service people meet every customer, so they see every account; what they notice is the point of having them here.
  service: {
    ...everybody,
    ...reads('all', 'account', 'contact'),
    ...works('all', 'all', 'none', 'touchpoint', 'case', 'promise'),
    ...works('all', 'own', 'own', 'alarm', 'spotted'),
  },
  marketing: {
    ...everybody,
    ...works('all', 'all', 'none', 'account', 'contact', 'touchpoint', 'segment', 'campaign', 'import'),
    ...reads('all', 'opportunity', 'export'),
    ...works('all', 'own', 'own', 'spotted'),
  },
  reader: {
    ...reads(
      'all',
      ...kinds.filter((kind) => !['token', 'session', 'coaching', 'view', 'notification', 'work'].includes(kind)),
    ),
    ...works('own', 'own', 'own', 'view', 'notification', 'work'),
  },
};

export const reachOf = (role: Role, kind: Kind, action: Action): Reach => rights[role][kind]?.[action] ?? 'none';

/** Whether a role may do something at all; how far is decided per row by row-level security. */
export function mayAtAll(role: Role, permission: Permission): boolean {
  if (permission === 'anyone' || permission === 'member') return true;
  return kinds.some((kind) =>
    actions.some((action) => permission === `${kind}:${action}` && reachOf(role, kind, action) !== 'none'),
  );
}

/** Every permission there is. */
export const permissions = kinds.flatMap((kind) =>
  (['read', 'write', 'delete'] as const).map((action) => `${kind}:${action}` as const),
);

/** Kinds in which a role's right reaches the whole workspace. */
export const kindsWithAll = (role: Role, action: Action): Kind[] =>
  kinds.filter((kind) => reachOf(role, kind, action) === 'all');

/** Whether the role's rights reach its teams' records in any kind. */
export const leadsTeams = (role: Role): boolean => kinds.some((kind) => reachOf(role, kind, 'read') === 'team');

/** Whether one role may do all that another may: nobody grants, changes or takes away more than they have. */
export const covers = (role: Role, other: Role): boolean =>
  kinds.every((kind) =>
    actions.every(
      (action) => reaches.indexOf(reachOf(role, kind, action)) >= reaches.indexOf(reachOf(other, kind, action)),
    ),
  );

const actions: readonly Action[] = ['read', 'write', 'delete'];
const reaches: readonly Reach[] = ['none', 'own', 'team', 'all'];

/** A token's scopes narrow what its member may do: `read` all reads, `write` reads and writes, or single permissions. */
export function scopeAllows(scopes: readonly string[], permission: Permission): boolean {
  if (permission === 'anyone' || permission === 'member') return true;
  const action = permission.split(':')[1];
  return scopes.includes(permission) || scopes.includes('write') || (scopes.includes('read') && action === 'read');
}
