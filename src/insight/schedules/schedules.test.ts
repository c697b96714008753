import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { peopleContract } from '../../people/contract.ts';
import { connect } from '../../platform/database.ts';
import { reports } from '../../reports.ts';
import { purchaseContract } from '../../purchase/contract.ts';
import type { Schedulable } from '../../platform/reports.ts';
import { workContract } from '../../workspace/work/contract.ts';
import { openWorld, type Person, type World } from '../../testing/world.ts';
import { whoByMember } from '../../workspace/identity.api.ts';
import { asCsv, asHtml, asText } from './letter.ts';
import { scheduleContract as api } from './contract.ts';
import { sendDueReports, sendOneNow } from './send.api.ts';
import { nextRun } from './when.ts';

describe('when a report goes out', () => {
  const rhythm = { every: 'week' as const, weekday: 1, monthday: 1, hour: 7, timeZone: 'Europe/Vienna' };
  const next = (changes: Partial<Parameters<typeof nextRun>[0]>, after: string) =>
    nextRun({ ...rhythm, ...changes }, new Date(after)).toISOString();
  it('is the hour of whoever set it, summer and winter', () => {
    expect(next({}, '2026-06-11T09:00:00Z')).toBe('2026-06-15T05:00:00.000Z');
    expect(next({}, '2026-06-15T05:00:00Z')).toBe('2026-06-22T05:00:00.000Z');
    expect(next({}, '2026-12-11T09:00:00Z')).toBe('2026-12-14T06:00:00.000Z');
    expect(next({ every: 'day' }, '2026-10-24T06:00:00Z')).toBe('2026-10-25T06:00:00.000Z');
  });
  it('is the last day of a month that is too short, and the next hour where the clock skips one', () => {
    expect(next({ every: 'month', monthday: 31 }, '2026-02-01T00:00:00Z')).toBe('2026-02-28T06:00:00.000Z');
    expect(next({ every: 'month', monthday: 31 }, '2026-02-28T06:00:00Z')).toBe('2026-03-31T05:00:00.000Z');
    expect(next({ every: 'day', hour: 2 }, '2026-03-28T12:00:00Z')).toBe('2026-03-29T01:00:00.000Z');
  });
});

describe('a letter', () => {
  const sections = [
    {
      title: 'Won and lost',
      tables: [
        {
          title: 'By reason',
          columns: ['Reason', 'Won'],
          rows: [
            ['=price', 12],
            ['<b>time', null],
          ],
        },
      ],
    },
  ];
  const around = {
    title: 'Monday',
    made: '2026-11-30, for Aoife',
    open: 'https://x/?a="b"',
    why: 'Because.',
    stop: null,
  };
  it('lines up as text, is escaped as HTML, and is no formula in the file', () => {
    expect(asText(sections, around)).toContain('Reason   Won\n-------  ---\n=price    12\n<b>time    –');
    expect(asHtml(sections, around)).toContain('&lt;b&gt;time');
    expect(asHtml(sections, around)).toContain('href="https://x/?a=&quot;b&quot;"');
    expect(asCsv(sections)).toContain("'=price,12");
  });
  it('shows shares as percent and large sums with their thousands apart, and keeps both as plain figures in the file', () => {
    const figures = [
      {
        title: 'Sums',
        tables: [
          { title: 'By type', columns: ['Type', 'Rate', 'Amount'], shares: [1], rows: [['retail', 0.625, 1_234_567]] },
        ],
      },
    ];
    expect(asText(figures, around)).toContain('retail  63 %  1\u202f234\u202f567');
    expect(asCsv(figures)).toContain('retail,0.625,1234567');
  });
  it('says days, months and quarters in words; its file keeps those in cells as a spreadsheet reads them, and names are left alone', () => {
    const days = [
      {
        title: 'Forecast',
        tables: [
          {
            title: 'Won amount of 2026-Q4, said since 2026-10-01',
            columns: ['From', 'Sale'],
            rows: [
              ['2026-09', 'Plant 2026-27, 2026-09-01'],
              ['2026-09-01', '4711-12'],
            ],
          },
        ],
      },
    ];
    const text = asText(days, around);
    expect(text).toContain('Won amount of quarter 4 of 2026, said since 1 October 2026');
    expect(text).toMatch(/September 2026 +Plant 2026-27, 2026-09-01\n1 September 2026 +4711-12/);
    expect(asCsv(days)).toContain('2026-09,"Plant 2026-27, 2026-09-01"\r\n2026-09-01,4711-12');
  });
});

