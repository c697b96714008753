import { sql } from 'kysely';
import { sameRecord } from '../../platform/database.ts';
import { dayOf } from '../../platform/days.ts';
import { pageOf } from '../../platform/paging.ts';
import { invalid, notFound, stale } from '../../platform/problem.ts';
import { mustBeSeen } from '../../platform/references.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import { takeIn } from '../../relationship/ledger.api.ts';
import { found } from './campaigns.api.ts';
import type { campaignContract, CampaignMember } from './contract.ts';

type Own =
  | 'listCampaignMembers'
  | 'addCampaignMembers'
  | 'removeCampaignMember'
  | 'noteAnswer'
  | 'listCampaignTouchpoints'
  | 'attribute'
  | 'takeBackAttribution';

export const campaignMemberHandlers: Pick<Handlers<typeof campaignContract>, Own> = {
  async listCampaignMembers(call, { params: { id }, query }) {
    await found(call, id);
    let rows = select(call).where('cm.campaign_id', '=', id);
    if (query.state?.length) rows = rows.where('cm.state', 'in', query.state);
    const page = await pageOf(
      rows,
      [
        { by: sql.ref('cm.state_at'), key: 'state_at', type: 'timestamptz', descending: true },
        { by: sql.ref('cm.id'), key: 'id', type: 'uuid', descending: true },
      ],
      query,
    );
    return { items: page.items.map(recordOf), next: page.next };
  },

  async addCampaignMembers(call, { params: { id }, body }) {
    const campaign = await found(call, id);
    await mustBeSeen(call.db, { accountIds: ['account', ...(body.accountIds ?? [])] });
    if (!body.accountIds && !campaign.segmentId)
      throw invalid([
        { path: 'accountIds', message: 'The campaign has no segment: name the accounts, or choose a segment first' },
      ]);
    const accounts = body.accountIds
      ? sql`select a.id from account a where a.id = any (${body.accountIds}::uuid[]) and a.deleted_at is null`
      : sql`select m.account_id from segment_member m join account a on a.workspace_id = m.workspace_id and a.id = m.account_id where m.segment_id = ${campaign.segmentId} and m.until is null and a.deleted_at is null`;
    // Each person of the account; where nobody is known, the account itself. Ids are drawn in the database: gen_random_uuid is enough for what nobody sorts by.
    const { numAffectedRows } = await sql`
      insert into campaign_member (workspace_id, id, campaign_id, account_id, contact_id, state_at, added_at)
      select ${call.who.workspaceId}, gen_random_uuid(), ${id}, chosen.id, k.id, ${call.now}, ${call.now}
      from (${accounts}) as chosen (id) left join contact k on k.workspace_id = ${call.who.workspaceId} and k.account_id = chosen.id and k.deleted_at is null
      order by chosen.id limit 50000 on conflict do nothing`.execute(call.db);
    const added = Number(numAffectedRows ?? 0);
    if (added > 0) await call.record('campaign.members added', { kind: 'campaign', id }, { added });
    return { added };
  },

  async removeCampaignMember(call, { params: { id } }) {
    const removed = await call.db
      .deleteFrom('campaign_member')
      .where('id', '=', id)
      .returning(['campaign_id', 'account_id'])
      .executeTakeFirst();
    if (!removed) throw notFound('member of a campaign');
    await call.record('campaign.member removed', {
      kind: 'campaign',
      id: removed.campaign_id,
      accountId: removed.account_id,
    });
    return { done: true };
  },

  async noteAnswer(call, { params: { id }, body }) {
    const before = await member(call, id);
    const { campaign_id } = await call.db
      .selectFrom('campaign_member')
      .select('campaign_id')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    const { name } = await found(call, campaign_id);
    const { ids } = await takeIn(call, [
      {
        accountId: before.account.id,
        kind: body.kind,
        subject: body.subject,
        evidence: `Answer to the campaign “${name}”`,
        ...(body.at ? { at: body.at } : {}),
        ...(before.contact ? { contactIds: [before.contact.id] } : {}),
        ...(body.answer === 'declined' ? { outcome: 'Declined' } : {}),
      },
    ]);
    const touchpointId = ids[0]!;
    await call.record(
      'touchpoint.logged',
      { kind: 'touchpoint', id: touchpointId, accountId: before.account.id },
      { kind: body.kind, subject: body.subject },
    );
    const at = body.at ? new Date(body.at) : call.now;
    const changed = await call.db
      .updateTable('campaign_member')
      .set({ state: body.answer, state_at: at, touchpoint_id: touchpointId, version: call.version + 1 })
      .where('id', '=', id)
      .where('version', '=', call.version)
      .executeTakeFirst();
    if (changed.numUpdatedRows === 0n) throw stale(await member(call, id));
    await bring(call, campaign_id, [touchpointId], 'response');
    await call.record(
      'campaign.answered',
      { kind: 'campaign', id: campaign_id, accountId: before.account.id },
      { answer: body.answer },
    );
    return member(call, id);
  },

  async listCampaignTouchpoints(call, { params: { id }, query }) {
    const campaign = await found(call, id);
    const shared = call.db
      .selectFrom('touchpoint as t')
      .innerJoin('account as a', (on) => sameRecord(on, 'a', 't.account_id'))
      .leftJoin('campaign_touchpoint as ct', (on) =>
        on
          .onRef('ct.workspace_id', '=', 't.workspace_id')
          .onRef('ct.touchpoint_id', '=', 't.id')
          .on('ct.campaign_id', '=', id),
      )
      .where('t.retracts', '=', false)
      .where(
        sql<boolean>`not exists (select from touchpoint newer where newer.workspace_id = t.workspace_id and newer.supersedes_id = t.id)`,
      )
      .select(['t.id', 'a.id as account_id', 'a.name as account_name', 't.kind', 't.subject', 't.at', 'ct.how']);
    // What its members did of their own accord while it ran and a month after.
    const from = campaign.startsOn ?? campaign.createdAt.slice(0, 10);
    const until = campaign.endsOn ?? dayOf(call.now);
    const rows = query.candidates
      ? shared
          .where('ct.touchpoint_id', 'is', null)
          .where('t.initiator', '=', 'them')
          .where('t.kind', 'not in', ['silence', 'note'])
          .where(sql<boolean>`t.at >= ${from}::date and t.at < ${until}::date + 31`)
          .where(
            sql<boolean>`t.account_id in (select cm.account_id from campaign_member cm where cm.campaign_id = ${id})`,
          )
      : shared.where('ct.touchpoint_id', 'is not', null);
    const page = await pageOf(
      rows,
      [
        { by: sql.ref('t.at'), key: 'at', type: 'timestamptz', descending: true },
        { by: sql.ref('t.id'), key: 'id', type: 'uuid', descending: true },
      ],
      query,
    );
    return {
      items: page.items.map((row) => ({
        touchpointId: row.id,
        account: { id: row.account_id, name: row.account_name },
        kind: row.kind as never,
        subject: row.subject,
        at: row.at,
        how: row.how,
      })),
      next: page.next,
    };
  },

  async attribute(call, { params: { id }, body }) {
    await found(call, id);
    await mustBeSeen(call.db, { touchpointIds: ['touchpoint', ...body.touchpointIds] });
    const attributed = await bring(call, id, body.touchpointIds, 'person');
    if (attributed.length > 0)
      await call.record('campaign.attributed', { kind: 'campaign', id }, { touchpoints: attributed.length });
    return { attributed };
  },

  async takeBackAttribution(call, { params: { id }, body }) {
    await found(call, id);
    await mustBeSeen(call.db, { touchpointIds: ['touchpoint', ...body.touchpointIds] });
    const rows = await call.db
      .deleteFrom('campaign_touchpoint')
      .where('campaign_id', '=', id)
      .where('touchpoint_id', 'in', body.touchpointIds)
      .returning('touchpoint_id')
      .execute();
    const removed = rows.map((row) => row.touchpoint_id);
    if (removed.length > 0)
      await call.record('campaign.attribution taken back', { kind: 'campaign', id }, { touchpoints: removed.length });
    return { removed };
  },
};

