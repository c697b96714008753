import { sql } from 'kysely';
import { insertMany, type Tx } from '../platform/database.ts';
import { conflict } from '../platform/problem.ts';
import type { Call, Handlers } from '../platform/serve.ts';
import { accountSearchText, contactSearchText, nameKey } from '../people/keys.ts';
import type { TouchpointDraft } from '../relationship/contract.ts';
import { takeIn } from '../relationship/ledger.api.ts';
import { beginRelationships } from '../relationship/reactions.ts';
import { me, members, teams } from './demo/company.ts';
import type { demoContract } from './demo/contract.ts';
import { demoCompany } from './demo/demo.ts';
import { channelsKey, demoKey } from './demo/keys.ts';
import type { DemoCompany } from './demo/records.ts';
import { removeDemo } from './demoRemoval.api.ts';
import { settingsOf } from './settings.ts';

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

  removeDemo: async (call) => {
    await removeDemo(call);
    return call.transact((c) => standingOf(c.db, c.who.workspaceId));
  },
};

async function standingOf(db: Tx, workspaceId: string): Promise<{ loaded: boolean; accounts: number; ownAccounts: boolean }> {
  const { rows } = await sql<{ loaded: boolean; accounts: number; own_accounts: boolean }>`
    with demo as (select kind, record_id from external_key where workspace_id = ${workspaceId} and key like ${`${demoKey('')}%`})
    select exists (select from demo) as loaded, (select count(*)::int from demo where kind = 'account') as accounts,
      exists (select from account a where a.workspace_id = ${workspaceId} and not exists (select from demo where record_id = a.id)) as own_accounts`.execute(db);
  const { loaded, accounts, own_accounts: ownAccounts } = rows[0]!;
  return { loaded, accounts, ownAccounts };
}

/** Writes the company of this moment into the workspace of the person who calls, who becomes one of its people. */
export async function loadDemo(call: Call): Promise<void> {
  const demo = demoCompany(call.now.getTime());
  const marks: Mark[] = [];
  const people = await addForce(call, marks);
  const ids = newIds(call, demo, marks);
  const load: Load = { call, demo, people, ids };
  await connectChannels(load, marks);
  await addAccounts(load);
  await addContacts(load);
  await addSalesAndCases(load);
  await beginAll(load);
  await takeInHistory(load);
  await addNextSteps(load);
  const workspaceId = call.who.workspaceId;
  await insertMany(call.db, 'external_key', { workspace_id: 'uuid', key: 'text', kind: 'text', record_id: 'uuid' }, marks.map((m) => ({ workspace_id: workspaceId, ...m })));
  await call.record('demo.loaded', { kind: 'workspace', id: workspaceId }, { accounts: demo.accounts.length, touchpoints: demo.touchpoints.length });
}

interface Mark {
  key: string;
  kind: string;
  record_id: string;
}

interface Load {
  call: Call;
  demo: DemoCompany;
  /** Key of a member, or `me`, → id. */
  people: ReadonlyMap<string, string>;
  ids: Record<'account' | 'contact' | 'opportunity' | 'case', ReadonlyMap<string, string>>;
}

/** Teams and members. Whoever is here already under the same name or e-mail is taken as he is, and stays when the demo goes. */
async function addForce(call: Call, marks: Mark[]): Promise<Map<string, string>> {
  const { db, who } = call;
  const ours = { workspace_id: who.workspaceId };
  const knownTeams = await db.selectFrom('team').select(['id', 'name']).where('name', 'in', teams.map((t) => t.name)).execute();
  const teamIds = new Map(teams.map((team) => [team.key, knownTeams.find((t) => t.name === team.name)?.id ?? call.newId()]));
  const newTeams = teams.filter((team) => knownTeams.every((t) => t.name !== team.name));
  await insertMany(db, 'team', { workspace_id: 'uuid', id: 'uuid', name: 'text', parent_id: 'uuid', version: 'integer', created_at: 'timestamptz' },
    newTeams.map((team) => ({ ...ours, id: teamIds.get(team.key), name: team.name, parent_id: team.parent === null ? null : teamIds.get(team.parent), version: 1, created_at: call.now })));

  const knownMembers = await db.selectFrom('member').select(['id', 'email']).where('email', 'in', members.map((m) => m.email)).execute();
  const people = new Map(members.map((member) => [member.key, knownMembers.find((m) => m.email === member.email)?.id ?? call.newId()]));
  const newMembers = members.filter((member) => knownMembers.every((m) => m.email !== member.email));
  await insertMany(db, 'member', { workspace_id: 'uuid', id: 'uuid', name: 'text', email: 'text', role: 'text', business_role: 'text', team_id: 'uuid', version: 'integer', created_at: 'timestamptz', updated_at: 'timestamptz' },
    newMembers.map((m) => ({ ...ours, id: people.get(m.key), name: m.name, email: m.email, role: m.role, business_role: m.businessRole, team_id: teamIds.get(m.team), version: 1, created_at: call.now, updated_at: call.now })));
  for (const team of newTeams) await db.updateTable('team').set({ leader_id: people.get(team.leader)! }).where('id', '=', teamIds.get(team.key)!).execute();

  marks.push(...newTeams.map((team) => ({ key: demoKey(`team/${team.key}`), kind: 'team', record_id: teamIds.get(team.key)! })));
  marks.push(...newMembers.map((member) => ({ key: demoKey(`member/${member.key}`), kind: 'member', record_id: people.get(member.key)! })));
  people.set(me, who.memberId);
  return people;
}

