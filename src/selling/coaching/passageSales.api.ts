import { sql } from 'kysely';
import type { Answer } from '../../platform/contract.ts';
import type { Call } from '../../platform/serve.ts';
import { buyingStages, type BuyingStage } from '../../purchase/stages.ts';
import type { SaleType } from '../../relationship/vocabulary.ts';
import { mustShowFigures } from '../figures-sql.ts';
import type { coachingContract } from './contract.ts';
import { passageSpans, spanOf } from './passage.ts';
import { mustSee } from './people.api.ts';

type Sales = Answer<(typeof coachingContract)['listPassageSales']>;
type Asked = { saleType: SaleType; stage: BuyingStage; span: (typeof passageSpans)[number] };

/** So many sales are listed; all are counted. */
const most = 100;

/** Exactly the sales that one share of the stage conversion counts, by the rule of `passagesOf`: those that reached the stage, the largest first. */
export async function salesOfPassage(call: Call, id: string, { saleType, stage, span }: Asked): Promise<Sales> {
  await mustSee(call, id);
  await mustShowFigures(call, id);
  const { from, until, beforeFrom } = spanOf(call.now);
  const [first, end] = span === 'now' ? [from, until] : [beforeFrom, from];
  const at = buyingStages.indexOf(stage);
  const { rows } = await sql<Sales['items'][number] & { reached: number; went: number }>`
    with these as (
      select o.id, o.workspace_id, o.account_id, o.name, o.outcome, o.stage, coalesce(o.amount, 0)::float8 as amount, o.currency, o.closed_on::text as "on",
        (o.outcome = 'won' or o.stage = any (${buyingStages.slice(at + 1)}::text[])) as passed
      from opportunity o where o.owner_id = ${id} and o.outcome <> 'open' and o.deleted_at is null and o.closed_on >= ${first}::date and o.closed_on < ${end}::date and o.sale_type = ${saleType}
        and (o.outcome = 'won' or o.stage = any (${buyingStages.slice(at)}::text[])))
    select s.id, s.name, a.name as "accountName", s.outcome, s.stage, s.passed, s.amount, s.currency, s."on",
      (count(*) over ())::int as reached, (count(*) filter (where s.passed) over ())::int as went
    from these s left join account a on a.workspace_id = s.workspace_id and a.id = s.account_id order by s.passed, s.amount desc, s.id limit ${most}`.execute(
    call.db,
  );
  const items = rows.map((row) => {
    const { reached: _, went: __, ...sale } = row;
    return sale;
  });
  return { items, reached: rows[0]?.reached ?? 0, passed: rows[0]?.went ?? 0 };
}
