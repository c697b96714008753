import type { Reaction } from '../platform/serve.ts';
import { openSale } from './sales.api.ts';

interface Accepted {
  what: string;
  originatorName: string;
  prospectAccountId: string;
  contactId: string | null;
  sale: { id: string; name: string; amount: string | null } | null;
}

/** What somebody spotted became a sale: of the type and kind that fit where the relationship stands. */
export const openNoticedSale: Reaction = async (call, event) => {
  const { what, originatorName, prospectAccountId, contactId, sale } = event.detail as unknown as Accepted;
  if (!sale) return;
  const known = await call.db
    .selectFrom('relationship')
    .select(['sale_type', 'phase'])
    .where('account_id', '=', prospectAccountId)
    .executeTakeFirst();
  await openSale(
    call,
    {
      name: sale.name,
      amount: sale.amount,
      accountId: prospectAccountId,
      contactId,
      saleType: known?.sale_type ?? 'commercial',
      kind: known?.phase === 'usage' ? 'aftermarket' : known?.phase === 'ownership' ? 'incremental' : 'initial',
      source: `Spotted by ${originatorName}`.slice(0, 200),
      description: what,
    },
    sale.id,
  );
};
