import { createReadStream, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { dataFolder } from '../dataFolder.testing.ts';
import type { Known } from '../place/directory.ts';
import { openRows, takeSamples } from '../read/files.ts';
import type { ImportPlan } from '../plan/plan.ts';
import { checkPlan } from '../plan/rules.ts';
import { proposePlan } from '../plan/propose.ts';
import { isRow } from '../read/row.ts';
import { rehearse } from '../run/rehearse.ts';
import { addsUp, type ImportReport } from '../report.ts';

type Imported = { plan: ImportPlan; report: ImportReport; records: Map<string, Known[]>; raw: Map<string, string[]> };

async function importFolder(folder: string): Promise<Imported> {
  const samples = [];
  for (const name of readdirSync(folder))
    samples.push(...(await takeSamples(name, createReadStream(join(folder, name)))));
  const plan = proposePlan(samples, { defaults: { timeZone: 'UTC', currency: 'USD', country: 'US' } });
  const records = new Map<string, Known[]>();
  const raw = new Map<string, string[]>();
  const report = await rehearse({
    plan,
    today: '2021-12-31',
    open: (file) => openRows(file, createReadStream(join(folder, file.file)), { now: '2021-12-31T00:00:00Z' }),
    onRow: (file, read, _outcome, _notes, known) => {
      records.set(file.table, [...(records.get(file.table) ?? new Array<Known>()), ...known]);
      raw.set(file.file, [...(raw.get(file.file) ?? new Array<string>()), isRow(read) ? read.raw : '']);
    },
  });
  return { plan, report, records, raw };
}

const fileOf = ({ report }: Imported, name: string) => report.files.find((file) => file.file === name);
const noted = (imported: Imported, name: string, code: string, column = '') =>
  fileOf(imported, name)?.notes.find((note) => note.code === code && note.column === column)?.count ?? 0;
const recordsOf = ({ records }: Imported, table: string): Known[] => records.get(table) ?? [];

const maven = dataFolder('maven_crm');
const zoho = dataFolder('zoho_crm_export');

describe.skipIf(!maven)(`the Maven sales pipeline${maven ? '' : ' (SKIPPED: no data folder)'}`, () => {
  let imported: Imported;
  beforeAll(async () => {
    imported = await importFolder(maven ?? '');
  });

  it('arrives whole: every row of every file is counted', () => {
    expect(imported.report.files.map((file) => [file.file, file.read, file.created])).toEqual([
      ['accounts.csv', 85, 85],
      ['products.csv', 7, 7],
      ['sales_pipeline.csv', 8800, 8800],
      ['sales_teams.csv', 35, 35],
    ]);
    expect(imported.report.files.every(addsUp)).toBe(true);
    expect(checkPlan(imported.plan)).toEqual([]);
  });

  it('reports its known dirt', () => {
    expect(noted(imported, 'sales_pipeline.csv', 'reference nearly found', 'product')).toBe(1480);
    expect(
      fileOf(imported, 'sales_pipeline.csv')?.notes.find((note) => note.code === 'reference nearly found')?.examples[0],
    ).toMatchObject({ value: 'GTXPro', detail: 'GTX Pro' });
    expect(noted(imported, 'accounts.csv', 'spelling corrected', 'sector')).toBe(12);
    expect(noted(imported, 'sales_pipeline.csv', 'kept without anybody')).toBe(1425);
    expect(noted(imported, 'sales_pipeline.csv', 'no day of opening', 'opportunity.openedOn')).toBe(500);
  });

  it('knows won, lost and open sales, and what they were worth', () => {
    const sales = recordsOf(imported, 'sales_pipeline').map((known) => known.draft.values);
    const count = (outcome: string) => sales.filter((values) => values['outcome'] === outcome).length;
    expect([count('won'), count('lost'), count('open')]).toEqual([4238, 2473, 2089]);
    expect(sales.reduce((sum, values) => sum + (values['outcome'] === 'won' ? Number(values['amount']) : 0), 0)).toBe(
      10_005_534,
    );
    expect(sales.every((values) => (values['outcome'] === 'open') === (values['closedOn'] === undefined))).toBe(true);
  });

  it('has its subsidiaries below their parents and its leaders among the members', () => {
    expect(noted(imported, 'accounts.csv', 'reference not found', 'subsidiary_of')).toBe(0);
    expect(imported.report.records.member).toEqual({ created: 41, updated: 0 });
  });
});

describe.skipIf(!zoho)(`a whole export of Zoho CRM${zoho ? '' : ' (SKIPPED: no data folder)'}`, () => {
  let imported: Imported;
  beforeAll(async () => {
    imported = await importFolder(zoho ?? '');
  });

  it('arrives whole: as many rows are read as stand in each file, and each is counted once', () => {
    for (const file of imported.report.files) {
      const text = readFileSync(join(zoho ?? '', file.file), 'utf8');
      // None of these files has a line end inside a value.
      const lines = text.split(/\r?\n/).filter((line) => line.replaceAll(',', '').trim() !== '').length - 1;
      expect(file.read, file.file).toBe(lines);
      expect(addsUp(file), file.file).toBe(true);
      expect(file.failed, file.file).toBe(0);
    }
  });

  it('keeps every row as it stood', () => {
    const lines = readFileSync(join(zoho ?? '', 'Potentials.csv'), 'utf8')
      .trimEnd()
      .split('\n')
      .slice(1);
    expect(imported.raw.get('Potentials.csv')).toEqual(lines);
  });

  it('knows its files as what they are', () => {
    const targets = Object.fromEntries(imported.plan.files.map((file) => [file.table, file.target]));
    expect(targets).toMatchObject({
      Users: 'member',
      Accounts: 'account',
      Contacts: 'contact',
      Leads: 'contact',
      Potentials: 'opportunity',
      Calls: 'touchpoint',
      Events: 'touchpoint',
      Tasks: 'nextStep',
      Cases: 'case',
      Campaigns: 'campaign',
      Products: 'offering',
      Invoices: 'order',
      Vendors: null,
    });
  });

  it('does not copy a converted lead: each of the 1,265 contacts is the lead it was', () => {
    expect(fileOf(imported, 'Leads.csv')).toMatchObject({ read: 3900, created: 2635, merged: 1265 });
    expect(imported.report.records.contact).toEqual({ created: 3900, updated: 0 });
    expect(imported.report.records.account?.created).toBe(3900);
  });

  it('has its money and days right', () => {
    const sale = recordsOf(imported, 'Potentials')[0]?.draft;
    expect(sale?.values).toMatchObject({
      name: 'Lewis, James',
      amount: '22700.00',
      expectedRevenue: '33500.00',
      stage: 'assessment',
      outcome: 'open',
      openedOn: '2021-04-15',
      expectedCloseOn: '2021-04-16',
      probability: 100,
      kind: 'incremental',
    });
    const campaign = recordsOf(imported, 'Campaigns')[1]?.draft;
    expect(campaign?.values).toMatchObject({ expectedRevenue: '1117100', budget: '273640', startsOn: '2021-04-24' });
    const outcomes = recordsOf(imported, 'Potentials').map((known) => known.draft.values['outcome']);
    expect(['won', 'lost', 'open'].map((outcome) => outcomes.filter((each) => each === outcome).length)).toEqual([
      1425, 485, 1722,
    ]);
  });

  it('has its references right: sale to lead to account, contact to account, everything to its owner', () => {
    expect(recordsOf(imported, 'Potentials').every((known) => known.account)).toBe(true);
    const contact = recordsOf(imported, 'Contacts')[0];
    expect(contact?.account?.draft.key).toBe('zoho:Accounts:386');
    expect(imported.report.records.member).toEqual({ created: 11, updated: 0 });
    expect(recordsOf(imported, 'Events').every((known) => known.account)).toBe(true);
  });

  it('keeps a customer a customer when a lead tells about the same company', () => {
    const accounts = recordsOf(imported, 'Accounts');
    expect(accounts.filter((known) => known.draft.values['phase'] === 'usage')).toHaveLength(1105);
  });

  it('says what it cannot resolve', () => {
    expect(noted(imported, 'Calls.csv', 'reference not found', 'POTENTIALID')).toBe(1489);
    expect(noted(imported, 'Calls.csv', 'tied to nobody')).toBe(1790);
    expect(noted(imported, 'Tasks.csv', 'tied to nobody')).toBe(2978);
    expect(noted(imported, 'Cases.csv', 'kept without anybody')).toBe(797);
    expect(checkPlan(imported.plan).map((problem) => problem.code)).toEqual([
      'reference without file',
      'names nobody, kept',
      'reference without file',
      'names nobody',
    ]);
  });

  it('counts a call that the export repeats once', () => {
    expect(fileOf(imported, 'Calls.csv')).toMatchObject({ read: 4100, created: 441, merged: 1869, skipped: 1790 });
  });
});
