import { sql, type RawBuilder } from 'kysely';
import { ahead, inOneGo } from '../platform/database.ts';
import { changesBetween } from '../platform/events.ts';
import { pageOf } from '../platform/paging.ts';
import { conflict, notFound, Problem } from '../platform/problem.ts';
import { mustBeSeen } from '../platform/references.ts';
import type { Call, Handlers } from '../platform/serve.ts';
import type { relationshipContract, TouchpointDraft, TouchpointRecord } from './contract.ts';
import { mustBeTakable, refuseGone } from './drafts.api.ts';
import { append } from './ledger.ts';
import { entryFrom } from './ledger/entry.ts';
import {
  hearing,
  ledgerEntry,
  lockRelationships,
  setting,
  takeIn,
  replayAccounts,
  type Stored,
  type Taken,
} from './ledger.api.ts';
import type { Model } from './model.ts';
import { view } from './cycle.ts';
import { openNextStep } from './nextSteps.api.ts';
import { asLogged, recordOf, type Names, type ToldRow } from './touchpointRecord.ts';

type Own =
  | 'logTouchpoint'
  | 'previewTouchpoint'
  | 'logTouchpoints'
  | 'correctTouchpoint'
  | 'listTouchpoints'
  | 'readTouchpoint';

export const touchpointHandlers: Pick<Handlers<typeof relationshipContract>, Own> = {
  async logTouchpoint(call, { body }) {
    refuseSilence([body]);
    await mustSeeOf(call, [body]);
    const names = namesBeside(call, body.accountId);
    const taken = await takeIn(call, [body]);
    if (!taken.before.get(body.accountId)!.alive) await refuseGone(call, body.accountId);
    const id = taken.ids[0]!;
    const stands = taken.relationships.get(body.accountId)!;
    const nextStep = body.nextStep ? await openNextStep(call, { accountId: body.accountId, ...body.nextStep }) : null;
    const duplicate = taken.duplicates.length > 0;
    if (duplicate && (await elsewhere(call, [body], taken)).length > 0)
      throw conflict(
        'known_elsewhere',
        'This evidence is noted already with another account. The same evidence counts once: give it a key of its own for each account.',
      );
    if (!duplicate)
      await call.record(
        'touchpoint.logged',
        { kind: 'touchpoint', id, accountId: body.accountId },
        { kind: body.kind, subject: body.subject },
      );
    const [fresh] = taken.fresh;
    return {
      touchpoint:
        fresh && !body.contactIds?.length ? asLogged(fresh, await names, taken.effectOf(id)) : await one(call, id),
      duplicate,
      before: levels(taken.before.get(body.accountId)!, call.now.getTime(), taken.model),
      after: { trust: stands.trust, interest: stands.interest },
      position: stands.position,
      phase: stands.phase,
      nextStep,
    };
  },

  async previewTouchpoint(call, { body }) {
    const draft = { ...body, subject: body.subject ?? '' };
    refuseSilence([draft]);
    const [relationships, hears] = await inOneGo([lockRelationships(call.db, [draft.accountId]), hearing(call.db)]);
    const stored = relationships.get(draft.accountId)!;
    const now = call.now.getTime();
    const entry = ledgerEntry(
      entryFrom(
        { ...draft, at: new Date(Math.max(now, stored.state.at)).toISOString() },
        {
          id: call.newId(),
          memberId: null,
          source: 'person',
          now: call.now,
          recordedAt: call.now,
          supersedes: null,
          retracts: false,
          reading: null,
        },
      ),
    );
    const { state } = append(stored.state, entry, setting(stored, hears)).at(-1)!;
    const before = view(stored.state, Math.max(now, stored.state.at), hears.model);
    const after = view(state, state.at, hears.model);
    return {
      before: { trust: before.trust.value, interest: before.interest.value },
      after: { trust: after.trust.value, interest: after.interest.value },
    };
  },

  async logTouchpoints(call, { body }) {
    await mustBeTakable(call, body.touchpoints);
    const taken = await takeIn(call, body.touchpoints, { source: body.source ?? 'api' });
    const created = body.touchpoints.length - taken.duplicates.length;
    for (const [index, draft] of body.touchpoints.entries())
      if (draft.nextStep && !taken.duplicates.includes(index))
        await openNextStep(call, { accountId: draft.accountId, ...draft.nextStep });
    if (created > 0)
      await call.record(
        'touchpoints.taken in',
        { kind: 'touchpoint', id: null },
        {
          created,
          duplicates: taken.duplicates.length,
          source: body.source ?? 'api',
          promisesOf: [
            ...new Set(body.touchpoints.filter((d) => d.kind.startsWith('promise')).map((d) => d.accountId)),
          ],
        },
      );
    return { created, duplicates: taken.duplicates, elsewhere: await elsewhere(call, body.touchpoints, taken) };
  },

  async correctTouchpoint(call, { params, body }) {
    const old = await call.db.selectFrom('touchpoint').selectAll().where('id', '=', params.id).executeTakeFirst();
    if (!old) throw notFound('touchpoint');
    const superseded = await call.db
      .selectFrom('touchpoint')
      .select('id')
      .where('supersedes_id', '=', params.id)
      .executeTakeFirst();
    if (superseded)
      throw new Problem(409, 'already_corrected', 'This touchpoint was corrected before. Correct the newer entry.', {
        supersededById: superseded.id,
      });
    await mustSeeOf(call, [body.correction ?? {}]);
    const contacts = await call.db
      .selectFrom('touchpoint_participant')
      .select('contact_id')
      .where('touchpoint_id', '=', params.id)
      .execute();
    const before: TouchpointDraft = {
      accountId: old.account_id,
      at: old.at.toISOString(),
      kind: old.kind as TouchpointDraft['kind'],
      channel: old.channel,
      direction: old.direction,
      initiator: old.initiator,
      subject: old.subject,
      body: old.body,
      expectationSet: old.expectation_set,
      expectation: old.expectation as TouchpointDraft['expectation'],
      effort: old.effort,
      minutes: old.minutes,
      outcome: old.outcome,
      valueDelivered: old.value_delivered,
      learnt: old.learnt,
      contactIds: contacts.map((c) => c.contact_id),
      opportunityId: old.opportunity_id,
      caseId: old.case_id,
      evidence: old.evidence,
    };
    const corrected = {
      ...body.correction,
      ...(body.correction?.at ? { at: new Date(body.correction.at).toISOString() } : {}),
    };
    const draft: TouchpointDraft = { ...before, evidence: body.reason ?? old.evidence, ...corrected };
    refuseSilence([draft]);
    // A score that stands is read as it was, and teaches nothing a second time.
    const sameScore = draft.expectation === old.expectation && old.reading_bias !== null && old.reading_noise !== null;
    // Whoever had the contact still had it; who corrected it stands in its history.
    const taken = await takeIn(call, [draft], {
      supersedes: [params.id],
      retracts: body.retract,
      members: [old.member_id],
      readAs: sameScore ? { bias: old.reading_bias!, noise: old.reading_noise! } : undefined,
    });
    if (draft.accountId !== old.account_id) await replayAccounts(call, [old.account_id]);
    await call.record(
      body.retract ? 'touchpoint.taken back' : 'touchpoint.corrected',
      { kind: 'touchpoint', id: taken.ids[0]!, accountId: draft.accountId },
      {
        supersedes: params.id,
        reason: body.reason ?? null,
        subject: old.subject,
        ...(body.retract ? {} : { changes: changesBetween<object>(before, corrected) }),
      },
    );
    return one(call, taken.ids[0]!);
  },

  async listTouchpoints(call, { query }) {
    let rows = call.db.selectFrom('touchpoint as t').select(['t.id', 't.at']);
    if (query.account) rows = rows.where('t.account_id', '=', query.account);
    if (query.contact)
      rows = rows.where(
        't.id',
        'in',
        call.db
          .selectFrom('touchpoint_participant as p')
          .select('p.touchpoint_id')
          .where('p.contact_id', '=', query.contact),
      );
    if (query.member) rows = rows.where('t.member_id', 'in', query.member);
    if (query.kind) rows = rows.where('t.kind', 'in', query.kind);
    if (query.channel) rows = rows.where('t.channel', 'in', query.channel);
    const knownBy = query.asOf && new Date(query.asOf);
    if (knownBy) rows = rows.where('t.at', '<=', knownBy).where('t.recorded_at', '<=', knownBy);
    if (!query.superseded)
      rows = rows.where('t.retracts', '=', false).where((e) => {
        const newer = e
          .selectFrom('touchpoint as newer')
          .select('newer.id')
          .whereRef('newer.workspace_id', '=', 't.workspace_id')
          .whereRef('newer.supersedes_id', '=', 't.id');
        return e.not(e.exists(knownBy ? newer.where('newer.recorded_at', '<=', knownBy) : newer));
      });
    const found = await pageOf(
      rows,
      [
        { by: sql.ref('t.at'), key: 'at', descending: true, type: 'timestamptz' },
        { by: sql.ref('t.id'), key: 'id', descending: true, type: 'uuid' },
      ],
      query,
      (page) => told(call, sql`array(select id from (${page}) as page)`),
    );
    return { items: found.items.map(recordOf), next: found.next };
  },

  readTouchpoint: (call, { params }) => one(call, params.id),
};

