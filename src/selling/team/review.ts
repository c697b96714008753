import { buyingStages, type BuyingStage } from '../../purchase/stages.ts';

/** What a sale was at a moment. */
export type SaleState = {
  stage: BuyingStage;
  outcome: 'open' | 'won' | 'lost';
  amount: number;
  expectedCloseOn: string | null;
  deleted: boolean;
};

export const changeKinds = [
  'entered',
  'moved',
  'moved back',
  'slipped',
  'sooner',
  'grew',
  'shrank',
  'won',
  'lost',
  'left',
] as const;
export type ChangeKind = (typeof changeKinds)[number];

export type SaleChange = {
  kinds: ChangeKind[];
  /** What it did to the sum of open sales. */
  moved: number;
};

/** How the sum of open sales went from then to now; the parts add up. */
export type Bridge = {
  start: number;
  entered: number;
  grew: number;
  shrank: number;
  won: number;
  lost: number;
  left: number;
  now: number;
};

const openOf = (state: SaleState | null): SaleState | null =>
  state !== null && !state.deleted && state.outcome === 'open' ? state : null;

/** What changed of one sale between two moments; null: it was not there then. Nothing where nothing changed. */
export function changeOf(then: SaleState | null, now: SaleState): SaleChange | null {
  const kinds: ChangeKind[] = [];
  const before = openOf(then);
  const open = openOf(now);
  // Entered and decided within the same days: both are told, and the sum of open sales did not move.
  if (open ? before === null : then === null && !now.deleted) kinds.push('entered');
  if (now.outcome !== 'open' && !now.deleted && (then === null || then.outcome === 'open')) kinds.push(now.outcome);
  if (before && now.deleted) kinds.push('left');
  if (before && open) {
    const from = buyingStages.indexOf(before.stage);
    const to = buyingStages.indexOf(open.stage);
    if (to > from) kinds.push('moved');
    if (to < from) kinds.push('moved back');
    if (
      before.expectedCloseOn !== null &&
      open.expectedCloseOn !== null &&
      open.expectedCloseOn !== before.expectedCloseOn
    )
      kinds.push(open.expectedCloseOn > before.expectedCloseOn ? 'slipped' : 'sooner');
    if (open.amount > before.amount) kinds.push('grew');
    if (open.amount < before.amount) kinds.push('shrank');
  }
  return kinds.length === 0 ? null : { kinds, moved: (open?.amount ?? 0) - (before?.amount ?? 0) };
}

/** The bridge from the sum of open sales then to that of now, from what changed. */
export function bridgeOf(changes: readonly SaleChange[], now: number): Bridge {
  const sum = (of: (change: SaleChange) => boolean) =>
    changes.filter(of).reduce((total, change) => total + change.moved, 0);
  const has = (kind: ChangeKind) => (change: SaleChange) => change.kinds.includes(kind);
  const decided = (change: SaleChange) => has('won')(change) || has('lost')(change) || has('left')(change);
  const parts = {
    entered: sum((change) => has('entered')(change) && !decided(change)),
    grew: sum(has('grew')),
    shrank: sum(has('shrank')),
    won: sum(has('won')),
    lost: sum(has('lost')),
    left: sum(has('left')),
  };
  const total = Object.values(parts).reduce((all, part) => all + part, 0);
  return { start: now - total, ...parts, now };
}
