import { useAnswer } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { Table } from '../../web/parts.tsx';
import { SalesLink } from '../../web/SalesLink.tsx';
import css from '../../web/space.module.css';
import { leadershipContract as api } from '../contract.ts';
import { t } from './messages.ts';
import type { Whose } from './whose.ts';

/** One Monday of the picture by person, with the sales that each had won by then. */
export function WeekBehind({ period, week, whose }: { period: string; week: string; whose: Whose }) {
  const { data, error } = useAnswer(api.readForecastWeek, { query: { period, week, ...whose } });
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
        <Table label={title} head={[t('forecast.who'), t('forecast.won'), t('forecast.open'), t('forecast.likely'), t('forecast.commit'), t('forecast.best'), t('forecast.leader')]}>
          {data.items.map((row) => (
            <tr key={row.memberId}>
              <th scope="row">{row.name}</th>
              <td>
                <SalesLink owner={row.memberId} outcome="won" from={period} until={week} nothing={row.won === 0}>
                  {money(row.won)}
                </SalesLink>
              </td>
              <td>{money(row.open)}</td>
              <td>{money(row.weighted)}</td>
              <td>{money(row.committed)}</td>
              <td>{money(row.bestCase)}</td>
              <td>{money(row.adjusted)}</td>
            </tr>
          ))}
        </Table>
      )}
    </>
  );
}
