import { sameRecord } from '../../platform/database.ts';
import { invalid, notFound } from '../../platform/problem.ts';
import { mustBeSeen } from '../../platform/references.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import { newSecret, secretHash } from '../../platform/secret.ts';
import { consentChannels, mayContact, purposes, standingWord, type ConsentChannel, type Purpose } from './consent.ts';
import type { consentContract, ConsentWord } from './contract.ts';

export const consentHandlers: Handlers<typeof consentContract> = {
  async readConsent(call, { params: { id } }) {
    await mustSee(call, id);
    const words = await wordsOf(call, id);
    return {
      allowed: consentChannels.flatMap((channel) =>
        purposes.map((purpose) => ({
          channel,
          purpose,
          allowed: mayContact(words, channel, purpose),
          word: standingWord(words, channel, purpose)?.id ?? null,
        })),
      ),
      words,
    };
  },

  async noteConsent(call, { params: { id }, body }) {
    await mustSee(call, id);
    await mustBeSeen(call.db, { touchpointId: ['touchpoint', body.touchpointId] });
    if (body.at && Date.parse(body.at) > call.now.getTime() + 5 * 60_000)
      throw invalid([{ path: 'at', message: 'Lies in the future' }]);
    const word = await writeConsent(call, {
      contactId: id,
      memberId: call.who.memberId,
      ...body,
      at: body.at ? new Date(body.at) : call.now,
    });
    return (await wordsOf(call, id)).find((each) => each.id === word)!;
  },
};

interface Said {
  contactId: string;
  channel: ConsentChannel;
  purpose: Purpose;
  state: 'given' | 'withdrawn';
  source: string;
  evidence?: string | undefined;
  touchpointId?: string | undefined;
  memberId: string | null;
  at: Date;
}

/** One more word in the register. */
export async function writeConsent(call: Call, said: Said): Promise<string> {
  const id = call.newId();
  await call.db
    .insertInto('consent')
    .values({
      workspace_id: call.who.workspaceId,
      id,
      contact_id: said.contactId,
      channel: said.channel,
      purpose: said.purpose,
      state: said.state,
      source: said.source,
      evidence: said.evidence ?? null,
      touchpoint_id: said.touchpointId ?? null,
      member_id: said.memberId,
      at: said.at,
      recorded_at: call.now,
    })
    .execute();
  await call.record(
    `consent.${said.state}`,
    { kind: 'contact', id: said.contactId },
    { channel: said.channel, purpose: said.purpose, source: said.source },
  );
  return id;
}

/** The address of the page where one click ends what a person is written for; null where links have no address to begin with. */
export async function unsubscribeUrl(
  call: Call,
  link: { contactId: string; channel: ConsentChannel; purpose: Purpose; about: string },
): Promise<string | null> {
  if (!call.site.address) return null;
  const secret = newSecret();
  await call.db
    .insertInto('unsubscribe_link')
    .values({
      token_hash: secretHash(secret),
      workspace_id: call.who.workspaceId,
      contact_id: link.contactId,
      channel: link.channel,
      purpose: link.purpose,
      about: link.about,
      created_at: call.now,
    })
    .execute();
  return `${call.site.address}/u/${secret}`;
}

async function mustSee(call: Call, id: string): Promise<void> {
  if (!(await call.db.selectFrom('contact').select('id').where('id', '=', id).executeTakeFirst()))
    throw notFound('contact');
}

async function wordsOf(call: Call, contactId: string): Promise<(ConsentWord & { at: string })[]> {
  const rows = await call.db
    .selectFrom('consent as c')
    .leftJoin('member as w', (on) => sameRecord(on, 'w', 'c.member_id'))
    .select([
      'c.id',
      'c.channel',
      'c.purpose',
      'c.state',
      'c.source',
      'c.evidence',
      'c.touchpoint_id',
      'w.name as member_name',
      'c.at',
      'c.recorded_at',
    ])
    .where('c.contact_id', '=', contactId)
    .orderBy('c.at', 'desc')
    .orderBy('c.id', 'desc')
    .limit(500)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    channel: row.channel,
    purpose: row.purpose,
    state: row.state,
    source: row.source,
    evidence: row.evidence,
    touchpointId: row.touchpoint_id,
    memberName: row.member_name,
    at: row.at.toISOString(),
    recordedAt: row.recorded_at.toISOString(),
  }));
}
