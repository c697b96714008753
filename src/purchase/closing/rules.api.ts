import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';
import { changesBetween } from '../../platform/events.ts';
import { forbidden, stale } from '../../platform/problem.ts';
import type { Handlers } from '../../platform/serve.ts';
import type { closingContract, SellingRules } from './contract.ts';
import { shippedRules } from './rules.ts';

export const ruleHandlers: Pick<Handlers<typeof closingContract>, 'readSellingRules' | 'changeSellingRules'> = {
  readSellingRules: (call) => rulesOf(call.db),

  async changeSellingRules(call, { body }) {
    const before = await rulesOf(call.db);
    if (before.version !== call.version) throw stale(before);
    const after = { ...before, ...body };
    const row = {
      discount_limit: after.discountLimit,
      quote_days: after.quoteDays,
      quote_terms: after.quoteTerms,
      cooling_off: JSON.stringify(after.coolingOff),
      won_reasons: after.wonReasons,
      lost_reasons: after.lostReasons,
      version: before.version + 1,
      updated_at: call.now,
    };
    const saved = await call.db
      .insertInto('selling_rules')
      .values({ workspace_id: call.who.workspaceId, ...row })
      .onConflict((on) =>
        on.column('workspace_id').doUpdateSet(row).where('selling_rules.version', '=', before.version),
      )
      .executeTakeFirst();
    if (saved.numInsertedOrUpdatedRows === 0n) throw forbidden('change how this workspace sells');
    const changes = changesBetween<object>(before, body);
    await call.record('selling rules.changed', { kind: 'workspace', id: call.who.workspaceId }, { changes });
    return rulesOf(call.db);
  },
};

/** The rules as somebody changed them, or as shipped. */
export async function rulesOf(db: Tx): Promise<SellingRules> {
  const row = await db
    .selectFrom('selling_rules')
    .select([
      sql<number | null>`discount_limit::float8`.as('discountLimit'),
      'quote_days as quoteDays',
      'quote_terms as quoteTerms',
      sql<SellingRules['coolingOff']>`cooling_off`.as('coolingOff'),
      'won_reasons as wonReasons',
      'lost_reasons as lostReasons',
      'version',
    ])
    .executeTakeFirst();
  return row ?? shippedRules;
}
