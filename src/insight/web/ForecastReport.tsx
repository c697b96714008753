import { NativeSelect } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { WithoutRate } from '../../offerings/web/WithoutRate.tsx';
import { dayOf } from '../../platform/days.ts';
import { saleTypes, type SaleType } from '../../relationship/vocabulary.ts';
import { useAnswer } from '../../web/api.ts';
import { format } from '../../web/format.ts';
import { EmptyState } from '../../web/kit/EmptyState.tsx';
import { Working } from '../../web/Working.tsx';
import { today } from '../../web/kit/days.ts';
import { useMay } from '../../web/session.ts';
import { insightContract as api, type ForecastAnswer } from '../contract.ts';
import { EvidenceList } from './EvidenceList.tsx';
import { ForecastPlanTable } from './ForecastPlanTable.tsx';
import { ForecastGrounds } from './ForecastGrounds.tsx';
import { offeredPeriods } from './forecastPeriods.ts';
import { periodName } from './periodName.ts';
import { ForecastPicture } from './ForecastPicture.tsx';
import kit from '../../web/kit/Report.module.css';
import css from './insight.module.css';
import { t } from './messages.ts';
import { Answered } from './Answered.tsx';
import { ReportTable, type ReportProps } from './Report.tsx';

const methods = ['blend', 'hazard', 'threeMonthMean', 'weightedPipeline'] as const;

/** This month's won amount as forecast before it began, beside the naive benchmarks and with its own record: also where it is beaten. */
export function ForecastReport({ view, onView, compact }: ReportProps) {
  const saleType = saleTypes.find((each) => each === view['type']);
  const period = /^20\d\d-(?:0[1-9]|1[0-2]|Q[1-4])$/.test(view['period'] ?? '') ? view['period'] : undefined;
  const mayImport = useMay('import:write');
  const answer = useAnswer(api.readForecast, {
    query: { ...(saleType ? { saleType } : {}), ...(period ? { period } : {}) },
  });
  return (
    <Answered answer={answer} waiting={<Working kind="forecast" label={t('forecast.working')} />}>
      {(data) =>
        data.next === null && data.grounds.lastDecidedOn === null ? (
          <>
            <h2 className={kit.heading}>{t('forecast.title', { period: periodName(data.period) })}</h2>
            <EmptyState
              sentence={t('forecast.none')}
              action={mayImport && <Link to="/import">{t('never.import')}</Link>}
            />
          </>
        ) : data.next === null || data.grounds.decided === 0 ? (
          <>
            <h2 className={kit.heading}>{t('forecast.title', { period: periodName(data.period) })}</h2>
            <PeriodOfForecast data={data} onPeriod={(chosen) => onView({ period: chosen })} />
            <ForecastGrounds data={data} onPeriod={(chosen) => onView({ period: chosen })} />
            {!compact && data.plan && <ForecastPlanTable plan={data.plan} currency={data.currency} />}
          </>
        ) : (
          <Forecast
            data={data}
            next={data.next}
            saleType={saleType}
            compact={compact}
            onPeriod={(chosen) => onView({ period: chosen })}
          />
        )
      }
    </Answered>
  );
}

interface ForecastProps {
  data: ForecastAnswer;
  next: NonNullable<ForecastAnswer['next']>;
  saleType: SaleType | undefined;
}

function Forecast({
  data,
  next,
  saleType,
  compact,
  onPeriod,
}: ForecastProps & { compact: boolean; onPeriod: (period: string | undefined) => void }) {
  const [month, setMonth] = useState<string>();
  return (
    <>
      <h2 className={kit.heading}>{t('forecast.title', { period: periodName(data.period) })}</h2>
      <PeriodOfForecast data={data} onPeriod={onPeriod} />
      <Expected data={data} next={next} />
      <ForecastGrounds data={data} onPeriod={onPeriod} />
      <ForecastPicture
        past={data.past}
        next={next}
        currency={data.currency}
        open={month}
        onOpen={(chosen) => setMonth(month === chosen ? undefined : chosen)}
      />
      {month !== undefined && (
        <div className={css.behindForecast}>
          <p className={kit.intro}>{t('forecast.won in', { month: format.date(month, 'monthLong') })}</p>
          <EvidenceList query={wonIn(data, saleType, month)} labels={{ amount: '' }} />
        </div>
      )}
      <OwnRecord data={data} next={next} />
      {!compact && <Behind data={data} next={next} saleType={saleType} />}
    </>
  );
}

