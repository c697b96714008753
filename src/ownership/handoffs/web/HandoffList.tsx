import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useAnswer } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { EmptyState } from '../../../web/kit/EmptyState.tsx';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { handoffsContract as api } from '../contract.ts';
import { Farmers } from './Farmers.tsx';
import css from './handoffList.module.css';
import { t } from './messages.ts';
import { daysSince, dutyText, stateText } from './words.ts';

/** Of those that are over, so many are shown at first. */
const latest = 5;

/** Handoffs under way, those late first, and how both sides do. */
export function HandoffList() {
  const [now] = useState(() => new Date());
  const [all, setAll] = useState(false);
  const { data, error, refetch } = useAnswer(
    api.listHandoffs,
    { query: { limit: 100 } },
    { meta: { hears: ['handoff'] } },
  );
  if (error && !data) return <QueryProblem error={error} onRetry={() => void refetch()} />;
  if (!data) return <RowsSkeleton rows={6} height={32} />;
  const rows = data.items
    .filter((row) => row.state !== 'void')
    .toSorted((a, b) => Number(b.tied) - Number(a.tied) || (b.duty?.lateDays ?? 0) - (a.duty?.lateDays ?? 0));
  if (rows.length === 0) return <EmptyState sentence={t('none')} />;
  const under = rows.filter((row) => row.tied).length;
  const shown = all ? rows : rows.slice(0, under + latest);
  return (
    <>
      <div className={css.scroll} role="region" aria-label={t('list')} tabIndex={0}>
        <table className={css.table}>
          <thead>
            <tr>
              {(['account', 'sale', 'hunter', 'farmer', 'state', 'clock'] as const).map((head) => (
                <th key={head} scope="col">
                  {t(head)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row.id}>
                <td className={css.main}>
                  <Link to="/handoffs/$id" params={{ id: row.id }}>
                    {row.accountName ?? t('account')}
                  </Link>
                </td>
                <td>{row.saleName}</td>
                <td>{row.hunter.name}</td>
                <td>{row.farmer?.name ?? '–'}</td>
                <td>{stateText(row)}</td>
                <td data-late={(row.duty?.lateDays ?? 0) > 0}>
                  {row.duty
                    ? `${dutyText(row, now)}${row.duty.lateDays > 0 ? `, ${t('late', { count: row.duty.lateDays })}` : ''}`
                    : row.tied
                      ? t('days since', { count: daysSince(row.signedAt, now) })
                      : t('nothing left')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {shown.length < rows.length && (
        <Button mt={8} size="xs" variant="default" onClick={() => setAll(true)}>
          {t('show over', { count: rows.length })}
        </Button>
      )}
      <Records />
      <Farmers />
    </>
  );
}

function Records() {
  const { data } = useAnswer(api.handoffRecords, {}, { meta: { hears: ['handoff'] } });
  if (!data || data.hunters.length === 0) return null;
  return (
    <section className={css.records} aria-labelledby="both-sides">
      <h2 id="both-sides">{t('records.title')}</h2>
      <p>{t('records.intro')}</p>
      <div className={css.sides}>
        {(['hunters', 'farmers'] as const).map((side) => (
          <table key={side} className={css.table}>
            <thead>
              <tr>
                <th scope="col">{t(`records.${side}`)}</th>
                <th scope="col">{t('records.handoffs')}</th>
                <th scope="col">{t('records.returned')}</th>
                <th scope="col">{t(side === 'hunters' ? 'records.days to accept' : 'records.days to answer')}</th>
              </tr>
            </thead>
            <tbody>
              {data[side].map((each) => (
                <tr key={each.memberId}>
                  <td className={css.main}>{each.memberName}</td>
                  <td>{each.handoffs}</td>
                  <td>
                    {each.returned} ({format.percent(each.returnRate)})
                  </td>
                  <td>
                    {each.medianDays === null ? '–' : t('records.median', { days: format.number(each.medianDays, 1) })}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        ))}
      </div>
    </section>
  );
}
