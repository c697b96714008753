import { saleTypes } from '../../relationship/vocabulary.ts';
import { useAnswer } from '../../web/api.ts';
import { format } from '../../web/format.ts';
import { EmptyState } from '../../web/kit/EmptyState.tsx';
import { insightContract as api, type ForecastAnswer } from '../contract.ts';
import { ForecastPicture } from './ForecastPicture.tsx';
import css from './insight.module.css';
import { t } from './messages.ts';
import { Answered, ReportTable, type ReportProps } from './Report.tsx';

const methods = ['blend', 'hazard', 'threeMonthMean', 'weightedPipeline'] as const;

/** This month's won amount as forecast before it began, beside the naive benchmarks and with its own record: also where it is beaten. */
export function ForecastReport({ view, compact }: ReportProps) {
  const saleType = saleTypes.find((each) => each === view['type']);
  const answer = useAnswer(api.readForecast, { query: saleType ? { saleType } : {} });
  return (
    <Answered answer={answer}>
      {(data) =>
        data.next === null ? (
          <EmptyState sentence={t('forecast.none')} />
        ) : (
          <Forecast data={data} next={data.next} compact={compact} />
        )
      }
    </Answered>
  );
}

function Forecast({
  data,
  next,
  compact,
}: {
  data: ForecastAnswer;
  next: NonNullable<ForecastAnswer['next']>;
  compact: boolean;
}) {
  const money = (amount: number) => format.moneyShort(amount, data.currency);
  const { accuracy } = data;
  return (
    <>
      <h2 className={css.heading}>{t('forecast.title', { month: format.date(next.month, 'month') })}</h2>
      <p className={css.figure}>
        <b>{money(next.blend)}</b>{' '}
        {next.interval
          ? t('forecast.range', {
              low: money(next.interval.low),
              high: money(next.interval.high),
              level: format.percent(next.interval.level),
              n: next.interval.pastErrors,
            })
          : t('forecast.no range')}
      </p>
      <p className={css.intro}>
        {t('forecast.about')} {t('forecast.so far', { amount: money(data.wonThisMonth) })}.{' '}
        {t('forecast.parts', {
          open: money(next.fromOpenSales),
          fresh: money(next.fromNewBusiness),
          factor: format.number(next.calendarFactor, 2),
          share: format.percent(next.hazardShare),
        })}{' '}
        {data.otherCurrencies > 0 && t('others', { count: data.otherCurrencies })}
      </p>
      <ForecastPicture past={data.past} next={next} currency={data.currency} />
      {accuracy && (
        <p className={css.intro}>
          {t(accuracy.beatsNaive ? 'forecast.beats' : 'forecast.beaten', {
            months: accuracy.months,
            blend: format.percent(accuracy.errors.blend),
            naive: format.percent(accuracy.errors.threeMonthMean),
          })}{' '}
          {accuracy.coverage.share !== null &&
            t('forecast.coverage', { percent: format.percent(accuracy.coverage.share), n: accuracy.coverage.n })}
        </p>
      )}
      {!compact && (
        <>
          <ReportTable
            name={t('method')}
            columns={[{ label: t('method') }, { label: t('method.next') }, { label: t('method.error') }]}
            rows={methods.map((method) => ({
              cells: [t(`method.${method}`), Math.round(next[method]), accuracy ? accuracy.errors[method] : null],
              shown: [undefined, money(next[method]), accuracy ? format.percent(accuracy.errors[method]) : '–'],
            }))}
          />
          <ReportTable
            name={t('forecast.chart')}
            columns={[
              { label: t('forecast.month') },
              { label: t('forecast.actual') },
              ...methods.map((method) => ({ label: t(`method.${method}`) })),
              { label: t('forecast.low') },
              { label: t('forecast.high') },
            ]}
            rows={data.past.toReversed().map((month) => {
              const figures = [
                month.actual,
                ...methods.map((method) => month[method]),
                month.interval?.low ?? null,
                month.interval?.high ?? null,
              ];
              return {
                cells: [
                  month.month.slice(0, 7),
                  ...figures.map((figure) => (figure === null ? null : Math.round(figure))),
                ],
                shown: [
                  format.date(month.month, 'month'),
                  ...figures.map((figure) => (figure === null ? '–' : money(figure))),
                ],
              };
            })}
          />
        </>
      )}
    </>
  );
}
