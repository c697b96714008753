import { call, type Options } from '../platform/client.ts';
import type { Answer, Endpoint, Sends } from '../platform/contract.ts';
import type { World } from '../testing/world.ts';
import { workspaceContract as c } from './contract.ts';

/** A browser with its cookies, at an address of its own. */
export interface Visitor {
  cookies: Map<string, string>;
  /** Every Set-Cookie line that came, in order. */
  lines: string[];
  call<E extends Endpoint>(endpoint: E, input?: Sends<E>, options?: Options): Promise<Answer<E>>;
}

export function visitor(
  world: World,
  { address = '198.51.100.1', agent = 'Chrome/150', origin = 'http://127.0.0.1' } = {},
): Visitor {
  const cookies = new Map<string, string>();
  const lines: string[] = [];
  const send = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    request.headers.set('user-agent', agent);
    if (cookies.size > 0)
      request.headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await world.house.api.fetch(request, { address });
    for (const line of response.headers.getSetCookie()) {
      lines.push(line);
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value) cookies.set(name, value);
      else cookies.delete(name);
    }
    return response;
  };
  return {
    cookies,
    lines,
    call: (endpoint, input, options) => call({ base: origin, fetch: send }, endpoint, input, options),
  };
}

export const kim = { name: 'Kim Owner', email: 'kim@example.org', password: 'a bird in the hand' };

/** A visitor who has just made the first workspace. The two firms of the world have no people yet. */
export async function firstOwner(world: World): Promise<Visitor> {
  const owner = visitor(world);
  await owner.call(c.setUp, { body: { ...kim, workspace: { name: 'Perfect Weather', timeZone: 'Europe/Vienna' } } });
  return owner;
}

/** Adds a colleague and lets them join, in a browser of their own. */
export async function colleague(
  world: World,
  owner: Visitor,
  body: Sends<typeof c.addMember>['body'] & { email: string },
): Promise<Visitor & { id: string }> {
  const member = await owner.call(c.addMember, { body });
  const link = await owner.call(c.invite, { params: { id: member.id } });
  const browser = visitor(world, { address: '198.51.100.2' });
  await browser.call(c.acceptInvitation, { body: { secret: secretOf(link.path), password: 'two in the bush' } });
  return { ...browser, id: member.id };
}

export const secretOf = (path: string): string => path.split('#')[1]!;
