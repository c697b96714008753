import { afterAll, beforeAll, expect, it } from 'vitest';
import { scheduleContract } from '../../insight/schedules/contract.ts';
import { sendDueReports } from '../../insight/schedules/send.api.ts';
import { peopleContract } from '../../people/contract.ts';
import { connect } from '../../platform/database.ts';
import { sendDue } from '../../platform/mail.ts';
import { openPostman, type Postman } from '../../platform/postman.ts';
import { relationshipContract } from '../../relationship/contract.ts';
import { reports } from '../../reports.ts';
import { openMailServer, type MailServer } from '../../testing/mailServer.testing.ts';
import { openWorld, type Person, type World } from '../../testing/world.ts';
import { whoByMember } from '../../workspace/identity.api.ts';
import { kinds } from '../../workspace/roles.ts';
import { promisesContract } from '../promises/contract.ts';
import { watchDue } from './sweep.api.ts';

let world: World;
let server: MailServer;
let postman: Postman;
let owner: Person;
let farmer: Person;

beforeAll(async () => {
  server = await openMailServer();
  const mail = { url: server.url, from: { address: 'crm@elmreath.example', name: null } };
  world = await openWorld({ mail, baseAddress: 'https://crm.elmreath.example' });
  postman = openPostman(mail);
  owner = await world.as('owner');
  farmer = await world.as('seller');
});
afterAll(async () => {
  postman.close();
  await world.close();
  await server.close();
});

/** A customer with two promises: a mild sign on the day on which they are due, an alarm when it is over. */
async function customerOf(whose: Person, name: string, dueOn: string): Promise<void> {
  const { id: accountId } = await owner.call(peopleContract.createAccount, { body: { name, ownerId: whose.memberId } });
  for (const kind of ['first contact', 'close won', 'introduction', 'kick-off'] as const)
    await owner.call(relationshipContract.logTouchpoint, {
      body: { accountId, kind, subject: kind, direction: 'mutual', initiator: 'us' },
    });
  for (const what of ['Training', 'Spare parts'])
    await owner.call(promisesContract.makePromise, { body: { accountId, what, dueOn } });
}

it('on Monday morning everybody who asked for it has the week of the customers whom they see in their mail, with the link to the evidence', async () => {
  await customerOf(owner, 'Quillmark Gears', '2026-06-15');
  await customerOf(farmer, 'Bergquell Brewery', '2026-06-14');
  const weekly = {
    reports: ['mild alarms'],
    every: 'week' as const,
    weekday: 1,
    monthday: 1,
    hour: 7,
    timeZone: 'UTC',
  };
  await owner.call(scheduleContract.createSchedule, {
    body: { ...weekly, name: 'Customers this week', search: { part: 'digest' }, memberIds: [owner.memberId] },
  });
  await farmer.call(scheduleContract.createSchedule, {
    body: {
      ...weekly,
      name: 'My customers this week',
      search: { part: 'digest', whose: 'mine' },
      memberIds: [farmer.memberId],
    },
  });
  world.setNow('2026-06-15T07:00:30Z');
  await watchDue(world.house.database, world.house.serving, kinds);
  await sendDueReports({ serving: world.house.serving, reports, whoIs: whoByMember });
  expect(await sendDue(connect(world.engine), postman, () => world.now())).toEqual({ sent: 2, failed: 0 });
  const to = (person: Person) =>
    decoded(server.received.find((letter) => letter.to[0]!.startsWith(person.memberId))!.text);
  expect(to(owner)).toContain('Subject: Customers this week, 15 June 2026');
  expect(to(owner)).toContain('CUSTOMERS THIS WEEK');
  expect(to(owner)).toContain('The week to 15 June: watched customers: 2, running alarms: 1.');
  expect(to(owner)).toMatch(
    /Mild signs: they need nobody yet[^]+Quillmark Gears +The owner +trust below the band +new/,
  );
  expect(to(owner)).toMatch(/Alarms that began or ended[^]+Bergquell Brewery +The seller +open since 15 June/);
  expect(to(owner)).toContain('https://crm.elmreath.example/ownership?part=digest');
  expect(to(farmer)).toContain('Bergquell Brewery');
  expect(to(farmer)).not.toContain('Quillmark Gears');
  expect(to(farmer)).toContain('https://crm.elmreath.example/ownership?part=digest&whose=mine');
});

/** Quoted-printable, as mail servers pass it on. */
const decoded = (text: string) =>
  text
    .replaceAll('=\r\n', '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)));
