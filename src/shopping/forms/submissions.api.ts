import { sql } from 'kysely';
import { arrive } from '../../people/arrival.api.ts';
import { wholeWorkspace, type Connected, type Tx } from '../../platform/database.ts';
import { isMailAddress, mailJob, writeLetter } from '../../platform/mail.ts';
import type { Call } from '../../platform/serve.ts';
import { takeIn } from '../../relationship/ledger.api.ts';
import { kinds } from '../../workspace/roles.ts';
import { newSecret, secretHash } from '../../platform/secret.ts';
import { writeConsent } from '../consent/consent.api.ts';
import { becomeProspect } from '../segments/prospects.api.ts';
import { personIn } from './answers.ts';
import type { Answers, FormConsent, FormField } from './form.ts';

/** A form as a visitor meets it: found by the key of its address, whatever workspace it is of. */
export interface PublicForm {
  workspaceId: string;
  id: string;
  key: string;
  name: string;
  title: string;
  intro: string | null;
  button: string;
  thanks: string;
  fields: FormField[];
  touchpointKind: 'inquiry' | 'event attended' | 'reply';
  segmentId: string | null;
  campaignId: string | null;
  ownerId: string | null;
  consent: FormConsent | null;
  doubleOptIn: boolean;
  sites: string[];
  /** The name of the firm. */
  firm: string;
}

export const scopeOf = (workspaceId: string) => wholeWorkspace(workspaceId, kinds);

export async function publicForm(database: Connected, key: string): Promise<PublicForm | undefined> {
  if (!/^[\w-]{16,64}$/.test(key)) return undefined;
  return database.asOwner((tx) => formWhere(tx, sql`f.key = ${key} and f.active and f.deleted_at is null`));
}

async function formWhere(tx: Tx, condition: ReturnType<typeof sql>): Promise<PublicForm | undefined> {
  const { rows } = await sql<PublicForm>`
    select f.workspace_id as "workspaceId", f.id, f.key, f.name, f.title, f.intro, f.button, f.thanks, f.fields, f.touchpoint_kind as "touchpointKind", f.segment_id as "segmentId", f.campaign_id as "campaignId",
      f.owner_id as "ownerId", f.consent, f.double_opt_in as "doubleOptIn", f.sites, w.name as firm
    from web_form f join workspace w on w.workspace_id = f.workspace_id where ${condition}`.execute(tx);
  return rows[0];
}

/** So many may one address, and everybody together, send in an hour. */
const mostPerAddress = 10;
const mostPerForm = 500;

/** Counts one more; answers whether that is too many. */
export async function tooMany(database: Connected, form: PublicForm, address: string, now: Date): Promise<boolean> {
  const hour = new Date(now.getTime() - 3_600_000);
  const count = async (tx: Tx, key: string) => {
    const { rows } = await sql<{ count: number }>`
      insert into form_throttle (key, count, since) values (${key}, 1, ${now})
      on conflict (key) do update set count = case when form_throttle.since < ${hour} then 1 else form_throttle.count + 1 end, since = case when form_throttle.since < ${hour} then ${now} else form_throttle.since end
      returning count`.execute(tx);
    return rows[0]!.count;
  };
  return database.asOwner(async (tx) => {
    const from = await count(tx, secretHash(`${form.id} ${address}`).toString('base64url'));
    if (from > mostPerAddress) return true;
    return (await count(tx, form.id)) > mostPerForm;
  });
}

export interface Sent {
  id: string;
  answers: Answers;
  /** The visitor ticked what the form asks to allow. */
  consented: boolean;
  /** The page in which the form stood. */
  site: string | null;
}

/** Takes in what a visitor sent, or writes to them first where the form asks for a confirmation. All of it in the transaction at hand. */
export async function receive(call: Call, form: PublicForm, sent: Sent): Promise<'taken in' | 'confirm' | 'known'> {
  const known = await call.db
    .selectFrom('form_submission')
    .select('state')
    .where('id', '=', sent.id)
    .executeTakeFirst();
  if (known) return known.state === 'waiting' ? 'confirm' : 'known';
  const secret = form.doubleOptIn ? newSecret() : null;
  await call.db
    .insertInto('form_submission')
    .values({
      workspace_id: form.workspaceId,
      id: sent.id,
      form_id: form.id,
      answers: JSON.stringify(sent.answers),
      consent_text: sent.consented && form.consent ? form.consent.text : null,
      state: secret ? 'waiting' : 'taken in',
      token_hash: secret === null ? null : secretHash(secret),
      at: call.now,
      site: sent.site,
    })
    .execute();
  if (!secret) {
    await bringIn(call, form, { ...sent, confirmed: false });
    return 'taken in';
  }
  const person = personIn(form.fields, sent.answers);
  if (!call.site.address || !isMailAddress(person.email)) return 'confirm';
  const link = `${call.site.address}/f/confirm/${secret}`;
  await writeLetter(
    call.db,
    { workspaceId: form.workspaceId, memberId: null, now: call.now },
    {
      about: 'confirmation',
      to: { address: person.email, name: person.name },
      fromName: form.firm,
      subject: `Please confirm: ${form.title}`,
      text: `Hello ${person.name},\n\nsomebody, most likely you, filled in “${form.title}” of ${form.firm} with this address. Open this link to confirm it:\n\n${link}\n\nIt works for a week. If it was not you, you need do nothing: without the confirmation nothing is kept.\n`,
    },
  );
  call.enqueue(mailJob, {});
  return 'confirm';
}

const confirmationLife = 7 * 86_400_000;

