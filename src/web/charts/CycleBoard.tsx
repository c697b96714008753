import { TriangleAlert } from 'lucide-react';
import { phases, positions, type Phase, type Position } from '../../relationship/vocabulary.ts';
import { format } from '../format.ts';
import { PositionMiniature } from '../kit/PositionBadge.tsx';
import { t as web } from '../messages/en.ts';
import css from './CycleBoard.module.css';
import { t } from './messages.ts';
import type { CycleCell } from './types.ts';

interface CycleBoardProps {
  cells: readonly CycleCell[];
  currency: string;
  onOpen: (phase: Phase, position: Position) => void;
}

/** The whole base on one page: phase by position, with what the off-diagonal cells ask for. */
export function CycleBoard({ cells, currency, onOpen }: CycleBoardProps) {
  const cellOf = (phase: Phase, position: Position) =>
    cells.find((cell) => cell.phase === phase && cell.position === position) ?? {
      phase,
      position,
      count: 0,
      revenue: 0,
      alarms: 0,
    };
  const total = sumOf(cells);
  return (
    <div className={css.frame}>
      <table className={css.board}>
        <caption className="visually-hidden">{t('board.title')}</caption>
        <thead>
          <tr>
            <td className={css.total}>
              <div>{t('board.accounts', { count: total.count })}</div>
              <div>{t('board.revenue', { amount: format.moneyShort(total.revenue, currency) })}</div>
            </td>
            {positions.map((position) => (
              <th key={position} scope="col" className={css.position}>
                <span className={css.positionHead}>
                  <PositionMiniature position={position} />
                  <span className={css.positionName}>{web(`position.${position}`)}</span>
                  <span className={css.number}>
                    {format.number(sumOf(cells.filter((cell) => cell.position === position)).count)}
                  </span>
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {phases.map((phase) => {
            const sum = sumOf(cells.filter((cell) => cell.phase === phase));
            return (
              <tr key={phase}>
                <th scope="row" className={css.phase}>
                  <span className={css.phaseName} data-phase={phase}>
                    {web(`phase.${phase}`)}
                  </span>
                  <span className={css.phaseSum}>
                    {format.number(sum.count)} ·{' '}
                    {sum.revenue > 0 ? format.moneyShort(sum.revenue, currency) : t('board.no revenue')}
                  </span>
                </th>
                {positions.map((position) => (
                  <td key={position} className={css.slot}>
                    <Cell cell={cellOf(phase, position)} currency={currency} onOpen={onOpen} />
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ cell, currency, onOpen }: { cell: CycleCell; currency: string; onOpen: CycleBoardProps['onOpen'] }) {
  const { phase, position, count, revenue, alarms } = cell;
  const words = wordsOf(phase, position);
  if (count === 0)
    return (
      <span className={css.none}>
        <span aria-hidden="true">–</span>
        <span className="visually-hidden">{t('board.none')}</span>
      </span>
    );
  return (
    <button
      type="button"
      className={css.cell}
      data-work={words.why !== undefined}
      data-urgent={phase === 'usage' && position === 'disillusionment'}
      data-position={position}
      onClick={() => onOpen(phase, position)}
    >
      <span className="visually-hidden">
        {t('board.cell', { phase: web(`phase.${phase}`), position: web(`position.${position}`) })}:{' '}
      </span>
      <span className={css.count}>{format.number(count)}</span>
      <span className={css.words}>
        <span className={css.verb}>{words.what}</span>
        {words.why !== undefined && <span className={css.why}>{words.why}</span>}
      </span>
      <span className={css.facts}>
        {revenue > 0 && <span>{format.moneyShort(revenue, currency)}</span>}
        {alarms > 0 && (
          <span className={css.alarms}>
            <TriangleAlert size={10} aria-hidden="true" />
            <span aria-hidden="true">{format.number(alarms)}</span>
            <span className="visually-hidden">{t('board.alarms', { count: alarms })}</span>
          </span>
        )}
      </span>
    </button>
  );
}

/** A cell with a reason is work and carries a verb; the others are as they should be. */
function wordsOf(phase: Phase, position: Position): { what: string; why?: string } {
  if (phase === 'shopping')
    return position === 'disillusionment' || position === 'enlightenment'
      ? { what: '' }
      : position === 'skepticism'
        ? { what: t('cell.shopping.skepticism') }
        : { what: t(`cell.shopping.${position}`), why: t(`cell.shopping.${position}.why`) };
  if (phase === 'purchase')
    return position === 'skepticism' || position === 'peak'
      ? { what: t(`cell.purchase.${position}`) }
      : { what: t(`cell.purchase.${position}`), why: t(`cell.purchase.${position}.why`) };
  if (phase === 'ownership')
    return position === 'skepticism' || position === 'peak'
      ? { what: t(`cell.ownership.${position}`), why: t(`cell.ownership.${position}.why`) }
      : { what: t(`cell.ownership.${position}`) };
  return position === 'realized'
    ? { what: t('cell.usage.realized') }
    : { what: t(`cell.usage.${position}`), why: t(`cell.usage.${position}.why`) };
}

function sumOf(cells: readonly CycleCell[]): { count: number; revenue: number } {
  return cells.reduce((sum, cell) => ({ count: sum.count + cell.count, revenue: sum.revenue + cell.revenue }), {
    count: 0,
    revenue: 0,
  });
}
