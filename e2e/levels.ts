import { expect } from 'vitest';
import type { Stage, Visit } from './stage.ts';

const password = 'a short sentence to remember';

/** Lets a person of the loaded demo company in, in a browser of their own. */
async function letIn(stage: Stage, { page }: Visit, name: string): Promise<Visit> {
  const link = await page.evaluate(async (wanted) => {
    const headers = { 'content-type': 'application/json' };
    const members = (await (await fetch('/api/members?limit=200')).json()) as { items: { id: string; name: string }[] };
    const { id } = members.items.find((member) => member.name === wanted)!;
    return (
      (await (await fetch(`/api/members/${id}/invitation`, { method: 'POST', headers, body: '{}' })).json()) as {
        path: string;
      }
    ).path;
  }, name);
  const visit = await stage.visit();
  await visit.open(link.replace(stage.server.address, ''));
  await visit.page.getByLabel('Password', { exact: false }).first().fill(password);
  await visit.page.getByRole('button', { name: 'Join' }).click();
  await visit.page.waitForURL(/today|start/);
  return visit;
}

/** Selling opens on the space of one's level, and there stands what that level asks. */
async function answered(
  { page, open, complaints }: Visit,
  address: RegExp,
  questions: readonly (string | RegExp)[],
): Promise<void> {
  await open('/selling');
  await page.waitForURL(address);
  for (const question of questions) await page.getByText(question).first().waitFor();
  expect(complaints).toEqual([]);
}

const status = (visit: Visit, path: string) => visit.page.evaluate(async (to) => (await fetch(to)).status, path);

/** Head of sales, team leader, coach and seller in four browsers; whoever owns the workspace lets them in. */
export async function fourLevels(stage: Stage, owner: Visit): Promise<void> {
  const [head, leader, coach, seller] = [
    await letIn(stage, owner, 'Marlene Osterhagen'),
    await letIn(stage, owner, 'Aoife Brannigan'),
    await letIn(stage, owner, 'Tomas Vrba'),
    await letIn(stage, owner, 'Henrik Solberg'),
  ];
  await answered(head, /selling\/force/, [
    'What is to be sold, and who can sell it',
    /of capacity is\.|about its share of what is to be sold/,
    'Goals',
    'Coverage',
    'Organization',
    'Alps and Danube',
    'Cost of sale',
    'Service by turn',
  ]);
  await answered(leader, /selling\/team/, [
    'What changed',
    'Stuck sales',
    'Handoffs',
    'Alarms',
    'Plays that run',
    'Decision matrices to look at',
    'Forecast call',
    'Week by week',
  ]);
  await answered(seller, /selling\/coaching\/[\w-]{36}/, [
    'Your quarter',
    'Goal',
    'Next one-to-one',
    'One skill',
    'What was agreed',
    'Consultative',
    'Stage conversion',
  ]);

  // The coach: three sales, two relationships and a skill with their reasons, and what the two wrote down.
  const { page } = coach;
  await coach.open('/selling/coaching');
  await page.getByRole('link', { name: 'Henrik Solberg' }).click();
  await page.getByText('Three sales, two relationships, one skill.').waitFor();
  const agenda = page.locator('section', { has: page.getByRole('heading', { name: 'Next one-to-one' }) });
  await expect.poll(() => agenda.getByRole('listitem').count()).toBe(5);
  await page
    .getByRole('button', { name: /of \d+: show the sales/ })
    .first()
    .press('Enter');
  await page
    .getByRole('region', { name: /^Went beyond Interest/ })
    .getByRole('listitem')
    .first()
    .waitFor();
  await page
    .getByRole('link', { name: /\d{4}$/ })
    .first()
    .click();
  await page.waitForURL(/one-to-ones/);
  await page.getByText('Looked at the last proposal together', { exact: false }).waitFor();
  const meeting = `/api/coaching/one-to-ones/${page.url().split('/').at(-1)}`;
  expect([await status(coach, meeting), await status(seller, meeting)]).toEqual([200, 200]);

  // It is theirs: no head of sales, no other leader and no owner reads it, and a seller sees nothing of a colleague's.
  for (const other of [head, leader, owner]) expect(await status(other, meeting)).toBe(404);
  const colleague = await coach.page.evaluate(
    async () =>
      (
        (await (await fetch('/api/coaching/people')).json()) as { items: { memberId: string; name: string }[] }
      ).items.find((each) => each.name === 'Lucia Ferrandiz')!.memberId,
  );
  expect([
    await status(coach, `/api/coaching/people/${colleague}`),
    await status(seller, `/api/coaching/people/${colleague}`),
  ]).toEqual([200, 404]);
  await drillsAndSchedules(head);
  await looksAtAnyPeriod(head);
  await takesAlong(leader);
  for (const visit of [head, leader, coach, seller]) await visit.context.close();
}

