import { useCallback, useMemo } from 'react';
import { RelationshipCurve } from '../../web/charts/RelationshipCurve.tsx';
import type { Explanation, LineName } from '../../web/charts/types.ts';
import { format } from '../../web/format.ts';
import { t as web } from '../../web/messages/en.ts';
import type { CurveRecord } from '../contract.ts';
import { marks } from '../kinds.ts';
import { t } from './accountMessages.ts';
import { dailyLevels, movedBetween } from './lines.ts';
import { kindWord } from './phrases.ts';

interface AccountCurveProps {
  curve: CurveRecord;
  /** 120 and more: all. */
  months: number;
  onMonths: (months: number | null) => void;
  bandLine: LineName | null;
  onBand: (line: LineName | null) => void;
  onOpenTouchpoint: (id: string) => void;
  onReplay: () => void;
  onSettlePromise: ((id: string, outcome: 'kept' | 'broken') => void) | undefined;
}

const dayLength = 86_400_000;
/** With less history than this there is still a picture, as wide as a month. */
const shortest = 30 * dayLength;

/** The server's curve in the terms of the picture. Levels and shares are computed here, exactly, from the stored steps. */
export function AccountCurve(props: AccountCurveProps) {
  const { curve, months, bandLine } = props;
  const drawn = useMemo(() => pictureOf(curve), [curve]);
  const explain = useCallback(
    (from: string, to: string): Explanation => {
      const { parts, ...moved } = movedBetween(curve, from, to);
      return { ...moved, movers: parts.map(({ id, ...part }) => ({ ...part, touchpointId: id })) };
    },
    [curve],
  );
  const band =
    bandLine === null ? undefined : { line: curve.band.line, label: bandText(curve), points: curve.band.points };
  return (
    <RelationshipCurve
      {...drawn}
      band={band}
      onBand={props.onBand}
      explain={explain}
      onOpenTouchpoint={props.onOpenTouchpoint}
      months={months >= 120 ? null : months}
      onMonths={props.onMonths}
      onReplay={props.onReplay}
      onSettlePromise={props.onSettlePromise}
    />
  );
}

function pictureOf(curve: CurveRecord) {
  const to = Date.parse(curve.asOf);
  const start = curve.points[0] ? Date.parse(curve.points[0].at) : to;
  const from = Math.min(start, to - shortest);
  const points = dailyLevels(curve, from, to);
  const inside = (at: string) => Date.parse(at) >= from;
  return {
    points,
    forecast: curve.forecast,
    touchpoints: curve.steps
      .filter((step) => inside(step.at))
      .map((step) => ({
        id: step.entry,
        at: step.at,
        label: step.subject ?? kindWord(step.kind),
        trust: step.trustMove,
        interest: step.interestMove,
      })),
    phases: stretches(curve.phaseRibbon.map((each) => ({ ...each, value: each.phase }))),
    positions: stretches(steady(curve.positionRibbon).map((each) => ({ ...each, value: each.position }))),
    probability: curve.standing.probability,
    marks: curve.marks.filter((mark) => inside(mark.at)).map((mark) => ({ at: mark.at, label: markText(mark.kind) })),
    promises: curve.promises
      .filter((promise) => inside(promise.at))
      .map((promise) => ({ id: promise.id, at: promise.at, label: promise.subject, state: promise.state })),
    channels: {
      connected: Math.min(curve.counts.channels, curve.standing.confidence.possible),
      all: curve.standing.confidence.possible,
    },
  };
}

type Ribbon = CurveRecord['positionRibbon'];

/** A position that lasted only days, on the way from one to the next, would be a splinter in the ribbon. */
function steady(ribbon: Ribbon): Ribbon {
  const whole = ribbon.length === 0 ? 0 : Date.parse(ribbon.at(-1)!.to) - Date.parse(ribbon[0]!.from);
  const least = Math.min(12 * dayLength, whole / 12);
  const kept: Ribbon = [];
  ribbon.forEach((stretch, i) => {
    const last = kept.at(-1);
    const brief = Date.parse(stretch.to) - Date.parse(stretch.from) < least && i < ribbon.length - 1;
    if (last && (brief || last.position === stretch.position)) kept[kept.length - 1] = { ...last, to: stretch.to };
    else kept.push(stretch);
  });
  return kept;
}

function stretches<Value>(ribbon: readonly { from: string; to: string; value: Value }[]) {
  return ribbon.map(({ from, to, value }, i) => ({ from, value, ...(i < ribbon.length - 1 ? { until: to } : {}) }));
}

function markText(kind: string): string {
  const known = marks.find((mark) => mark === kind);
  return known === undefined ? kindWord(kind) : t(`mark.${known}`);
}

function bandText(curve: CurveRecord): string {
  return t('band.label', {
    line: web(`line.${curve.band.line}`).toLocaleLowerCase(format.locale),
    sale: web(`sale.${curve.standing.saleType}`),
    source: curve.band.source === 'template' ? t('band.template') : t('band.own', { count: curve.band.n ?? 0 }),
  });
}
