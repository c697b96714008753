import { sql } from 'kysely';
import { sameRecord } from '../../platform/database.ts';
import type { Call } from '../../platform/serve.ts';
import type { CaseDetail, CaseMessage } from './records.ts';
import { foundItem, rawCase } from './store.api.ts';
import type { FrozenTarget } from './clocks.ts';

/** A case as service people see it. The conversation of what was merged into it is part of it. */
export async function readDetail(call: Call, id: string) {
  const item = await foundItem(call, id);
  const row = await rawCase(call, id);
  const merged = await call.db
    .selectFrom('service_case')
    .select(['id', 'subject', 'version'])
    .where('merged_into_id', '=', id)
    .where('deleted_at', 'is', null)
    .orderBy('opened_at')
    .execute();
  const target = row.target as FrozenTarget | null;
  const account = row.account_id
    ? await call.db
        .selectFrom('relationship')
        .select(['position', 'phase'])
        .where('account_id', '=', row.account_id)
        .executeTakeFirst()
    : undefined;
  const others = row.account_id
    ? await call.db
        .selectFrom('service_case')
        .select(['id', 'subject', 'state', 'opened_at as openedAt'])
        .where('account_id', '=', row.account_id)
        .where('id', '<>', id)
        .where('state', '<>', 'closed')
        .where('deleted_at', 'is', null)
        .orderBy('opened_at', 'desc')
        .limit(20)
        .execute()
    : [];
  const link = await call.db
    .selectFrom('case_link')
    .select(['made_at as madeAt', 'seen_at as seenAt'])
    .where('case_id', '=', id)
    .where('expires_at', '>', call.now)
    .orderBy('made_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  const contact = row.contact_id
    ? await call.db.selectFrom('contact').select('emails').where('id', '=', row.contact_id).executeTakeFirst()
    : undefined;
  return {
    ...item,
    description: row.description,
    solution: row.solution,
    custom: row.custom as CaseDetail['custom'],
    accountId: row.account_id,
    contactId: row.contact_id,
    ownerId: row.owner_id,
    teamId: row.team_id,
    contactEmails: contact?.emails ?? [],
    firstResponseDueAt: row.first_response_due_at,
    firstRespondedAt: row.first_responded_at,
    resolutionDueAt: row.resolution_due_at,
    promised: target && {
      firstResponseMinutes: target.firstResponseMinutes,
      resolutionMinutes: target.resolutionMinutes,
      timeZone: target.hours.timeZone,
    },
    pausedMinutes: row.paused_minutes,
    position: account?.position ?? null,
    phase: account?.phase ?? null,
    messages: await messagesOf(call, [id, ...merged.map((each) => each.id)], id),
    merged,
    others,
    link: link ?? null,
    mayChange: call.who.may('case:write') && (await mayWork(call, id)),
  };
}

async function mayWork(call: Call, id: string): Promise<boolean> {
  const { rows } = await sql<{ may: boolean }>`select exists (select from service_case c where c.id = ${id}
    and ((select app_changes('case')) or c.owner_id = any ((select app_members())::uuid[]) or account_seen(c.account_id))) as may`.execute(
    call.db,
  );
  return rows[0]?.may ?? false;
}

/** The latest thousand, in order. */
export async function messagesOf(
  call: Call,
  caseIds: readonly string[],
  here: string,
): Promise<(Omit<CaseMessage, 'at'> & { at: Date })[]> {
  const rows = await call.db
    .selectFrom('case_message as x')
    .innerJoin('service_case as c', (on) => sameRecord(on, 'c', 'x.case_id'))
    .select([
      'x.id',
      'x.at',
      'x.kind',
      'x.channel',
      'x.author',
      'x.member_id as memberId',
      'x.contact_id as contactId',
      'x.body',
      'x.minutes',
      'x.case_id as caseId',
      'c.subject',
    ])
    .where('x.case_id', 'in', [...caseIds])
    .orderBy('x.at', 'desc')
    .orderBy('x.id', 'desc')
    .limit(1000)
    .execute();
  return rows.toReversed().map(({ caseId, subject, ...message }) => ({
    ...message,
    from: caseId === here ? null : { id: caseId, name: subject },
  }));
}