/** What is expected, within which range, and of which parts. */
function Expected({ data, next }: Omit<ForecastProps, 'saleType'>) {
  const money = moneyIn(data);
  return (
    <>
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
        {data.lead === 0 && (
          <>
            {' · '}
            <b>{money(data.wonSoFar)}</b> {t(data.until <= today() ? 'forecast.won' : 'forecast.so far')}
          </>
        )}
      </p>
      <p className={kit.intro}>
        {data.lead > 0 ? t('forecast.ahead', { count: data.lead }) : t('forecast.about')}{' '}
        {t('forecast.parts', {
          open: money(next.fromOpenSales),
          fresh: money(next.fromNewBusiness),
          factor: format.number(next.calendarFactor, 2),
          share: format.percent(next.hazardShare),
        })}{' '}
        <WithoutRate of={data.unrated} />
      </p>
    </>
  );
}

/** How well it foretold the past, also where it is beaten. */
function OwnRecord({ data: { accuracy }, next }: Omit<ForecastProps, 'saleType'>) {
  if (!accuracy) return null;
  return (
    <p className={kit.intro}>
      {t(next.hazardShare === 0 ? 'forecast.mean' : accuracy.beatsNaive ? 'forecast.beats' : 'forecast.beaten', {
        months: accuracy.months,
        blend: format.percent(accuracy.errors.blend),
        naive: format.percent(accuracy.errors.threeMonthMean),
      })}{' '}
      {accuracy.coverage.share !== null &&
        t('forecast.coverage', { percent: format.percent(accuracy.coverage.share), n: accuracy.coverage.n })}
    </p>
  );
}

/** The sales that it counts on, what sellers plan, and each method, for the period and month by month. */
function Behind({ data, next, saleType }: ForecastProps) {
  const [open, setOpen] = useState(false);
  const money = moneyIn(data);
  const { accuracy } = data;
  return (
    <>
      <button type="button" className={css.csv} aria-expanded={open} onClick={() => setOpen(!open)}>
        {t('forecast.show evidence')}
      </button>
      {open && (
        <section aria-label={t('forecast.evidence')} className={css.behindForecast}>
          <p className={kit.intro}>{t('forecast.evidence')}</p>
          <EvidenceList
            query={{ report: 'forecast', key: data.from, other: data.until, ...(saleType ? { saleType } : {}) }}
            labels={{ amount: '' }}
          />
        </section>
      )}
      {data.plan && <ForecastPlanTable plan={data.plan} currency={data.currency} />}
      <ReportTable
        name={t('method')}
        columns={[{ label: t('method') }, { label: t('method.next') }, { label: t('method.error') }]}
        rows={methods.map((method) => ({
          cells: [t(`method.${method}`), Math.round(next[method]), accuracy ? accuracy.errors[method] : null],
          shown: [undefined, money(next[method]), accuracy ? format.percent(accuracy.errors[method]) : '–'],
        }))}
      />
      <MonthByMonth data={data} saleType={saleType} />
    </>
  );
}

function MonthByMonth({ data, saleType }: Omit<ForecastProps, 'next'>) {
  const money = moneyIn(data);
  return (
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
        const { actual, interval } = month;
        const figures = [
          actual,
          ...methods.map((method) => month[method]),
          interval?.low ?? null,
          interval?.high ?? null,
        ];
        return {
          evidence: wonIn(data, saleType, month.month),
          cells: [month.month.slice(0, 7), ...figures.map((figure) => (figure === null ? null : Math.round(figure)))],
          shown: [
            format.date(month.month, 'monthYear'),
            ...figures.map((figure) => (figure === null ? '–' : money(figure))),
          ],
        };
      })}
    />
  );
}

const moneyIn =
  ({ currency }: ForecastAnswer) =>
  (amount: number) =>
    format.moneyShort(amount, currency);

/** The sales won in a period that begins on this day, as evidence. */
const wonIn = ({ period }: ForecastAnswer, saleType: SaleType | undefined, from: string) => ({
  report: 'forecast' as const,
  by: 'won',
  key: from,
  other: monthsLater(from, period.includes('Q') ? 3 : 1),
  ...(saleType ? { saleType } : {}),
});

function PeriodOfForecast({ data, onPeriod }: { data: ForecastAnswer; onPeriod: (period: string) => void }) {
  const { quarters, months } = offeredPeriods(today(), data.grounds.firstDecidedOn, data.period);
  const named = (values: readonly string[]) => values.map((value) => ({ value, label: periodName(value) }));
  return (
    <NativeSelect
      size="xs"
      className={css.by}
      label={t('forecast.period')}
      value={data.period}
      data={[
        {
          group: t('forecast.quarters'),
          items: named([...new Set([...quarters, ...(data.period.includes('Q') ? [data.period] : [])])].toSorted()),
        },
        {
          group: t('forecast.months'),
          items: named([...new Set([...months, ...(data.period.includes('Q') ? [] : [data.period])])].toSorted()),
        },
      ]}
      onChange={(event) => onPeriod(event.currentTarget.value)}
    />
  );
}

const monthsLater = (day: string, months: number) =>
  dayOf(new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1 + months, 1)));
