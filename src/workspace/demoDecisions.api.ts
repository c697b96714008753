import { insertMany } from '../platform/database.ts';
import type { Call } from '../platform/serve.ts';
import { buyingTeamOf, matrixOf, provenSteps, weighedAt } from './demo/decisions.ts';
import type { DemoCompany } from './demo/records.ts';
import { stageHistory } from './demo/stageHistory.ts';
import type { DemoIds } from './demoCustomers.api.ts';

/** Writes how all sales went through the stages, and buyer evidence, buying teams and matrices of the open ones. They go with their sale. */
export async function addDecisions(
  call: Call,
  demo: DemoCompany,
  ids: DemoIds,
  people: ReadonlyMap<string, string>,
): Promise<void> {
  const open = demo.sales.filter((sale) => sale.outcome === 'open');
  const large = open.filter((sale) => sale.saleType === 'commercial');
  const ours = (key: string) => ({ workspace_id: call.who.workspaceId, opportunity_id: ids.opportunity.get(key)! });
  await insertMany(
    call.db,
    'opportunity_stage',
    stageColumns,
    demo.sales.flatMap((sale) =>
      stageHistory(sale, demo.touchpoints).map((change) => ({
        ...ours(sale.key),
        id: call.newId(),
        from_stage: change.from,
        to_stage: change.to,
        outcome: change.outcome,
        evidence: change.evidence,
        without_evidence: change.withoutEvidence,
        facts: change.facts,
        member_id: people.get(sale.owner),
        at: new Date(change.at),
      })),
    ),
  );
  await insertMany(
    call.db,
    'opportunity_step',
    stepColumns,
    open.flatMap((sale) => provenSteps(sale).map((step) => ({ ...ours(sale.key), ...step, updated_at: call.now }))),
  );
  const teams = large.map((sale) => {
    const found = buyingTeamOf(demo.contacts.filter((contact) => contact.account === sale.account));
    return { sale, members: found.map((member) => ({ id: call.newId(), ...member })) };
  });
  await insertMany(
    call.db,
    'buying_team_member',
    memberColumns,
    teams.flatMap(({ sale, members }) =>
      members.map((member) => ({
        ...ours(sale.key),
        id: member.id,
        contact_id: ids.contact.get(member.contact.key),
        roles: member.roles,
        influence: member.influence,
        stance: member.stance,
        stance_evidence: member.evidence,
        stance_on: new Date(sale.stageSince).toISOString().slice(0, 10),
        releases_money: member.money,
        member_id: people.get(sale.owner),
        heeds: member.heedsFirst ? [members[0]!.id] : [],
        version: 1,
        created_at: call.now,
        updated_at: call.now,
      })),
    ),
  );
  await insertMany(
    call.db,
    'decision_matrix',
    matrixColumns,
    teams
      .filter(
        ({ sale, members }) => members.length >= 2 && ['involvement', 'commitment', 'action'].includes(sale.stage),
      )
      .map(({ sale, members }) => ({
        ...ours(sale.key),
        version: 1,
        matrix: matrixOf(members.map((member) => member.id)),
        member_id: people.get(sale.owner),
        at: weighedAt(sale),
      })),
  );
}

const stageColumns = {
  workspace_id: 'uuid',
  id: 'uuid',
  opportunity_id: 'uuid',
  from_stage: 'text',
  to_stage: 'text',
  outcome: 'text',
  evidence: 'text',
  without_evidence: 'boolean',
  facts: 'jsonb',
  member_id: 'uuid',
  at: 'timestamptz',
};
const stepColumns = {
  workspace_id: 'uuid',
  opportunity_id: 'uuid',
  id: 'text',
  stages: 'text[]',
  title: 'text',
  evidence: 'text',
  required: 'boolean',
  own: 'boolean',
  proof: 'text',
  proven_on: 'date',
  updated_at: 'timestamptz',
};
const memberColumns = {
  workspace_id: 'uuid',
  id: 'uuid',
  opportunity_id: 'uuid',
  contact_id: 'uuid',
  roles: 'text[]',
  influence: 'smallint',
  stance: 'text',
  stance_evidence: 'text',
  stance_on: 'date',
  releases_money: 'boolean',
  member_id: 'uuid',
  heeds: 'uuid[]',
  version: 'integer',
  created_at: 'timestamptz',
  updated_at: 'timestamptz',
};
const matrixColumns = {
  workspace_id: 'uuid',
  opportunity_id: 'uuid',
  version: 'integer',
  matrix: 'jsonb',
  member_id: 'uuid',
  at: 'timestamptz',
};
