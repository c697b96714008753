import { sql } from 'kysely';
import type { Connected } from '../../platform/database.ts';
import { wholeWorkspace } from '../../platform/database.ts';
import { isMailAddress, mailJob, writeLetter } from '../../platform/mail.ts';
import { pageOf } from '../../platform/paging.ts';
import { conflict } from '../../platform/problem.ts';
import { systemCall, type Call, type Handlers, type Serving } from '../../platform/serve.ts';
import { takeIn } from '../../relationship/ledger.api.ts';
import { kinds } from '../../workspace/roles.ts';
import { unsubscribeUrl } from '../consent/consent.api.ts';
import { found } from './campaigns.api.ts';
import type { campaignContract } from './contract.ts';
import { bring } from './members.api.ts';

type Own = 'listCampaignLetters' | 'sendCampaignLetter';

/** The background job that writes the letters of campaigns. */
export const letterJob = 'write-campaign-letters';

export const campaignLetterHandlers: Pick<Handlers<typeof campaignContract>, Own> = {
  async listCampaignLetters(call, { params: { id }, query }) {
    await found(call, id);
    const rows = call.db
      .selectFrom('campaign_letter')
      .select(['id', 'subject', 'body', 'state', 'sent', 'skipped', 'created_at'])
      .where('campaign_id', '=', id);
    const page = await pageOf(rows, [{ by: sql.ref('id'), key: 'id', type: 'uuid', descending: true }], query);
    return { items: page.items.map(({ created_at, ...row }) => ({ ...row, createdAt: created_at })), next: page.next };
  },

  async sendCampaignLetter(call, { params: { id }, body }) {
    await found(call, id);
    if (!call.site.mailFrom || !call.site.address)
      throw conflict(
        'no_mail_server',
        'Letters need a mail server and the address of this house: whoever runs the server sets SMTP_URL, MAIL_FROM and BASE_ADDRESS.',
      );
    const letterId = call.newId();
    await call.db
      .insertInto('campaign_letter')
      .values({
        workspace_id: call.who.workspaceId,
        id: letterId,
        campaign_id: id,
        subject: body.subject,
        body: body.body,
        member_id: call.who.memberId,
        created_at: call.now,
      })
      .execute();
    await call.record('campaign.letter written', { kind: 'campaign', id }, { subject: body.subject });
    call.enqueue(letterJob, {});
    return {
      id: letterId,
      subject: body.subject,
      body: body.body,
      state: 'sending',
      sent: 0,
      skipped: 0,
      createdAt: call.now,
    };
  },
};

/** So many letters are written in one transaction. */
const batch = 50;

/** The job: writes what is to be written, letter by letter, each with its touchpoint, in steps that a crash only repeats where nothing was committed. */
export async function writeCampaignLetters(database: Connected, serving: Serving, signal?: AbortSignal): Promise<void> {
  const open = await database.asOwner((tx) =>
    tx
      .selectFrom('campaign_letter')
      .select(['workspace_id', 'id'])
      .where('state', '=', 'sending')
      .orderBy('id')
      .execute(),
  );
  for (const letter of open) {
    while (!signal?.aborted) {
      const more = await systemCall(
        serving,
        wholeWorkspace(letter.workspace_id, kinds),
        (call) => writeSome(call, letter.id),
        { seconds: 60 },
      );
      if (!more) break;
    }
  }
}

async function writeSome(call: Call, letterId: string): Promise<boolean> {
  const letter = await call.db
    .selectFrom('campaign_letter')
    .selectAll()
    .where('id', '=', letterId)
    .where('state', '=', 'sending')
    .forUpdate()
    .executeTakeFirst();
  if (!letter) return false;
  const campaign = await found(call, letter.campaign_id);
  const { rows } = await sql<{
    id: string;
    account_id: string;
    contact_id: string | null;
    name: string | null;
    email: string | null;
    allowed: boolean;
    firm: string;
    reply_to: string | null;
  }>`
    select cm.id, cm.account_id, cm.contact_id, k.name, k.emails[1] as email, k.id is not null and k.deleted_at is null and may_contact(k.id, 'mail', 'marketing') as allowed, w.name as firm,
      (select m.email from member m where m.workspace_id = cm.workspace_id and m.id = ${letter.member_id}) as reply_to
    from campaign_member cm join workspace w on w.workspace_id = cm.workspace_id left join contact k on k.workspace_id = cm.workspace_id and k.id = cm.contact_id
    where cm.campaign_id = ${letter.campaign_id} and cm.state <> 'declined' and not exists (select from campaign_letter_to d where d.workspace_id = cm.workspace_id and d.letter_id = ${letterId} and d.campaign_member_id = cm.id)
    order by cm.id limit ${batch}`.execute(call.db);
  const to = rows.filter((row) => row.allowed && row.email && isMailAddress(row.email));
  const mails = new Map<string, string>();
  for (const row of to) {
    const stop = await unsubscribeUrl(call, {
      contactId: row.contact_id!,
      channel: 'mail',
      purpose: 'marketing',
      about: letter.subject,
    });
    mails.set(
      row.id,
      await writeLetter(
        call.db,
        { workspaceId: call.who.workspaceId, memberId: letter.member_id, now: call.now },
        {
          about: 'campaign',
          to: { address: row.email!, name: row.name },
          fromName: row.firm,
          replyTo: row.reply_to && isMailAddress(row.reply_to) ? row.reply_to : null,
          subject: letter.subject,
          unsubscribeUrl: stop,
          text: `${letter.body}\n\n--\n${row.firm}\nNo more letters like this: ${stop}\n`,
        },
      ),
    );
  }
  // One outreach per account, however many of its people are written to: it is one campaign.
  if (to.length > 0) {
    const byAccount = [...Map.groupBy(to, (row) => row.account_id)];
    const { ids } = await takeIn(
      call,
      byAccount.map(([accountId, people]) => ({
        accountId,
        kind: 'outreach' as const,
        channel: 'mail' as const,
        subject: letter.subject.slice(0, 500),
        contactIds: people.map((p) => p.contact_id!).slice(0, 50),
        evidence: `Letter of the campaign “${campaign.name}”`,
        evidenceKey: `letter:${letterId}:${accountId}:${people[0]!.id}`,
      })),
      { source: 'campaign', memberId: letter.member_id },
    );
    await bring(call, letter.campaign_id, ids, 'letter');
    await sql`update campaign_member set state = 'reached', state_at = ${call.now}, version = version + 1 where id = any (${to.map((row) => row.id)}::uuid[]) and state = 'targeted'`.execute(
      call.db,
    );
    await call.record(
      'touchpoints.taken in',
      { kind: 'touchpoint', id: null },
      { created: ids.length, source: 'campaign' },
    );
    call.enqueue(mailJob, {});
  }
  for (const row of rows)
    await call.db
      .insertInto('campaign_letter_to')
      .values({
        workspace_id: call.who.workspaceId,
        letter_id: letterId,
        campaign_member_id: row.id,
        mail_id: mails.get(row.id) ?? null,
      })
      .execute();
  const over = rows.length < batch;
  await call.db
    .updateTable('campaign_letter')
    .set((e) => ({
      sent: e('sent', '+', to.length),
      skipped: e('skipped', '+', rows.length - to.length),
      ...(over ? { state: 'sent' as const, ended_at: call.now } : {}),
    }))
    .where('id', '=', letterId)
    .execute();
  if (over)
    await call.record(
      'campaign.letter sent',
      { kind: 'campaign', id: letter.campaign_id },
      { subject: letter.subject },
    );
  return !over;
}
