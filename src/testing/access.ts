import { addressOf } from '../platform/client.ts';
import type { Endpoint } from '../platform/contract.ts';
import { kinds, mayAtAll, reachOf, roles } from '../workspace/roles.ts';
import type { Cast } from './cast.ts';
import { canary } from './specimens.ts';

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

export interface Trial {
  name: string;
  endpoint: Endpoint;
  given: AccessCase;
  cast: Cast;
  fetch(request: Request): Promise<Response>;
  /** A fingerprint of every row; `of`: of one workspace alone. */
  fingerprint(of?: string): Promise<string>;
  firstWorkspace: string;
  /** Ids of another workspace's records, and of records that are not there, in place of the given ones. */
  elsewhere(text: string): string;
}

/** Tries everybody who must be refused, and says what should not have happened; empty when the endpoint is tight. */
export async function holesOf(trial: Trial): Promise<string[]> {
  const holes: string[] = [];
  const before = await trial.fingerprint();
  for (const [who, headers, allowed] of refused(trial)) {
    const { status, text } = await send(trial, trial.given, headers);
    if (!allowed.includes(status))
      holes.push(`${who}: ${status} instead of ${allowed.join(' or ')} ${text.slice(0, 200)}`);
  }
  // Looked at once for all of them, because it reads every row.
  if ((await trial.fingerprint()) !== before) holes.push('one who was to be refused changed something');
  return [...holes, ...(await holesToStrangers(trial)), ...(await holesToColleagues(trial))];
}

/** Who must be refused, how they come, and with which answers. */
function refused({
  endpoint: { may, method },
  given,
  cast,
}: Trial): [who: string, headers: Record<string, string>, allowed: number[]][] {
  if (may === 'anyone') return [];
  const nobody: [string, Record<string, string>, number[]][] = [
    ['anonymous', cast.anonymous.headers, [401]],
    ['a made-up token', { authorization: `Bearer perennial_${'x'.repeat(43)}` }, [401]],
    ['a made-up session', { cookie: `__Host-session=${'x'.repeat(43)}` }, [401]],
    ['a revoked token', cast.revoked.headers, [401]],
    ['an expired token', cast.expired.headers, [401]],
    ['a disabled person', cast.disabled.headers, [401]],
    ["a disabled person's token", cast.disabledToken.headers, [401]],
  ];
  const lower = roles
    .filter((role) => !mayAtAll(role, may))
    .map((role): [string, Record<string, string>, number[]] => [`the role ${role}`, cast.roles[role].headers, [403]]);
  // Who is asked for by scope is asked for by permission; endpoints for every member see to it themselves.
  const narrow: typeof nobody =
    may === 'member' && method === 'GET' && !given.inPerson
      ? []
      : [['a token of another scope', cast.narrow.headers, [403]]];
  const reading: typeof nobody =
    (method === 'GET' && !given.inPerson) || given.unusual
      ? []
      : [['a token that may only read', cast.reading.headers, [403]]];
  const elsewhere: typeof nobody =
    method === 'GET'
      ? []
      : [['a page of another site', { ...cast.roles.owner.headers, 'sec-fetch-site': 'cross-site' }, [403]]];
  return [...nobody, ...lower, ...narrow, ...reading, ...elsewhere];
}

/** The owner of another workspace, with this workspace's ids. */
async function holesToStrangers(trial: Trial): Promise<string[]> {
  const { endpoint, given, cast, firstWorkspace } = trial;
  if (endpoint.may === 'anyone') return [];
  const holes: string[] = [];
  const everything = await trial.fingerprint();
  const theirs = await trial.fingerprint(firstWorkspace);
  const { status, text } = await send(trial, given, cast.stranger.headers);
  if (given.params && status !== 404) holes.push(`a stranger: ${status} instead of 404 ${text.slice(0, 200)}`);
  if (status >= 500) holes.push(`a stranger: ${status} ${text.slice(0, 200)}`);
  if (leaks(text, given)) holes.push(`a stranger reads: ${text.slice(0, 300)}`);
  if ((await trial.fingerprint(firstWorkspace)) !== theirs) holes.push('a stranger changed this workspace');
  if (status >= 400 && (await trial.fingerprint()) !== everything)
    holes.push(`a stranger was answered ${status}, and yet something changed`);
  if (given.params) {
    const unknown = await send(
      trial,
      { ...given, params: Object.fromEntries(Object.entries(given.params).map(([k, v]) => [k, trial.elsewhere(v)])) },
      cast.stranger.headers,
    );
    if (unknown.status !== status || plain(unknown.text) !== plain(text))
      holes.push(`a stranger can tell a foreign id from one that is not there: ${text} / ${unknown.text}`);
  }
  return holes;
}

