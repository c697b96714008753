import { sql } from 'kysely';
import { sameRecord } from '../platform/database.ts';
import { changesBetween } from '../platform/events.ts';
import { invalid, stale } from '../platform/problem.ts';
import type { Call, Handlers } from '../platform/serve.ts';
import type { purchaseContract } from './contract.ts';
import { contractValue, lineTotal } from './lineTotal.ts';
import type { SaleLine } from './records.ts';
import { foundSale, keepDerived, saleToChange } from './store.api.ts';

type Own = 'saveLines' | 'shareSale' | 'dismissWarning' | 'recallWarning';

export const lineHandlers: Pick<Handlers<typeof purchaseContract>, Own> = {
  async saveLines(call, { params: { id }, body: { lines, currency } }) {
    const sale = await saleToChange(call, id);
    const before = linesToTell(await saleLines(call, id));
    await call.db.deleteFrom('opportunity_line').where('opportunity_id', '=', id).execute();
    await linesOf(call, id, lines);
    const stored = await saleLines(call, id);
    const amount = stored.length > 0 ? contractValue(stored, sale.contractMonths) : sale.amount;
    const offering =
      stored.length > 0
        ? stored
            .map((line) => line.name)
            .join(', ')
            .slice(0, 300)
        : sale.offering;
    const changed = await call.db
      .updateTable('opportunity')
      .set({ amount, offering, currency: currency ?? sale.currency, version: call.version + 1, updated_at: call.now })
      .where('id', '=', id)
      .where('version', '=', call.version)
      .executeTakeFirst();
    if (changed.numUpdatedRows === 0n) throw stale(await foundSale(call, id));
    await keepDerived(call, id);
    await call.record(
      'opportunity.changed',
      { kind: 'opportunity', id, accountId: sale.accountId },
      {
        changes: {
          ...changesBetween<object>(
            { lines: before, offering: sale.offering, currency: sale.currency },
            { lines: linesToTell(stored), offering, currency },
          ),
          amount: [sale.amount, amount],
        },
      },
    );
    return { lines: stored, amount, version: call.version + 1 };
  },

  async shareSale(call, { params: { id }, body: { shares } }) {
    const sale = await saleToChange(call, id, { anyVersion: true });
    const hundredths = shares.reduce((sum, each) => sum + Math.round(each.share * 100), 0);
    if (shares.length > 0 && hundredths !== 10_000)
      throw invalid([{ path: 'shares', message: `The shares sum to ${hundredths / 100} percent, not to 100` }]);
    if (new Set(shares.map((each) => each.memberId)).size < shares.length)
      throw invalid([{ path: 'shares', message: 'Somebody is named twice' }]);
    const known =
      shares.length === 0
        ? []
        : await call.db
            .selectFrom('member')
            .select('id')
            .where(
              'id',
              'in',
              shares.map((each) => each.memberId),
            )
            .execute();
    if (known.length < shares.length) throw invalid([{ path: 'shares', message: 'There is no such colleague' }]);
    const before = sharesToTell(await sharesOf(call, id));
    await call.db.deleteFrom('opportunity_share').where('opportunity_id', '=', id).execute();
    if (shares.length > 0)
      await call.db
        .insertInto('opportunity_share')
        .values(
          shares.map((each) => ({
            workspace_id: call.who.workspaceId,
            opportunity_id: id,
            member_id: each.memberId,
            share: each.share,
          })),
        )
        .execute();
    const shared = await sharesOf(call, id);
    await call.record(
      'opportunity.shared',
      { kind: 'opportunity', id, accountId: sale.accountId },
      { shares, changes: changesBetween<object>({ shares: before }, { shares: sharesToTell(shared) }) },
    );
    return { shares: shared };
  },

  async dismissWarning(call, { params: { id }, body: { kind, reason } }) {
    const sale = await saleToChange(call, id, { anyVersion: true });
    const values = { reason, member_id: call.who.memberId, at: call.now };
    await call.db
      .insertInto('opportunity_dismissal')
      .values({ workspace_id: call.who.workspaceId, opportunity_id: id, kind, ...values })
      .onConflict((on) => on.columns(['workspace_id', 'opportunity_id', 'kind']).doUpdateSet(values))
      .execute();
    await call.record(
      'opportunity.warning dismissed',
      { kind: 'opportunity', id, accountId: sale.accountId },
      { kind, reason },
    );
    return { done: true };
  },

  async recallWarning(call, { params: { id }, body: { kind } }) {
    const sale = await saleToChange(call, id, { anyVersion: true });
    await call.db
      .deleteFrom('opportunity_dismissal')
      .where('opportunity_id', '=', id)
      .where('kind', '=', kind)
      .execute();
    await call.record('opportunity.warning recalled', { kind: 'opportunity', id, accountId: sale.accountId }, { kind });
    return { done: true };
  },
};

