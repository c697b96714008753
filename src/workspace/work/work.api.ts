import { sql, type SqlBool } from 'kysely';
import { sameRecord } from '../../platform/database.ts';
import { pageOf } from '../../platform/paging.ts';
import { conflict, forbidden, notFound } from '../../platform/problem.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import { endWork, workState } from '../../platform/work.ts';
import type { workContract, WorkRecord } from './contract.ts';

export const workHandlers: Handlers<typeof workContract> = {
  async listWork(call, { query: { kind, state, ...paging } }) {
    let rows = selectWork(call);
    if (kind) rows = rows.where('w.kind', '=', kind);
    if (state === 'under way')
      rows = rows.where(sql<SqlBool>`w.state in ('waiting', 'running') and ${workState} <> 'interrupted'`);
    else if (state) rows = rows.where(sql<SqlBool>`${workState} = ${state}`);
    return pageOf(
      rows,
      [
        { by: sql.ref('w.begun_at'), key: 'begunAt', descending: true, type: 'timestamptz' },
        { by: sql.ref('w.id'), key: 'id', descending: true, type: 'uuid' },
      ],
      paging,
    );
  },

  readWork: (call, { params: { id } }) => found(call, id),

  async cancelWork(call, { params: { id } }) {
    const work = await found(call, id);
    if (!work.mine) throw forbidden('end what a colleague began');
    if (!(await endWork(call, id))) throw conflict('not_running', 'This is over already.');
    await call.record('work.cancelled', { kind: 'work', id }, { kind: work.kind });
    return found(call, id);
  },
};

function selectWork(call: Call) {
  const { memberId, scope } = call.who;
  return call.db
    .selectFrom('work as w')
    .leftJoin('member as m', (on) => sameRecord(on, 'm', 'w.member_id'))
    .leftJoin('member as e', (on) => sameRecord(on, 'e', 'w.ended_by_id'))
    .select([
      'w.id',
      sql<WorkRecord['kind']>`w.kind`.as('kind'),
      workState.as('state'),
      sql<number>`w.share::float8`.as('share'),
      'w.member_id as memberId',
      'm.name as memberName',
      'e.name as endedByName',
      sql<boolean>`coalesce(w.member_id = ${memberId}, false) or ${scope.changes.includes('work')}`.as('mine'),
      'w.begun_at as begunAt',
      'w.ended_at as endedAt',
    ]);
}

async function found(call: Call, id: string): Promise<WorkRecord> {
  const row = await selectWork(call).where('w.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('work');
  return { ...row, begunAt: row.begunAt.toISOString(), endedAt: row.endedAt?.toISOString() ?? null };
}