function newIds(call: Call, demo: DemoCompany, marks: Mark[]): Load['ids'] {
  const idsOf = (kind: keyof Load['ids'], records: readonly { key: string }[]) => {
    const ids = new Map(records.map(({ key }) => [key, call.newId()]));
    for (const [key, id] of ids) marks.push({ key: demoKey(key), kind, record_id: id });
    return ids;
  };
  return { account: idsOf('account', demo.accounts), contact: idsOf('contact', demo.contacts), opportunity: idsOf('opportunity', demo.sales), case: idsOf('case', demo.cases) };
}

/** So that silence counts. What somebody has set already is left alone. */
async function connectChannels({ call, demo }: Load, marks: Mark[]): Promise<void> {
  const { settings } = await call.db.selectFrom('workspace').select('settings').executeTakeFirstOrThrow();
  if (Object.keys(settingsOf(settings).channels).length > 0) return;
  await call.db.updateTable('workspace').set({ settings: JSON.stringify({ ...(settings as object), channels: demo.channels }) }).where('workspace_id', '=', call.who.workspaceId).execute();
  marks.push({ key: channelsKey(demo.channels), kind: 'settings', record_id: call.who.workspaceId });
}

async function addAccounts({ call, demo, people, ids }: Load): Promise<void> {
  await insertMany(call.db, 'account', {
    workspace_id: 'uuid', id: 'uuid', kind: 'text', name: 'text', name_key: 'text', owner_id: 'uuid', industry: 'text', website: 'text', domain: 'text', phone: 'text', city: 'text', country: 'text', employees: 'integer', description: 'text', parent_id: 'uuid', tags: 'text[]', custom: 'jsonb', search_text: 'text', version: 'integer', created_at: 'timestamptz', updated_at: 'timestamptz',
  }, demo.accounts.map((a) => ({
    workspace_id: call.who.workspaceId, id: ids.account.get(a.key), kind: a.kind, name: a.name, name_key: nameKey(a.name), owner_id: people.get(a.owner), industry: a.industry, website: a.domain && `https://${a.domain}`, domain: a.domain, phone: a.phone, city: a.city, country: a.country, employees: a.employees, description: a.description,
    parent_id: a.parent && ids.account.get(a.parent), tags: a.tags, custom: {}, search_text: accountSearchText(a), version: 1, created_at: new Date(a.createdAt), updated_at: new Date(a.createdAt),
  })));
}

async function addContacts({ call, demo, people, ids }: Load): Promise<void> {
  const ours = { workspace_id: call.who.workspaceId };
  await insertMany(call.db, 'contact', {
    workspace_id: 'uuid', id: 'uuid', name: 'text', name_key: 'text', given_name: 'text', family_name: 'text', emails: 'text[]', phones: 'text[]', owner_id: 'uuid', account_id: 'uuid', title: 'text', city: 'text', country: 'text', tags: 'text[]', custom: 'jsonb', search_text: 'text', version: 'integer', created_at: 'timestamptz', updated_at: 'timestamptz',
  }, demo.contacts.map((c) => {
    const reach = { name: `${c.given} ${c.family}`, emails: c.email ? [c.email] : [], phones: [c.phone] };
    return { ...ours, ...reach, id: ids.contact.get(c.key), name_key: nameKey(reach.name), given_name: c.given, family_name: c.family, owner_id: people.get(c.owner), account_id: ids.account.get(c.account), title: c.title, city: c.city, country: c.country, tags: [], custom: {}, search_text: contactSearchText(reach), version: 1, created_at: new Date(c.createdAt), updated_at: new Date(c.createdAt) };
  }));
  await insertMany(call.db, 'affiliation', { workspace_id: 'uuid', id: 'uuid', contact_id: 'uuid', account_id: 'uuid', title: 'text', from_date: 'date', until_date: 'date', version: 'integer', created_at: 'timestamptz' },
    demo.affiliations.map((a) => ({ ...ours, id: call.newId(), contact_id: ids.contact.get(a.contact), account_id: ids.account.get(a.account), title: a.title, from_date: a.from, until_date: a.until, version: 1, created_at: call.now })));
}

