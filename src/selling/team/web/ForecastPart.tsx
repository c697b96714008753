import { Button } from '@mantine/core';
import { useState } from 'react';
import { WithoutRate } from '../../../offerings/web/WithoutRate.tsx';
import { useAnswer } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { Tabs } from '../../../web/kit/Tabs.tsx';
import { today } from '../../../web/kit/days.ts';
import { useMay } from '../../../web/session.ts';
import { dayBefore } from '../../web/days.ts';
import { Part, Table } from '../../web/parts.tsx';
import { SalesLink } from '../../web/SalesLink.tsx';
import css from '../../web/space.module.css';
import { leadershipContract as api, type ForecastRow, type TeamForecast } from '../contract.ts';
import { quarterOf } from '../period.ts';
import { CallDialog } from './CallDialog.tsx';
import { t } from './messages.ts';
import type { Whose } from './whose.ts';
import { WeeksPicture } from './WeeksPicture.tsx';

/** What everybody says, what the leader makes of it, and how near they came before. */
export function ForecastPart({ whose }: { whose: Whose }) {
  const [later, setLater] = useState<'this' | 'next'>('this');
  const period = quarterOf(today(), later === 'next' ? 1 : 0);
  const { data, error, refetch } = useAnswer(
    api.readForecast,
    { query: { period, ...whose } },
    { meta: { hears: ['forecast', 'opportunity'] } },
  );
  const mayCall = useMay('forecast:write');
  const [open, setOpen] = useState<{ row: ForecastRow; mine: boolean }>();
  const mine = data?.rows.find((row) => row.isMe);
  if (error && !data) return <QueryProblem error={error} onRetry={() => void refetch()} />;
  if (!data) return <RowsSkeleton rows={6} height={47} />;
  return (
    <Part
      title={t('forecast.title')}
      detail={t('forecast.detail', { from: format.date(data.period), until: format.date(dayBefore(data.until)) })}
      actions={
        <>
          <Tabs
            look="switch"
            label={t('forecast.title')}
            tabs={[
              { id: 'this', label: t('forecast.this') },
              { id: 'next', label: t('forecast.next') },
            ]}
            value={later}
            onChange={(id: 'this' | 'next') => setLater(id)}
          />
          {mayCall && mine && <Button onClick={() => setOpen({ row: mine, mine: true })}>{t('forecast.call')}</Button>}
        </>
      }
      report={{ report: 'team-forecast', search: { ...whose, quarter: later === 'next' ? period : undefined } }}
    >
      <WithoutRate of={data.unrated} />
      {data.figures === 'aggregate' && <p className={css.quiet}>{t('forecast.sums only')}</p>}
      {data.rows.length === 0 && data.together === null ? (
        <p className={css.quiet}>{t('forecast.empty')}</p>
      ) : (
        <Table
          label={t('forecast.title')}
          words={[7]}
          head={[
            t('forecast.who'),
            t('forecast.won'),
            t('forecast.open'),
            t('forecast.likely'),
            t('forecast.commit'),
            t('forecast.best'),
            t('forecast.leader'),
            t('forecast.accuracy'),
          ]}
        >
          {data.rows.map((row) => (
            <Row
              key={row.memberId}
              row={row}
              forecast={data}
              {...(mayCall && !row.isMe ? { onAdjust: () => setOpen({ row, mine: false }) } : {})}
            />
          ))}
          {data.together && data.together.people > 1 && <Together together={data.together} forecast={data} />}
        </Table>
      )}
      {data.weeks.length > 1 && <WeeksPicture forecast={data} whose={whose} />}
      {open && <CallDialog forecast={data} row={open.row} mine={open.mine} onClose={() => setOpen(undefined)} />}
    </Part>
  );
}

