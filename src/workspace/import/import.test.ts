import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { peopleContract } from '../../people/contract.ts';
import { openWorld, type Person, type World } from '../../testing/world.ts';
import { workspaceContract } from '../contract.ts';
import { importContract } from './contract.ts';
import { openImports } from './imports.api.ts';
import { dataFolder } from './dataFolder.testing.ts';
import { bring, filesOf, propose, run, takeBack, type Given } from './import.testing.ts';

let world: World;
let owner: Person;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(async () => {
  await world.reset();
  owner = await world.as('owner');
});
afterAll(() => world.close());

/** Every business row of the workspace but what changes with every edit. */
async function everything(): Promise<Record<string, unknown[]>> {
  const tables =
    'account contact affiliation opportunity customer_order service_case offering campaign campaign_member touchpoint next_step phase_change member team external_key'.split(
      ' ',
    );
  const all: Record<string, unknown[]> = {};
  for (const table of tables) {
    const { rows } = await world.engine.pool.query<{ row: unknown }>(
      `select to_jsonb(t) - 'version' - 'updated_at' as row from ${table} t order by 1`,
    );
    all[table] = rows.map(({ row }) => row);
  }
  return all;
}
const ask = async <Row extends object>(sql: string): Promise<Row[]> => (await world.engine.pool.query<Row>(sql)).rows;

const companies: Given = {
  name: 'Accounts.csv',
  text: 'Id,Company,Website,Phone,City,Parent Company\n1,Acme Ltd,acme.example,+1 202 555 0101,Rome,\n2,Bolt GmbH,bolt.example,,Oslo,Acme\n3,Crane,crane.example,,Bonn,Acme Ltd\n',
};
const people: Given = {
  name: 'Contacts.csv',
  text: 'Id,First name,Last name,Email,Company,Title\n7,Ann,Lee,ann@acme.example,Acme Ltd,Buyer\n8,Ben,Roe,ben@bolt.example,Bolt GmbH,\n',
};
const deals: Given = {
  name: 'Deals.csv',
  text: 'Deal name,Company,Contact,Stage,Status,Amount,Created date,Closed on,Expected close\nPress,Acme Ltd,Ann Lee,Closed won,won,1200.50,2026-01-05,2026-02-01,\nSecond press,Acme Ltd,Ann Lee,Closed won,won,800,2026-03-05,2026-04-20,\nLost one,Bolt GmbH,,Closed lost,lost,99,2026-03-05,2026-04-21,\nOpen one,Bolt GmbH,,Proposal,open,500,2026-05-05,,2026-09-01\n',
};
const company = [companies, people, deals];