async function addSalesAndCases({ call, demo, people, ids }: Load): Promise<void> {
  const ours = { workspace_id: call.who.workspaceId, custom: {}, version: 1 };
  const { currency } = await call.db.selectFrom('workspace').select('currency').executeTakeFirstOrThrow();
  await insertMany(call.db, 'opportunity', {
    workspace_id: 'uuid', id: 'uuid', name: 'text', name_key: 'text', account_id: 'uuid', contact_id: 'uuid', owner_id: 'uuid', sale_type: 'text', stage: 'text', stage_since: 'timestamptz', outcome: 'text', outcome_reason: 'text', amount: 'numeric', currency: 'text', offering: 'text', opened_on: 'date', expected_close_on: 'date', closed_on: 'date', source: 'text', custom: 'jsonb', version: 'integer', created_at: 'timestamptz', updated_at: 'timestamptz',
  }, demo.sales.map((s) => ({
    ...ours, id: ids.opportunity.get(s.key), name: s.name, name_key: nameKey(s.name), account_id: ids.account.get(s.account), contact_id: ids.contact.get(s.contact), owner_id: people.get(s.owner), sale_type: s.saleType, stage: s.stage, stage_since: new Date(s.stageSince), outcome: s.outcome, outcome_reason: s.reason, amount: s.amount, currency, offering: s.offering,
    opened_on: s.openedOn, expected_close_on: s.expectedOn, closed_on: s.closedOn, source: s.source, created_at: new Date(s.createdAt), updated_at: new Date(s.updatedAt),
  })));
  await insertMany(call.db, 'service_case', {
    workspace_id: 'uuid', id: 'uuid', subject: 'text', account_id: 'uuid', contact_id: 'uuid', owner_id: 'uuid', channel: 'text', severity: 'text', state: 'text', opened_at: 'timestamptz', solved_at: 'timestamptz', custom: 'jsonb', version: 'integer', created_at: 'timestamptz', updated_at: 'timestamptz',
  }, demo.cases.map((c) => ({
    ...ours, id: ids.case.get(c.key), subject: c.subject, account_id: ids.account.get(c.account), contact_id: ids.contact.get(c.contact), owner_id: people.get(c.owner), channel: c.channel, severity: c.severity, state: c.state, opened_at: new Date(c.openedAt), solved_at: c.solvedAt && new Date(c.solvedAt), created_at: new Date(c.openedAt), updated_at: new Date(c.solvedAt ?? c.openedAt),
  })));
}

async function beginAll({ call, demo, people, ids }: Load): Promise<void> {
  const workspaceId = call.who.workspaceId;
  await beginRelationships(call.db, workspaceId, demo.accounts.map((a) => ({ accountId: ids.account.get(a.key)!, ownerId: people.get(a.owner)!, saleType: a.saleType, standing: a.standing, revenue: String(a.revenue), potential: String(a.potential) })), call.now);
  await insertMany(call.db, 'phase_change', { workspace_id: 'uuid', id: 'uuid', account_id: 'uuid', to_phase: 'text', evidence: 'text', member_id: 'uuid', at: 'timestamptz', recorded_at: 'timestamptz' },
    demo.accounts.flatMap((a) => (a.phase ? [{ workspace_id: workspaceId, id: call.newId(), account_id: ids.account.get(a.key), to_phase: a.phase.to, evidence: a.phase.evidence, member_id: people.get(a.owner), at: new Date(a.phase.at), recorded_at: new Date(a.phase.at) }] : [])));
}

async function takeInHistory({ call, demo, people, ids }: Load): Promise<void> {
  const drafts = demo.touchpoints.map((t): TouchpointDraft => ({
    accountId: ids.account.get(t.account)!, at: new Date(t.at).toISOString(), kind: t.kind, subject: t.subject, channel: t.channel ?? undefined, direction: t.direction ?? undefined,
    expectation: t.expectation, effort: t.effort, valueDelivered: t.value, outcome: t.outcome, learnt: t.learnt, minutes: t.minutes, contactIds: t.contacts.map((key) => ids.contact.get(key)!),
    opportunityId: t.sale && ids.opportunity.get(t.sale)!, caseId: t.request && ids.case.get(t.request)!, evidenceKey: demoKey(t.key),
  }));
  await takeIn(call, drafts, { members: demo.touchpoints.map((t) => people.get(t.member)!), knownAtOnce: true });
}

async function addNextSteps({ call, demo, people, ids }: Load): Promise<void> {
  await insertMany(call.db, 'next_step', { workspace_id: 'uuid', id: 'uuid', account_id: 'uuid', what: 'text', member_id: 'uuid', due_at: 'timestamptz', state: 'text', ended_at: 'timestamptz', version: 'integer', created_at: 'timestamptz', updated_at: 'timestamptz' },
    demo.nextSteps.map((n) => ({ workspace_id: call.who.workspaceId, id: call.newId(), account_id: ids.account.get(n.account), what: n.what, member_id: people.get(n.member), due_at: new Date(n.dueAt), state: n.doneAt === null ? 'open' : 'done', ended_at: n.doneAt && new Date(n.doneAt), version: n.doneAt === null ? 1 : 2, created_at: new Date(n.createdAt), updated_at: new Date(n.doneAt ?? n.createdAt) })));
  await sql`update relationship r set next_step_due_at = n.due_at from (select account_id, min(due_at) as due_at from next_step where state = 'open' group by account_id) n
    where r.account_id = n.account_id and r.account_id = any (${[...ids.account.values()]}::uuid[])`.execute(call.db);
}
