import { describe, expect, it } from 'vitest';
import { applyPlan } from '../drafts/apply.ts';
import { matchColumns } from './columns.ts';
import type { Applied } from '../drafts/draft.ts';
import { takeSamples, openRows } from '../read/files.ts';
import { importPlan, type FilePlan, type ImportPlan } from './plan.ts';
import { checkPlan, loadingOrder } from './rules.ts';
import { proposePlan, type Memory } from './propose.ts';
import { rehearse } from '../run/rehearse.ts';
import { addsUp } from '../report.ts';
import { fieldAt, targets } from '../targets/targets.ts';

type Files = Readonly<Record<string, string>>;
const today = '2026-01-31';
const bytes = (text: string): Uint8Array[] => [new TextEncoder().encode(text)];

async function propose(files: Files, memory?: Memory): Promise<ImportPlan> {
  const samples = [];
  for (const [name, text] of Object.entries(files)) samples.push(...(await takeSamples(name, bytes(text))));
  return importPlan.parse(JSON.parse(JSON.stringify(proposePlan(samples, memory))));
}

async function applied(files: Files, memory?: Memory): Promise<Applied[]> {
  const plan = await propose(files, memory);
  const found: Applied[] = [];
  for (const file of plan.files)
    for await (const batch of openRows(file, bytes(files[file.file] ?? ''), { now: `${today}T00:00:00Z` }))
      for (const read of batch) if ('row' in read) found.push(applyPlan(plan, file, { today })(read));
  return found;
}

const rehearsed = async (files: Files, memory?: Memory) => {
  const plan = await propose(files, memory);
  return await rehearse({
    plan,
    today,
    open: (file) => openRows(file, bytes(files[file.file] ?? ''), { now: `${today}T00:00:00Z` }),
  });
};

const keysOf = async (files: Files): Promise<string[]> =>
  (await applied(files)).flatMap((each) => each.drafts.map((draft) => `${draft.target} ${draft.key}`));

const fieldsOf = (file: FilePlan | undefined): Record<string, string | null> =>
  Object.fromEntries((file?.columns ?? []).map((column) => [column.column, column.field]));

describe('columns are understood', () => {
  it('in German', async () => {
    const plan = await propose({
      'Kontakte.csv':
        'Vorname;Nachname;E-Mail-Adresse;Handy;Firma;Schuhgröße\nAnna;Lang;a@x.de;0171 1234567;Lang GmbH;39\nBo;Kurz;b@x.de;0171 1234568;Kurz AG;44\n',
    });
    expect(plan.files[0]).toMatchObject({ target: 'contact', delimiter: ';' });
    expect(fieldsOf(plan.files[0])).toEqual({
      Vorname: 'contact.firstName',
      Nachname: 'contact.lastName',
      'E-Mail-Adresse': 'contact.email',
      Handy: 'contact.mobile',
      Firma: 'contact.account',
      Schuhgröße: null,
    });
  });

  it.each([
    [
      'HubSpot deals',
      'x.csv',
      'Record ID,Deal Name,Deal Stage,Amount,Close Date,Deal owner,Associated Company IDs\n1,Big,closedwon,500,2024-01-02,Ann,77',
      'hubspot',
      'opportunity',
      'opportunity.account',
    ],
    [
      'Salesforce contacts',
      'x.csv',
      'Id,LastName,FirstName,AccountId,Email\n003,Bo,Ann,001,a@b.co',
      'salesforce',
      'contact',
      'contact.account',
    ],
    [
      'Pipedrive deals',
      'x.csv',
      'Deal - ID,Deal - Title,Deal - Stage,Deal - Status,Deal - Value,Deal - Organization\n1,Big,Proposal Made,won,500,Acme',
      'pipedrive',
      'opportunity',
      'opportunity.account',
    ],
  ])('of %s whatever the file is called', async (_name, file, text, source, target, field) => {
    const plan = await propose({ [file]: text });
    expect(plan.source).toBe(source);
    expect(plan.files[0]?.target).toBe(target);
    expect(Object.values(fieldsOf(plan.files[0]))).toContain(field);
  });

  it('with a slip of the finger, with less confidence', () => {
    const [column] = matchColumns(['Adress E-Mail'], [], { target: 'contact' });
    expect(column?.field ?? null).toBe(null);
    const [near] = matchColumns(['Phone Numbr'], [{ 'Phone Numbr': '+1 415 555 0132' }], { target: 'contact' });
    expect(near).toMatchObject({ field: 'contact.phone', confidence: expect.closeTo(0.72, 1) });
  });

  it('as they were chosen before, against the preset too', async () => {
    const files = { 'people.csv': 'First name,Last name,Email,Nickname\nAnna,Lang,a@x.de,Annie\n' };
    const plan = await propose(files, { columns: { contact: { nickname: 'contact.title', email: null } } });
    expect(fieldsOf(plan.files[0])).toMatchObject({ Nickname: 'contact.title', Email: null });
  });

  it('not by a header that the values contradict', () => {
    const rows = ['yes', 'no', 'yes', 'no'].map((value) => ({ 'E-Mail': value }));
    const [column] = matchColumns(['E-Mail'], rows, { target: 'contact' });
    expect(column?.field).toBeNull();
  });

  it('and every alias of one target leads to one field only, but for those told apart by their values', () => {
    for (const target of Object.values(targets)) {
      const names = target.fields.map((field) => field.name);
      expect(new Set(names).size, target.name).toBe(names.length);
      for (const field of target.fields) {
        expect(fieldAt(`${target.name}.${field.name}`)).toBe(field);
        for (const meant of Object.values(field.words ?? {}))
          expect(field.choices, `${target.name}.${field.name}`).toContain(meant);
      }
    }
  });
});

