import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrations } from './house.ts';
import { readOperatorNote } from './operator.ts';
import { openTestEngine } from './platform/engine-testing.ts';
import { startServer, type Running } from './server.ts';

/** What somebody outside tries at the door itself: headers, cookies, files, figures, half requests. */

let running: Running;
let port: number;
const folder = mkdtempSync(join(tmpdir(), 'perennial-door-'));
const web = join(folder, 'web');
beforeAll(async () => {
  mkdirSync(join(web, 'assets'), { recursive: true });
  writeFileSync(join(web, 'index.html'), '<!doctype html><meta name="csp-nonce" content=""><title>Perennial</title>');
  writeFileSync(join(web, 'screens.json'), '{}');
  writeFileSync(join(web, 'assets', 'app.js'), 'export {};');
  writeFileSync(join(folder, 'secret.json'), '{"secret":"of the house"}');
  const log = { info() {}, warn() {}, error() {} };
  running = await startServer({
    host: '127.0.0.1',
    port: 0,
    dataFolder: folder,
    webFolder: web,
    engine: await openTestEngine({ migrations: migrations() }),
    work: false,
    log,
  });
  port = Number(new URL(running.address).port);
});
afterAll(async () => {
  await running.close();
  rmSync(folder, { recursive: true, force: true });
});

const get = (path: string, init?: RequestInit) => fetch(`${running.address}${path}`, init);
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  get(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

/** Sends bytes as they are, and resolves with what comes back until the other side ends or `wait` milliseconds are over. */
function raw(bytes: string, wait = 3000): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    socket.on('error', () => resolve(answer));
    socket.on('close', () => resolve(answer));
    setTimeout(() => socket.destroy(), wait).unref();
  });
}
const status = (answer: string) => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);

