import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { accessibilityFaults, openStage, type Stage, type Visit } from './stage.ts';

/** A stranger's way in: from a form in somebody else's page to a prospect with its evidence. */

let stage: Stage;
let visit: Visit;
/** Two foreign sites: the one may show the form, the other may not. */
const sites: Server[] = [];

beforeAll(async () => {
  stage = await openStage();
  visit = await stage.visit();
});
afterAll(async () => {
  for (const site of sites) site.close();
  await stage?.close();
});

async function foreignSite(page: () => string): Promise<string> {
  const server = createServer((_, answer) =>
    answer
      .writeHead(200, {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': `default-src 'self'; script-src ${stage.server.address}; frame-src ${stage.server.address}; style-src 'unsafe-inline'`,
      })
      .end(page()),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  sites.push(server);
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}

it('makes a segment by a rule that is counted while it is written, and a form for it', async () => {
  const { page, open } = visit;
  await open('/');
  await page.getByLabel('Your name').fill('Ines Hartog');
  await page.getByLabel('E-mail').fill('ines@example.org');
  await page.getByLabel('Password', { exact: false }).first().fill('a short sentence to remember');
  await page.getByLabel('Workspace').fill('Varnholt Machines');
  await page.getByRole('button', { name: 'Create the workspace' }).click();
  await page.getByRole('button', { name: /empty/i }).first().click();
  await open('/shopping?part=segments');
  await page.getByRole('button', { name: 'New segment' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: false }).first().fill('Breweries');
  await dialog.getByLabel('What they need').fill('Clean water');
  await dialog.getByLabel('Values').fill('Brewery');
  await dialog.getByLabel('Values').press('Enter');
  await dialog.getByText('0 accounts of 0').waitFor();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: 'Breweries', level: 1 }).waitFor();
  await page.getByText('From suspect to buyer').waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await open('/shopping?part=forms');
  await page.getByRole('button', { name: 'New form' }).first().click();
  await page.waitForURL('**/forms/**');
  await page.getByRole('combobox', { name: 'A need of this segment' }).click();
  await page.getByRole('option', { name: 'Breweries' }).click();
  await page.getByRole('switch', { name: 'Open for visitors' }).click();
  expect(visit.complaints).toEqual([]);
});

it('stands in the page that it names, takes in what a visitor sends there, and in no other page', async () => {
  const { page } = visit;
  let snippet = '';
  const friend = await foreignSite(
    () => `<!doctype html><title>Friend</title><h1>Our brewery</h1>${snippet}<p>More</p>`,
  );
  const stranger = await foreignSite(() => `<!doctype html><title>Stranger</title><h1>Somebody</h1>${snippet}`);
  await page.getByRole('combobox', { name: 'Websites that may show it in a frame' }).fill(friend);
  await page.getByRole('combobox', { name: 'Websites that may show it in a frame' }).press('Enter');
  await page.getByRole('button', { name: 'Save' }).click();
  snippet = await page.locator('code', { hasText: '<script' }).innerText();

  const guest = await stage.visit();
  await guest.page.goto(friend);
  const form = guest.page.frameLocator('iframe');
  await form.getByRole('heading', { name: 'Tell us what you need' }).waitFor();
  await form.getByLabel('Your name').fill('Mara Quill');
  await form.getByLabel('E-mail').fill('mara@kestrel.example');
  await form.getByLabel('Company').fill('Kestrel Brewing');
  await form.getByRole('button', { name: 'Send' }).click();
  await form.getByText('Thank you').waitFor();
  expect(guest.complaints).toEqual([]);

  await guest.page.goto(stranger);
  await guest.page.locator('iframe').waitFor({ state: 'attached' });
  await guest.page.waitForTimeout(1500);
  expect(await guest.page.frames().at(-1)!.content()).not.toContain('Tell us what you need');
  await guest.context.close();
});

it('shows who came as a prospect, whose evidence opens', async () => {
  const { page, open } = visit;
  await open('/shopping');
  await page.getByText('Kestrel Brewing').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('They expressed the need').waitFor();
  await dialog.getByRole('button', { name: /Inquiry: Tell us what you need/ }).click();
  await dialog.getByText('Your name: Mara Quill').waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
});