/** Duplicates whose evidence is noted with another account: there it counts, here it does not. */
async function elsewhere(call: Call, drafts: readonly TouchpointDraft[], taken: Taken): Promise<number[]> {
  if (taken.duplicates.length === 0) return [];
  const rows = await call.db
    .selectFrom('touchpoint')
    .select(['id', 'account_id'])
    .where('id', '=', sql<string>`any (${taken.duplicates.map((place) => taken.ids[place]!)}::uuid[])`)
    .execute();
  const accountOf = new Map(rows.map((row) => [row.id, row.account_id]));
  return taken.duplicates.filter((place) => accountOf.get(taken.ids[place]!) !== drafts[place]!.accountId);
}

/** Silence is noted by the clock alone. */
function refuseSilence(drafts: readonly TouchpointDraft[]): void {
  if (drafts.some((d) => d.kind === 'silence'))
    throw new Problem(422, 'invalid_input', 'Silence is noted by the clock; it cannot be logged.', {
      errors: [{ path: 'kind', message: 'Cannot be logged' }],
    });
}

function levels({ state }: Stored, now: number, model: Model): { trust: number; interest: number } {
  const { trust, interest } = view(state, Math.max(now, state.at), model);
  return { trust: trust.value, interest: interest.value };
}

async function one(call: Call, id: string): Promise<TouchpointRecord> {
  const [row] = await told(call, sql`${[id]}::uuid[]`);
  if (!row) throw notFound('touchpoint');
  return recordOf(row);
}

async function told(call: Call, ids: RawBuilder<unknown>): Promise<ToldRow[]> {
  const { rows } = await sql<ToldRow>`select * from touchpoints_told(${ids})`.execute(call.db);
  return rows;
}

/** Whose names stand beside what this person logs. */
function namesBeside(call: Call, accountId: string): Promise<Names> {
  const asked = sql<Names>`select * from names_beside(${accountId}, ${call.who.memberId})`
    .execute(call.db)
    .then(({ rows }) => rows[0]!);
  ahead(asked);
  return asked;
}

/** The sale, the case and the people that an entry names. */
const mustSeeOf = (
  call: Call,
  drafts: readonly Partial<Pick<TouchpointDraft, 'opportunityId' | 'caseId' | 'contactIds'>>[],
) =>
  mustBeSeen(call.db, {
    opportunityId: ['opportunity', ...drafts.map((d) => d.opportunityId)],
    caseId: ['service_case', ...drafts.map((d) => d.caseId)],
    contactIds: ['contact', ...drafts.flatMap((d) => d.contactIds ?? [])],
  });
