import type { Phase, TouchpointKind } from './vocabulary.ts';

/**
 * The phase that the process is in after a touchpoint, by rule. Only evidence moves a phase, and only forward; the one
 * way back is a cancellation, after which the customer is shopping again (with all of the history).
 */
export function phaseAfter(phase: Phase, kind: TouchpointKind): Phase {
  if (kind === 'cancellation') return 'shopping';
  const reached = reaches[kind];
  return reached && order[reached] > order[phase] ? reached : phase;
}

const order: Record<Phase, number> = { shopping: 0, purchase: 1, ownership: 2, usage: 3 };

const reaches: Partial<Record<TouchpointKind, Phase>> = {
  demonstration: 'purchase',
  proposal: 'purchase',
  negotiation: 'purchase',
  'close won': 'ownership',
  order: 'ownership',
  handoff: 'ownership',
  'kick-off': 'ownership',
  'kick-off late': 'ownership',
  'delivery on time': 'ownership',
  'delivery late': 'ownership',
  'go-live': 'ownership',
  'first value': 'usage',
  'value review': 'usage',
  'repeat order': 'usage',
  renewal: 'usage',
};

/** A change of phase by a person, an import or another slice's rule, with its evidence. */
export interface PhaseChange {
  at: number;
  to: Phase;
}

export interface PhaseStretch {
  phase: Phase;
  from: number;
  to: number;
}

/** The phases over time, from `began` to `until`: what touchpoints moved by rule and what was set, in order of time. */
export function phaseHistory(
  began: number,
  touchpoints: readonly { at: number; kind: TouchpointKind }[],
  changes: readonly PhaseChange[],
  until: number,
): PhaseStretch[] {
  const happenings = [
    ...touchpoints.map((t) => ({ at: t.at, kind: t.kind })),
    ...changes.map((c) => ({ at: c.at, to: c.to })),
  ].sort((a, b) => a.at - b.at);
  const stretches: PhaseStretch[] = [{ phase: 'shopping', from: began, to: began }];
  for (const happening of happenings) {
    if (happening.at > until) break;
    const last = stretches.at(-1)!;
    const phase = 'to' in happening ? happening.to : phaseAfter(last.phase, happening.kind);
    last.to = Math.max(last.from, happening.at);
    if (phase !== last.phase) stretches.push({ phase, from: last.to, to: last.to });
  }
  stretches.at(-1)!.to = until;
  return stretches.filter((s, i) => s.to > s.from || i === stretches.length - 1);
}
