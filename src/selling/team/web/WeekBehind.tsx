import { useState } from 'react';
import { useAnswer } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { Table } from '../../web/parts.tsx';
import { SalesList } from '../../web/SalesList.tsx';
import css from '../../web/space.module.css';
import { leadershipContract as api } from '../contract.ts';
import { t } from './messages.ts';
import type { Whose } from './whose.ts';

type Figure = { member: string; name: string; outcome: 'won' | 'open' };

/** One Monday of the picture by person; what each had won and had open opens to its sales as they were then. */
export function WeekBehind({ period, week, whose }: { period: string; week: string; whose: Whose }) {
  const { data, error } = useAnswer(api.readForecastWeek, { query: { period, week, ...whose } });
  const [figure, setFigure] = useState<Figure>();
  if (error) return <QueryProblem error={error} />;
  if (!data) return <RowsSkeleton rows={3} />;
  const money = (value: number | null) => (value === null ? '–' : format.moneyShort(value, data.currency));
  const title = t('week.title', { day: format.date(week, 'full') });
  return (
    <>
      <p className={css.quiet}>
        {title}. {data.figures === 'aggregate' && t('week.sums')}
      </p>
      {data.items.length > 0 && (
        <Table
          label={title}
          head={[
            t('forecast.who'),
            t('forecast.won'),
            t('forecast.open'),
            t('forecast.likely'),
            t('forecast.commit'),
            t('forecast.best'),
            t('forecast.leader'),
          ]}
        >
          {data.items.map((row) => (
            <tr key={row.memberId}>
              <th scope="row">{row.name}</th>
              {(['won', 'open'] as const).map((outcome) => (
                <td key={outcome}>
                  {row[outcome] === 0 ? (
                    money(0)
                  ) : (
                    <button
                      type="button"
                      className={css.link}
                      aria-expanded={figure?.member === row.memberId && figure.outcome === outcome}
                      aria-label={t(`week.show ${outcome}`, { who: row.name, amount: money(row[outcome]) })}
                      onClick={() => setFigure({ member: row.memberId, name: row.name, outcome })}
                    >
                      {money(row[outcome])}
                    </button>
                  )}
                </td>
              ))}
              <td>{money(row.weighted)}</td>
              <td>{money(row.committed)}</td>
              <td>{money(row.bestCase)}</td>
              <td>{money(row.adjusted)}</td>
            </tr>
          ))}
        </Table>
      )}
      {figure && <SalesThen period={period} week={week} {...figure} />}
    </>
  );
}

function SalesThen({ period, week, member, name, outcome }: Figure & { period: string; week: string }) {
  const { data, error } = useAnswer(api.listForecastWeekSales, { query: { period, week, member, outcome } });
  if (error) return <QueryProblem error={error} />;
  if (!data) return <RowsSkeleton rows={3} />;
  const { items, count, currency } = data;
  return (
    <SalesList
      title={t(`week.${outcome} by`, { who: name, day: format.date(week, 'full') })}
      sales={items.map((sale) => ({ ...sale, currency }))}
      more={count - items.length}
    />
  );
}
