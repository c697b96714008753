import type { Endpoint } from './contract.ts';
import { jsonBody } from './body.ts';
import { invalid, Problem } from './problem.ts';

/** Waits for somebody who may be slow to send. */
export type Aside = <T>(read: () => Promise<T>) => Promise<T>;

/** What was sent, as the contract says it should be; all that is wrong with it is told at once. */
export async function validInput(
  endpoint: Endpoint,
  request: Request,
  params: Record<string, string>,
  aside: Aside,
): Promise<{ params: unknown; query: unknown; body: unknown }> {
  // Without a prototype: a parameter may be called __proto__ or constructor.
  const query = Object.create(null) as Record<string, string | string[]>;
  for (const [key, value] of new URL(request.url).searchParams) {
    const before = query[key];
    query[key] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
  }
  const errors: { path: string; message: string }[] = [];
  const check = (where: string, schema: Endpoint['body'], value: unknown) => {
    if (!schema) return undefined;
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    for (const issue of result.error.issues.slice(0, 50))
      errors.push({
        path: [...(where ? [where] : []), ...issue.path].join('.'),
        message: issue.message.endsWith('received undefined') ? 'This is needed' : issue.message,
      });
    return undefined;
  };
  const unknownParameters = Object.keys(query).filter(
    (key) => !Object.hasOwn((endpoint.query as { shape?: object } | undefined)?.shape ?? {}, key),
  );
  for (const key of unknownParameters)
    errors.push({ path: `query.${key}`, message: 'There is no such parameter here' });
  const valid = {
    params: check('', endpoint.params, params),
    query: check('query', endpoint.query, query) ?? {},
    body:
      endpoint.body && !endpoint.takes
        ? check(
            '',
            endpoint.body,
            await aside(() =>
              jsonBody(request, endpoint.bodyLimit ?? (endpoint.may === 'anyone' ? 20_000 : 1_000_000)),
            ),
          )
        : undefined,
  };
  // A malformed id in the path is an unknown record, the same answer as for somebody else's.
  if (
    errors.some(
      (e) =>
        endpoint.params &&
        Object.hasOwn((endpoint.params as { shape?: object }).shape ?? {}, e.path) &&
        !e.path.includes('.'),
    ) &&
    valid.params === undefined
  ) {
    throw new Problem(404, 'not_found', 'There is no such record, or you may not see it.');
  }
  if (errors.length > 0) throw invalid(errors);
  return valid;
}

export function versionOf(request: Request): number {
  const header = request.headers.get('if-match');
  if (!header)
    throw new Problem(428, 'version_needed', 'Send the version that you edited in If-Match, as it came in ETag.');
  const match = /^(?:W\/)?"?(\d{1,9})"?$/.exec(header);
  if (!match) throw new Problem(400, 'bad_version', 'If-Match holds the number that came in ETag, such as "3".');
  return Number(match[1]);
}

export function refuseForeignOrigin(request: Request): void {
  const site = request.headers.get('sec-fetch-site');
  const origin = request.headers.get('origin');
  // A page in a sandbox or in a file says the origin "null".
  const from = origin !== null && URL.canParse(origin) ? new URL(origin).host : null;
  const foreign = site
    ? site !== 'same-origin' && site !== 'none'
    : origin !== null && from !== (request.headers.get('host') ?? new URL(request.url).host);
  if (foreign) throw new Problem(403, 'foreign_origin', 'This request came from another site.');
}