describe('a schedule', () => {
  let world: World;
  let owner: Person;
  let seller: Person;
  beforeAll(async () => {
    world = await openWorld({ baseAddress: 'https://crm.example.org' });
    owner = await world.as('owner');
    seller = await world.as('seller');
    const sale = async (whose: Person, name: string) => {
      const { id: accountId } = await owner.call(peopleContract.createAccount, {
        body: { name, ownerId: whose.memberId },
      });
      await owner.call(purchaseContract.createOpportunity, {
        body: { name, accountId, ownerId: whose.memberId, saleType: 'retail', amount: '100' },
      });
    };
    await sale(owner, 'The owner’s');
    await sale(seller, 'The seller’s');
  });
  afterAll(() => world.close());

  const draft = () => ({
    name: 'Monday',
    reports: ['stages', 'mild alarms'],
    search: { days: '30' },
    every: 'week' as const,
    weekday: 1,
    monthday: 1,
    hour: 7,
    timeZone: 'Europe/Vienna',
    memberIds: [owner.memberId, seller.memberId],
  });
  const letters = async () =>
    await connect(world.engine).asOwner((tx) =>
      tx.selectFrom('mail').selectAll().where('about', '=', 'report').orderBy('to_address').orderBy('id').execute(),
    );
  const sending = () => ({ serving: world.house.serving, reports, whoIs: whoByMember });

  it('is also read as it is, by each with the own eyes: the same tables as in the letter', async () => {
    const opened = async (person: Person) =>
      (await person.call(api.readReport, { query: { report: 'stages', search: 'days=30' } })).tables[0]!.rows.map(
        (row) => row.slice(0, 2),
      );
    expect(await opened(owner)).toEqual([['Retail', 2]]);
    expect(await opened(seller)).toEqual([['Retail', 1]]);
    // What the whole force looks like is a question of another level.
    await expect(seller.call(api.readReport, { query: { report: 'force-mix' } })).resolves.toMatchObject({
      title: 'What is to be sold, and who can sell it',
    });
    const service = await world.as('service');
    await expect(service.call(api.readReport, { query: { report: 'force-mix' } })).rejects.toMatchObject({
      status: 403,
    });
    await expect(owner.call(api.readReport, { query: { report: 'no such' } })).rejects.toMatchObject({ status: 404 });
  });

  it('says what stands on the screen in the words of the screen', async () => {
    const cells = async (report: string) =>
      (await owner.call(api.readReport, { query: { report } })).tables.flatMap((table) => table.rows.flat());
    expect(await cells('force-mix')).toEqual(expect.arrayContaining(['Commercial', 'consultative', 'Retail']));
    expect(await cells('force-coverage')).toEqual(expect.arrayContaining(['Purchase', 'Skepticism']));
    // Who leads and sells nothing stands there, too, with what is left undone of his customers.
    expect(await cells('force-organization')).toEqual(expect.arrayContaining(['The owner', 'The seller']));
  });

  it('of any report can be made for whoever has the right to it', async () => {
    for (const report of Object.keys(reports))
      expect((await owner.call(api.readReport, { query: { report } })).title, report).not.toBe('');
  });

  it('goes out once per period, to each what he may see, with the table, a file and a link', async () => {
    const made = await owner.call(api.createSchedule, { body: draft() });
    expect(made).toMatchObject({
      nextAt: '2026-06-15T05:00:00.000Z',
      lastAt: null,
      paused: false,
      mine: true,
      toMe: true,
    });
    await sendDueReports(sending());
    expect(await letters()).toEqual([]);
    world.setNow('2026-06-15T05:00:30Z');
    await sendDueReports(sending());
    await sendDueReports(sending());
    const sent = await letters();
    expect(sent).toHaveLength(2);
    const to = (person: Person) => sent.find((letter) => letter.to_address.startsWith(person.memberId))!;
    expect(to(owner).body_text).toMatch(/Retail +2 /);
    expect(to(seller).body_text).toMatch(/Retail +1 /);
    expect(to(owner)).toMatchObject({ attachment_name: 'Monday-2026-06-15.csv', subject: 'Monday, 15 June 2026' });
    expect(to(owner).attachment_text).toContain('Retail,2,');
    expect(to(owner).body_text).toContain('https://crm.example.org/insight?days=30');
    const [told] = (await seller.call(api.listSchedules)).items;
    expect(told).toMatchObject({
      name: 'Monday',
      mine: false,
      toMe: true,
      lastSent: 2,
      lastError: null,
      nextAt: '2026-06-22T05:00:00.000Z',
    });
  });

  it('goes on where a crash left it, without a second letter to anybody', async () => {
    world.setNow('2026-06-22T05:00:30Z');
    const [schedule] = (await owner.call(api.listSchedules)).items;
    const before = (await letters()).length;
    const once = {
      ...sending(),
      whoIs: async (...of: Parameters<typeof whoByMember>) => {
        if (of[2] === [owner.memberId, seller.memberId].sort()[1]) throw new Error('power cut');
        return whoByMember(...of);
      },
    };
    await expect(sendDueReports(once)).rejects.toThrow('power cut');
    expect((await letters()).length).toBe(before + 1);
    await sendDueReports(sending());
    expect((await letters()).length).toBe(before + 2);
    expect((await owner.call(api.listSchedules)).items[0]).toMatchObject({
      id: schedule!.id,
      lastSent: 2,
      nextAt: '2026-06-29T05:00:00.000Z',
    });
  });

  it('is ended by whoever gets it, signed in or with the link in the letter, and paused by whoever set it up', async () => {
    const [schedule] = (await owner.call(api.listSchedules)).items;
    const id = schedule!.id;
    expect(await seller.call(api.stopForMe, { params: { id }, body: { wanted: false } })).toMatchObject({
      toMe: false,
    });
    const link = /no-report#([\w-]{43})/.exec(
      (await letters()).find((letter) => letter.to_address.startsWith(owner.memberId))!.body_text!,
    )![1]!;
    const anyone = await world.fetch(
      new Request(`http://127.0.0.1/api/report-letters/${link}/stop`, { method: 'POST' }),
    );
    expect([anyone.status, await anyone.json()]).toEqual([200, { name: 'Monday' }]);
    world.setNow('2026-06-29T05:00:30Z');
    const before = (await letters()).length;
    await sendDueReports(sending());
    expect((await letters()).length).toBe(before);
    await owner.call(api.stopForMe, { params: { id }, body: { wanted: true } });
    const now = (await owner.call(api.listSchedules)).items[0]!;
    await expect(
      seller.call(api.changeSchedule, { params: { id }, body: { paused: true } }, { ifMatch: now.version }),
    ).rejects.toMatchObject({ status: 403 });
    expect(
      await owner.call(api.changeSchedule, { params: { id }, body: { paused: true } }, { ifMatch: now.version }),
    ).toMatchObject({ paused: true });
    world.setNow('2026-08-01T05:00:30Z');
    await sendDueReports(sending());
    expect((await letters()).length).toBe(before);
    await sendOneNow(sending(), world.workspaces.first, id, owner.memberId);
    expect((await letters()).length).toBe(before + 1);
  });

  it('shows whoever set it up how far its letters are, and sends no more when that person ends it', async () => {
    const { id } = await owner.call(api.createSchedule, { body: { ...draft(), name: 'Slow', reports: ['stages'] } });
    world.setNow('2026-08-03T05:00:30Z');
    const before = (await letters()).length;
    // The first letter is written at once, the second takes until it is ended.
    let asked = 0;
    const tables: Schedulable['tables'] = async ({ signal }) => {
      if (++asked > 1) await once(signal!, 'abort');
      signal!.throwIfAborted();
      return [];
    };
    const running = sendDueReports({
      ...sending(),
      reports: { ...reports, stages: { ...reports['stages']!, tables } },
    });
    const under = async (person: Person) =>
      (await person.call(workContract.listWork, { query: { kind: 'reports', state: 'under way' } })).items;
    let [work] = await under(owner);
    while (!work || work.share < 0.5) [work] = await under(owner);
    expect(work).toMatchObject({ memberId: owner.memberId, share: 0.5, mine: true });
    expect(await under(seller)).toEqual([]);
    await owner.call(workContract.cancelWork, { params: { id: work.id } });
    await running;
    expect((await letters()).length).toBe(before + 1);
    expect((await owner.call(api.listSchedules)).items.find((each) => each.id === id)).toMatchObject({
      lastSent: 1,
      lastError: 'Somebody ended it before everybody had a letter.',
      nextAt: '2026-08-10T05:00:00.000Z',
    });
    await owner.call(api.removeSchedule, { params: { id } });
  });

  it('goes to members of the workspace only, and holds reports that there are', async () => {
    const stranger = await world.as('owner', { workspace: 'second' });
    await expect(
      owner.call(api.createSchedule, { body: { ...draft(), memberIds: [stranger.memberId] } }),
    ).rejects.toMatchObject({ status: 422 });
    await expect(
      owner.call(api.createSchedule, { body: { ...draft(), reports: ['constructor'] } }),
    ).rejects.toMatchObject({ status: 422 });
    await expect(
      owner.call(api.createSchedule, { body: { ...draft(), timeZone: 'Europe/Nowhere' } }),
    ).rejects.toMatchObject({ status: 422 });
    expect((await stranger.call(api.listSchedules)).items).toEqual([]);
  });

  it('says what went wrong, and the others get theirs', async () => {
    const broken = {
      ...sending(),
      reports: {
        ...reports,
        stages: {
          ...reports['stages']!,
          tables: async () => {
            throw new Error('Nobody knows');
          },
        },
      },
    };
    await owner.call(api.createSchedule, {
      body: { ...draft(), name: 'Broken', reports: ['stages'], memberIds: [owner.memberId] },
    });
    world.setNow('2026-08-10T05:00:30Z');
    await sendDueReports(broken);
    expect((await owner.call(api.listSchedules)).items.find((each) => each.name === 'Broken')).toMatchObject({
      lastSent: 0,
      lastError: 'The owner: The report could not be made.',
    });
  });
});
