import { format } from '../format.ts';
import { t } from './messages.ts';
import css from './RelationshipCurve.module.css';
import type { CurveTouchpoint, LevelPoint } from './types.ts';

interface CurveTableProps {
  points: readonly LevelPoint[];
  touchpoints: readonly CurveTouchpoint[];
  height: number;
}

/** The curve as a table: the raw level on each day with a touchpoint and on each first of a month, newest first. */
export function CurveTable({ points, touchpoints, height }: CurveTableProps) {
  const levels = new Map(points.map((point) => [point.at.slice(0, 10), point]));
  const months = points.filter((point) => point.at.slice(8, 10) === '01');
  const rows = [
    ...touchpoints.map((touchpoint) => ({ ...touchpoint, share: true })),
    ...months.map((point) => ({ ...point, id: point.at, label: t('curve.month'), share: false })),
  ].sort((a, b) => b.at.localeCompare(a.at));
  return (
    <div className={css.tableBox} style={{ height }} tabIndex={0} role="region" aria-label={t('curve.table')}>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{t('table.date')}</th>
            <th scope="col">{t('table.what')}</th>
            <th scope="col">{t('table.trust')}</th>
            <th scope="col">{t('table.interest')}</th>
            <th scope="col">{t('table.trust share')}</th>
            <th scope="col">{t('table.interest share')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const level = levels.get(row.at.slice(0, 10));
            return (
              <tr key={row.id}>
                <td>{format.date(row.at, 'dayYear')}</td>
                <td>{row.label}</td>
                <td className="trust">{level && format.number(level.trust, 1)}</td>
                <td className="interest">{level && format.number(level.interest, 1)}</td>
                <td className="trust">{row.share && format.signed(row.trust)}</td>
                <td className="interest">{row.share && format.signed(row.interest)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
