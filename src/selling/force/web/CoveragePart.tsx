import { Link } from '@tanstack/react-router';
import { phases, positions } from '../../../relationship/vocabulary.ts';
import { format } from '../../../web/format.ts';
import { Part, Table } from '../../web/parts.tsx';
import css from '../../web/space.module.css';
import type { OfForceProps } from './OfForce.tsx';
import { t } from './messages.ts';

/** The 4 × 5 board as what is left undone in it. */
export function CoveragePart({ force: { coverage }, search }: OfForceProps) {
  return (
    <Part title={t('coverage.title')} detail={t('coverage.detail')} report={{ report: 'force-coverage', search }}>
      {coverage.length === 0 ? (
        <p className={css.quiet}>{t('coverage.empty')}</p>
      ) : (
        <Table label={t('coverage.title')} head={['', ...positions.map((position) => t(`position.${position}`))]}>
          {phases.map((phase) => (
            <tr key={phase}>
              <th scope="row">{t(`phase.${phase}`)}</th>
              {positions.map((position) => {
                const cell = coverage.find((each) => each.phase === phase && each.position === position);
                if (!cell) return <td key={position} />;
                const short = cell.owned < cell.accounts || cell.stepped < cell.accounts * 0.6;
                return (
                  <td key={position}>
                    <Link
                      to="/relationships"
                      search={{ as: 'table', phase, position }}
                      title={t('coverage.cell', { accounts: cell.accounts, owned: cell.owned, stepped: cell.stepped })}
                    >
                      {format.number(cell.accounts)}
                      <span className={`${css.second} ${short ? css.bad : ''}`}>
                        {t('owned and stepped', {
                          owned: format.percent(cell.owned / cell.accounts),
                          stepped: format.percent(cell.stepped / cell.accounts),
                        })}
                      </span>
                    </Link>
                  </td>
                );
              })}
            </tr>
          ))}
        </Table>
      )}
    </Part>
  );
}
