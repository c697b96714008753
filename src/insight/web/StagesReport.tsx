import { useAnswer } from '../../web/api.ts';
import { format } from '../../web/format.ts';
import { buyingStages } from '../../purchase/stages.ts';
import { t as sales } from '../../purchase/web/messages.ts';
import { saleTypes } from '../../relationship/vocabulary.ts';
import { insightContract as api, type StageRow } from '../contract.ts';
import kit from '../../web/kit/Report.module.css';
import css from './insight.module.css';
import { t } from './messages.ts';
import { periodIn } from '../period.ts';
import { NothingThen } from './NothingThen.tsx';
import { periodWords } from './period.ts';
import { Answered } from './Answered.tsx';
import { ReportTable, type ReportProps } from './Report.tsx';

/** The funnel by the five stages and sale type, with the time that each takes. */
export function StagesReport({ view, onView }: ReportProps) {
  const period = periodIn(view);
  const saleType = saleTypes.find((each) => each === view['type']);
  const answer = useAnswer(api.readStages, { query: { ...period, ...(saleType ? { saleType } : {}) } });
  const behind = (row: StageRow, other?: string) => ({
    report: 'stages' as const,
    ...period,
    key: row.saleType,
    ...(other ? { other } : {}),
  });
  return (
    <Answered answer={answer}>
      {(data) =>
        data.items.length === 0 ? (
          <>
            <h2 className={kit.heading}>{t('stages.title')}</h2>
            <NothingThen what="opened" asked={period} elsewhere={data.elsewhere} onView={onView} />
          </>
        ) : (
          <>
            <h2 className={kit.heading}>{t('stages.title')}</h2>
            <p className={kit.intro}>
              {t('stages.about', { period: periodWords(period) })}{' '}
              {data.timed > 0 ? t('stages.timed', { timed: format.number(data.timed) }) : t('stages.untimed')}
            </p>
            <ReportTable
              name={t('stages.title')}
              columns={[
                { label: t('stages.type') },
                { label: t('stages.opened') },
                ...buyingStages.map((stage) => ({ label: sales(`stage.${stage}`), look: 'bar' as const })),
                { label: t('stages.won') },
                { label: t('stages.lost') },
                { label: t('stages.open') },
              ]}
              rows={data.items.map((row) => ({
                cells: [sales(`type.${row.saleType}`), row.opened, ...row.reached, row.won, row.lost, row.open],
                shown: [
                  undefined,
                  format.number(row.opened),
                  ...row.reached.map((reached, i) => (
                    <Reached
                      key={buyingStages[i]}
                      share={reached / row.opened}
                      count={reached}
                      days={row.medianDays[i] ?? null}
                    />
                  )),
                  format.number(row.won),
                  format.number(row.lost),
                  format.number(row.open),
                ],
                evidence: behind(row),
                opens: [
                  undefined,
                  behind(row),
                  ...buyingStages.map((stage) => behind(row, stage)),
                  behind(row, 'won'),
                  behind(row, 'lost'),
                  behind(row, 'open'),
                ],
              }))}
            />
          </>
        )
      }
    </Answered>
  );
}

function Reached({ share, count, days }: { share: number; count: number; days: number | null }) {
  return (
    <span className={css.reached}>
      <i style={{ inlineSize: `${share * 100}%` }} aria-hidden="true" />
      <span>
        {format.percent(share)} <small>{format.number(count)}</small>
        {days !== null && (
          <small title={t('stages.days title')}> · {t('stages.days', { days: format.number(days) })}</small>
        )}
      </span>
    </span>
  );
}
