import { NativeSelect } from '@mantine/core';
import { WithoutRate } from '../../offerings/web/WithoutRate.tsx';
import { saleTypes } from '../../relationship/vocabulary.ts';
import { useAnswer } from '../../web/api.ts';
import { format } from '../../web/format.ts';
import { insightContract as api, outcomeKinds } from '../contract.ts';
import kit from '../../web/kit/Report.module.css';
import css from './insight.module.css';
import { t } from './messages.ts';
import { periodIn } from '../period.ts';
import { NothingThen } from './NothingThen.tsx';
import { periodWords } from './period.ts';
import { Answered } from './Answered.tsx';
import { ReportTable, type ReportProps } from './Report.tsx';

/** Why sales were won and lost: by reason, competitor, source, offering or seller. */
export function OutcomesReport({ view, onView, compact }: ReportProps) {
  const by = outcomeKinds.find((each) => each === view['outcomesBy']) ?? 'reason';
  const saleType = saleTypes.find((each) => each === view['type']);
  const period = periodIn(view);
  const answer = useAnswer(api.readOutcomes, { query: { ...period, by, ...(saleType ? { saleType } : {}) } });
  return (
    <Answered answer={answer}>
      {(data) => {
        const money = (amount: string) => format.moneyShort(Number(amount), data.currency);
        return (
          <>
            <h2 className={kit.heading}>{t('outcomes.title')}</h2>
            <p className={kit.intro}>
              {t('outcomes.about', { period: periodWords(period), currency: data.currency })}{' '}
              <WithoutRate of={data.unrated} />
            </p>
            <NativeSelect
              size="xs"
              className={css.by}
              label={t('by')}
              value={by}
              data={outcomeKinds.map((value) => ({ value, label: t(`by.${value}`) }))}
              onChange={(event) =>
                onView({ outcomesBy: event.currentTarget.value === 'reason' ? undefined : event.currentTarget.value })
              }
            />
            {data.items.length === 0 ? (
              <NothingThen what="decided" asked={period} elsewhere={data.elsewhere} onView={onView} />
            ) : (
              <ReportTable
                name={t('outcomes.title')}
                columns={[
                  t('outcomes.key'),
                  t('outcomes.rate'),
                  t('outcomes.won'),
                  t('outcomes.lost'),
                  t('outcomes.won amount'),
                  t('outcomes.lost amount'),
                  t('outcomes.days'),
                ].map((label) => ({ label, ...(label === t('outcomes.rate') ? { look: 'bar' as const } : {}) }))}
                evidence={{ amount: '' }}
                rows={data.items.slice(0, compact ? 8 : undefined).map((row) => {
                  const evidence = {
                    report: 'outcomes' as const,
                    by,
                    ...period,
                    ...(row.key === null ? {} : { key: row.key }),
                    ...(saleType ? { saleType } : {}),
                  };
                  return {
                    evidence,
                    opens: [undefined, evidence, { ...evidence, other: 'won' }, { ...evidence, other: 'lost' }],
                    cells: [
                      row.key ?? t('outcomes.unsaid'),
                      row.won / (row.won + row.lost),
                      row.won,
                      row.lost,
                      Number(row.wonAmount),
                      Number(row.lostAmount),
                      row.medianDays,
                    ],
                    shown: [
                      undefined,
                      <span key="rate" className={css.reached}>
                        <i style={{ inlineSize: `${(row.won / (row.won + row.lost)) * 100}%` }} aria-hidden="true" />
                        <span>{format.percent(row.won / (row.won + row.lost))}</span>
                      </span>,
                      format.number(row.won),
                      format.number(row.lost),
                      money(row.wonAmount),
                      money(row.lostAmount),
                      row.medianDays === null ? '–' : format.number(row.medianDays),
                    ],
                  };
                })}
              />
            )}
          </>
        );
      }}
    </Answered>
  );
}
