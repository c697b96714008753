import { isMailAddress, mailJob, writeLetter } from '../../platform/mail.ts';
import { newSecret, secretHash } from '../../platform/secret.ts';
import type { Call } from '../../platform/serve.ts';
import { answerLetter } from './letters.ts';
import type { RawCase } from './store.api.ts';

const year = 365 * 86_400_000;

/** Every letter has a link of its own; all of them lead to the case, and end with it or together. */
export async function newLink(call: Call, caseId: string): Promise<string> {
  const secret = newSecret();
  await call.db
    .insertInto('case_link')
    .values({
      workspace_id: call.who.workspaceId,
      case_id: caseId,
      token_hash: secretHash(secret),
      made_by: call.who.memberId,
      made_at: call.now,
      expires_at: new Date(call.now.getTime() + year),
    })
    .execute();
  return `/case#${secret}`;
}

/** Sends our answer by mail with a link to the page, where we can send mail and know an address. Answers to whom. */
export async function mailAnswer(call: Call, row: RawCase, body: string): Promise<string | null> {
  const { address, mailFrom } = call.site;
  if (!address || !mailFrom || !row.contact_id) return null;
  const contact = await call.db
    .selectFrom('contact')
    .select(['name', 'emails'])
    .where('id', '=', row.contact_id)
    .executeTakeFirst();
  const to = contact?.emails.find(isMailAddress);
  if (!contact || !to) return null;
  const { name: firm } = await call.db.selectFrom('workspace').select('name').executeTakeFirstOrThrow();
  const words = answerLetter({
    subject: row.subject,
    body,
    firm,
    by: call.who.name,
    link: address + (await newLink(call, row.id)),
  });
  await writeLetter(
    call.db,
    { workspaceId: call.who.workspaceId, memberId: call.who.memberId, now: call.now },
    { about: 'case answer', to: { address: to, name: contact.name }, fromName: firm, ...words },
  );
  call.enqueue(mailJob, {});
  return to;
}
