import { phases, positions } from '../../../relationship/vocabulary.ts';
import { Link } from '@tanstack/react-router';
import { useAnswer } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { Figures, Part, Space, Table } from '../../web/parts.tsx';
import { QuarterPicker, useQuarter } from '../../web/QuarterPicker.tsx';
import css from '../../web/space.module.css';
import { forceContract as api } from '../contract.ts';
import { type ForceOverview } from '../records.ts';
import { AssignmentPart } from './AssignmentPart.tsx';
import { CostPart } from './CapacityParts.tsx';
import { GoalsPart } from './GoalsPart.tsx';
import { t } from './messages.ts';
import { Organization } from './Organization.tsx';
import { TerritoriesPart } from './TerritoriesPart.tsx';

/** The quarter of the whole force on one screen. */
export function ForceSpace() {
  const period = useQuarter();
  const { data, error, refetch } = useAnswer(api.readForce, { query: { period } }, { meta: { hears: ['opportunity', 'member', 'workspace'] } });
  return (
    <Space space="force" question={t('question')} actions={<QuarterPicker />}>
      {error && !data ? (
        <QueryProblem error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <RowsSkeleton rows={8} />
      ) : (
        <>
          <Quarter force={data} />
          <Mix force={data} />
          <GoalsPart period={period} />
          <Coverage coverage={data.coverage} />
          <Organization force={data} />
          <TerritoriesPart />
          <CostPart force={data} />
          <AssignmentPart />
        </>
      )}
    </Space>
  );
}

function Quarter({ force }: { force: ForceOverview }) {
  const money = (value: number) => format.moneyShort(value, force.currency);
  const sales = force.mix.reduce((sum, row) => sum + row.sales, 0);
  const amount = force.mix.reduce((sum, row) => sum + row.amount, 0);
  const carried = force.sellers.reduce((sum, seller) => sum + seller.openSales, 0);
  const capacity = force.sellers.reduce((sum, seller) => sum + seller.capacity, 0);
  return (
    <Figures
      items={[
        { label: t('figure.won'), value: money(force.won) },
        { label: t('figure.goal'), value: force.goal === null ? '–' : money(force.goal), detail: force.goal === null ? t('figure.no goal') : undefined },
        { label: t('figure.gap'), value: force.goal === null ? '–' : money(Math.max(0, force.goal - force.won)), tone: force.goal !== null && force.goal <= force.won ? 'good' : undefined },
        { label: t('figure.pipeline'), value: money(amount), detail: t('figure.sales', { count: sales }) },
        { label: t('figure.capacity'), value: capacity === 0 ? '–' : format.percent(carried / capacity), detail: t('figure.carried', { open: carried, capacity }) },
      ]}
    />
  );
}

function Mix({ force: { mix, currency, unknownCapacity } }: { force: ForceOverview }) {
  const sold = mix.some((row) => row.sales > 0);
  const short = mix.filter((row) => row.verdict === 'short').toSorted((a, b) => b.salesShare - b.capacityShare - (a.salesShare - a.capacityShare))[0];
  const sentence = (row: typeof short & object) => t('mix.short', { share: format.percent(row.salesShare), profile: t(`profile.${row.profile}`), capacity: format.percent(row.capacityShare) });
  return (
    <Part title={t('mix.title')} detail={t('mix.detail')}>
      <p className={css.lead}>
        {!sold ? t('mix.nothing') : short ? <span className={css.bad}>{sentence(short)}.</span> : t('mix.balanced')}
      </p>
      {(sold || mix.some((row) => row.capacity > 0)) && <Table label={t('mix.title')} words={[5]} head={[t('mix.type'), t('mix.sales'), t('mix.share'), t('mix.capacity'), t('mix.capacity share'), t('mix.verdict')]}>
        {mix.map((row) => (
          <tr key={row.saleType}>
            <th scope="row">
              {t(`type.${row.saleType}`)}
              <span className={css.second}>{t('mix.sold by', { profile: t(`profile.${row.profile}`) })}</span>
            </th>
            <td>
              {format.number(row.sales)} · {format.moneyShort(row.amount, currency)}
            </td>
            <td>{format.percent(row.salesShare)}</td>
            <td>{format.number(row.capacity)}</td>
            <td>{format.percent(row.capacityShare)}</td>
            <td data-words className={row.verdict === 'short' ? css.bad : css.quiet}>
              {sold ? t(`mix.verdict.${row.verdict}`) : ''}
            </td>
          </tr>
        ))}
      </Table>}
      {unknownCapacity > 0 && <p className={css.quiet}>{t('mix.unknown', { count: format.number(unknownCapacity) })}</p>}
    </Part>
  );
}

/** The 4 × 5 board as what is left undone in it. */
function Coverage({ coverage }: { coverage: ForceOverview['coverage'] }) {
  return (
    <Part title={t('coverage.title')} detail={t('coverage.detail')}>
      {coverage.length === 0 ? <p className={css.quiet}>{t('coverage.empty')}</p> : <Table label={t('coverage.title')} head={['', ...positions.map((position) => t(`position.${position}`))]}>
        {phases.map((phase) => (
          <tr key={phase}>
            <th scope="row">{t(`phase.${phase}`)}</th>
            {positions.map((position) => {
              const cell = coverage.find((each) => each.phase === phase && each.position === position);
              if (!cell) return <td key={position} />;
              const short = cell.owned < cell.accounts || cell.stepped < cell.accounts * 0.6;
              return (
                <td key={position}>
                  <Link to="/relationships" search={{ as: 'table', phase, position }} title={t('coverage.cell', { accounts: cell.accounts, owned: cell.owned, stepped: cell.stepped })}>
                    {format.number(cell.accounts)}
                    <span className={`${css.second} ${short ? css.bad : ''}`}>
                      {t('owned and stepped', { owned: format.percent(cell.owned / cell.accounts), stepped: format.percent(cell.stepped / cell.accounts) })}
                    </span>
                  </Link>
                </td>
              );
            })}
          </tr>
        ))}
      </Table>}
    </Part>
  );
}
