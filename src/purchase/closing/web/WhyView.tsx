import { Button } from '@mantine/core';
import type { CSSProperties } from 'react';
import { WithoutRate } from '../../../offerings/web/WithoutRate.tsx';
import { saleTypes } from '../../../relationship/vocabulary.ts';
import { useAnswer } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { EmptyState } from '../../../web/kit/EmptyState.tsx';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { Tabs } from '../../../web/kit/Tabs.tsx';
import { inDays } from '../../../web/kit/days.ts';
import type { View } from '../../../web/kit/view.ts';
import { closingContract as api } from '../contract.ts';
import css from './closing.module.css';
import { t } from './messages.ts';
import { lossText, winText } from './words.ts';

const periods = ['year', 'quarter', 'all'] as const;

/** Why sales were won and lost, and how we do against each competitor. */
export function WhyView({ view, onView }: { view: View; onView: (change: View) => void }) {
  const period = periods.find((each) => each === view['closed']) ?? 'year';
  const saleType = saleTypes.find((each) => each === view['saleType']);
  const { data, error, refetch } = useAnswer(
    api.whyDecided,
    {
      query: {
        ...(saleType ? { saleType } : {}),
        ...(period === 'all' ? {} : { from: inDays(period === 'year' ? -365 : -90) }),
      },
    },
    { meta: { hears: ['opportunity'] } },
  );
  if (error && !data) return <QueryProblem error={error} onRetry={() => void refetch()} />;
  if (!data) return <RowsSkeleton rows={8} />;
  return (
    <div className={css.report}>
      <Tabs
        label={t('why.period')}
        look="chips"
        tabs={periods.map((id) => ({ id, label: t(`why.${id}`) }))}
        value={period}
        onChange={(closed) => onView({ closed: closed === 'year' ? undefined : closed })}
      />
      <WithoutRate of={data.unrated} />
      {data.notYetFirm.count > 0 && (
        <p className={css.why}>
          {t('why.not firm', {
            count: data.notYetFirm.count,
            amount: format.money(Number(data.notYetFirm.amount), data.currency),
          })}
        </p>
      )}
      {data.won.length + data.lost.length === 0 ? (
        <EmptyState
          sentence={t(period === 'all' ? 'why.none' : 'why.none then')}
          action={
            period !== 'all' && (
              <Button variant="default" onClick={() => onView({ closed: 'all' })}>
                {t('why.show all')}
              </Button>
            )
          }
        />
      ) : (
        <div className={css.pair}>
          <Reasons title={t('why.won')} rows={data.won} words={winText} currency={data.currency} />
          <Reasons title={t('why.lost')} rows={data.lost} words={lossText} currency={data.currency} />
        </div>
      )}
      <section>
        <h2>{t('why.competitors')}</h2>
        {data.competitors.length === 0 ? (
          <p className={css.quiet}>{t('why.no competitors')}</p>
        ) : (
          <div className={css.scroll} role="region" aria-label={t('why.competitors')} tabIndex={0}>
            <table className={css.table}>
              <thead>
                <tr>
                  <th scope="col">{t('met.name')}</th>
                  <th scope="col">{t('why.met')}</th>
                  <th scope="col">{t('why.we won')}</th>
                  <th scope="col">{t('why.they won')}</th>
                  <th scope="col">{t('why.open')}</th>
                  <th scope="col">{t('why.rate')}</th>
                  <th scope="col" data-words="true">
                    {t('why.words')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {data.competitors.map((each) => (
                  <tr key={each.name}>
                    <th scope="row">{each.name}</th>
                    <td>{format.number(each.met)}</td>
                    <td>{format.number(each.won)}</td>
                    <td>{format.number(each.lost)}</td>
                    <td>{format.number(each.open)}</td>
                    <td>{each.met - each.open === 0 ? '' : format.percent(each.won / (each.met - each.open))}</td>
                    <td data-words="true">{each.why.join(' · ')}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </section>
    </div>
  );
}

interface ReasonsProps {
  title: string;
  rows: readonly { reason: string | null; count: number; amount: string }[];
  words: (reason: string | null) => string;
  currency: string;
}

function Reasons({ title, rows, words, currency }: ReasonsProps) {
  const all = rows.reduce((sum, row) => sum + row.count, 0);
  return (
    <section>
      <h2>
        {title} <span className={css.quiet}>{format.number(all)}</span>
      </h2>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{t('why.reason')}</th>
            <th scope="col">{t('why.share')}</th>
            <th scope="col">{t('why.count')}</th>
            <th scope="col">{t('why.amount', { currency })}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.reason ?? ''}>
              <th scope="row">{words(row.reason)}</th>
              <td>
                <span className={css.bar} style={share(row.count / all)} aria-hidden="true" />
                {format.percent(row.count / all)}
              </td>
              <td>{format.number(row.count)}</td>
              <td>{format.moneyShort(Number(row.amount), currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const share = (of: number): CSSProperties & { '--share': string } => ({ '--share': `${of * 100}%` });