describe('a company in three files', () => {
  it('arrives with its references, its money and its relationships where the sales put them', async () => {
    const done = await bring(world, owner, company);
    expect(done).toMatchObject({
      state: 'done',
      error: null,
      records: { account: { created: 3 }, contact: { created: 2 }, opportunity: { created: 4 } },
    });
    expect(
      await ask('select a.name, p.name as parent from account a left join account p on p.id = a.parent_id order by 1'),
    ).toEqual([
      { name: 'Acme Ltd', parent: null },
      { name: 'Bolt GmbH', parent: 'Acme Ltd' },
      { name: 'Crane', parent: 'Acme Ltd' },
    ]);
    expect(
      await ask(
        'select o.name, a.name as account, c.name as contact, o.outcome, o.amount, o.closed_on::text from opportunity o join account a on a.id = o.account_id left join contact c on c.id = o.contact_id order by o.closed_on',
      ),
    ).toMatchObject([
      {
        name: 'Press',
        account: 'Acme Ltd',
        contact: 'Ann Lee',
        outcome: 'won',
        amount: '1200.50',
        closed_on: '2026-02-01',
      },
      { name: 'Second press', amount: '800.00' },
      { name: 'Lost one', account: 'Bolt GmbH', contact: null, outcome: 'lost' },
      { name: 'Open one', outcome: 'open', closed_on: null },
    ]);
    expect(
      await ask(
        "select kind, subject from touchpoint where account_id = (select id from account where name = 'Acme Ltd') order by at",
      ),
    ).toEqual([
      { kind: 'close won', subject: 'Press' },
      { kind: 'repeat order', subject: 'Second press' },
    ]);
    const [acme] = await ask<{ phase: string; revenue: string; touchpoints: number; trust: number }>(
      "select phase, revenue, touchpoints, trust from relationship where account_id = (select id from account where name = 'Acme Ltd')",
    );
    expect(acme).toMatchObject({ phase: 'usage', touchpoints: 2 });
    expect(
      (await ask<{ potential: string }>('select potential from relationship where potential > 0'))[0]?.potential,
    ).toBe('500.00');
  });

  it('changes nothing when it comes once more', async () => {
    await bring(world, owner, company);
    const before = await everything();
    const again = await bring(world, owner, company);
    expect(again.records).toEqual({});
    expect(again.report?.files.map(({ read, skipped, merged }) => read - skipped - merged)).toEqual([0, 0, 0]);
    expect(await everything()).toEqual(before);
  });

  it('can be taken back as if it had never been', async () => {
    await owner.call(peopleContract.createAccount, { body: { name: 'Here before' } });
    const before = await everything();
    const { id } = await bring(world, owner, company);
    const back = await takeBack(world, owner, id);
    expect(back).toMatchObject({
      state: 'undone',
      undone: { keptCount: 0, removed: { account: 3, contact: 2, opportunity: 4 } },
    });
    expect(await everything()).toEqual(before);
    expect(await bring(world, owner, company)).toMatchObject({ state: 'done', records: { account: { created: 3 } } });
  });

  it('keeps what people have worked with since, and names it', async () => {
    const { id } = await bring(world, owner, company);
    const [crane] = (await owner.call(peopleContract.listAccounts, {})).items.filter(
      (account) => account.name === 'Crane',
    );
    await owner.call(
      peopleContract.changeAccount,
      { params: { id: crane!.id }, body: { city: 'Kiel' } },
      { ifMatch: crane!.version },
    );
    const back = await takeBack(world, owner, id);
    expect(back.undone).toMatchObject({
      removed: { account: 1, contact: 2 },
      kept: [
        { kind: 'account', name: 'Acme Ltd', why: 'in use' },
        { kind: 'account', name: 'Crane', why: 'changed since' },
      ],
    });
    expect(await ask("select name, city from account where name = 'Crane'")).toEqual([{ name: 'Crane', city: 'Kiel' }]);
  });

  it('does in the dry run what it then does', async () => {
    const { id } = await propose(owner, company);
    await owner.call(importContract.rehearseImport, { params: { id } });
    await world.house.imports.work({ workspaceId: owner.workspaceId, importId: id, what: 'rehearse' });
    const { rehearsal } = await owner.call(importContract.readImport, { params: { id } });
    expect(await ask('select 1 from account')).toEqual([]);
    const done = await run(world, owner, id);
    expect(done.report?.records).toEqual(rehearsal?.report?.records);
    expect(done.report?.files).toEqual(
      expect.arrayContaining(
        rehearsal?.report?.files.map((file) => ({ ...file, notes: expect.anything() as unknown })) ?? [],
      ),
    );
  });
});

