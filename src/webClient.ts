import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { Problem } from './platform/problem.ts';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
  '.json': 'application/json',
  '.png': 'image/png',
  '.map': 'application/json',
};

interface Asked {
  req: { path: string; header(name: string): string | undefined };
}

/** Files of the built client; every other address is a screen, which the client itself finds. */
export function webClient(folder: string): (asked: Asked) => Promise<Response> {
  const pageFor = pages(folder);
  return async ({ req }) => {
    const path = normalize(decoded(req.path));
    const type = types[extname(path)];
    if (type && !path.includes('..') && path !== '/index.html')
      return file(folder, path, type, req.header('accept-encoding') ?? '');
    const nonce = randomBytes(16).toString('base64');
    return new Response(pageFor(path, nonce), {
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'content-security-policy': `default-src 'self'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' blob:; font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`,
      },
    });
  };
}

async function file(folder: string, path: string, type: string, accepts: string): Promise<Response> {
  try {
    // A file under assets is named after its content, so it never changes.
    const forever = path.startsWith('/assets/');
    const headers = {
      'content-type': type,
      'cache-control': forever ? 'public, max-age=31536000, immutable' : 'no-cache',
      vary: 'accept-encoding',
    };
    // The build wrote the smallest form beside scripts and styles.
    const small = /\bbr\b/.test(accepts) && (await readFile(join(folder, `${path}.br`)).catch(() => undefined));
    if (small) return new Response(small, { headers: { ...headers, 'content-encoding': 'br' } });
    return new Response(await readFile(join(folder, path)), { headers });
  } catch {
    return new Response('There is no such file.', { status: 404, headers: { 'content-type': 'text/plain' } });
  }
}

/** The page for an address: with a nonce, and with what its screen needs named at once (see scripts/screenFiles.ts). */
function pages(folder: string): (path: string, nonce: string) => string {
  const index = readFileSync(join(folder, 'index.html'), 'utf8');
  const screens = JSON.parse(readFileSync(join(folder, 'screens.json'), 'utf8')) as Record<
    string,
    { inside: boolean; files: string[] }
  >;
  const named = Object.entries(screens).map(([path, { inside, files }]) => ({
    matches: new RegExp(`^${path.replaceAll(/\$\w+/g, '[^/]+')}/?$`),
    links: [
      ...files.filter((name) => !index.includes(name)).map(linkTo),
      ...(inside ? ['<link rel="preload" as="fetch" crossorigin href="/api/session">'] : []),
    ].join(''),
  }));
  return (path, nonce) => {
    const links = named.find(({ matches }) => matches.test(path === '/' ? '/today' : path))?.links ?? '';
    return index
      .replace('name="csp-nonce" content=""', `name="csp-nonce" content="${nonce}"`)
      .replace('</head>', `${links}</head>`);
  };
}

function linkTo(name: string): string {
  if (name.endsWith('.css')) return `<link rel="stylesheet" crossorigin href="/${name}">`;
  if (name.endsWith('.woff2')) return `<link rel="preload" as="font" crossorigin href="/${name}">`;
  return `<link rel="modulepreload" crossorigin href="/${name}">`;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new Problem(400, 'bad_address', 'This address holds a % that means nothing.');
  }
}
