import { Button, NativeSelect } from '@mantine/core';
import { WithoutRate } from '../../offerings/web/WithoutRate.tsx';
import { saleTypes } from '../../relationship/vocabulary.ts';
import { useAnswer } from '../../web/api.ts';
import { format } from '../../web/format.ts';
import { EmptyState } from '../../web/kit/EmptyState.tsx';
import { insightContract as api, retentionBases } from '../contract.ts';
import { periodIn } from '../period.ts';
import { Answered } from './Answered.tsx';
import { usualPeriod } from './period.ts';
import kit from '../../web/kit/Report.module.css';
import css from './insight.module.css';
import { t } from './messages.ts';
import { RetentionPicture } from './RetentionPicture.tsx';
import { ReportTable, type ReportProps } from './Report.tsx';

/** How much of last year's revenue the same customers bring this year: gross, net, and how many of them stayed. */
export function RetentionReport({ view, onView, compact }: ReportProps) {
  const wanted = saleTypes.find((each) => each === view['type']);
  const chosen = retentionBases.find((each) => each === view['retentionBy']) ?? (wanted ? 'revenue' : undefined);
  const period = periodIn(view);
  // Where there are contracts, they say it best; a firm without any looks at what was bought.
  const contracts = useAnswer(
    api.readRetention,
    { query: { basis: 'contracts', ...period } },
    { enabled: chosen === undefined },
  );
  const basis = chosen ?? (contracts.data?.items.some((row) => row.customers > 0) ? 'contracts' : 'revenue');
  const saleType = basis === 'revenue' ? wanted : undefined;
  const bought = useAnswer(
    api.readRetention,
    { query: { basis, ...period, ...(saleType ? { saleType } : {}) } },
    { enabled: chosen !== undefined || (contracts.data !== undefined && basis === 'revenue') },
  );
  const answer = chosen === undefined && basis === 'contracts' ? contracts : bought;
  return (
    <Answered answer={answer}>
      {(data) => {
        const rows = data.items.filter((row) => row.customers > 0);
        const latest = rows[0];
        const firstYear = data.items.find((row) => row.fresh > 0);
        const money = (amount: number) => format.moneyShort(amount, data.currency);
        return (
          <>
            <h2 className={kit.heading}>{t('retention.title')}</h2>
            {latest && (
              <p className={css.figure}>
                <b>{format.percent(latest.after / latest.before)}</b>{' '}
                {t('retention.latest', {
                  gross: format.percent(latest.kept / latest.before),
                  stayed: format.percent(latest.stayed / latest.customers),
                  customers: format.number(latest.customers),
                  until: format.date(latest.until, 'full'),
                })}
              </p>
            )}
            <p className={kit.intro}>
              {t(`retention.about.${basis}`)} <WithoutRate of={data.unrated} what="amounts" />
            </p>
            <NativeSelect
              size="xs"
              className={css.by}
              label={t('by')}
              value={basis}
              data={retentionBases.map((value) => ({ value, label: t(`by.${value}`) }))}
              onChange={(event) => onView({ retentionBy: event.currentTarget.value })}
            />
            {rows.length === 0 ? (
              <EmptyState
                sentence={
                  firstYear
                    ? t('retention.first', {
                        fresh: money(firstYear.fresh),
                        until: format.date(firstYear.until, 'full'),
                      })
                    : [
                        t((data.elsewhere?.before ?? data.elsewhere?.after) ? 'retention.none then' : 'retention.none'),
                        data.elsewhere?.before &&
                          t('retention.last', { date: format.date(data.elsewhere.before, 'full') }),
                        data.elsewhere?.after &&
                          t('retention.next', { date: format.date(data.elsewhere.after, 'full') }),
                      ]
                        .filter(Boolean)
                        .join(' ')
                }
                action={
                  (data.elsewhere?.before ?? data.elsewhere?.after) && (
                    <Button variant="default" onClick={() => onView({ ...usualPeriod, days: 'all' })}>
                      {t('there.all')}
                    </Button>
                  )
                }
              />
            ) : (
              <>
                <RetentionPicture rows={rows.toReversed()} basis={basis} saleType={saleType} />
                {!compact && (
                  <ReportTable
                    name={t('retention.title')}
                    columns={[
                      t('retention.until'),
                      t('retention.customers'),
                      t('retention.stayed'),
                      t('retention.before'),
                      t('retention.after'),
                      t('retention.gross'),
                      t('retention.net'),
                      t('retention.fresh'),
                    ].map((label) => ({ label }))}
                    evidence={{ amount: t('retention.before'), other: t('retention.after') }}
                    rows={rows.map((row) => ({
                      evidence: { report: 'retention', by: basis, key: row.until, ...(saleType ? { saleType } : {}) },
                      cells: [
                        row.until,
                        row.customers,
                        row.stayed / row.customers,
                        row.before,
                        row.after,
                        row.kept / row.before,
                        row.after / row.before,
                        row.fresh,
                      ],
                      shown: [
                        format.date(row.until, 'dayYear'),
                        format.number(row.customers),
                        format.percent(row.stayed / row.customers),
                        money(row.before),
                        money(row.after),
                        format.percent(row.kept / row.before),
                        format.percent(row.after / row.before),
                        money(row.fresh),
                      ],
                    }))}
                  />
                )}
              </>
            )}
          </>
        );
      }}
    </Answered>
  );
}
