import { sql } from 'kysely';
import { sameRecord } from '../../platform/database.ts';
import { invalid, stale } from '../../platform/problem.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import { saleTypes, type SaleType } from '../../relationship/vocabulary.ts';
import type { ProcessLibrary } from '../stageLibrary.ts';
import type { processContract, ProcessOfType } from './contract.ts';
import { isSaleType, libraryFaults, libraryWith, shippedFor } from './library.ts';
import type { EditedLibrary } from './shape.ts';

export const processHandlers: Handlers<typeof processContract> = {
  async listProcesses(call) {
    const own = await ownProcesses(call);
    return { items: saleTypes.map((saleType) => own.find((each) => each.saleType === saleType) ?? shipped(saleType)) };
  },

  async saveProcess(call, { body: { saleType, basedOn, ...library } }) {
    const faults = libraryFaults(library);
    if (faults.length > 0) throw invalid(faults);
    const before = await processOf(call, saleType);
    if (before.version !== basedOn) throw stale(before);
    const values = { library: JSON.stringify(library), member_id: call.who.memberId, updated_at: call.now };
    await call.db
      .insertInto('stage_library')
      .values({ workspace_id: call.who.workspaceId, sale_type: saleType, ...values })
      .onConflict((on) =>
        on.columns(['workspace_id', 'sale_type']).doUpdateSet({ ...values, version: sql`stage_library.version + 1` }),
      )
      .execute();
    await call.record(
      'process.saved',
      { kind: 'process', id: null },
      { saleType, steps: [before.steps.length, library.steps.length] },
    );
    return processOf(call, saleType);
  },

  async resetProcess(call, { query: { saleType } }) {
    const gone = await call.db.deleteFrom('stage_library').where('sale_type', '=', saleType).executeTakeFirst();
    if (gone.numDeletedRows > 0n) await call.record('process.reset', { kind: 'process', id: null }, { saleType });
    return shipped(saleType);
  },
};

/** The process by which sales are judged: what ships where the organization has none of its own. */
export async function libraryOf(call: Call): Promise<ProcessLibrary> {
  const rows = await call.db
    .selectFrom('stage_library')
    .select(['sale_type', sql<EditedLibrary>`library`.as('library')])
    .execute();
  return libraryWith(
    Object.fromEntries(rows.filter((row) => isSaleType(row.sale_type)).map((row) => [row.sale_type, row.library])),
  );
}

async function processOf(call: Call, saleType: SaleType): Promise<ProcessOfType> {
  return (await ownProcesses(call)).find((each) => each.saleType === saleType) ?? shipped(saleType);
}

async function ownProcesses(call: Call): Promise<ProcessOfType[]> {
  const rows = await call.db
    .selectFrom('stage_library as l')
    .leftJoin('member as m', (on) => sameRecord(on, 'm', 'l.member_id'))
    .select([
      'l.sale_type',
      sql<EditedLibrary>`l.library`.as('library'),
      'm.name as memberName',
      'l.updated_at',
      'l.version',
    ])
    .execute();
  return rows.flatMap((row) =>
    isSaleType(row.sale_type)
      ? [
          {
            saleType: row.sale_type,
            ...row.library,
            shipped: false,
            memberName: row.memberName,
            updatedAt: row.updated_at.toISOString(),
            version: row.version,
          },
        ]
      : [],
  );
}

const shipped = (saleType: SaleType): ProcessOfType => ({
  saleType,
  ...shippedFor(saleType),
  shipped: true,
  memberName: null,
  updatedAt: null,
  version: 0,
});