describe('records that were there before', () => {
  const newer: Given = { name: 'Accounts.csv', text: 'Id,Company,Website,City\n1,ACME,acme.example,Milan\n' };

  it('are found by name or domain, told the news, and get their old values back', async () => {
    const acme = await owner.call(peopleContract.createAccount, {
      body: { name: 'Acme Ltd', website: 'https://acme.example', city: 'Rome', tags: ['old'] },
    });
    const before = await everything();
    const done = await bring(world, owner, [newer]);
    expect(done.records).toEqual({ account: { created: 0, updated: 1 } });
    expect(await ask('select id, name, city, tags from account')).toEqual([
      { id: acme.id, name: 'ACME', city: 'Milan', tags: ['old'] },
    ]);
    const history = await owner.call(workspaceContract.getHistory, { params: { kind: 'account', id: acme.id } });
    expect(history.items).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ field: 'city', before: 'Rome', after: 'Milan', memberId: owner.memberId }),
      ]),
    );
    const back = await takeBack(world, owner, done.id);
    expect(back.undone).toMatchObject({ restored: { account: 1 }, keptCount: 0 });
    expect(await everything()).toEqual(before);
  });

  it('are found by their name alone, whatever its legal form', async () => {
    await owner.call(peopleContract.createAccount, { body: { name: 'The Bolt Company GmbH & Co. KG' } });
    const done = await bring(world, owner, [{ name: 'Accounts.csv', text: 'Id,Company,City\n1,Bolt,Oslo\n' }]);
    expect(done.records).toEqual({ account: { created: 0, updated: 1 } });
    expect(await ask('select count(*) from account')).toEqual([{ count: 1 }]);
  });

  it('are left alone, or doubled on purpose, where that was chosen', async () => {
    await owner.call(peopleContract.createAccount, {
      body: { name: 'Acme Ltd', website: 'https://acme.example', city: 'Rome' },
    });
    const choose = async (duplicates: 'skip' | 'create') => {
      const { id, plan, version } = await propose(owner, [newer]);
      await owner.call(
        importContract.saveImportPlan,
        { params: { id }, body: { plan: { ...plan!, duplicates: { account: duplicates } } } },
        { ifMatch: version },
      );
      return run(world, owner, id);
    };
    expect((await choose('skip')).report?.files[0]).toMatchObject({ skipped: 1, notes: [{ code: 'already there' }] });
    expect(await ask('select city from account')).toEqual([{ city: 'Rome' }]);
    expect((await choose('create')).records).toEqual({ account: { created: 1, updated: 0 } });
    expect(await ask('select city from account order by 1')).toEqual([{ city: 'Milan' }, { city: 'Rome' }]);
  });
});

const many = (count: number): Given => ({
  name: 'Accounts.csv',
  text: `Id,Company,Website\n${Array.from({ length: count }, (_, n) => `${n},Company ${n},company${n}.example`).join('\n')}\n`,
});

describe('a long import', () => {
  it('stops when it is cancelled, goes on where it stopped, and counts every row once', async () => {
    const { id } = await propose(owner, [many(12000)]);
    await owner.call(importContract.runImport, { params: { id } });
    let cancelled: Promise<unknown> | undefined;
    await world.house.imports.work({ workspaceId: owner.workspaceId, importId: id, what: 'run' }, (progress) => {
      if (progress.rows >= 2000) cancelled ??= owner.call(importContract.cancelImport, { params: { id } });
    });
    await cancelled;
    const stopped = await owner.call(importContract.readImport, { params: { id } });
    expect(stopped).toMatchObject({ state: 'cancelled', working: false });
    const [{ count } = { count: 0 }] = await ask<{ count: number }>('select count(*) from account');
    expect(count).toBeGreaterThanOrEqual(2000);
    expect(count).toBeLessThan(12000);
    expect(await run(world, owner, id)).toMatchObject({
      state: 'done',
      rows: 12000,
      records: { account: { created: 12000 } },
    });
    expect(await ask('select count(*), count(distinct name) as names from account')).toEqual([
      { count: 12000, names: 12000 },
    ]);
  });

  it('goes on with the next row after a restart in the midst of it', async () => {
    const { id } = await propose(owner, [many(5000)]);
    await owner.call(importContract.runImport, { params: { id } });
    const { folder, database, serving } = world.house.imports;
    const process = () => openImports({ folder, database, serving });
    const [first, second] = [process(), process()];
    const task = { workspaceId: owner.workspaceId, importId: id, what: 'run' } as const;
    await first.work(task, (progress) => void (progress.rows >= 2000 && first.stop()));
    expect(await owner.call(importContract.readImport, { params: { id } })).toMatchObject({
      state: 'running',
      working: true,
    });
    await second.work(task);
    expect(await owner.call(importContract.readImport, { params: { id } })).toMatchObject({
      state: 'done',
      rows: 5000,
    });
    expect(await ask('select count(*), count(distinct name) as names from account')).toEqual([
      { count: 5000, names: 5000 },
    ]);
  });

  it('fails one row that the database refuses and takes in the others', async () => {
    const rows = Array.from(
      { length: 40 },
      (_, n) => `${n},Deal ${n},Acme,open,10,${n === 23 ? '2026-02-30' : '2026-02-03'}`,
    ).join('\n');
    const done = await bring(world, owner, [
      companies,
      { name: 'Deals.csv', text: `Id,Deal name,Company,Status,Amount,Created date\n${rows}\n` },
    ]);
    expect(done.report?.files[1]).toMatchObject({ read: 40 });
    expect(done.report!.files[1]!.created + done.report!.files[1]!.failed).toBe(40);
  });

  it('gives back the rows that it could not take in, as a file that can be corrected', async () => {
    const broken: Given = { name: 'Accounts.csv', text: 'Id,Company,City\n1,Acme,Rome\n2,Bolt,Oslo,too,many\n3,,\n' };
    const { id } = await bring(world, owner, [broken]);
    const response = await owner.fetch(`/api/imports/${id}/errors?file=Accounts.csv`);
    expect(response.headers.get('content-disposition')).toContain('attachment');
    const lines = (await response.text()).replace('\ufeff', '').trimEnd().split('\r\n');
    expect(lines[0]).toBe('Import line,Import reason,Id,Company,City');
    expect(lines[1]).toContain('2,Bolt,Oslo,too,many');
    expect(lines[2]).toContain('nothing to call it');
  });
});

