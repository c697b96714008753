import { sql } from 'kysely';
import { sameRecord } from '../../platform/database.ts';
import { pageOf } from '../../platform/paging.ts';
import { conflict, forbidden, notFound, stale } from '../../platform/problem.ts';
import { mustBeSeen } from '../../platform/references.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import type { Position } from '../../relationship/vocabulary.ts';
import { settingsOf } from '../../workspace/settings.ts';
import { obstaclesToAsking } from '../referralAsk.ts';
import { mayFollow, type AskState } from './asking.ts';
import type { AskRecord, circleContract, ToAsk } from './contract.ts';

type Own = 'listToAsk' | 'listAsks' | 'ask' | 'answerAsk';

export const askingHandlers: Pick<Handlers<typeof circleContract>, Own> = {
  async listToAsk(call, { query: { whose, now, cursor, limit } }) {
    let customers = call.db
      .selectFrom('relationship as r')
      .select(['r.account_id as id', 'r.trust'])
      .where('r.alive', '=', true)
      .where('r.phase', 'in', ['ownership', 'usage']);
    if (whose === 'mine') customers = customers.where('r.owner_id', '=', call.who.memberId);
    // Who may be asked is found quickly: value realized, and trust.
    if (now === true) customers = customers.where('r.position', '=', 'realized');
    const { items, next } = await pageOf(
      customers,
      [
        { by: sql.ref('r.trust'), key: 'trust', type: 'real', descending: true },
        { by: sql.ref('r.account_id'), key: 'id', type: 'uuid' },
      ],
      { cursor, limit },
    );
    const rows = await toAskOf(
      call,
      items.map((row) => row.id),
    );
    return { items: now === undefined ? rows : rows.filter((row) => (row.obstacles.length === 0) === now), next };
  },

  listAsks: (call, { query }) => asksOf(call, query),

  async ask(call, { body }) {
    const [facts] = await toAskOf(call, [body.accountId], body.contactId ?? null);
    if (!facts) throw notFound('account');
    await mustBeSeen(call.db, { contactId: ['contact', body.contactId] });
    if (body.forAccountId) await mustSeeAccount(call, body.forAccountId);
    if (facts.obstacles.length > 0 && !body.anyway)
      throw conflict(
        'not_now',
        `This is not the moment: ${facts.obstacles.join(', ')}. Say why you ask all the same, or wait.`,
        { obstacles: facts.obstacles },
      );
    const planned = body.dueAt !== null && body.dueAt !== undefined;
    const id = call.newId();
    await call.db
      .insertInto('influence_ask')
      .values({
        workspace_id: call.who.workspaceId,
        id,
        account_id: body.accountId,
        contact_id: body.contactId ?? null,
        kind: body.kind,
        for_account_id: body.forAccountId ?? null,
        state: planned ? 'planned' : 'asked',
        due_at: planned ? new Date(body.dueAt!) : null,
        asked_at: planned ? null : call.now,
        anyway: body.anyway ?? null,
        note: body.note ?? null,
        member_id: call.who.memberId,
        created_at: call.now,
        updated_at: call.now,
      })
      .execute();
    const record = await foundAsk(call, id);
    await call.record(planned ? 'ask.planned' : 'ask.made', subjectOf(record), detailOf(record));
    return record;
  },

  async answerAsk(call, { params: { id }, body: { state, note } }) {
    const before = await foundAsk(call, id);
    if (before.version !== call.version) throw stale(before);
    if (!mayFollow[before.state].includes(state))
      throw conflict('not_after', `What was ${before.state} cannot become ${state}.`);
    const askedNow = state !== 'planned' && state !== 'withdrawn' && before.askedAt === null;
    const changed = await call.db
      .updateTable('influence_ask')
      .set({
        state,
        ...(note === undefined ? {} : { note }),
        ...(askedNow ? { asked_at: call.now } : {}),
        ...(state === 'planned' ? { asked_at: null } : {}),
        answered_at: state === 'given' || state === 'refused' ? call.now : null,
        version: call.version + 1,
        updated_at: call.now,
      })
      .where('id', '=', id)
      .where('version', '=', call.version)
      .executeTakeFirst();
    const after = await foundAsk(call, id);
    if (changed.numUpdatedRows === 0n) throw after.version === call.version ? forbidden('change this') : stale(after);
    await call.record(askedNow ? 'ask.made' : `ask.${state}`, subjectOf(after), detailOf(after));
    return after;
  },
};

const subjectOf = (ask: AskRecord) => ({ kind: 'ask', id: ask.id, accountId: ask.account.id });
const detailOf = (ask: AskRecord) => ({
  kind: ask.kind,
  state: ask.state,
  dueAt: ask.dueAt,
  contactId: ask.contact?.id ?? null,
  for: ask.forAccount?.name ?? null,
});

