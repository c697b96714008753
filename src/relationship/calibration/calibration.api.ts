import { sql } from 'kysely';
import { sameRecord } from '../../platform/database.ts';
import { pageOf } from '../../platform/paging.ts';
import { conflict, notFound } from '../../platform/problem.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import { announce, endWork, shareOf } from '../../platform/work.ts';
import type { Position } from '../vocabulary.ts';
import { shippedWeights } from '../weights.ts';
import type { CalibrationResult, calibrationContract, ModelRecord, ModelUse } from './contract.ts';
import { replayJob, runJob } from './jobs.ts';

export const calibrationHandlers: Handlers<typeof calibrationContract> = {
  async readModelInUse(call) {
    const uses = await usesOf(call);
    const { rows } = await sql<{
      n: number;
    }>`select count(*)::int as n from relationship where alive and standing = 'customer'`.execute(call.db);
    const use = uses.find((each) => each.endedAt === null) ?? null;
    return { version: use?.version ?? shippedWeights.version, use, uses, customers: rows[0]?.n ?? 0 };
  },

  async listModels(call, { query }) {
    const { items, next } = await pageOf(
      selectModels(call),
      [
        { by: sql.ref('m.started_at'), key: 'startedAt', descending: true, type: 'timestamptz' },
        { by: sql.ref('m.id'), key: 'id', descending: true, type: 'uuid' },
      ],
      query,
    );
    return { items: items.map(recordOf), next };
  },

  readModel: (call, { params: { id } }) => found(call, id),

  async startCalibration(call, { body: { horizonDays } }) {
    const running = await call.db
      .selectFrom('relationship_model')
      .select('id')
      .where('state', 'in', ['waiting', 'running'])
      .executeTakeFirst();
    if (running)
      throw conflict('calibration_runs', 'A calibration is running. Wait for it, or cancel it first.', {
        id: running.id,
      });
    const id = call.newId();
    await call.db
      .insertInto('relationship_model')
      .values({
        workspace_id: call.who.workspaceId,
        id,
        number: sql<number>`(select coalesce(max(number), 0) + 1 from relationship_model)`,
        horizon_days: horizonDays,
        member_id: call.who.memberId,
        started_at: call.now,
      })
      .execute();
    await announce(call, 'calibration', id);
    call.enqueue(runJob, { workspaceId: call.who.workspaceId, modelId: id });
    const started = await found(call, id);
    await call.record('calibration.started', { kind: 'process', id }, { version: started.version, horizonDays });
    return started;
  },

  async cancelCalibration(call, { params: { id } }) {
    const cancelled = await call.db
      .updateTable('relationship_model')
      .set({ state: 'cancelled', ended_at: call.now })
      .where('id', '=', id)
      .where('state', 'in', ['waiting', 'running'])
      .executeTakeFirst();
    await endWork(call, id);
    const now = await found(call, id);
    if (cancelled.numUpdatedRows === 0n) throw conflict('not_running', 'This calibration does not run any more.');
    await call.record('calibration.cancelled', { kind: 'process', id }, { version: now.version });
    return now;
  },

  async adoptModel(call, { params: { id }, body }) {
    const model = await found(call, id);
    if (model.verdict !== 'better' && model.adoptedAt === null)
      throw conflict(
        'not_better',
        'This set has not proved better on later outcomes by a standard error, so it is not adopted. Try again when more customers have decided.',
      );
    return begin(call, id, model.version, body.why ?? null);
  },

  goBackToShipped: (call, { body }) => begin(call, null, shippedWeights.version, body.why ?? null),

  async listModelCases(call, { params: { id }, query: { position, stayed, ...paging } }) {
    await found(call, id);
    let rows = call.db
      .selectFrom('relationship_model_case as c')
      .innerJoin('account as a', (on) => sameRecord(on, 'a', 'c.account_id'))
      .where('c.model_id', '=', id)
      .where('a.deleted_at', 'is', null)
      .select([
        'c.account_id as id',
        'a.name',
        'c.at',
        sql<Position>`c.position`.as('position'),
        'c.stayed',
        'c.said_before as saidBefore',
        'c.said_after as saidAfter',
      ]);
    if (position) rows = rows.where('c.position', '=', position);
    if (stayed !== undefined) rows = rows.where('c.stayed', '=', stayed);
    const { items, next } = await pageOf(
      rows,
      [
        { by: sql.ref('c.at'), key: 'at', descending: true, type: 'timestamptz' },
        { by: sql.ref('c.account_id'), key: 'id', descending: true, type: 'uuid' },
      ],
      paging,
    );
    return {
      items: items.map(({ id: accountId, name, ...rest }) => ({ account: { id: accountId, name }, ...rest })),
      next,
    };
  },
};