async function offeringsMustBeThere(
  call: Call,
  lines: readonly { offeringId?: string | null | undefined }[],
): Promise<void> {
  const ids = [...new Set(lines.flatMap((line) => line.offeringId ?? []))];
  if (ids.length === 0) return;
  const known = await call.db.selectFrom('offering').select('id').where('id', 'in', ids).execute();
  if (known.length < ids.length) throw invalid([{ path: 'lines', message: 'There is no such offering' }]);
}

/** As its history tells it: what stands on the lines, by name. */
const linesToTell = (lines: readonly SaleLine[]) =>
  Object.fromEntries(
    lines.map(({ name, quantity, price, discount, recurring }, at) => [
      lines.findIndex((other) => other.name === name) === at ? name : `${name} (${at + 1})`,
      { quantity, price, ...(discount === 0 ? {} : { discount }), ...(recurring === null ? {} : { recurring }) },
    ]),
  );
const sharesToTell = (shares: Awaited<ReturnType<typeof sharesOf>>) =>
  Object.fromEntries(shares.map(({ memberId, memberName, share }) => [memberName ?? memberId, share]));

type Given = Partial<Omit<SaleLine, 'id' | 'total'>> & Pick<SaleLine, 'name' | 'price'>;

export async function linesOf(call: Call, saleId: string, lines: readonly Given[]): Promise<void> {
  if (lines.length === 0) return;
  await offeringsMustBeThere(call, lines);
  await call.db
    .insertInto('opportunity_line')
    .values(
      lines.map((line, place) => ({
        workspace_id: call.who.workspaceId,
        id: call.newId(),
        opportunity_id: saleId,
        place,
        offering_id: line.offeringId ?? null,
        name: line.name,
        quantity: line.quantity ?? '1',
        price: line.price,
        discount: line.discount ?? 0,
        recurring: line.recurring ?? null,
      })),
    )
    .execute();
}

export async function saleLines(call: Call, saleId: string): Promise<SaleLine[]> {
  const rows = await call.db
    .selectFrom('opportunity_line')
    .select([
      'id',
      'offering_id as offeringId',
      'name',
      sql<string>`trim_scale(quantity)::text`.as('quantity'),
      'price',
      sql<number>`discount::float8`.as('discount'),
      'recurring',
    ])
    .where('opportunity_id', '=', saleId)
    .orderBy('place')
    .execute();
  return rows.map((row) => ({ ...row, total: lineTotal(row) }));
}

export async function sharesOf(call: Call, saleId: string) {
  return call.db
    .selectFrom('opportunity_share as s')
    .leftJoin('member as m', (on) => sameRecord(on, 'm', 's.member_id'))
    .select(['s.member_id as memberId', 'm.name as memberName', sql<number>`s.share::float8`.as('share')])
    .where('s.opportunity_id', '=', saleId)
    .orderBy('s.share', 'desc')
    .orderBy('m.name')
    .execute();
}