/** A period from a day to a day stands in the address; one that holds nothing says when there was something, one click away; one that ends before it begins is not asked for. */
async function looksAtAnyPeriod({ page, open, complaints }: Visit): Promise<void> {
  await open('/insight?report=outcomes&from=2010-01-01&to=2010-06-30');
  await page
    .getByText('Nothing was decided from 1 January 2010 to 30 June 2010. The first decision after it was on', {
      exact: false,
    })
    .waitFor();
  await page.getByRole('button', { name: /^Show / }).click();
  await page.getByRole('table').waitFor();
  expect(page.url()).not.toContain('2010');
  const asked = page.url();
  await page.getByLabel('To', { exact: true }).fill('2009-01-01');
  await page.keyboard.press('Tab');
  await page.getByText('It ends before it begins.').waitFor();
  expect(page.url()).toBe(asked);
  await page.getByLabel('Period', { exact: true }).selectOption('all of it');
  await page.waitForURL(/days=all/);
  await page.getByRole('table').waitFor();
  expect(complaints).toEqual([]);
}

/** A leader opens a Monday of the quarter down to the sales of somebody, and keeps the forecast call on a dashboard of his own. */
async function takesAlong({ page, open, complaints }: Visit): Promise<void> {
  await open('/selling/team');
  await page
    .getByRole('button', { name: /Monday, .*: show who had said/ })
    .last()
    .press('Enter');
  await page.getByText('As of Monday', { exact: false }).waitFor();
  await page
    .getByRole('button', { name: /had (won|€.* open).*show the sales/ })
    .first()
    .press('Enter');
  await page
    .getByRole('region', { name: /as it was then/ })
    .getByRole('listitem')
    .first()
    .waitFor();
  await page.getByRole('button', { name: 'What to do with “Forecast call”' }).click();
  await page.getByRole('menuitem', { name: 'Put on a dashboard' }).click();
  await page.getByRole('button', { name: 'Put it there' }).click();
  await page.getByRole('link', { name: 'Open the dashboard' }).click();
  await page.waitForURL(/insight\?cards=team-forecast/);
  await page.getByRole('heading', { name: 'Forecast call' }).waitFor();
  expect(complaints).toEqual([]);
}

/** A bar opens its records, a report goes out by itself from now on, and what was learnt from the customers stands with its gain. */
async function drillsAndSchedules({ page, open, complaints }: Visit): Promise<void> {
  await open('/insight?report=stages&days=365');
  await page.getByRole('button', { name: 'Commercial, Involvement: show the records' }).press('Enter');
  await page.getByRole('region').getByRole('listitem').first().waitFor();
  await page.getByRole('button', { name: 'Schedule by e-mail' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Schedule it' }).click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.getByRole('tab', { name: 'By e-mail' }).click();
  await page
    .getByRole('listitem')
    .filter({ hasText: 'Stages' })
    .getByRole('button', { name: 'Pause' })
    .first()
    .waitFor();
  await page.getByRole('tab', { name: 'Calibration' }).click();
  await page.getByRole('row', { name: /own-1.*Not adopted/ }).waitFor({ timeout: 20_000 });
  expect(complaints).toEqual([]);
}
