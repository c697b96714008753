import type { Connected, Scope } from '../platform/database.ts';
import type { Permission } from '../platform/contract.ts';
import type { Who } from '../platform/serve.ts';
import { readCookie } from './cookie.ts';
import { kindsWithAll, leadsTeams, mayAtAll, scopeAllows, type Kind, type Role } from './roles.ts';
import { secretHash, tokenPrefix } from '../platform/secret.ts';

/** A session ends after two weeks without use, and 90 days after sign-in in any case. */
export const sessionLife = { idle: 14 * 86_400_000, whole: 90 * 86_400_000 };

/**
 * Makes `identify`: who sends a request, from the cookie or `Authorization: Bearer`, or null. Answers are kept for less
 * than a second, so that a revoked token or a disabled member is shut out within that time even if another process did
 * it; `atOnce` makes it immediate in this one. `elapsed` is a clock that cannot be set, in milliseconds.
 */
export function makeIdentify(
  database: Connected,
  clock: () => Date,
  elapsed: () => number = () => performance.now(),
): (request: Request) => Promise<Who | null> {
  const known: Known = new Map();
  caches.set(database, known);
  return async (request) => {
    const credential = credentialOf(request);
    if (!credential) return null;
    const key = `${credential.via} ${credential.secret}`;
    const kept = known.get(key);
    const asked = elapsed();
    if (kept && asked < kept.until) return kept.who;
    if (known.size >= 5000) known.clear();
    const who =
      credential.via === 'token'
        ? whoByToken(database, credential.secret, clock())
        : whoBySession(database, credential.secret, clock());
    const entry = { who, until: asked + 900 };
    known.set(key, entry);
    // An answer that could not be had is not kept.
    who.catch(() => known.get(key) === entry && known.delete(key));
    return who;
  };
}

/** Does something after which somebody may do less (or is somebody else), and forgets whom this process knew, once it is committed. */
export async function atOnce<T>(database: Connected, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    caches.get(database)?.clear();
  }
}

type Known = Map<string, { who: Promise<Who | null>; until: number }>;
const caches = new WeakMap<Connected, Known>();

function credentialOf(request: Request): { via: 'session' | 'token'; secret: string } | null {
  const header = request.headers.get('authorization');
  if (header !== null) {
    const secret = /^Bearer ([\w-]{20,100})$/i.exec(header)?.[1];
    return secret?.startsWith(tokenPrefix) ? { via: 'token', secret } : null;
  }
  const secret = readCookie(request, 'session');
  return secret === null ? null : { via: 'session', secret };
}

interface MemberRow {
  workspace_id: string;
  member_id: string;
  login_id: string;
  name: string;
  role: Role;
  team_members: string[];
}

/** The members of the teams that `m` leads, with the teams below them. */
const teamMembers = `array(
  with recursive led (id) as (
    select t.id from team t where t.workspace_id = m.workspace_id and t.leader_id = m.id
    union select t.id from team t join led on t.parent_id = led.id where t.workspace_id = m.workspace_id)
  select x.id from member x join led on x.team_id = led.id where x.workspace_id = m.workspace_id) as team_members`;

// One statement, outside of any transaction and as the owner of the tables: these run before it is known who asks.
async function whoBySession(database: Connected, secret: string, now: Date): Promise<Who | null> {
  const hash = secretHash(secret);
  const { rows } = await database.engine.pool.query<MemberRow & { last_seen_at: Date }>(
    `select m.workspace_id, m.id as member_id, l.id as login_id, m.name, m.role, s.last_seen_at, ${teamMembers}
       from session s
       join login l on l.id = s.login_id and l.disabled_at is null
       join member m on m.workspace_id = s.workspace_id and m.login_id = s.login_id and m.disabled_at is null
      where s.token_hash = $1 and s.expires_at > $2 and s.last_seen_at > $3`,
    [hash, now, new Date(now.getTime() - sessionLife.idle)],
  );
  const row = rows[0];
  if (!row) return null;
  if (now.getTime() - row.last_seen_at.getTime() > 3_600_000) {
    // On a full disk people must still be able to read, so this may fail.
    await database.engine.pool
      .query('update session set last_seen_at = $2 where token_hash = $1', [hash, now])
      .catch(() => {});
  }
  return whoOf(row, 'session', null);
}

async function whoByToken(database: Connected, secret: string, now: Date): Promise<Who | null> {
  const hash = secretHash(secret);
  const { rows } = await database.engine.pool.query<MemberRow & { last_used_at: Date | null; scopes: string[] }>(
    `select m.workspace_id, m.id as member_id, coalesce(m.login_id, m.id) as login_id, m.name, m.role, t.last_used_at, t.scopes, ${teamMembers}
       from api_token t
       join member m on m.workspace_id = t.workspace_id and m.id = t.member_id and m.disabled_at is null
       left join login l on l.id = m.login_id
      where t.token_hash = $1 and t.revoked_at is null and t.expires_at > $2 and l.disabled_at is null`,
    [hash, now],
  );
  const row = rows[0];
  if (!row) return null;
  if (!row.last_used_at || now.getTime() - row.last_used_at.getTime() > 3_600_000) {
    await database.engine.pool
      .query('update api_token set last_used_at = $2 where token_hash = $1', [hash, now])
      .catch(() => {});
  }
  return whoOf(row, 'token', row.scopes);
}

/** A member for work that goes on after the request; null when they left or were shut out meanwhile. */
export async function whoByMember(database: Connected, workspaceId: string, memberId: string): Promise<Who | null> {
  const { rows } = await database.engine.pool.query<MemberRow>(
    `select m.workspace_id, m.id as member_id, coalesce(m.login_id, m.id) as login_id, m.name, m.role, ${teamMembers}
       from member m where m.workspace_id = $1 and m.id = $2 and m.disabled_at is null`,
    [workspaceId, memberId],
  );
  return rows[0] ? whoOf(rows[0], 'session', null) : null;
}

/** A member as who asks; `scopes` null: all that the role may. */
function whoOf(row: MemberRow, via: 'session' | 'token', scopes: readonly string[] | null): Who {
  const may = (permission: Permission) =>
    mayAtAll(row.role, permission) && (scopes === null || scopeAllows(scopes, permission));
  return {
    workspaceId: row.workspace_id,
    memberId: row.member_id,
    loginId: row.login_id,
    name: row.name,
    role: row.role,
    via,
    scope: scopeOf(row, may),
    may,
  };
}

function scopeOf(row: MemberRow, may: (permission: Permission) => boolean): Scope {
  const within = (action: 'read' | 'write') =>
    kindsWithAll(row.role, action).filter((kind: Kind) => may(`${kind}:${action}`));
  return {
    workspaceId: row.workspace_id,
    memberId: row.member_id,
    members: leadsTeams(row.role) ? [...new Set([row.member_id, ...row.team_members])] : [row.member_id],
    sees: within('read'),
    changes: within('write'),
  };
}
