import { sql } from 'kysely';
import { wholeWorkspace } from '../../platform/database.ts';
import { pageOf } from '../../platform/paging.ts';
import { notFound } from '../../platform/problem.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import { kinds } from '../../workspace/roles.ts';
import { adviceFor } from './advice.ts';
import type { NeedStanding, segmentContract, Stage } from './contract.ts';
import { figuresOf } from './figures.api.ts';
import { atOnce, lookAtDueAccounts } from './members.api.ts';
import { needItems, stageOf } from './needs-sql.ts';

type Own = 'listSegmentMembers' | 'readSegmentFigures' | 'listNeeds';

export const needHandlers: Pick<Handlers<typeof segmentContract>, Own> = {
  async listSegmentMembers(call, { params, query }) {
    await lookFirst(call);
    return call.transact(async (call) => {
      await mustBeSegment(call, params.id);
      return standings(call, { ...query, segment: params.id });
    });
  },

  async readSegmentFigures(call, { params }) {
    await lookFirst(call);
    return call.transact(async (call) => {
      await mustBeSegment(call, params.id);
      return figuresOf(call, params.id);
    }, 15);
  },

  async listNeeds(call, { query }) {
    await lookFirst(call);
    return call.transact((call) => standings(call, { stage: ['suspect', 'prospect'], ...query }));
  },
};

/** Whoever asks sees what has just been done: a few accounts are looked at before the answer, the job does the rest. */
export const lookFirst = (call: Call): Promise<unknown> =>
  call.within(wholeWorkspace(call.who.workspaceId, kinds), (inside) =>
    lookAtDueAccounts(inside.db, call.who.workspaceId, inside.now, atOnce),
  );

export async function mustBeSegment(call: Call, id: string): Promise<void> {
  const found = await call.db.selectFrom('segment').select('id').where('id', '=', id).executeTakeFirst();
  if (!found) throw notFound('segment');
}

interface Wanted {
  segment?: string | undefined;
  account?: string | undefined;
  stage?: readonly Stage[] | undefined;
  owner?: readonly string[] | undefined;
  signal?: boolean | undefined;
  cursor?: string | undefined;
  limit: number;
}

async function standings(call: Call, wanted: Wanted): Promise<{ items: NeedStanding[]; next: string | null }> {
  let rows = needItems(call.db);
  if (wanted.segment) rows = rows.where('m.segment_id', '=', wanted.segment);
  if (wanted.account) rows = rows.where('m.account_id', '=', wanted.account);
  if (wanted.stage?.length) rows = rows.where(stageOf, 'in', [...wanted.stage]);
  if (wanted.signal) rows = rows.where('g.id', 'is not', null);
  const owners = wanted.owner?.filter((each) => each !== 'none') ?? [];
  if (wanted.owner?.length)
    rows = rows.where((e) =>
      e.or([
        ...(owners.length > 0 ? [e('a.owner_id', 'in', owners)] : []),
        ...(wanted.owner!.includes('none') ? [e('a.owner_id', 'is', null)] : []),
      ]),
    );
  const page = await pageOf(
    rows,
    [
      { by: sql.ref('r.interest'), key: 'interest', type: 'real', descending: true },
      { by: sql.ref('a.id'), key: 'account_id', type: 'uuid', descending: true },
      { by: sql.ref('m.segment_id'), key: 'segment_id', type: 'uuid', descending: true },
    ],
    wanted,
  );
  return { items: page.items.map((row) => standingOf(row, call.now)), next: page.next };
}

type Row = Awaited<ReturnType<ReturnType<typeof needItems>['execute']>>[number];

function standingOf(row: Row, now: Date): NeedStanding {
  const ago = (at: Date | null) => (at === null ? null : (now.getTime() - at.getTime()) / 86_400_000);
  const since =
    {
      member: row.member_since,
      suspect: row.member_since,
      prospect: row.prospect_since,
      buyer: row.buying_since,
      ended: row.ended_at,
    }[row.stage] ?? row.member_since;
  return {
    segment: { id: row.segment_id, name: row.segment_name, need: row.need, offering: row.offering },
    account: {
      id: row.account_id,
      name: row.account_name,
      kind: row.kind,
      phase: row.phase,
      position: row.position,
      interest: row.interest,
      ownerId: row.owner_id,
      ownerName: row.owner_name,
    },
    stage: row.stage,
    memberSince: row.member_since.toISOString(),
    since: new Date(since).toISOString(),
    prospectId: row.prospect_id,
    preference: row.preference,
    signal: row.signal_id
      ? {
          touchpointId: row.signal_id,
          kind: row.signal_kind as never,
          subject: row.signal_subject!,
          at: row.signal_at!.toISOString(),
        }
      : null,
    touched: { count: row.touchpoints, lastAt: row.last_touch_at?.toISOString() ?? null },
    nextStep: row.step_id ? { id: row.step_id, what: row.step_what!, dueAt: row.step_due_at!.toISOString() } : null,
    advice: adviceFor({
      stage: row.stage,
      closed: row.closed,
      preference: row.preference,
      lastTouch: ago(row.last_touch_at),
      lastSignal: ago(row.signal_at),
    }),
  };
}
