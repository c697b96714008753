import type { Tx } from '../../platform/database.ts';
import { isMailAddress, writeLetter } from '../../platform/mail.ts';
import type { Call, Site } from '../../platform/serve.ts';
import { linkLetter } from './linkLetters.ts';

/** Whether letters leave from here, and can hold a link. */
export const sendsLetters = ({ address, mailFrom }: Site): boolean => address !== null && mailFrom !== null;

/** Writes the letter that carries a link to a member, where letters can be sent and hold one. Answers whether it did. */
export async function mailLink(
  call: Pick<Call, 'site' | 'now'>,
  tx: Tx,
  who: { workspaceId: string; memberId: string; name: string },
  to: { name: string; email: string | null },
  path: string,
  about: keyof typeof linkLetter,
): Promise<boolean> {
  const { address, mailFrom } = call.site;
  if (!address || !mailFrom || !to.email || !isMailAddress(to.email)) return false;
  const { name: workspace } = await tx
    .selectFrom('workspace')
    .select('name')
    .where('workspace_id', '=', who.workspaceId)
    .executeTakeFirstOrThrow();
  const words = linkLetter[about]({ workspace, name: to.name, by: who.name, link: address + path });
  await writeLetter(
    tx,
    { workspaceId: who.workspaceId, memberId: who.memberId, now: call.now },
    {
      about,
      to: { address: to.email, name: to.name },
      fromName: workspace,
      ...words,
    },
  );
  return true;
}
