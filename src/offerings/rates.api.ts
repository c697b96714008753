import { sql } from 'kysely';
import { sameRecord } from '../platform/database.ts';
import { changesBetween } from '../platform/events.ts';
import { pageOf } from '../platform/paging.ts';
import { conflict, forbidden, invalid, notFound, stale } from '../platform/problem.ts';
import type { Call, Handlers } from '../platform/serve.ts';
import type { offeringsContract } from './contract.ts';

type Own = 'listExchangeRates' | 'addExchangeRate' | 'changeExchangeRate' | 'removeExchangeRate';

/** What a currency is worth in the workspace's own, from a day on. */
export const rateHandlers: Pick<Handlers<typeof offeringsContract>, Own> = {
  async listExchangeRates(call, { query }) {
    let rows = columnsOf(call);
    if (query.currency) rows = rows.where('r.currency', '=', query.currency);
    return pageOf(
      rows,
      [
        { by: sql.ref('r.from_day'), key: 'from', type: 'date', descending: true },
        { by: sql.ref('r.id'), key: 'id', type: 'uuid', descending: true },
      ],
      query,
    );
  },

  async addExchangeRate(call, { body }) {
    const { currency: into } = await call.db.selectFrom('workspace').select('currency').executeTakeFirstOrThrow();
    if (body.currency === into)
      throw invalid([{ path: 'currency', message: `${into} is the currency of this workspace: one is worth one` }]);
    const same = await call.db
      .selectFrom('exchange_rate')
      .select('id')
      .where('currency', '=', body.currency)
      .where('into_currency', '=', into)
      .where('from_day', '=', body.from)
      .executeTakeFirst();
    if (same) throw conflict('rate_known', 'There is a rate of this currency from this day on. Correct that one.');
    const id = call.newId();
    await call.db
      .insertInto('exchange_rate')
      .values({
        workspace_id: call.who.workspaceId,
        id,
        currency: body.currency,
        into_currency: into,
        from_day: body.from,
        rate: body.rate,
        source: body.source ?? null,
        member_id: call.who.memberId,
        created_at: call.now,
        updated_at: call.now,
      })
      .execute();
    await call.record('exchange rate.added', { kind: 'exchange rate', id }, { ...body, into });
    return found(call, id);
  },

  async changeExchangeRate(call, { params: { id }, body }) {
    const before = await found(call, id);
    if (before.version !== call.version) throw stale(before);
    const changed = await call.db
      .updateTable('exchange_rate')
      .set({ rate: body.rate, source: body.source, version: call.version + 1, updated_at: call.now })
      .where('id', '=', id)
      .where('version', '=', call.version)
      .executeTakeFirst();
    if (changed.numUpdatedRows === 0n) throw forbidden('change exchange rates');
    await call.record(
      'exchange rate.changed',
      { kind: 'exchange rate', id },
      { currency: before.currency, changes: changesBetween<object>(before, body) },
    );
    return found(call, id);
  },

  async removeExchangeRate(call, { params: { id } }) {
    const before = await found(call, id);
    const gone = await call.db.deleteFrom('exchange_rate').where('id', '=', id).executeTakeFirst();
    if (gone.numDeletedRows === 0n) throw forbidden('remove exchange rates');
    await call.record(
      'exchange rate.removed',
      { kind: 'exchange rate', id },
      { currency: before.currency, from: before.from, rate: before.rate },
    );
    return { done: true };
  },
};

const columnsOf = (call: Call) =>
  call.db
    .selectFrom('exchange_rate as r')
    .leftJoin('member as m', (on) => sameRecord(on, 'm', 'r.member_id'))
    .select([
      'r.id',
      'r.currency',
      'r.into_currency as into',
      'r.from_day as from',
      sql<string>`trim_scale(r.rate)::text`.as('rate'),
      'r.source',
      'm.name as memberName',
      'r.version',
    ]);

async function found(call: Call, id: string) {
  const row = await columnsOf(call).where('r.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('exchange rate');
  return row;
}
