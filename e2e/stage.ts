import AxeBuilderSource from 'axe-core';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { buildWebClient } from '../src/cli/webClient.ts';
import { projectFolder } from '../src/projectFolder.ts';
import { startServer, type Running } from '../src/server.ts';

/** The whole program on an embedded database in a folder of its own, and a real browser in front of it. */
export interface Stage {
  server: Running;
  browser: Browser;
  /** A browser of its own: nobody is signed in. What the page complains about is collected in `complaints`. */
  visit(options?: { width?: number; scheme?: 'light' | 'dark'; phone?: boolean }): Promise<Visit>;
  close(): Promise<void>;
}

export interface Visit {
  context: BrowserContext;
  page: Page;
  complaints: string[];
  open(this: void, path: string): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  await buildWebClient((text) => console.log(text));
  const folder = mkdtempSync(join(tmpdir(), 'perennial-journey-'));
  const log = { info() {}, warn() {}, error: (detail: unknown, message?: string) => console.error(message, detail) };
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    dataFolder: folder,
    webFolder: join(projectFolder, 'dist', 'web'),
    log,
    checkAnswers: true,
  });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  return {
    server,
    browser,
    async visit({ width = 1440, scheme = 'light', phone = width < 600 } = {}) {
      const context = await browser.newContext({
        viewport: { width, height: phone ? 844 : 900 },
        colorScheme: scheme,
        hasTouch: phone,
        isMobile: phone,
        reducedMotion: 'reduce',
      });
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('console', (message) => {
        if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) complaints.push(message.text());
      });
      page.setDefaultTimeout(15_000);
      return { context, page, complaints, open: (path) => settled(page, `${server.address}${path}`) };
    },
    async close() {
      await browser.close();
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Opens an address and waits until the screen has its data: live updates keep a connection open, so the network is never idle. */
async function settled(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.locator('h1').first().waitFor();
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"], [data-skeleton]') === null);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
}

/** What axe-core finds on the page as it is now: WCAG 2.2 A and AA. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  await page.evaluate(AxeBuilderSource.source);
  const found = await page.evaluate<{
    violations: { id: string; help: string; nodes: { target: string[]; failureSummary?: string }[] }[];
  }>('axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })');
  return found.violations.map(
    (v) =>
      `${v.id}: ${v.help} (${v.nodes
        .slice(0, 3)
        .map((n) => n.target.join(' '))
        .join('; ')})`,
  );
}