describe('rights', () => {
  it('a stranger reaches neither an import nor its files', async () => {
    const { id } = await propose(owner, company);
    const stranger = await world.as('owner', { workspace: 'second' });
    for (const [path, method] of [
      ['', 'GET'],
      ['/files/1', 'PUT'],
      ['/run', 'POST'],
      ['/undo', 'POST'],
      ['/cancel', 'POST'],
      ['/errors?file=Accounts.csv', 'GET'],
      ['/preview?file=Accounts.csv', 'GET'],
      ['/rows', 'GET'],
    ] as const) {
      const answer = await stranger.fetch(`/api/imports/${id}${path}`, {
        method,
        ...(method === 'PUT' ? { body: 'x', headers: { 'content-type': 'application/octet-stream' } } : {}),
      });
      expect(answer.status, path).toBe(404);
    }
    expect((await stranger.call(importContract.listImports, {})).items).toEqual([]);
  });

  it('a seller imports as a seller: records are the seller’s own, colleagues are not made', async () => {
    const seller = await world.as('seller');
    const users: Given = { name: 'Users.csv', text: 'User id,Name,Email\n1,Kim Poe,kim@firm.example\n' };
    const theirs: Given = { name: 'Accounts.csv', text: 'Id,Company,Owner\n1,Acme,Kim Poe\n' };
    const done = await bring(world, seller, [users, theirs]);
    expect(done.state).toBe('done');
    expect(await ask('select a.name, a.owner_id from account a')).toEqual([
      { name: 'Acme', owner_id: seller.memberId },
    ]);
    expect(await ask("select 1 from member where name = 'Kim Poe'")).toEqual([]);
    expect(done.report?.files.find((file) => file.target === 'member')?.notes[0]?.code).toBe('not yours to make');
  });
});

describe('what was chosen before', () => {
  it('is proposed again for the same column', async () => {
    const odd: Given = { name: 'Accounts.csv', text: 'Id,Company,Zqx\n1,Acme,Rome\n' };
    const { id, plan, version } = await propose(owner, [odd]);
    const changed = structuredClone(plan!);
    Object.assign(
      changed.files[0]!.columns.find((column) => column.column === 'Zqx')!,
      { field: 'account.city' },
    );
    await owner.call(importContract.saveImportPlan, { params: { id }, body: { plan: changed } }, { ifMatch: version });
    const next = await propose(owner, [odd]);
    expect(next.plan?.files[0]?.columns.find((column) => column.column === 'Zqx')).toMatchObject({
      field: 'account.city',
      reason: 'chosen before',
    });
  });
});

