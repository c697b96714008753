/** Why this relationship, why now: reasons as codes with their facts; the catalogue of the screens makes sentences of them. */
import { decay, rateOf } from '../statistics/kalmanDecay.ts';
import { courseOf, daysFromClose, expectedBand } from './bands.ts';
import type { Mover, Movement } from './contributions.ts';
import { contactHalfLife, daysBetween, view, type CycleState } from './cycle.ts';
import type { Alarm } from './forecast.ts';
import type { Model } from './model.ts';
import type { TouchpointKind } from './vocabulary.ts';

export type Reason =
  | { code: 'touchpoint'; kind: TouchpointKind; id: string; at: number; trust: number; interest: number }
  /** The same bad thing several times, as in "case reopened twice". */
  | { code: 'repeated'; kind: TouchpointKind; times: number; lastAt: number; trust: number; interest: number }
  | { code: 'time passing'; days: number; trust: number; interest: number }
  | { code: 'silence'; days: number }
  /** Contacts a month, around the close and now. */
  | { code: 'contact thinned'; before: number; now: number }
  /** Points 0–100 that trust lies under the band expected at this distance from the close. */
  | { code: 'below band'; points: number; daysFromClose: number }
  /** Trust is lower than at the close, but within what is usual at this distance from it. */
  | { code: 'usual dip'; daysFromClose: number }
  | { code: 'alarm ahead'; at: number };

/** Movements under this many points (trust and interest together) are no reason. */
const noticeable = 1;
const silentAfter = 14;
const thinned = { daysSinceClose: 21, before: 2, share: 0.4 };
const dip = { from: 14, until: 150 };

function size(part: { trust: number; interest: number }): number {
  return Math.abs(part.trust) + Math.abs(part.interest);
}

/** What moved the lines, largest first; bad things that came more than once are taken together. */
export function moverReasons(movement: Movement): Reason[] {
  const groups = new Map<string, Mover[]>();
  for (const mover of movement.movers) {
    const key = mover.trust + mover.interest < 0 ? mover.kind : mover.id;
    groups.set(key, [...(groups.get(key) ?? []), mover]);
  }
  const moved = [...groups.values()].map((group) => {
    const sum = { trust: 0, interest: 0 };
    for (const mover of group) {
      sum.trust += mover.trust;
      sum.interest += mover.interest;
    }
    const { kind, id, at } = group.at(-1)!;
    return group.length > 1
      ? { code: 'repeated' as const, kind, times: group.length, lastAt: at, ...sum }
      : { code: 'touchpoint' as const, kind, id, at, ...sum };
  });
  const { days, trust, interest } = movement.timePassing;
  return [...moved, { code: 'time passing' as const, days, trust, interest }]
    .filter((reason) => size(reason) >= noticeable)
    .sort((a, b) => size(b) - size(a));
}

/** What the state itself says, whoever moved it; the most urgent first. */
export function stateReasons(state: CycleState, now: number, alarm: Alarm, model: Model): Reason[] {
  const reasons: Reason[] = [];
  const sinceContact = state.lastContactAt === null ? null : daysBetween(state.lastContactAt, now);
  const fromClose = daysFromClose(courseOf(state), now);
  const trust = view(state, now, model).trust.value;
  const { low } = expectedBand(state.saleType, 'trust', fromClose);
  if (trust < low) reasons.push({ code: 'below band', points: low - trust, daysFromClose: fromClose });
  if (state.contactsAtClose !== null && fromClose >= thinned.daysSinceClose) {
    const before = rateOf(state.contactsAtClose, contactHalfLife) * 30;
    const count = decay(state.contacts, Math.max(0, daysBetween(state.at, now)), contactHalfLife);
    const perMonth = rateOf(count, contactHalfLife) * 30;
    if (before >= thinned.before && perMonth <= before * thinned.share) {
      reasons.push({ code: 'contact thinned', before, now: perMonth });
    }
  }
  if (sinceContact !== null && sinceContact >= silentAfter) reasons.push({ code: 'silence', days: sinceContact });
  if (alarm.crossesAt !== null) reasons.push({ code: 'alarm ahead', at: alarm.crossesAt });
  if (trust >= low && state.closedAt !== null && fromClose >= dip.from && fromClose <= dip.until) {
    reasons.push({ code: 'usual dip', daysFromClose: fromClose });
  }
  return reasons;
}
