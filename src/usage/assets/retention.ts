import { dayOf } from '../../platform/days.ts';

/** What is kept of what customers pay by contract, and how it is counted. */

/** A contract with its decisions in order. Days are `2026-06-11`; prices are for one period. */
export interface ContractHistory {
  accountId: string;
  startedOn: string;
  periodMonths: number;
  price: number;
  lostOn: string | null;
  decisions: readonly { on: string; outcome: 'renewed' | 'lost'; priceBefore: number }[];
}

/** What the contract brought a year on a day: the price of that day, nothing before it began and from the day it was lost. */
export function yearlyOn(contract: ContractHistory, day: string): number {
  if (day < contract.startedOn || (contract.lostOn !== null && day >= contract.lostOn)) return 0;
  const next = contract.decisions.find((decision) => decision.on > day);
  return ((next?.priceBefore ?? contract.price) * 12) / contract.periodMonths;
}

export interface Retention {
  /** Share of the recurring revenue of `from` that is left on `to`, without what grew; null when there was none. */
  gross: number | null;
  /** The same with what grew at the same customers. */
  net: number | null;
  /** Customers who paid on `from`, and what they paid a year. */
  customers: number;
  start: number;
  end: number;
  lost: number;
}

/** Counted by customer, not by contract: who moves from one contract to another loses nothing. New customers do not count. */
export function retention(contracts: readonly ContractHistory[], from: string, to: string): Retention {
  const byAccount = Map.groupBy(contracts, (contract) => contract.accountId);
  let [start, end, kept, customers, lost] = [0, 0, 0, 0, 0];
  for (const own of byAccount.values()) {
    const before = own.reduce((sum, contract) => sum + yearlyOn(contract, from), 0);
    if (before <= 0) continue;
    const after = own.reduce((sum, contract) => sum + yearlyOn(contract, to), 0);
    customers += 1;
    start += before;
    end += after;
    kept += Math.min(before, after);
    if (after <= 0) lost += 1;
  }
  return { gross: start > 0 ? kept / start : null, net: start > 0 ? end / start : null, customers, start, end, lost };
}

/** For the renewal curve: contracts by how often they were renewed before they were lost, or so far. */
export function tenuresOf(contracts: readonly Pick<ContractHistory, 'decisions'>[]): {
  lost: number[];
  kept: number[];
} {
  const lost: number[] = [];
  const kept: number[] = [];
  for (const { decisions } of contracts) {
    const renewed = decisions.filter((decision) => decision.outcome === 'renewed').length;
    const left = decisions.some((decision) => decision.outcome === 'lost');
    if (left) lost[renewed] = (lost[renewed] ?? 0) + 1;
    else if (renewed > 0) kept[renewed - 1] = (kept[renewed - 1] ?? 0) + 1;
  }
  return { lost: Array.from(lost, (count) => count ?? 0), kept: Array.from(kept, (count) => count ?? 0) };
}

/** What the hazard of a renewal looks at, each about one standard deviation wide. */
export const riskFeatures = ['trust', 'severe cases', 'use'] as const;

/** `use`: of the last 90 days against the 90 before, as a ratio; null where nobody measures. */
export const featuresOf = ({
  trust,
  severeCases,
  use,
}: {
  trust: number | null;
  severeCases: number;
  use: number | null;
}): number[] => [
  trust === null ? 0 : (trust - 55) / 20,
  Math.min(2, severeCases),
  use === null || use <= 0 ? 0 : Math.max(-1.5, Math.min(1.5, Math.log(use) / 0.4)),
];

/** The end of the period that follows: the same day of the month, or the last one of a shorter month. */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return dayOf(new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))));
}