/** A colleague whose right reaches only their own records, at those of the owner. */
async function holesToColleagues(trial: Trial): Promise<string[]> {
  const { endpoint, given, cast } = trial;
  if (endpoint.may === 'anyone' || endpoint.may === 'member' || given.openToColleagues) return [];
  const asked = rightsOf.find((right) => right.permission === endpoint.may);
  if (!asked) return [`there is no such right as ${endpoint.may}`];
  const { kind, action } = asked;
  const holes: string[] = [];
  for (const role of roles.filter((role) => ['own', 'team'].includes(reachOf(role, kind, action)))) {
    if (action === 'read') {
      const { status, text } = await send(trial, given, cast.roles[role].headers);
      if (given.params && status !== 404) holes.push(`a ${role}: ${status} instead of 404 ${text.slice(0, 200)}`);
      if (leaks(withoutPeople(text), given)) holes.push(`a ${role} reads: ${text.slice(0, 300)}`);
    } else if (given.params) {
      const before = await trial.fingerprint();
      const { status, text } = await send(trial, given, cast.roles[role].headers);
      if (status !== 404 && status !== 403)
        holes.push(`a ${role}: ${status} instead of 403 or 404 ${text.slice(0, 200)}`);
      if ((await trial.fingerprint()) !== before)
        holes.push(`a ${role} was answered ${status}, and yet something changed`);
    }
  }
  return holes;
}

const rightsOf = kinds.flatMap((kind) =>
  (['read', 'write', 'delete'] as const).map((action) => ({ kind, action, permission: `${kind}:${action}` })),
);

/** Whether an answer holds something of the first workspace that was not sent along. */
const leaks = (text: string, given: AccessCase) =>
  text.includes(canary) && !JSON.stringify([given.body, given.query]).includes(canary);
/** Colleagues' names are known to every colleague. */
const withoutPeople = (text: string) => text.replaceAll(new RegExp(`${canary} (${roles.join('|')})`, 'g'), '');
const plain = (text: string) => text.replaceAll(/"requestId":"[^"]*"/g, '');

export async function send(
  { endpoint, fetch }: Pick<Trial, 'endpoint' | 'fetch'>,
  given: AccessCase,
  headers: Record<string, string>,
): Promise<{ status: number; text: string }> {
  const request = new Request(`http://127.0.0.1${addressOf(endpoint, { params: given.params, query: given.query })}`, {
    method: endpoint.method,
    headers: {
      ...headers,
      ...(given.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(given.raw === undefined ? {} : { 'content-type': endpoint.takes ?? 'application/octet-stream' }),
      ...(endpoint.versioned ? { 'if-match': `"${given.version}"` } : {}),
    },
    ...(given.raw === undefined
      ? given.body === undefined
        ? {}
        : { body: JSON.stringify(given.body) }
      : { body: given.raw }),
  });
  const response = await fetch(request);
  return {
    status: response.status,
    text: endpoint.media === 'text/event-stream' && response.ok ? await firstChunk(response) : await response.text(),
  };
}

/** A stream of events never ends by itself. */
async function firstChunk(response: Response): Promise<string> {
  const reader = response.body!.getReader();
  const { value } = await reader.read();
  await reader.cancel();
  return new TextDecoder().decode(value);
}
