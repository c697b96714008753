import { sql } from 'kysely';
import { insertRows, type Tx } from '../../platform/database.ts';
import { conflict } from '../../platform/problem.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import { settingsOf } from '../settings.ts';
import type { demoContract } from './contract.ts';
import { channelsKey, demoKey } from './keys.ts';
import { countMoney } from '../../relationship/money.api.ts';
import { addCatalogue } from './load/catalogue.api.ts';
import { addCircle } from './load/circle.api.ts';
import { addClosing } from './load/closing.api.ts';
import { addCoaching } from './load/coaching.api.ts';
import { addCustomers } from './load/customers.api.ts';
import { addDecisions } from './load/decisions.api.ts';
import { addInsight } from './load/insight.api.ts';
import { addInstalledBase } from './load/installedBase.api.ts';
import type { DemoIds, DemoLoad, Mark } from './load/load.ts';
import { addOwnership } from './load/ownership.api.ts';
import { addQuotes } from './load/quotes.api.ts';
import { addRoute } from './load/route.api.ts';
import { addSelling } from './load/selling.api.ts';
import { addService } from './load/service.api.ts';
import { addSurveys } from './load/surveys.api.ts';
import { addTargeting } from './load/targeting.api.ts';
import { addTraining } from './load/training.api.ts';
import { removeDemo } from './removal.api.ts';
import { me, members, teams } from './story/company.ts';
import { demoCompany } from './story/demo.ts';
import type { DemoCompany } from './story/records.ts';

/** Loads the demo company in one transaction, and takes it away again. Every record of it has an external key `demo:…`. */
export const demoHandlers: Handlers<typeof demoContract> = {
  readDemo: (call) => standingOf(call.db, call.who.workspaceId),

  async loadDemo(call) {
    await call.db.selectFrom('workspace').select('workspace_id').forUpdate().execute();
    if ((await standingOf(call.db, call.who.workspaceId)).loaded) {
      throw conflict('demo_loaded', 'The demo company is loaded already. Remove it first to load it afresh.');
    }
    await loadDemo(call);
    return standingOf(call.db, call.who.workspaceId);
  },

  async removeDemo(call) {
    await call.transact(async (c) => {
      const merges = await mergesWithDemo(c);
      if (merges.length > 0) await c.record('demo.removing', { kind: 'workspace', id: c.who.workspaceId }, { merges });
    });
    await removeDemo(call);
    return call.transact((c) => standingOf(c.db, c.who.workspaceId));
  },
};

/** Merges of one's own records with the demo's, the latest first. A merge takes the keys along, so by its keys alone one's own record would be the demo's. */
async function mergesWithDemo(call: Call): Promise<string[]> {
  const demo = demoKey('%');
  const { rows } = await sql<{ id: string }>`
    with moved as (select r.merge_id, r.key ->> 'key' as key from merge_row r where r.relation = 'external_key' and r.key ->> 'key' like ${demo})
    select m.id from merge m where m.undone_at is null and (exists (select from moved where moved.merge_id = m.id)
      or exists (select from external_key e where e.record_id = m.kept_id and e.key like ${demo}
        and not exists (select from moved join merge earlier on earlier.workspace_id = m.workspace_id and earlier.id = moved.merge_id where earlier.undone_at is null and earlier.kept_id = m.kept_id and moved.key = e.key)))
    order by m.at desc, m.id desc`.execute(call.db);
  return rows.map((row) => row.id);
}

async function standingOf(
  db: Tx,
  workspaceId: string,
): Promise<{ loaded: boolean; accounts: number; ownAccounts: boolean }> {
  const { rows } = await sql<{ loaded: boolean; accounts: number; ownAccounts: boolean }>`
    with demo as (select kind, record_id from external_key where workspace_id = ${workspaceId} and key like ${demoKey('%')})
    select exists (select from demo) as loaded, (select count(*)::int from demo where kind = 'account') as accounts,
      exists (select from account a where a.workspace_id = ${workspaceId} and not exists (select from demo where record_id = a.id)) as "ownAccounts"
  `.execute(db);
  return rows[0]!;
}

/** Each stands on those before: customers first, then what happened to them. */
const parts = [
  addCustomers,
  addDecisions,
  addCircle,
  addTargeting,
  addTraining,
  addCoaching,
  addSelling,
  addService,
  addCatalogue,
  addQuotes,
  addClosing,
  addRoute,
  addInstalledBase,
  addSurveys,
  addOwnership,
  addInsight,
];

