import { call, type Connection, type Options } from '../platform/client.ts';
import type { Answer, Endpoint, Sends } from '../platform/contract.ts';

/** The server that handed out this page. */
export const connection: Connection = { base: '' };

/** One call of the contract. Throws `ApiProblem`. Screens mostly use the hooks of `api.ts`, which are built on it. */
export async function ask<E extends Endpoint>(endpoint: E, input?: Sends<E>, options?: Options): Promise<Answer<E>> {
  return call(connection, endpoint, input, options);
}