describe('a plan', () => {
  const files = {
    'companies.csv': 'ID,Company Name,Website\nc1,Acme Ltd,acme.com\nc2,Globex,globex.com\n',
    'contacts.csv': 'ID,First Name,Last Name,Email,Company ID\np1,Ann,Bo,ann@acme.com,c1\np2,Cy,Dee,cy@globex.com,c9\n',
    'deals.csv': 'ID,Deal Name,Stage,Amount,Close Date,Account ID\nd1,Big,Negotiation,"$1,000",05/25/2024,c1\n',
  };

  it('ties the files by their ids and loads what others point to first', async () => {
    const plan = await propose(files);
    expect(loadingOrder(plan).map((file) => file.target)).toEqual(['account', 'contact', 'opportunity']);
    const company = plan.files[1]?.columns.find((column) => column.field === 'contact.account');
    expect(company?.reference).toMatchObject({ by: 'id', table: 'companies' });
    expect(checkPlan(plan)).toEqual([]);
  });

  it('says before it runs which file tells of nobody', async () => {
    const plan = await propose({ 'tasks.csv': 'Task Owner,Subject,Due Date,Status\nAnn,Call back,05/25/2024,Open\n' });
    expect(plan.files[0]?.target).toBe('nextStep');
    expect(checkPlan(plan).map((problem) => [problem.severity, problem.code])).toEqual([['warning', 'names nobody']]);
  });

  it('counts every row, follows the ids and names the one that leads nowhere', async () => {
    const report = await rehearsed(files);
    expect(report.records).toEqual({
      account: { created: 2, updated: 0 },
      contact: { created: 2, updated: 0 },
      opportunity: { created: 1, updated: 0 },
    });
    expect(report.files.every(addsUp)).toBe(true);
    expect(report.files[1]?.notes).toEqual([
      { code: 'reference not found', column: 'Company ID', count: 1, examples: [{ line: 3, value: 'c9', detail: '' }] },
    ]);
  });

  it('that lacks what a record needs, or names what is not there, is refused before a row is read', async () => {
    const plan = await propose(files);
    const [first] = plan.files;
    if (!first) throw new Error('no file');
    const broken: ImportPlan = {
      ...plan,
      defaults: { ...plan.defaults, timeZone: 'Mars/Olympus' },
      files: [
        {
          ...first,
          key: 'gone',
          columns: [
            { column: 'Website', field: 'account.nothing', format: {}, ignore: false, confidence: 1, reason: '' },
          ],
        },
      ],
    };
    expect(checkPlan(broken).map((problem) => [problem.severity, problem.code])).toEqual([
      ['error', 'unknown field'],
      ['error', 'nothing to call it'],
      ['error', 'key column is not there'],
      ['error', 'unknown time zone'],
    ]);
  });

  it('gives the same keys when the same files come again', async () => {
    expect(await keysOf(files)).toEqual(await keysOf(files));
    expect(await keysOf(files)).toContain('account file:companies:c1');
  });
});

