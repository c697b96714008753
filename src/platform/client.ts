import type { Answer, Endpoint, Sends } from './contract.ts';

/** What went wrong, as the server told it (RFC 9457). */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly requestId: string | undefined;
  readonly more: Record<string, unknown>;

  constructor(status: number, body: Record<string, unknown>) {
    super(typeof body.detail === 'string' ? body.detail : `The server answered ${status}.`);
    this.status = status;
    this.code = typeof body.code === 'string' ? body.code : 'unknown';
    this.detail = this.message;
    this.requestId = typeof body.requestId === 'string' ? body.requestId : undefined;
    this.more = body;
  }
}

export interface Connection {
  /** '' in the browser; 'http://127.0.0.1:4000' for a program. */
  base: string;
  token?: string;
  fetch?: typeof fetch;
}

export type Options = {
  ifMatch?: number | undefined;
  idempotencyKey?: string | undefined;
  signal?: AbortSignal | undefined;
};

/** Calls one endpoint of the contract: typed by it, and nothing else to keep in step. */
export async function call<E extends Endpoint>(
  connection: Connection,
  endpoint: E,
  input: Sends<E> = {},
  options: Options = {},
): Promise<Answer<E>> {
  const response = await send(connection, endpoint, input, options);
  return (response.status === 204 ? undefined : await response.json()) as Answer<E>;
}

/** The same, giving the raw response: for files and streams. */
export async function send<E extends Endpoint>(
  connection: Connection,
  endpoint: E,
  input: Sends<E> & { raw?: BodyInit } = {},
  options: Options = {},
): Promise<Response> {
  const headers: Record<string, string> = { accept: endpoint.media ?? 'application/json' };
  if (connection.token) headers.authorization = `Bearer ${connection.token}`;
  if (options.ifMatch !== undefined) headers['if-match'] = `"${options.ifMatch}"`;
  if (endpoint.status === 201) headers['idempotency-key'] = options.idempotencyKey ?? crypto.randomUUID();
  if (input.body !== undefined) headers['content-type'] = 'application/json';
  else if (endpoint.takes) headers['content-type'] = endpoint.takes;
  const response = await (connection.fetch ?? fetch)(connection.base + addressOf(endpoint, input), {
    method: endpoint.method,
    headers,
    ...(input.body !== undefined
      ? { body: JSON.stringify(input.body) }
      : input.raw !== undefined
        ? ({ body: input.raw, duplex: 'half' } as object)
        : {}),
    ...(options.signal ? { signal: options.signal } : {}),
  });
  if (response.ok) return response;
  let body: Record<string, unknown> = {};
  try {
    body = (await response.json()) as Record<string, unknown>;
  } catch {
    // a proxy in between may answer with something else than a problem; the status says enough
  }
  throw new ApiProblem(response.status, body);
}

export function addressOf<E extends Endpoint>(endpoint: E, input: Sends<E>): string {
  const params = (input.params ?? {}) as Record<string, unknown>;
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(input.query ?? {})) {
    if (value === undefined || value === null || value === '') continue;
    search.set(
      key,
      Array.isArray(value)
        ? value.join(',')
        : typeof value === 'object'
          ? JSON.stringify(value)
          : `${value as string | number | boolean}`,
    );
  }
  const query = search.toString();
  return `/api${path}${query ? `?${query}` : ''}`;
}
