import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { buildWebClient } from '../src/cli/webClient.ts';
import { projectFolder } from '../src/projectFolder.ts';
import { startServer } from '../src/server.ts';
import { ms, table } from './measure.ts';

/** How soon the first screen stands, and what the browser loads for it: an empty cache, the demo company, the median of five. */
const [email, password] = ['bench@example.org', 'a sentence that nobody guesses'];
const screens = ['/today', '/relationships', '/accounts'];
const log = { info() {}, warn() {}, error: (detail: unknown, message?: string) => console.error(message, detail) };

await buildWebClient((text) => console.error(text));
const folder = mkdtempSync(join(tmpdir(), 'perennial-bench-web-'));
const server = await startServer({
  host: '127.0.0.1',
  port: 0,
  dataFolder: folder,
  webFolder: join(projectFolder, 'dist', 'web'),
  log,
});
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
});
try {
  await demoCompany(server.address);
  const rows = [];
  for (const screen of ['/welcome', ...screens]) {
    const loads: Load[] = [];
    for (let i = 0; i < 5; i++) loads.push(await load(browser, server.address, screen, screen !== '/welcome'));
    const median = (of: (l: Load) => number) => loads.map(of).toSorted((a, b) => a - b)[2]!;
    rows.push({
      screen,
      'LCP ms': ms(median((l) => l.lcp)),
      'JavaScript kB, compressed': (median((l) => l.script) / 1000).toFixed(0),
      'all kB': (median((l) => l.all) / 1000).toFixed(0),
      requests: median((l) => l.requests),
    });
  }
  console.log(
    table(
      'Web client, empty cache, demo company, embedded database',
      { browser: `Chromium ${browser.version()}` },
      rows,
    ),
  );
} finally {
  await browser.close();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
}

/** The first visit makes the owner; then the demo company. */
async function demoCompany(address: string): Promise<void> {
  const post = (path: string, body: object, cookie = '') =>
    fetch(`${address}/api${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', cookie },
      body: JSON.stringify(body),
    });
  const owner = await post('/setup', {
    name: 'Bench',
    email,
    password,
    workspace: { name: 'Bench' },
  });
  if (!owner.ok) throw new Error(await owner.text());
  const cookie = owner.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const demo = await post('/demo', {}, cookie);
  if (!demo.ok) throw new Error(await demo.text());
}

interface Load {
  lcp: number;
  script: number;
  all: number;
  requests: number;
}

async function load(browser_: Browser, address: string, screen: string, signedIn: boolean): Promise<Load> {
  const context = await browser_.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    if (signedIn)
      await context.request.post(`${address}/api/session`, {
        data: { email, password },
        headers: { 'sec-fetch-site': 'same-origin' },
      });
    const page = await context.newPage();
    const network = await context.newCDPSession(page);
    const sizes = { script: 0, all: 0, requests: 0 };
    const scripts = new Set<string>();
    network.on('Network.responseReceived', ({ requestId, type }) => {
      if (type === 'Script') scripts.add(requestId);
    });
    network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      sizes.requests++;
      sizes.all += encodedDataLength;
      if (scripts.has(requestId)) sizes.script += encodedDataLength;
    });
    await network.send('Network.enable');
    await page.goto(`${address}${screen}`);
    await page.locator('h1').first().waitFor();
    await page.waitForFunction(() => document.querySelector('[aria-busy="true"], [data-skeleton]') === null);
    // The largest paint is known once nothing larger came for a second.
    await page.waitForTimeout(1000);
    const lcp = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          new PerformanceObserver((list) => resolve(list.getEntries().at(-1)!.startTime)).observe({
            type: 'largest-contentful-paint',
            buffered: true,
          });
        }),
    );
    return { lcp, ...sizes };
  } finally {
    await context.close();
  }
}