/** Writes down that a campaign brought touchpoints; answers those that are new. */
export async function bring(
  call: Call,
  campaignId: string,
  touchpointIds: readonly string[],
  how: 'response' | 'letter' | 'person',
): Promise<string[]> {
  const { rows } = await sql<{ touchpoint_id: string }>`
    insert into campaign_touchpoint (workspace_id, campaign_id, touchpoint_id, account_id, at, how, member_id, recorded_at)
    select t.workspace_id, ${campaignId}, t.id, t.account_id, t.at, ${how}, ${call.who.memberId}, ${call.now} from touchpoint t where t.id = any (${touchpointIds}::uuid[]) and t.workspace_id = ${call.who.workspaceId}
    on conflict do nothing returning touchpoint_id`.execute(call.db);
  return rows.map((row) => row.touchpoint_id);
}

async function member(call: Call, id: string): Promise<CampaignMember> {
  const row = await select(call).where('cm.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('member of a campaign');
  return recordOf(row);
}

const select = (call: Call) =>
  call.db
    .selectFrom('campaign_member as cm')
    .innerJoin('account as a', (on) => sameRecord(on, 'a', 'cm.account_id'))
    .leftJoin('contact as k', (on) => sameRecord(on, 'k', 'cm.contact_id'))
    .where('a.deleted_at', 'is', null)
    .select([
      'cm.id',
      'a.id as account_id',
      'a.name as account_name',
      'k.id as contact_id',
      'k.name as contact_name',
      'cm.state',
      'cm.state_at',
      'cm.touchpoint_id',
      'cm.version',
      sql<boolean | null>`case when k.id is not null then may_contact(k.id, 'mail', 'marketing') end`.as('may_write'),
    ]);

const recordOf = (row: Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>): CampaignMember => ({
  id: row.id,
  account: { id: row.account_id, name: row.account_name },
  contact: row.contact_id ? { id: row.contact_id, name: row.contact_name! } : null,
  state: row.state,
  stateAt: row.state_at.toISOString(),
  touchpointId: row.touchpoint_id,
  mayWrite: row.may_write,
  version: row.version,
});
