import { sql } from 'kysely';
import { accountSearchText, contactSearchText, nameKey } from '../../../people/keys.ts';
import { insertRows } from '../../../platform/database.ts';
import type { TouchpointDraft } from '../../../relationship/contract.ts';
import { takeIn } from '../../../relationship/ledger.api.ts';
import { beginRelationships } from '../../../relationship/reactions.ts';
import { demoKey } from '../keys.ts';
import { isUntaken } from '../story/service.ts';
import type { DemoLoad } from './load.ts';

/** The demo's customers with everything about them, set by set. */
export async function addCustomers(load: DemoLoad): Promise<void> {
  await addAccounts(load);
  await addContacts(load);
  await addSales(load);
  await addCases(load);
  await beginAll(load);
  await takeInHistory(load);
  await addNextSteps(load);
}

async function addAccounts({ call, demo, people, ids }: DemoLoad): Promise<void> {
  const rows = demo.accounts.map((a) => ({
    workspace_id: call.who.workspaceId,
    id: ids.account.get(a.key),
    owner_id: people.get(a.owner),
    parent_id: a.parent && ids.account.get(a.parent),
    kind: a.kind,
    name: a.name,
    name_key: nameKey(a.name),
    industry: a.industry,
    website: a.domain && `https://${a.domain}`,
    domain: a.domain,
    phone: a.phone,
    city: a.city,
    country: a.country,
    description: a.description,
    search_text: accountSearchText(a),
    employees: a.employees,
    version: 1,
    tags: a.tags,
    custom: {},
    created_at: new Date(a.createdAt),
    updated_at: new Date(a.createdAt),
  }));
  await insertRows(call.db, 'account', rows);
}

async function addContacts({ call, demo, people, ids }: DemoLoad): Promise<void> {
  const ours = { workspace_id: call.who.workspaceId, version: 1 };
  const contacts = demo.contacts.map((c) => {
    const reach = { name: `${c.given} ${c.family}`, emails: [c.email], phones: [c.phone] };
    return {
      ...ours,
      ...reach,
      id: ids.contact.get(c.key),
      owner_id: people.get(c.owner),
      account_id: ids.account.get(c.account),
      name_key: nameKey(reach.name),
      given_name: c.given,
      family_name: c.family,
      title: c.title,
      city: c.city,
      country: c.country,
      search_text: contactSearchText(reach),
      tags: [],
      custom: {},
      created_at: new Date(c.createdAt),
      updated_at: new Date(c.createdAt),
    };
  });
  const affiliations = demo.affiliations.map((a) => ({
    ...ours,
    id: call.newId(),
    contact_id: ids.contact.get(a.contact),
    account_id: ids.account.get(a.account),
    title: a.title,
    from_date: a.from,
    until_date: a.until,
    created_at: call.now,
  }));
  await insertRows(call.db, 'contact', contacts);
  await insertRows(call.db, 'affiliation', affiliations);
}

async function addSales({ call, demo, people, ids }: DemoLoad): Promise<void> {
  const { currency } = await call.db.selectFrom('workspace').select('currency').executeTakeFirstOrThrow();
  const rows = demo.sales.map((s) => ({
    workspace_id: call.who.workspaceId,
    id: ids.opportunity.get(s.key),
    account_id: ids.account.get(s.account),
    contact_id: ids.contact.get(s.contact),
    owner_id: people.get(s.owner),
    name: s.name,
    name_key: nameKey(s.name),
    sale_type: s.saleType,
    stage: s.stage,
    outcome: s.outcome,
    outcome_reason: s.reason,
    currency,
    offering: s.offering,
    source: s.source,
    amount: s.amount,
    opened_on: s.openedOn,
    expected_close_on: s.expectedOn,
    closed_on: s.closedOn,
    version: 1,
    custom: {},
    stage_since: new Date(s.stageSince),
    created_at: new Date(s.createdAt),
    updated_at: new Date(s.updatedAt),
  }));
  await insertRows(call.db, 'opportunity', rows);
}

async function addCases({ call, demo, people, ids }: DemoLoad): Promise<void> {
  const rows = demo.cases.map((c) => ({
    workspace_id: call.who.workspaceId,
    id: ids.case.get(c.key),
    account_id: ids.account.get(c.account),
    contact_id: ids.contact.get(c.contact),
    owner_id: isUntaken(c) ? null : people.get(c.owner),
    subject: c.subject,
    channel: c.channel,
    severity: c.severity,
    state: c.state,
    version: 1,
    custom: {},
    opened_at: new Date(c.openedAt),
    solved_at: c.solvedAt && new Date(c.solvedAt),
    created_at: new Date(c.openedAt),
    updated_at: new Date(c.solvedAt ?? c.openedAt),
  }));
  await insertRows(call.db, 'service_case', rows);
}

async function beginAll({ call, demo, people, ids }: DemoLoad): Promise<void> {
  const { workspaceId } = call.who;
  const beginnings = demo.accounts.map((a) => ({
    accountId: ids.account.get(a.key)!,
    ownerId: people.get(a.owner)!,
    saleType: a.saleType,
    standing: a.standing,
    revenue: String(a.revenue),
    potential: String(a.potential),
  }));
  const phases = demo.accounts.flatMap(({ key, owner, phase }) => {
    if (phase === null) return [];
    const at = new Date(phase.at);
    const what = { account_id: ids.account.get(key), to_phase: phase.to, evidence: phase.evidence };
    return [
      { workspace_id: workspaceId, id: call.newId(), ...what, member_id: people.get(owner), at, recorded_at: at },
    ];
  });
  await beginRelationships(call.db, workspaceId, beginnings, call.now);
  await insertRows(call.db, 'phase_change', phases);
}

async function takeInHistory({ call, demo, people, ids }: DemoLoad): Promise<void> {
  const drafts = demo.touchpoints.map((t): TouchpointDraft => ({
    accountId: ids.account.get(t.account)!,
    at: new Date(t.at).toISOString(),
    kind: t.kind,
    subject: t.subject,
    channel: t.channel ?? undefined,
    direction: t.direction ?? undefined,
    expectation: t.expectation,
    effort: t.effort,
    valueDelivered: t.value,
    outcome: t.outcome,
    learnt: t.learnt,
    minutes: t.minutes,
    contactIds: t.contacts.map((key) => ids.contact.get(key)!),
    opportunityId: t.sale && ids.opportunity.get(t.sale)!,
    caseId: t.request && ids.case.get(t.request)!,
    evidenceKey: demoKey(t.key),
  }));
  await takeIn(call, drafts, { members: demo.touchpoints.map((t) => people.get(t.member)!), knownAtOnce: true });
}

async function addNextSteps({ call, demo, people, ids }: DemoLoad): Promise<void> {
  const rows = demo.nextSteps.map((n) => ({
    workspace_id: call.who.workspaceId,
    id: call.newId(),
    account_id: ids.account.get(n.account),
    member_id: people.get(n.member),
    what: n.what,
    state: n.doneAt === null ? 'open' : 'done',
    version: n.doneAt === null ? 1 : 2,
    due_at: new Date(n.dueAt),
    ended_at: n.doneAt && new Date(n.doneAt),
    created_at: new Date(n.createdAt),
    updated_at: new Date(n.doneAt ?? n.createdAt),
  }));
  await insertRows(call.db, 'next_step', rows);
  await sql`update relationship r set next_step_due_at = n.due_at
    from (select account_id, min(due_at) as due_at from next_step where state = 'open' group by account_id) n
    where r.account_id = n.account_id and r.account_id = any (${[...ids.account.values()]}::uuid[])`.execute(call.db);
}