/** Puts a set in force; the relationships are folded anew with it in the background. */
async function begin(call: Call, modelId: string | null, version: string, why: string | null): Promise<ModelUse> {
  const { rows } = await sql<{
    version: string;
  }>`update relationship_model_use set ended_at = ${call.now} where ended_at is null returning version`.execute(
    call.db,
  );
  const before = rows[0]?.version ?? shippedWeights.version;
  if (before === version) throw conflict('in_use', `The relationships are read with ${version} already.`);
  const id = call.newId();
  await call.db
    .insertInto('relationship_model_use')
    .values({
      workspace_id: call.who.workspaceId,
      id,
      model_id: modelId,
      version,
      why,
      member_id: call.who.memberId,
      begun_at: call.now,
      to_replay: sql<number>`(select count(*)::int from relationship where model_version <> ${version})`,
    })
    .execute();
  call.enqueue(replayJob, { workspaceId: call.who.workspaceId, useId: id });
  await call.record(
    'relationship model.adopted',
    { kind: 'process', id: modelId },
    { changes: { modelVersion: [before, version] }, why },
  );
  return (await usesOf(call)).find((use) => use.id === id)!;
}

async function usesOf(call: Call): Promise<ModelUse[]> {
  const rows = await call.db
    .selectFrom('relationship_model_use as u')
    .leftJoin('member as m', (on) => sameRecord(on, 'm', 'u.member_id'))
    .select([
      'u.id',
      'u.model_id as modelId',
      'u.version',
      'u.why',
      'm.name as memberName',
      'u.begun_at as begunAt',
      'u.ended_at as endedAt',
      'u.replayed',
      'u.to_replay as toReplay',
      'u.replayed_at as replayedAt',
    ])
    .orderBy('u.begun_at', 'desc')
    .orderBy('u.id', 'desc')
    .limit(50)
    .execute();
  return rows.map((row) => ({
    ...row,
    begunAt: row.begunAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    replayedAt: row.replayedAt?.toISOString() ?? null,
  }));
}

function selectModels(call: Call) {
  return call.db
    .selectFrom('relationship_model as m')
    .leftJoin('member as who', (on) => sameRecord(on, 'who', 'm.member_id'))
    .select([
      'm.id',
      'm.number',
      'm.state',
      shareOf('m').as('progress'),
      'm.horizon_days as horizonDays',
      'm.verdict',
      'm.compared_with as comparedWith',
      sql<CalibrationResult | null>`m.result`.as('result'),
      'm.reason',
      'who.name as memberName',
      'm.started_at as startedAt',
      'm.ended_at as endedAt',
      sql<boolean>`exists (select from relationship_model_use u where u.workspace_id = m.workspace_id and u.model_id = m.id and u.ended_at is null)`.as(
        'inUse',
      ),
      sql<Date | null>`(select min(u.begun_at) from relationship_model_use u where u.workspace_id = m.workspace_id and u.model_id = m.id)`.as(
        'adoptedAt',
      ),
    ]);
}

type Row = Awaited<ReturnType<ReturnType<typeof selectModels>['execute']>>[number];
function recordOf({ number, ...row }: Row): ModelRecord {
  return {
    ...row,
    version: `own-${number}`,
    startedAt: new Date(row.startedAt).toISOString(),
    endedAt: row.endedAt === null ? null : new Date(row.endedAt).toISOString(),
    adoptedAt: row.adoptedAt === null ? null : new Date(row.adoptedAt).toISOString(),
  };
}

async function found(call: Call, id: string): Promise<ModelRecord> {
  const row = await selectModels(call).where('m.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('set of weights');
  return recordOf(row);
}