it('Every page and every answer says what a browser may do with it, and pages run no script that is not ours', async () => {
  for (const path of [
    '/',
    '/accounts/1',
    '/docs',
    '/openapi.json',
    '/api/session',
    '/api/nothing',
    '/assets/app.js',
    '/assets/none.js',
    '/metrics',
    '/operator/token',
    '/healthz',
    '/%',
  ]) {
    const { headers } = await get(path);
    const policy = headers.get('content-security-policy') ?? '';
    expect([path, policy]).toEqual([path, expect.stringContaining("frame-ancestors 'none'")]);
    expect([path, policy]).toEqual([path, expect.not.stringMatching(/unsafe-(inline|eval)|\*/)]);
    expect([path, policy]).toEqual([path, expect.stringMatching(/default-src '(none|self)'/)]);
    expect([
      path,
      headers.get('x-content-type-options'),
      headers.get('x-frame-options'),
      headers.get('x-powered-by'),
    ]).toEqual([path, 'nosniff', 'DENY', null]);
  }
  const nonces = await Promise.all(
    [1, 2].map(async () => /nonce-([^']+)/.exec((await get('/')).headers.get('content-security-policy') ?? '')?.[1]),
  );
  expect(new Set(nonces).size).toBe(2);
});

it('Nothing outside of the folder of the web client is handed out', async () => {
  for (const path of [
    '/../secret.json',
    '/..%2fsecret.json',
    '/%2e%2e/secret.json',
    '/assets/..%2f..%2fsecret.json',
    '/assets/%2e%2e%2f%2e%2e%2fsecret.json',
    '/..%5csecret.json',
    '/assets/....//....//secret.json',
    '//etc/passwd.json',
    '/operator.json',
    '/%2500secret.json',
    '/a%00.json',
  ]) {
    const answer = await raw(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`);
    expect([path, answer.includes('of the house'), status(answer) >= 500]).toEqual([path, false, false]);
    expect([path, status(answer)]).toEqual([path, expect.any(Number)]);
  }
  expect((await get('/assets/app.js')).status).toBe(200);
});

it('What is no proper request is refused with a problem or by closing, and the door stays open', async () => {
  expect((await get('/%')).status).toBe(400);
  expect(await (await get('/%E0%A4%A')).json()).toMatchObject({ code: 'bad_address', requestId: expect.any(String) });
  expect(status(await raw(`GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Large: ${'x'.repeat(100_000)}\r\n\r\n`))).toBe(431);
  for (const odd of [
    'GET / HTTP/1.1\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: a b\r\n\r\n',
    'nonsense\r\n\r\n',
    'GET http://[ HTTP/1.1\r\nHost: x\r\n\r\n',
    'POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  ]) {
    const answer = await raw(odd, 1000);
    expect([odd, status(answer) >= 500, /node_modules|\.ts:\d/.test(answer)]).toEqual([odd, false, false]);
  }
  expect((await get('/healthz')).status).toBe(200);
});

describe('figures and the operator', () => {
  it('are there for this machine, but neither through a proxy nor for a page that was pointed here', async () => {
    expect((await get('/metrics')).status).toBe(200);
    expect((await get('/metrics', { headers: { 'x-forwarded-for': '203.0.113.5' } })).status).toBe(403);
    expect(status(await raw('GET /metrics HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\n\r\n'))).toBe(403);
    const note = (await readOperatorNote(folder))!;
    expect(
      (
        await get('/metrics', {
          headers: { 'x-forwarded-for': '203.0.113.5', authorization: `Operator ${note.secret}` },
        })
      ).status,
    ).toBe(200);
  });
  it('the operator’s door needs the secret, whoever asks from wherever', async () => {
    for (const authorization of ['', 'Operator ', 'Operator undefined', `Operator ${'x'.repeat(43)}`, 'Bearer x'])
      for (const path of ['/operator/token', '/operator/backup', '/operator/anything']) {
        const response = await post(path, {}, { authorization });
        expect([path, response.status]).toEqual([path, 403]);
        expect(await response.json()).toMatchObject({ code: 'forbidden', requestId: expect.any(String) });
      }
    const note = (await readOperatorNote(folder))!;
    const nonsense = await post('/operator/token', { days: 'many' }, { authorization: `Operator ${note.secret}` });
    expect([nonsense.status, await nonsense.json()]).toEqual([422, expect.objectContaining({ code: 'invalid_input' })]);
  });
  it('readiness and the version tell nothing of what is inside', async () => {
    for (const path of ['/readyz', '/healthz', '/version'])
      expect(await (await get(path)).text()).not.toMatch(/postgres|127\.0\.0\.1|\/tmp|Error/);
  });
});

describe('signing in', () => {
  const person = { email: 'olga@example.org', password: 'a bird in the hand' };
  beforeAll(async () => {
    expect((await post('/api/setup', { name: 'Olga', ...person, workspace: { name: 'Door' } })).status).toBeLessThan(
      300,
    );
  });

  it('gives a cookie that no script reads, no other site sends along to write, and no plain line carries', async () => {
    const response = await post('/api/session', person, { 'user-agent': 'Mozilla/5.0 Chrome/130.0 Safari/537.36' });
    expect(response.status).toBeLessThan(300);
    const cookies = response.headers.getSetCookie();
    expect(cookies.length).toBeGreaterThan(0);
    for (const cookie of cookies)
      for (const part of ['__Host-', 'Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax']) expect(cookie).toContain(part);
    expect(cookies.join()).not.toMatch(/Domain=/i);
    const text = await response.text();
    for (const cookie of cookies) expect(text).not.toContain(/=([^;]+)/.exec(cookie)![1]);
  });

  it('answers alike for people whom it knows and people whom it does not, and slows both down', async () => {
    const tries = async (email: string) => {
      const answers: unknown[] = [];
      for (let i = 0; i < 8; i++) {
        const response = await post('/api/session', { email, password: 'wrong and wrong again' });
        const { code, detail } = (await response.json()) as { code: string; detail: string };
        answers.push([response.status, code, detail.replaceAll(/\d+/g, 'n')]);
      }
      return answers;
    };
    const known = await tries(person.email);
    expect(await tries('nobody@example.org')).toEqual(known);
    expect(known.at(-1)).toMatchObject([429, 'too_many_attempts', expect.any(String)]);
  });
});

it('What is in work when the program is asked to end is still answered', { timeout: 30_000 }, async () => {
  const log = { info() {}, warn() {}, error() {} };
  const dataFolder = join(folder, 'ending');
  const ending = await startServer({
    host: '127.0.0.1',
    port: 0,
    dataFolder,
    engine: await openTestEngine({ migrations: migrations() }),
    work: false,
    log,
  });
  const body = JSON.stringify({
    name: 'Olga',
    email: 'o@example.org',
    password: 'a bird in the hand',
    workspace: { name: 'Ending' },
  });
  let answer = '';
  const socket = connect(Number(new URL(ending.address).port), '127.0.0.1');
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
  socket.write(
    `POST /api/setup HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 20)}`,
  );
  await new Promise((resolve) => setTimeout(resolve, 300));
  const closed = ending.close();
  socket.write(body.slice(20));
  await closed;
  expect(status(answer)).toBeLessThan(300);
  await expect(fetch(`${ending.address}/healthz`)).rejects.toThrow('fetch failed');
});
