import { sql } from 'kysely';
import { sameRecord } from '../../platform/database.ts';
import { notFound } from '../../platform/problem.ts';
import type { Call } from '../../platform/serve.ts';

/** Contracts under the names that the contract of the interface gives their columns. */
export function selectContracts(call: Call) {
  return call.db
    .selectFrom('service_contract as k')
    .leftJoin('account as a', (on) => sameRecord(on, 'a', 'k.account_id'))
    .leftJoin('member as m', (on) => sameRecord(on, 'm', 'k.owner_id'))
    .select([
      'k.id',
      'k.account_id as accountId',
      'a.name as accountName',
      'k.name',
      'k.number',
      'k.started_on as startedOn',
      'k.renews_on as renewsOn',
      'k.period_months as periodMonths',
      'k.price',
      'k.currency',
      'k.notice_days as noticeDays',
      'k.owner_id as ownerId',
      'm.name as ownerName',
      'k.note',
      'k.state',
      'k.lost_on as lostOn',
      'k.version',
      'k.deleted_at as deletedAt',
      sql<string>`round(k.price * 12 / k.period_months, 2)::text`.as('yearly'),
      sql<number>`(select count(*)::integer from contract_decision d where d.workspace_id = k.workspace_id and d.contract_id = k.id and d.outcome = 'renewed')`.as(
        'renewals',
      ),
      sql<
        string | null
      >`(select d.reason from contract_decision d where d.workspace_id = k.workspace_id and d.contract_id = k.id and d.outcome = 'lost' order by d.number desc limit 1)`.as(
        'lostReason',
      ),
      sql<number>`(select count(*)::integer from asset s where s.workspace_id = k.workspace_id and s.contract_id = k.id and s.deleted_at is null and s.state = 'in use')`.as(
        'assets',
      ),
    ]);
}

export async function foundContract(call: Call, id: string) {
  const row = await selectContracts(call).where('k.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('contract');
  return row;
}
