/** The two cookies: who is signed in, and that this browser is known (it is throttled by itself). */
export type CookieName = 'session' | 'browser';

/**
 * The value of one of our cookies, or null. A `__Host-` cookie cannot be set by another host of the same site, nor over
 * a line that can be overheard; the plain name counts only where no such line exists, on this very machine.
 */
export function readCookie(request: Request, name: CookieName): string | null {
  const values = new Map(
    (request.headers.get('cookie') ?? '').split(';').map((pair) => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()] as const;
    }),
  );
  const value = values.get(`__Host-${name}`) ?? (onThisMachine(request) ? values.get(name) : undefined);
  return value && /^[\w-]{20,100}$/.test(value) ? value : null;
}

/** The Set-Cookie line; an empty value with `seconds` 0 removes it. */
export function writeCookie(request: Request, name: CookieName, value: string, seconds: number): string {
  const plain = onThisMachine(request) && dropsSecureCookies(request);
  return `${plain ? name : `__Host-${name}`}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}${plain ? '' : '; Secure'}`;
}

/** Whether the address of a request is this very machine's; a page elsewhere cannot make its browser say so. */
export function onThisMachine(request: Request): boolean {
  const { protocol, hostname } = new URL(request.url);
  return (
    protocol === 'http:' && (hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname))
  );
}

/** Safari alone refuses Secure cookies from http://localhost; Chromium and Firefox trust the loopback address. */
function dropsSecureCookies(request: Request): boolean {
  const agent = request.headers.get('user-agent') ?? '';
  return agent.includes('Safari/') && !/Chrom(e|ium)\//.test(agent);
}
