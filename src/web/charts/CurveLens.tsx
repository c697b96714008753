import { useState, type ReactNode } from 'react';
import { format } from '../format.ts';
import { t as web } from '../messages/en.ts';
import css from './CurveLens.module.css';
import { t } from './messages.ts';
import type { Slope } from './slopes.ts';
import type { Explanation, Mover } from './types.ts';
import type { Explained } from './useExplanation.ts';

interface CurveLensProps {
  explained: Explained;
  range: Slope;
  /** One line each instead of cells beside each other. */
  listed: boolean;
  /** In pixels, for how many cells fit beside each other. */
  width: number;
  onOpen: (touchpointId: string) => void;
}

/** What moved a slope: level before, each mover's share, time passing, and what it adds up to. */
export function CurveLens({ explained, range, listed, width, onOpen }: CurveLensProps) {
  const { explanation, state } = explained;
  const [now] = useState(() => new Date());
  const label = t('curve.slope', { from: format.dated(range.from, now), to: format.dated(range.to, now) });
  return (
    <section
      className={css.lens}
      data-listed={listed}
      aria-label={label}
      aria-live="polite"
      aria-busy={state === 'waiting'}
    >
      {state === 'failed' && <p className={css.note}>{t('curve.explain failed')}</p>}
      {explanation === undefined && state === 'waiting' && <p className={css.note}>{t('curve.explaining')}</p>}
      {explanation && (
        <Cells
          explanation={explanation}
          label={label}
          most={listed ? 8 : Math.max(2, Math.min(6, Math.floor(width / 108) - 3))}
          onOpen={onOpen}
          listed={listed}
        />
      )}
    </section>
  );
}

interface CellsProps {
  explanation: Explanation;
  label: string;
  most: number;
  listed: boolean;
  onOpen: (id: string) => void;
}

function Cells({ explanation, label, most, listed, onOpen }: CellsProps) {
  const { before, after, passing } = explanation;
  const [now] = useState(() => new Date());
  const { shown, others } = largest(explanation.movers, most);
  return (
    <>
      {listed && (
        <div className={css.listHead} aria-hidden="true">
          <b>{label}</b>
          <span className="trust">{web('line.trust').toLocaleLowerCase()}</span>
          <span className="interest">{web('line.interest').toLocaleLowerCase()}</span>
        </div>
      )}
      <ol className={css.cells}>
        <Cell when={format.dated(explanation.from, now)} what={t('curve.before')} level={before} />
        {shown.map((mover) => (
          <Cell
            key={mover.touchpointId}
            when={format.dated(mover.at, now)}
            what={
              <button type="button" className={css.open} onClick={() => onOpen(mover.touchpointId)} title={mover.label}>
                {mover.label}
              </button>
            }
            share={mover}
          />
        ))}
        {others && <Cell when="" what={t('curve.others', { count: others.count })} share={others} />}
        <Cell when={t('curve.days', { count: passing.days })} what={t('curve.passing')} share={passing} />
        <Cell when={format.dated(explanation.to, now)} what={t('curve.after')} level={after} />
      </ol>
    </>
  );
}

interface Pair {
  trust: number;
  interest: number;
}

/** A level has no sign and is bold; a share carries its sign. */
function Cell({ when, what, level, share }: { when: string; what: ReactNode; level?: Pair; share?: Pair }) {
  const numbers = level ?? share!;
  const write = (value: number) => (level ? format.number(value, 1) : format.signed(value));
  return (
    <li className={css.cell} data-level={level !== undefined}>
      <span className={css.when}>{when}</span>
      <span className={css.what}>{what}</span>
      <span className={css.numbers}>
        <span className="trust">
          <span className="visually-hidden">{web('line.trust')} </span>
          {write(numbers.trust)}
        </span>{' '}
        <span className="interest">
          <span className="visually-hidden">{web('line.interest')} </span>
          {write(numbers.interest)}
        </span>
      </span>
    </li>
  );
}

/** The movers that moved most, in the order of time; the rest summed, so that everything still adds up. */
function largest(
  movers: readonly Mover[],
  most: number,
): { shown: readonly Mover[]; others?: Pair & { count: number } } {
  if (movers.length <= most) return { shown: movers };
  const kept = new Set(movers.toSorted((a, b) => weight(b) - weight(a)).slice(0, most - 1));
  const rest = movers.filter((mover) => !kept.has(mover));
  const sum = (of: (mover: Mover) => number) => rest.reduce((total, mover) => total + of(mover), 0);
  return {
    shown: movers.filter((mover) => kept.has(mover)),
    others: { count: rest.length, trust: sum((mover) => mover.trust), interest: sum((mover) => mover.interest) },
  };
}

function weight(mover: Mover): number {
  return Math.abs(mover.trust) + Math.abs(mover.interest);
}
