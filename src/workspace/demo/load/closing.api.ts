import { sql } from 'kysely';
import { nameKey } from '../../../people/keys.ts';
import { insertRows } from '../../../platform/database.ts';
import { firmOn } from '../../../purchase/closing/coolingOff.ts';
import { shippedRules } from '../../../purchase/closing/rules.ts';
import { competitorsOf, expectationsOf } from '../story/commerce.ts';
import type { DemoLoad } from './load.ts';

/** Why sales were won and lost, whom we met, what was expected, and which consumers may still withdraw. */
export async function addClosing({ call, demo, people, ids }: DemoLoad): Promise<void> {
  const ours = (key: string) => ({
    workspace_id: call.who.workspaceId,
    id: call.newId(),
    opportunity_id: ids.opportunity.get(key),
  });
  const stamps = { version: 1, created_at: call.now, updated_at: call.now };
  const met = competitorsOf(demo.sales);
  await insertRows(
    call.db,
    'sale_competitor',
    met.map(({ sale, ...each }) => ({ ...ours(sale), ...each, name_key: nameKey(each.name), ...stamps })),
  );
  await insertRows(
    call.db,
    'sale_expectation',
    demo.sales.flatMap((sale, i) =>
      expectationsOf(sale, i).map((each, place) => ({
        ...ours(each.sale),
        member_id: people.get(sale.owner),
        place,
        expects: each.expects,
        verdict: each.verdict,
        answer: each.answer,
        at: new Date(each.at),
      })),
    ),
  );
  const decided = demo.sales
    .filter((sale) => sale.outcome !== 'open')
    .map((sale, i) => ({
      id: ids.opportunity.get(sale.key),
      reason:
        sale.outcome === 'won'
          ? sale.saleType === 'retail'
            ? null
            : shippedRules.wonReasons[i % shippedRules.wonReasons.length]
          : lossReason(sale.reason),
      firm: sale.outcome === 'won' && sale.saleType === 'consumer' ? firmOn(sale.closedOn!, 14) : null,
    }));
  await sql`update opportunity o set close_reason = d.reason, firm_on = d.firm from jsonb_to_recordset(${JSON.stringify(decided)}::jsonb) as d(id uuid, reason text, firm date) where o.id = d.id`.execute(
    call.db,
  );
  await sql`update opportunity o set competitors = array[c.name] from sale_competitor c where c.workspace_id = o.workspace_id and c.opportunity_id = o.id and o.id = any (${[...ids.opportunity.values()]}::uuid[])`.execute(
    call.db,
  );
}

/** What is told begins with one of the usual reasons. */
const lossReason = (told: string | null): string =>
  shippedRules.lostReasons.find((reason) => told?.toLowerCase().startsWith(reason)) ?? 'other';
