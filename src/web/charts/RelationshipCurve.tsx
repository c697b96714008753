import { Menu } from '@mantine/core';
import { ChevronDown, Clock } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import type { Phase, Position } from '../../relationship/vocabulary.ts';
import { t as web } from '../messages/en.ts';
import { CurveLens } from './CurveLens.tsx';
import { CurvePicture } from './CurvePicture.tsx';
import { CurveTable } from './CurveTable.tsx';
import { t } from './messages.ts';
import { plotFor } from './plot.ts';
import { PromiseLane } from './PromiseLane.tsx';
import css from './RelationshipCurve.module.css';
import { slopesOf, smoothed, type Slope } from './slopes.ts';
import type {
  CurveMark,
  CurvePromise,
  CurveTouchpoint,
  ExpectedBand,
  Explanation,
  LevelPoint,
  LineName,
  Stretch,
} from './types.ts';
import { useExplanation } from './useExplanation.ts';
import { useWidth } from './useWidth.ts';

export interface RelationshipCurveProps {
  /** One per day, oldest first, up to today. */
  points: readonly LevelPoint[];
  /** The same beyond today, “if nobody calls”. */
  forecast: readonly LevelPoint[];
  touchpoints: readonly CurveTouchpoint[];
  phases: readonly Stretch<Phase>[];
  positions: readonly Stretch<Position | 'uncertain'>[];
  /** Of the present position, 0 to 1. */
  probability: number;
  /** The expected band that is drawn, and how the person chooses another line or none; the screen loads it. */
  band?: ExpectedBand | undefined;
  onBand?: (line: LineName | null) => void;
  marks: readonly CurveMark[];
  promises: readonly CurvePromise[];
  channels: { connected: number; all: number };
  /** What moved the lines between two days; the shares must add up. */
  explain: (from: string, to: string) => Explanation | Promise<Explanation>;
  onOpenTouchpoint: (id: string) => void;
  /** Months shown (null: all), and how the person changes it; the screen loads the points. */
  months?: number | null;
  onMonths?: (months: number | null) => void;
  onReplay?: () => void;
  onSettlePromise?: ((id: string, outcome: 'kept' | 'broken') => void) | undefined;
}

const periods = [6, 18, 36, null] as const;
const bandLines = ['trust', 'interest', null] as const;

/** The hero of an account: trust and interest over time, and what moved them. */
export function RelationshipCurve(props: RelationshipCurveProps) {
  const [box, width] = useWidth<HTMLDivElement>();
  const [asTable, setAsTable] = useState(false);

  const drawn = useMemo(() => smoothed(props.points), [props.points]);
  const slopes = useMemo(() => slopesOf(drawn), [drawn]);
  const [chosen, setChosen] = useState<Slope>();
  // Until something is pointed at, the present slope is explained: why it stands where it stands.
  const range = chosen ?? slopes.at(-1);
  const explained = useExplanation(range, props.explain);

  const first = drawn[0]?.at ?? 0;
  const last = Date.parse(props.forecast.at(-1)?.at ?? props.points.at(-1)?.at ?? '1970-01-02');
  const plot = useMemo(() => plotFor(width, first, Math.max(last, first + 1)), [width, first, last]);
  const choose = useCallback((slope: Slope | undefined) => setChosen(slope), []);

  if (drawn.length < 2) return <p className={css.empty}>{t('curve.empty')}</p>;
  return (
    <figure className={css.figure} aria-label={t('curve.title')}>
      <figcaption className={css.head}>
        <b>{t('curve.title')}</b>
        <span className={css.basis}>
          {t('curve.basis', {
            count: props.touchpoints.length,
            connected: props.channels.connected,
            channels: props.channels.all,
          })}
        </span>
        <span className={css.controls}>
          {props.onMonths && <PeriodMenu months={props.months ?? null} onMonths={props.onMonths} />}
          {props.onBand && <BandMenu line={props.band?.line ?? null} onLine={props.onBand} />}
          {props.onReplay && (
            <button type="button" className={css.control} onClick={props.onReplay}>
              <Clock size={12} aria-hidden="true" />
              {t('curve.replay')}
            </button>
          )}
          <button type="button" className={css.control} aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
            {asTable ? t('curve.picture') : t('curve.table')}
          </button>
        </span>
      </figcaption>
      <div ref={box} className={css.box} style={{ minHeight: plot.height }}>
        {asTable ? (
          <CurveTable points={props.points} touchpoints={props.touchpoints} height={plot.height} />
        ) : (
          width > 0 && (
            <>
              <CurvePicture
                plot={plot}
                drawn={drawn}
                forecast={props.forecast}
                touchpoints={props.touchpoints}
                phases={props.phases}
                positions={props.positions}
                probability={props.probability}
                band={props.band}
                marks={props.marks}
                promises={props.promises}
                slopes={slopes}
                range={range}
                onRange={choose}
                onOpenTouchpoint={props.onOpenTouchpoint}
              />
              {props.onSettlePromise && (
                <PromiseLane plot={plot} promises={props.promises} onSettle={props.onSettlePromise} />
              )}
            </>
          )
        )}
      </div>
      {range && !asTable && (
        <CurveLens
          explained={explained}
          range={range}
          listed={width < 700}
          width={width}
          onOpen={props.onOpenTouchpoint}
        />
      )}
    </figure>
  );
}

function PeriodMenu({ months, onMonths }: { months: number | null; onMonths: (months: number | null) => void }) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <button type="button" className={css.control}>
          <span className="visually-hidden">{t('curve.period')}</span>
          {monthsText(months)}
          <ChevronDown size={11} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {periods.map((period) => (
          <Menu.Item key={String(period)} onClick={() => onMonths(period)}>
            {monthsText(period)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

interface BandMenuProps {
  line: LineName | null;
  onLine: (line: LineName | null) => void;
}

function BandMenu({ line, onLine }: BandMenuProps) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <button type="button" className={css.control}>
          {t('curve.band choice', { line: lineText(line) })}
          <ChevronDown size={11} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {bandLines.map((choice) => (
          <Menu.Item key={String(choice)} onClick={() => onLine(choice)}>
            {lineText(choice)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function monthsText(months: number | null): string {
  return months === null ? t('curve.all') : t('curve.months', { count: months });
}

function lineText(line: LineName | null): string {
  return line === null ? t('curve.band none') : web(`line.${line}`).toLocaleLowerCase();
}