/** What a link in a confirmation is for. */
export async function waitingFor(
  database: Connected,
  secret: string,
  now: Date,
): Promise<{ form: PublicForm; submissionId: string } | undefined> {
  return database.asOwner(async (tx) => {
    const row = await tx
      .selectFrom('form_submission')
      .select(['id', 'form_id', 'workspace_id'])
      .where('token_hash', '=', secretHash(secret))
      .where('state', '=', 'waiting')
      .where('at', '>', new Date(now.getTime() - confirmationLife))
      .executeTakeFirst();
    const form =
      row &&
      (await formWhere(
        tx,
        sql`f.workspace_id = ${row.workspace_id} and f.id = ${row.form_id} and f.deleted_at is null`,
      ));
    return form && { form, submissionId: row.id };
  });
}

/** The visitor confirmed by the link in their mailbox: now it is taken in. */
export async function confirm(call: Call, form: PublicForm, submissionId: string): Promise<boolean> {
  const row = await call.db
    .updateTable('form_submission')
    .set({ state: 'taken in', confirmed_at: call.now, token_hash: null })
    .where('id', '=', submissionId)
    .where('state', '=', 'waiting')
    .returning(['answers', 'consent_text', 'site'])
    .executeTakeFirst();
  if (!row) return false;
  await bringIn(call, form, {
    id: submissionId,
    answers: row.answers as Answers,
    consented: row.consent_text !== null,
    site: row.site,
    confirmed: true,
  });
  return true;
}

/** Account, contact, touchpoint, consent, campaign and prospect. */
async function bringIn(call: Call, form: PublicForm, sent: Sent & { confirmed: boolean }): Promise<void> {
  const person = personIn(form.fields, sent.answers);
  const { accountId, contactId } = await arrive(call, { ...person, ownerId: form.ownerId });
  const { ids } = await takeIn(
    call,
    [
      {
        accountId,
        kind: form.touchpointKind,
        channel: 'web',
        subject: form.title.slice(0, 500),
        body: person.written,
        contactIds: [contactId],
        evidence: `Form “${form.name}”${sent.site ? ` on ${sent.site}` : ''}`.slice(0, 2000),
        evidenceKey: `form:${sent.id}`,
      },
    ],
    { source: 'form', memberId: null },
  );
  const touchpointId = ids[0]!;
  await call.record(
    'touchpoint.logged',
    { kind: 'touchpoint', id: touchpointId, accountId },
    { kind: form.touchpointKind, subject: form.title },
  );
  await call.db
    .updateTable('form_submission')
    .set({ account_id: accountId, contact_id: contactId, touchpoint_id: touchpointId })
    .where('id', '=', sent.id)
    .execute();
  if (sent.consented && form.consent) {
    await writeConsent(call, {
      contactId,
      channel: form.consent.channel,
      purpose: form.consent.purpose,
      state: 'given',
      source: `Form “${form.name}”`.slice(0, 300),
      touchpointId,
      memberId: null,
      at: call.now,
      evidence: `${form.consent.text}\n${sent.confirmed ? 'Ticked, then confirmed by a link in a mail' : 'Ticked'}${sent.site ? ` on ${sent.site}` : ''}`,
    });
  }
  if (form.campaignId) {
    await sql`insert into campaign_touchpoint (workspace_id, campaign_id, touchpoint_id, account_id, at, how, recorded_at) values (${form.workspaceId}, ${form.campaignId}, ${touchpointId}, ${accountId}, ${call.now}, 'form', ${call.now})`.execute(
      call.db,
    );
    await sql`insert into campaign_member (workspace_id, id, campaign_id, account_id, contact_id, state, state_at, touchpoint_id, added_at)
      values (${form.workspaceId}, ${call.newId()}, ${form.campaignId}, ${accountId}, ${contactId}, 'responded', ${call.now}, ${touchpointId}, ${call.now})
      on conflict (workspace_id, campaign_id, account_id, contact_id) where contact_id is not null do update set state = 'responded', state_at = excluded.state_at, touchpoint_id = excluded.touchpoint_id, version = campaign_member.version + 1`.execute(
      call.db,
    );
  }
  if (form.segmentId) {
    // Whoever comes by themselves is a targeted consumer, also where the rule does not find them.
    await sql`insert into segment_member (workspace_id, segment_id, account_id, since, until)
      select ${form.workspaceId}, s.id, ${accountId}, ${call.now}, case when s.kind = 'rule' then ${call.now}::timestamptz end from segment s where s.id = ${form.segmentId} and s.deleted_at is null
      on conflict (workspace_id, segment_id, account_id) do update set until = case when excluded.until is null then null else segment_member.until end`.execute(
      call.db,
    );
    const stands = await call.db
      .selectFrom('segment')
      .select('id')
      .where('id', '=', form.segmentId)
      .where('deleted_at', 'is', null)
      .executeTakeFirst();
    if (stands && form.touchpointKind === 'inquiry')
      await becomeProspect(call, {
        segmentId: form.segmentId,
        accountId,
        need: 'expressed',
        touchpointId,
        note: `Sent the form “${form.name}”`,
        at: call.now,
        memberId: null,
      });
  }
  await call.record(
    'form.submitted',
    { kind: 'form', id: form.id, accountId },
    { name: form.name, submissionId: sent.id },
  );
}

/** What was never confirmed is forgotten after a month, and with it whoever was counted. */
export async function forgetUnconfirmed(tx: Tx): Promise<void> {
  await sql`delete from form_submission where state = 'waiting' and at < now() - interval '30 days'`.execute(tx);
  await sql`delete from form_throttle where since < now() - interval '1 day'`.execute(tx);
}