async function mustSeeAccount(call: Call, id: string): Promise<void> {
  if (!(await call.db.selectFrom('account').select('id').where('id', '=', id).executeTakeFirst()))
    throw notFound('account');
}

/**
 * Every reason for and against asking each of these accounts now: one query. Consent is what the register says of references,
 * and nobody where a colleague was told no within a year.
 */
export async function toAskOf(call: Call, ids: readonly string[], contactId: string | null = null): Promise<ToAsk[]> {
  if (ids.length === 0) return [];
  const year = new Date(call.now.getTime() - 365 * 86_400_000);
  const { settings } = await call.db.selectFrom('workspace').select('settings').executeTakeFirstOrThrow();
  const { circle } = settingsOf(settings);
  const { rows } = await sql<{
    id: string;
    name: string;
    position: Position;
    trust: number;
    dip: boolean;
    revenue: number;
    asked: Date | null;
    references: number;
    refused: boolean;
    contact_id: string | null;
    contact_name: string | null;
  }>`
    select a.id, a.name, r.position, r.trust, f.dip, r.revenue::float8 as revenue, f.asked_at as asked, f.refs as references, not f.consent as refused, c.id as contact_id, c.name as contact_name
    from account a join relationship r on r.workspace_id = a.workspace_id and r.account_id = a.id
    cross join lateral asking_of(a.id, ${year}, ${contactId}::uuid) f
    left join contact c on c.workspace_id = a.workspace_id and c.id = f.contact_id
    where a.id = any (${ids}::uuid[]) and a.deleted_at is null`.execute(call.db);
  const byId = new Map(
    rows.map((row): [string, ToAsk] => {
      const facts = {
        position: row.position,
        trust: row.trust,
        inDip: row.dip,
        consent: !row.refused,
        lastAskedAt: row.asked,
        referencesThisYear: row.references,
      };
      return [
        row.id,
        {
          account: { id: row.id, name: row.name },
          contact: row.contact_id && row.contact_name ? { id: row.contact_id, name: row.contact_name } : null,
          position: row.position,
          trust: row.trust,
          revenue: row.revenue,
          obstacles: obstaclesToAsking(facts, call.now, circle),
          lastAskedAt: row.asked?.toISOString() ?? null,
          referencesThisYear: row.references,
        },
      ];
    }),
  );
  return ids.flatMap((id) => byId.get(id) ?? []);
}

export async function asksOf(
  call: Call,
  query: {
    account?: string | undefined;
    state?: readonly AskState[] | undefined;
    cursor?: string | undefined;
    limit: number;
  },
): Promise<{ items: AskRecord[]; next: string | null }> {
  let asks = selectAsks(call);
  if (query.account) asks = asks.where('k.account_id', '=', query.account);
  if (query.state) asks = asks.where('k.state', 'in', query.state);
  const { items, next } = await pageOf(
    asks,
    [
      { by: sql.ref('k.created_at'), key: 'created_at', type: 'timestamptz', descending: true },
      { by: sql.ref('k.id'), key: 'id', type: 'uuid', descending: true },
    ],
    query,
  );
  return { items: items.map(askOf), next };
}

async function foundAsk(call: Call, id: string): Promise<AskRecord> {
  const row = await selectAsks(call).where('k.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('request');
  return askOf(row);
}

const selectAsks = (call: Call) =>
  call.db
    .selectFrom('influence_ask as k')
    .leftJoin('account as a', (on) => sameRecord(on, 'a', 'k.account_id'))
    .leftJoin('contact as c', (on) => sameRecord(on, 'c', 'k.contact_id'))
    .leftJoin('account as f', (on) => sameRecord(on, 'f', 'k.for_account_id'))
    .leftJoin('member as m', (on) => sameRecord(on, 'm', 'k.member_id'))
    .selectAll('k')
    .select(['a.name as account_name', 'c.name as contact_name', 'f.name as for_name', 'm.name as member_name']);
type Row = Awaited<ReturnType<ReturnType<typeof selectAsks>['execute']>>[number];

const askOf = (row: Row): AskRecord => ({
  id: row.id,
  account: { id: row.account_id, name: row.account_name ?? '…' },
  contact: row.contact_id ? { id: row.contact_id, name: row.contact_name ?? '…' } : null,
  kind: row.kind,
  forAccount: row.for_account_id ? { id: row.for_account_id, name: row.for_name ?? '…' } : null,
  state: row.state,
  dueAt: row.due_at?.toISOString() ?? null,
  askedAt: row.asked_at?.toISOString() ?? null,
  anyway: row.anyway,
  note: row.note,
  memberName: row.member_name,
  influenceId: row.influence_id,
  version: row.version,
});