const maven = dataFolder('maven_crm');
describe.skipIf(!maven)(`a sales pipeline of 8,800 opportunities${maven ? '' : ' (SKIPPED: no data folder)'}`, () => {
  it(
    'arrives as rehearsed, with subsidiaries, teams and money, and goes without a trace',
    { timeout: 240_000 },
    async () => {
      const before = await everything();
      const done = await bring(world, owner, filesOf(maven ?? ''));
      expect(done.records).toEqual({
        member: { created: 41, updated: 0 },
        offering: { created: 7, updated: 0 },
        account: { created: 85, updated: 0 },
        opportunity: { created: 8800, updated: 0 },
      });
      expect(
        done.report?.files
          .find((file) => file.file === 'sales_pipeline.csv')
          ?.notes.find((note) => note.code === 'reference nearly found')?.examples[0],
      ).toMatchObject({ value: 'GTXPro', detail: 'GTX Pro' });
      expect(await ask('select count(*) from account where parent_id is not null')).toEqual([{ count: 15 }]);
      expect(
        await ask(
          'select count(*), count(distinct leader_id) as leaders from team where exists (select from member m where m.team_id = team.id)',
        ),
      ).toEqual([{ count: 6, leaders: 6 }]);
      expect(await ask("select sum(amount) from opportunity where outcome = 'won'")).toEqual([{ sum: '10005534.00' }]);
      const [isdom] = await ask<{ won: number; lost: number; amount: string }>(
        "select count(*) filter (where outcome = 'won') as won, count(*) filter (where outcome = 'lost') as lost, sum(amount) as amount from opportunity where account_id = (select id from account where name = 'Isdom')",
      );
      expect(isdom).toEqual(expectedOf('Isdom'));
      expect((await takeBack(world, owner, done.id)).undone?.keptCount).toBe(0);
      expect(await everything()).toEqual(before);
    },
  );

  function expectedOf(name: string) {
    const text = new TextDecoder().decode(
      filesOf(maven ?? '').find((file) => file.name === 'sales_pipeline.csv')?.text as Uint8Array,
    );
    const rows = text
      .split(/\r?\n/)
      .slice(1)
      .map((line) => line.split(','))
      .filter((cells) => cells[3] === name);
    const of = (stage: string) => rows.filter((cells) => cells[4] === stage);
    return {
      won: of('Won').length,
      lost: of('Lost').length,
      amount: `${of('Won').reduce((sum, cells) => sum + Number(cells[7]), 0)}.00`,
    };
  }
});

const zoho = dataFolder('zoho_crm_export');
describe.skipIf(!zoho)(`a whole export of Zoho CRM${zoho ? '' : ' (SKIPPED: no data folder)'}`, () => {
  it(
    'arrives as rehearsed, says what it did not understand, and goes without a trace',
    { timeout: 240_000 },
    async () => {
      const before = await everything();
      const done = await bring(world, owner, filesOf(zoho ?? ''));
      expect(done.state).toBe('done');
      expect(done.records).toEqual({
        member: { created: 11, updated: 0 },
        offering: { created: 2000, updated: 0 },
        campaign: { created: 110, updated: 0 },
        account: { created: 3900, updated: 0 },
        contact: { created: 3900, updated: 0 },
        opportunity: { created: 3632, updated: 0 },
        order: { created: 1300, updated: 0 },
        case: { created: 797, updated: 0 },
        touchpoint: { created: 5020, updated: 0 },
      });
      const rows = (outcome: 'created' | 'merged' | 'skipped') =>
        done.report?.files.reduce((sum, file) => sum + file[outcome], 0);
      expect([rows('created'), rows('merged'), rows('skipped')]).toEqual([18_999, 3134, 27_420]);
      expect(await ask('select sum(count)::integer as kept from import_batch')).toEqual([
        { kept: 18_999 + 3134 + 27_420 },
      ]);
      const of = (kind: string, key: string) =>
        `(select record_id from external_key where kind = '${kind}' and key = '${key}')`;
      expect(
        await ask(`select c.name, c.emails, a.name as account, ao.name as "accountOwner", co.name as owner from contact c join account a on a.id = c.account_id
        join member ao on ao.id = a.owner_id join member co on co.id = c.owner_id where c.id = ${of('contact', 'zoho:Contacts:2585')}`),
      ).toEqual([
        {
          name: 'Tucker',
          emails: ['beckittucker@dayrep.com'],
          account: 'WWW Realty',
          accountOwner: 'Santa Cruz Clara',
          owner: 'David Love',
        },
      ]);
      expect(
        await ask(`select o.name, o.amount, o.currency, o.stage, o.opened_on::text, m.name as owner, o.account_id = c.account_id as same from opportunity o
        join contact c on c.id = o.contact_id join member m on m.id = o.owner_id where o.id = ${of('opportunity', 'zoho:Potentials:1832')} and c.id = ${of('contact', 'zoho:Leads:1832')}`),
      ).toEqual([
        {
          name: 'Lewis, James',
          amount: '22700.00',
          currency: 'USD',
          stage: 'assessment',
          opened_on: '2021-04-15',
          owner: 'Roger Terrence',
          same: true,
        },
      ]);
      expect(
        await ask(
          `select number, amount, ordered_on::text, account_id = ${of('account', 'zoho:Accounts:403')} as there from customer_order where id = ${of('order', 'zoho:Invoices:23000411')}`,
        ),
      ).toEqual([{ number: '1593016', amount: '21042.00', ordered_on: '2021-04-20', there: true }]);
      expect(
        await ask(
          "select count(*) from relationship r where r.phase in ('ownership', 'usage') and r.touchpoints > 0 and not exists (select from account a where a.id = r.account_id)",
        ),
      ).toEqual([{ count: 0 }]);
      // Who was written to belongs to the campaign, with how they answered; what was only planned does not.
      expect(await ask('select distinct state from campaign_member order by 1')).toEqual(
        ['declined', 'reached', 'responded', 'targeted'].map((state) => ({ state })),
      );
      expect(await ask("select count(*) > 0 as many from campaign_touchpoint where how = 'import'")).toEqual([
        { many: true },
      ]);
      expect(await ask("select currency from workspace where name = 'The first firm'")).toEqual([{ currency: 'USD' }]);
      expect((await takeBack(world, owner, done.id)).undone?.keptCount).toBe(0);
      expect(await everything()).toEqual(before);
      expect(await ask("select currency from workspace where name = 'The first firm'")).toEqual([{ currency: 'EUR' }]);
    },
  );
});