/** Writes the company of this moment into the workspace of the person who calls, who becomes one of its people. */
async function loadDemo(call: Call): Promise<void> {
  const demo = demoCompany(call.now.getTime());
  const marks: Mark[] = [];
  const load: DemoLoad = { call, demo, marks, people: await addForce(call, marks), ids: newIds(call, demo, marks) };
  await connectChannels(load);
  for (const add of parts) await add(load);
  await countMoney(call, [...load.ids.account.values()]);
  const ours = { workspace_id: call.who.workspaceId };
  await insertRows(
    call.db,
    'external_key',
    marks.map((mark) => ({ ...ours, ...mark })),
  );
  const subject = { kind: 'workspace', id: call.who.workspaceId };
  await call.record('demo.loaded', subject, { accounts: demo.accounts.length, touchpoints: demo.touchpoints.length });
}

/** Teams and members by key. Whoever is here already, by the team's name or the member's e-mail, is used and not marked. */
async function addForce(call: Call, marks: Mark[]): Promise<Map<string, string>> {
  const teamIds = await addTeams(call, marks);
  const emails = members.map((m) => m.email);
  const known = await call.db.selectFrom('member').select(['id', 'email']).where('email', 'in', emails).execute();
  const people = new Map(members.map((m) => [m.key, known.find((k) => k.email === m.email)?.id ?? call.newId()]));
  const made = members.filter((m) => known.every((k) => k.email !== m.email));
  const rows = made.map((m) => ({
    workspace_id: call.who.workspaceId,
    id: people.get(m.key),
    team_id: teamIds.get(m.team),
    name: m.name,
    email: m.email,
    role: m.role,
    business_role: m.businessRole,
    version: 1,
    created_at: call.now,
    updated_at: call.now,
  }));
  await insertRows(call.db, 'member', rows);
  marks.push(
    ...made.map(({ key }) => ({ key: demoKey(`member/${key}`), kind: 'member', record_id: people.get(key)! })),
  );
  await nameLeaders(call, people, teamIds);
  people.set(me, call.who.memberId);
  return people;
}

async function addTeams(call: Call, marks: Mark[]): Promise<Map<string, string>> {
  const names = teams.map((team) => team.name);
  const known = await call.db.selectFrom('team').select(['id', 'name']).where('name', 'in', names).execute();
  const ids = new Map(teams.map(({ key, name }) => [key, known.find((k) => k.name === name)?.id ?? call.newId()]));
  const made = teams.filter(({ name }) => known.every((k) => k.name !== name));
  const rows = made.map(({ key, name, parent }) => ({
    workspace_id: call.who.workspaceId,
    id: ids.get(key),
    parent_id: parent === null ? null : ids.get(parent),
    name,
    version: 1,
    created_at: call.now,
  }));
  await insertRows(call.db, 'team', rows);
  marks.push(...made.map(({ key }) => ({ key: demoKey(`team/${key}`), kind: 'team', record_id: ids.get(key)! })));
  return ids;
}

async function nameLeaders(call: Call, people: Map<string, string>, teamIds: Map<string, string>): Promise<void> {
  const leaders = teams.map(({ key, leader }) => ({ team_id: teamIds.get(key), leader_id: people.get(leader) }));
  await sql`update team t set leader_id = n.leader_id
    from jsonb_to_recordset(${JSON.stringify(leaders)}::jsonb) as n(team_id uuid, leader_id uuid)
    where t.id = n.team_id and t.leader_id is null`.execute(call.db);
}

function newIds(call: Call, demo: DemoCompany, marks: Mark[]): DemoIds {
  const idsOf = (kind: keyof DemoIds, records: readonly { key: string }[]) => {
    const ids = new Map(records.map(({ key }) => [key, call.newId()]));
    for (const [key, id] of ids) marks.push({ key: demoKey(key), kind, record_id: id });
    return ids;
  };
  return {
    account: idsOf('account', demo.accounts),
    contact: idsOf('contact', demo.contacts),
    opportunity: idsOf('opportunity', demo.sales),
    case: idsOf('case', demo.cases),
  };
}

/** So that silence counts. What somebody has set already is left alone. */
async function connectChannels({ call, demo: { channels }, marks }: DemoLoad): Promise<void> {
  const { settings } = await call.db.selectFrom('workspace').select('settings').executeTakeFirstOrThrow();
  if (Object.keys(settingsOf(settings).channels).length > 0) return;
  await sql`update workspace set settings = settings || ${JSON.stringify({ channels })}::jsonb`.execute(call.db);
  marks.push({ key: channelsKey(channels), kind: 'settings', record_id: call.who.workspaceId });
}
