import { millisecondsPerDay } from '../../../relationship/cycle.ts';
import { usual } from '../../../relationship/kinds.ts';
import { fold, setting, type Folded, type LedgerEntry, type Setting } from '../../../relationship/ledger.ts';
import { listeningTo } from '../../settings.ts';
import type { DemoAccount, DemoCompany } from './records.ts';

/** One account's touchpoints as the ledger has them. */
export function ledgerOf(demo: DemoCompany, account: DemoAccount): LedgerEntry[] {
  return demo.touchpoints
    .filter((t) => t.account === account.key)
    .map((t, i) => ({
      id: String(i).padStart(5, '0'),
      at: t.at,
      recordedAt: t.at,
      kind: t.kind,
      direction: t.direction ?? usual[t.kind].direction,
      initiator: usual[t.kind].initiator,
      expectation: t.expectation,
      effort: t.effort,
      valueDelivered: t.value,
      reading: null,
      supersedes: null,
      withdrawn: false,
      evidenceKey: t.key,
    }));
}

export interface Told {
  account: DemoAccount;
  folded: Folded;
  at: Setting;
}

export function foldAccount(demo: DemoCompany, account: DemoAccount, now: number): Told {
  const at = setting(account.saleType, { standing: account.standing, listening: listeningTo(demo.channels) });
  return { account, at, folded: fold(ledgerOf(demo, account), at, now) };
}

export const daysAgo = (now: number, days: number): number => now - days * millisecondsPerDay;
