import { sql } from 'kysely';
import type { Connected, Tx } from './database.ts';
import { newId } from './ids.ts';
import { Undeliverable, type Postman } from './postman.ts';

/** The background job that carries letters away: enqueue it beside `writeLetter`, with nothing. */
export const mailJob = 'send-mail';

export interface Letter {
  /** What it is about, in a word or two: "invitation". Shown to whoever looks after letters that failed. */
  about: string;
  to: { address: string; name?: string | null };
  /** The name it comes from; the address is the server's own. */
  fromName?: string | null;
  replyTo?: string | null;
  subject: string;
  text: string;
  /** Made by us of escaped parts, never a person's own HTML. */
  html?: string | null;
  /** The page where one click ends letters of this kind (RFC 8058). */
  unsubscribeUrl?: string | null;
  /** One file that goes with it; its name has no slash or quote. */
  attachment?: { name: string; text: string } | null;
}

/** Writes a letter into the transaction at hand: it is sent when, and only if, that commits. Answers its id. */
export async function writeLetter(
  tx: Tx,
  sender: { workspaceId: string; memberId: string | null; now: Date },
  letter: Letter,
): Promise<string> {
  const id = newId();
  await tx
    .insertInto('mail')
    .values({
      workspace_id: sender.workspaceId,
      id,
      about: oneLine(letter.about, 60),
      member_id: sender.memberId,
      to_address: mailAddress(letter.to.address),
      to_name: letter.to.name ? oneLine(letter.to.name, 200) : null,
      from_name: letter.fromName ? oneLine(letter.fromName, 200) : null,
      reply_to: letter.replyTo ? mailAddress(letter.replyTo) : null,
      subject: oneLine(letter.subject, 300),
      body_text: letter.text,
      body_html: letter.html ?? null,
      unsubscribe_url: letter.unsubscribeUrl ?? null,
      attachment_name: letter.attachment ? oneLine(letter.attachment.name.replaceAll(/[/\\"]/g, '-'), 120) : null,
      attachment_text: letter.attachment?.text ?? null,
      message_id: `<${id}@perennial>`,
      due_at: sender.now,
      created_at: sender.now,
    })
    .execute();
  return id;
}

/** Where a letter can go. Stricter than the standard: nothing that a header could mistake for something else. */
export function mailAddress(text: string): string {
  const address = text.trim();
  if (!isMailAddress(address)) throw new Error('This is no e-mail address.');
  return address;
}
export const isMailAddress = (text: string): boolean =>
  text.length <= 254 && /^[^\s"'(),:;<>@[\\\]\p{Cc}]{1,64}@[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)*$/u.test(text);

/** What becomes a header is one line. */
const oneLine = (text: string, most: number): string =>
  text
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, most);

/** How long is waited after each failed attempt, in minutes: three days in all, then the letter is laid aside. */
const waits = [1, 5, 30, 120, 300, 600, 840, 1440, 1440];
/** How long one attempt may take until another process takes the letter over. */
const lease = 5;

/**
 * Sends what is due, oldest first, until nothing is left or the mail server cannot be reached. A letter is claimed, sent outside of any
 * transaction, then noted as sent: a crash in between sends it again, with the same Message-ID.
 */
export async function sendDue(
  database: Connected,
  postman: Postman | null,
  clock: () => Date,
  signal?: AbortSignal,
): Promise<{ sent: number; failed: number }> {
  const result = { sent: 0, failed: 0 };
  if (!postman) return result;
  while (!signal?.aborted) {
    const now = clock();
    const letter = await database.asOwner(async (tx) => {
      const { rows } = await sql<{
        workspace_id: string;
        id: string;
      }>`select workspace_id, id from mail where state = 'waiting' and due_at <= ${now} order by due_at, id limit 1 for update skip locked`.execute(
        tx,
      );
      if (!rows[0]) return undefined;
      return tx
        .updateTable('mail')
        .set((e) => ({ due_at: minutesAfter(now, lease), attempts: e('attempts', '+', 1) }))
        .where('workspace_id', '=', rows[0].workspace_id)
        .where('id', '=', rows[0].id)
        .returningAll()
        .executeTakeFirst();
    });
    if (!letter) break;
    const note = (values: {
      state?: 'sent' | 'dead';
      due_at?: Date;
      error: string | null;
      sent_at?: Date;
      body_text?: null;
      body_html?: null;
      attachment_text?: null;
    }) =>
      database.asOwner((tx) =>
        tx
          .updateTable('mail')
          .set(values)
          .where('workspace_id', '=', letter.workspace_id)
          .where('id', '=', letter.id)
          .where('state', '=', 'waiting')
          .execute(),
      );
    try {
      await postman.send({
        messageId: letter.message_id,
        to: { address: letter.to_address, name: letter.to_name },
        fromName: letter.from_name,
        replyTo: letter.reply_to,
        subject: letter.subject,
        text: letter.body_text ?? '',
        html: letter.body_html,
        unsubscribeUrl: letter.unsubscribe_url,
        at: letter.created_at,
        attachment:
          letter.attachment_name !== null && letter.attachment_text !== null
            ? { name: letter.attachment_name, text: letter.attachment_text }
            : null,
      });
      result.sent++;
      await note({
        state: 'sent',
        sent_at: clock(),
        error: null,
        body_text: null,
        body_html: null,
        attachment_text: null,
      });
    } catch (error) {
      result.failed++;
      const { reason, final, serverAway } =
        error instanceof Undeliverable
          ? error
          : { reason: 'Something went wrong here.', final: false, serverAway: true };
      const wait = waits[letter.attempts - 1];
      await note(
        final || wait === undefined
          ? { state: 'dead', error: reason }
          : { due_at: minutesAfter(clock(), wait), error: reason },
      );
      // The next letter would wait for the same server.
      if (serverAway) break;
    }
  }
  return result;
}

/** Letters that were sent are forgotten after a season. */
export const forgetSent = (tx: Tx) =>
  sql`delete from mail where state = 'sent' and sent_at < now() - interval '90 days'`.execute(tx);

/** Lays a letter that failed before the postman again. */
export const sendAgain = (tx: Tx, id: string, now: Date) =>
  tx
    .updateTable('mail')
    .set({ state: 'waiting', attempts: 0, due_at: now, error: null })
    .where('id', '=', id)
    .where('state', 'in', ['dead', 'waiting'])
    .where('body_text', 'is not', null)
    .returning('id')
    .executeTakeFirst();

/** Throws a letter away that was not sent. */
export const throwAway = (tx: Tx, id: string) =>
  tx.deleteFrom('mail').where('id', '=', id).where('state', '<>', 'sent').returning('id').executeTakeFirst();

const minutesAfter = (at: Date, minutes: number) => new Date(at.getTime() + minutes * 60_000);