describe('people and meetings of a mailbox', () => {
  const card: Given = {
    name: 'people.vcf',
    text: 'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann Lee\r\nN:Lee;Ann;;;\r\nORG:Acme Ltd\r\nEMAIL:ann@acme.example\r\nTEL;TYPE=CELL:+12025550101\r\nTITLE:Buyer\r\nEND:VCARD\r\n',
  };
  const meeting = (uid: string, day: string, subject: string) =>
    `BEGIN:VEVENT\r\nUID:${uid}\r\nDTSTART:${day}T090000Z\r\nDTEND:${day}T100000Z\r\nSUMMARY:${subject}\r\nATTENDEE;CN=Ann:mailto:ann@acme.example\r\nEND:VEVENT\r\n`;
  const calendar: Given = {
    name: 'work.ics',
    text: `BEGIN:VCALENDAR\r\nVERSION:2.0\r\n${meeting('a', '20260601', 'Demo of the press')}${meeting('a', '20260601', 'Demo of the press')}${meeting('b', '20260901', 'Review')}END:VCALENDAR\r\n`,
  };

  it('become contacts of their companies, touchpoints that count once, and next steps for what lies ahead', async () => {
    const done = await bring(world, owner, [card, calendar]);
    expect(done).toMatchObject({ state: 'done', error: null });
    expect(
      await ask(
        'select c.name, c.title, c.phones, a.name as account from contact c join account a on a.id = c.account_id',
      ),
    ).toEqual([{ name: 'Ann Lee', title: 'Buyer', phones: ['+12025550101'], account: 'Acme Ltd' }]);
    expect(
      await ask(
        'select t.kind, t.subject, t.minutes, p.contact_id is not null as met from touchpoint t left join touchpoint_participant p on p.touchpoint_id = t.id',
      ),
    ).toEqual([{ kind: 'demonstration', subject: 'Demo of the press', minutes: 60, met: true }]);
    expect(await ask('select what, due_at from next_step')).toEqual([
      { what: 'Review', due_at: new Date('2026-09-01T09:00:00Z') },
    ]);
    expect(await ask('select phase from relationship')).toEqual([{ phase: 'purchase' }]);
    const again = await bring(world, owner, [card, calendar]);
    expect(again.records).toEqual({});
  });

  const cards = dataFolder('vcard');
  it.skipIf(!cards)(`of real telephones arrive whole${cards ? '' : ' (SKIPPED: no data folder)'}`, async () => {
    const done = await bring(world, owner, filesOf(cards ?? ''));
    expect(done.state).toBe('done');
    for (const file of done.report?.files ?? []) expect(file.failed, file.file).toBe(0);
  });
});
