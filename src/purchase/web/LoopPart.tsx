import type { SaleDetail } from '../contract.ts';
import { AccountLoop } from '../route/web/AccountLoop.tsx';

/** A relationship sale is a loop around its account: visits, reorders, share of wallet. */
export function LoopPart({ sale }: { sale: SaleDetail }) {
  return sale.account ? <AccountLoop account={sale.account} mayChange={sale.mayChange} /> : null;
}