function Row({ row, forecast, onAdjust }: { row: ForecastRow; forecast: TeamForecast; onAdjust?: () => void }) {
  const money = (value: string | number) => format.moneyShort(Number(value), forecast.currency);
  const said = row.call ?? row.former;
  const change = row.call && row.former ? Number(row.call.committed) - Number(row.former.committed) : 0;
  const { accuracy } = row;
  return (
    <tr>
      <th scope="row">
        {row.name}
        <span className={css.second}>{row.teamName ?? ''}</span>
      </th>
      <td>
        <SalesLink
          owner={row.memberId}
          outcome="won"
          from={forecast.period}
          until={forecast.until}
          nothing={Number(row.won) === 0}
        >
          {money(row.won)}
        </SalesLink>
        {row.quota !== null && Number(row.quota) > 0 && (
          <span className={css.second}>
            {t('forecast.of quota', {
              share: format.percent(Number(row.won) / Number(row.quota)),
              quota: money(row.quota),
            })}
          </span>
        )}
      </td>
      <td>
        <SalesLink
          owner={row.memberId}
          outcome="open"
          from={forecast.period}
          until={forecast.until}
          nothing={row.sales === 0}
        >
          {money(row.open)}
        </SalesLink>
        <span className={css.second}>{format.number(row.sales)}</span>
      </td>
      <td>{money(Number(row.won) + Number(row.weighted))}</td>
      <td title={said?.comment ?? undefined}>
        {said ? money(said.committed) : '–'}
        {!row.call && <span className={css.second}>{t('forecast.not yet')}</span>}
        {row.call && change !== 0 && row.former && (
          <span className={`${css.second} ${change < 0 ? css.bad : ''}`}>
            {t('forecast.changed', {
              amount: `${change > 0 ? '+' : ''}${money(change)}`,
              day: format.date(row.former.week),
            })}
          </span>
        )}
        {said?.comment && <span className={`${css.second} ${css.comment}`}>{said.comment}</span>}
      </td>
      <td>
        {said ? money(said.bestCase) : '–'}
        {said && <span className={css.second}>{t('forecast.all', { amount: money(said.pipeline) })}</span>}
      </td>
      <td>
        {row.adjustment && money(row.adjustment.committed)}
        {row.adjustment && (
          <span className={`${css.second} ${css.comment}`}>
            {row.adjustment.leaderName}: {row.adjustment.reason}
          </span>
        )}
        {onAdjust && (
          <Button size="xs" variant="subtle" onClick={onAdjust} aria-label={`${t('forecast.adjust')}: ${row.name}`}>
            {t('forecast.adjust')}
          </Button>
        )}
      </td>
      <td data-words>
        {accuracy.miss === null || accuracy.bias === null ? (
          <span className={css.quiet}>{t('forecast.no past')}</span>
        ) : (
          <>
            {t('forecast.missed', {
              miss: format.percent(accuracy.miss),
              lean: t(
                accuracy.bias > 0.03
                  ? 'forecast.too much'
                  : accuracy.bias < -0.03
                    ? 'forecast.too little'
                    : 'forecast.even',
              ),
            })}
            <span className={css.second}>
              {t('forecast.of', {
                calls: accuracy.calls,
                periods: accuracy.periods,
                naive: accuracy.naiveMiss === null ? '–' : format.percent(accuracy.naiveMiss),
              })}
              {accuracy.adjustedMiss !== null &&
                ` · ${t('forecast.of adjusted', { miss: format.percent(accuracy.adjustedMiss) })}`}
            </span>
          </>
        )}
      </td>
    </tr>
  );
}

function Together({
  together,
  forecast: { rows, period, until, currency },
}: {
  together: NonNullable<TeamForecast['together']>;
  forecast: TeamForecast;
}) {
  const money = (value: number) => format.moneyShort(value, currency);
  // Where the people are not shown, their sum opens nothing of single ones.
  const of = { owner: rows.map((row) => row.memberId).join(','), from: period, until };
  const closed = rows.length < together.people;
  return (
    <tr>
      <th scope="row">
        {t('forecast.sum')}
        <span className={css.second}>{t('forecast.called', { called: together.called, people: together.people })}</span>
      </th>
      <td>
        <b>
          <SalesLink {...of} outcome="won" nothing={closed || together.won === 0}>
            {money(together.won)}
          </SalesLink>
        </b>
        {together.quota !== null && together.quota > 0 && (
          <span className={css.second}>
            {t('forecast.of quota', {
              share: format.percent(together.won / together.quota),
              quota: money(together.quota),
            })}
          </span>
        )}
      </td>
      <td>
        <SalesLink {...of} outcome="open" nothing={closed || together.open === 0}>
          {money(together.open)}
        </SalesLink>
      </td>
      <td>{money(together.won + together.weighted)}</td>
      <td>
        <b>{money(together.committed)}</b>
      </td>
      <td>
        {money(together.bestCase)}
        <span className={css.second}>{t('forecast.all', { amount: money(together.pipeline) })}</span>
      </td>
      <td>
        <b>{money(together.adjusted)}</b>
      </td>
      <td data-words />
    </tr>
  );
}