describe('a column of dates that could be read either way', () => {
  it('is read like the other dates of its file', async () => {
    const [row] = await applied({
      'deals.csv': 'Deal Name,Stage,Close Date,Created,Company\nBig,Qualification,25/05/2024,01/02/2024,Acme\n',
    });
    expect(row?.drafts.at(-1)?.values).toMatchObject({ expectedCloseOn: '2024-05-25', openedOn: '2024-02-01' });
  });
});

describe('a row', () => {
  it('keeps what has no field and what was not understood under its column', async () => {
    const [row] = await applied({
      'contacts.csv':
        'First Name,Last Name,Email,Birthday,Shoe size\nAnn,Bo,ann@acme.com,someday,39\nCy,Dee,cy@b.co,1980-03-22,44\n',
    });
    expect(row?.drafts[0]).toMatchObject({
      values: { name: 'Ann Bo', email: 'ann@acme.com' },
      custom: { Birthday: 'someday', 'Shoe size': '39' },
    });
    expect(row?.notes).toEqual([
      { code: 'not understood', column: 'Birthday', field: 'contact.birthday', value: 'someday' },
    ]);
  });

  it('of a lost sale carries the day on which it was lost, and keeps the words of the other system', async () => {
    const [row] = await applied({
      'deals.csv':
        'Deal Name,Stage,Status,Amount,Close Date,Created,Company\nBig,Negotiation/Review,Lost,"€1.100,50",25.05.2024,01.02.2024,Acme\nSmall,Qualification,Open,"20,00 €",26.05.2024,01.02.2024,Acme\n',
    });
    expect(row?.drafts.at(-1)?.values).toMatchObject({
      name: 'Big',
      outcome: 'lost',
      stage: 'commitment',
      amount: '1100.50',
      currency: 'EUR',
      closedOn: '2024-05-25',
      openedOn: '2024-02-01',
    });
    expect(row?.drafts.at(-1)?.custom).toMatchObject({ Stage: 'Negotiation/Review' });
  });

  it('of a call that we made and nobody answered is no conversation', async () => {
    const files = {
      'Calls.csv':
        'Call Start Time,Call Type,Call Owner,Subject,Call Duration (in seconds),Account Name\n2024-05-01 10:00,Outbound,Ann,voice mail,0,Acme\n2024-05-02 10:00,Inbound,Ann,needs information,420,Acme\n',
    };
    const [first, second] = await applied(files);
    expect(first?.drafts[0]?.values).toMatchObject({
      kind: 'outreach unanswered',
      channel: 'call',
      direction: 'outbound',
      initiator: 'us',
    });
    expect(second?.drafts[0]?.values).toMatchObject({
      kind: 'inquiry',
      direction: 'inbound',
      initiator: 'them',
      effort: 7,
    });
  });

  it('that is tied to nobody is skipped and says so', async () => {
    const report = await rehearsed({ 'Tasks.csv': 'Subject,Due Date,Status\nFollow up,2024-05-01,Not Started\n' });
    expect(report.files[0]).toMatchObject({ read: 1, skipped: 1, notes: [{ code: 'tied to nobody' }] });
  });

  it('with a done task is history: a note in the ledger', async () => {
    const [row] = await applied({
      'Tasks.csv': 'Subject,Due Date,Status,Account Name\nFollow up,2024-05-01,Completed,Acme\n',
    });
    expect(row?.drafts[0]).toMatchObject({
      target: 'touchpoint',
      values: { kind: 'note', channel: 'note', subject: 'Follow up', at: '2024-05-01T12:00:00Z' },
    });
  });

  it('that was read twice makes one record', async () => {
    const report = await rehearsed({
      'contacts.csv': 'First Name,Last Name,Email\nAnn,Bo,ann@acme.com\nAnn,Bo,ann@acme.com\nBo,Ann,ANN@acme.com\n',
    });
    expect(report.files[0]).toMatchObject({ read: 3, created: 1, merged: 2 });
  });

  it('with an id of its own stays a record of its own, whatever it is called', async () => {
    const report = await rehearsed({
      'companies.csv': 'ID,Company Name,Website\n1,Great Western,\n2,Great Western,\n',
    });
    expect(report.files[0]).toMatchObject({ created: 2, merged: 0 });
  });

  it('cannot reach the prototype of anything', async () => {
    await applied({ 'contacts.csv': 'First Name,Last Name,Email,__proto__,constructor\nAnn,Bo,ann@acme.com,x,y\n' });
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  });
});
