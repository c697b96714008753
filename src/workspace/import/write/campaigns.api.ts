import { sql } from 'kysely';
import type { Tx } from '../../../platform/database.ts';
import type { Call } from '../../../platform/serve.ts';
import type { Known } from '../place/directory.ts';
import { fold } from '../values/fold.ts';

type State = 'targeted' | 'reached' | 'responded' | 'declined';
const rank: readonly State[] = ['targeted', 'reached', 'declined', 'responded'];

/** Whoever a campaign touched belongs to it, with how they answered; and the touchpoint is one that it brought. */
export async function joinCampaigns(call: Call, touchpoints: readonly Known[]): Promise<void> {
  const rows = touchpoints.flatMap(({ id, draft, links, account }) => {
    const campaign = links.get('campaign');
    if (!campaign || !account) return [];
    const state = stateOf(String(draft.values['purpose'] ?? draft.values['outcome'] ?? ''));
    return [
      {
        id: call.newId(),
        touchpoint: id,
        campaign: campaign.id,
        account: account.id,
        contact: links.get('contact')?.id ?? null,
        state,
        rank: rank.indexOf(state),
      },
    ];
  });
  if (rows.length === 0) return;
  const given = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as g (id uuid, touchpoint uuid, campaign uuid, account uuid, contact uuid, state text, rank integer)`;
  await sql`insert into campaign_touchpoint (workspace_id, campaign_id, touchpoint_id, account_id, at, how, member_id, recorded_at)
    select t.workspace_id, g.campaign, t.id, t.account_id, t.at, 'import', ${call.who.memberId}::uuid, ${call.now}::timestamptz from ${given} join touchpoint t on t.workspace_id = ${call.who.workspaceId} and t.id = g.touchpoint on conflict do nothing`.execute(
    call.db,
  );
  await sql`insert into campaign_member (workspace_id, id, campaign_id, account_id, contact_id, state, state_at, touchpoint_id, added_at)
    select distinct on (g.campaign, g.account, g.contact) t.workspace_id, g.id, g.campaign, g.account, g.contact, g.state, t.at, t.id, ${call.now}::timestamptz
    from ${given} join touchpoint t on t.workspace_id = ${call.who.workspaceId} and t.id = g.touchpoint order by g.campaign, g.account, g.contact, g.rank desc, t.at desc on conflict do nothing`.execute(
    call.db,
  );
}

/** Takes them off again when their touchpoints go. */
export async function leaveCampaigns(tx: Tx, workspaceId: string, touchpointIds: readonly string[]): Promise<void> {
  if (touchpointIds.length > 0)
    await sql`delete from campaign_member where workspace_id = ${workspaceId} and touchpoint_id = any (${touchpointIds}::uuid[])`.execute(
      tx,
    );
}

/** “Responded”, “Opted Out”, “Bounced”: what other programs call how somebody answered. */
function stateOf(status: string): State {
  const said = fold(status);
  if (/respond|repl|answer|attend|click|regist/.test(said)) return 'responded';
  if (/opt|declin|unsub|refus|no interest|not interested/.test(said)) return 'declined';
  return /bounc|plan|fail|pending/.test(said) ? 'targeted' : 'reached';
}
