import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStage, type Stage } from './stage.ts';

/** What the browser loads before the first screen stands. Bytes are the same on every machine, so a limit can be kept by a test. */
const mostScript = 230_000;

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(async () => stage.close());

test('the first visit and the list of today load at most 230 kB of script', async () => {
  const welcome = await stage.visit();
  const first = await scriptOf(welcome.page, () => welcome.open('/welcome'));
  expect(first.files.length).toBeGreaterThan(2);
  expect(first.bytes).toBeLessThanOrEqual(mostScript);

  const post = (path: string, data: object) =>
    welcome.context.request.post(`${stage.server.address}/api${path}`, {
      data,
      headers: { 'sec-fetch-site': 'same-origin' },
    });
  const owner = {
    name: 'Ann',
    email: 'ann@first.example',
    password: 'a sentence that nobody guesses',
    workspace: { name: 'First' },
  };
  expect((await post('/setup', owner)).ok()).toBe(true);
  expect((await post('/demo', {})).ok()).toBe(true);
  const page = await welcome.context.newPage();
  const today = await scriptOf(page, async () => {
    await page.goto(`${stage.server.address}/today`);
    await page.locator('h1').first().waitFor();
    await page.waitForFunction(() => document.querySelector('[aria-busy="true"], [data-skeleton]') === null);
  });
  expect(today.files.length).toBeGreaterThan(first.files.length);
  expect(today.bytes, today.files.join('\n')).toBeLessThanOrEqual(mostScript);
});

/** The scripts that a page loads with an empty cache, as they come over the wire. */
async function scriptOf(page: Page, open: () => Promise<void>): Promise<{ bytes: number; files: string[] }> {
  const network = await page.context().newCDPSession(page);
  await network.send('Network.enable');
  await network.send('Network.setCacheDisabled', { cacheDisabled: true });
  const scripts = new Map<string, string>();
  const files: string[] = [];
  let bytes = 0;
  network.on('Network.responseReceived', ({ requestId, type, response }) => {
    if (type === 'Script') scripts.set(requestId, response.url);
  });
  network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const url = scripts.get(requestId);
    if (!url) return;
    files.push(`${new URL(url).pathname} ${encodedDataLength}`);
    bytes += encodedDataLength;
  });
  await open();
  await page.waitForLoadState('networkidle', { timeout: 2000 }).catch(() => undefined);
  return { bytes, files };
}
