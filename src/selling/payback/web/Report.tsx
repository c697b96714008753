import { useState } from 'react';
import { format } from '../../../web/format.ts';
import { Figures, Part, Table } from '../../web/parts.tsx';
import css from '../../web/space.module.css';
import type { ProgrammeDetail, ReportResult } from '../contract.ts';
import { CostAndGain } from './CostAndGain.tsx';
import { CountedList } from './Counted.tsx';
import { Course } from './Course.tsx';
import { called, change } from './change.ts';
import { t } from './messages.ts';

type Result = NonNullable<ProgrammeDetail['result']>;

/** What the training changed: the word it deserves, the number with its interval, the money, and what none of it can know. */
export function Report({ programme, result }: { programme: ProgrammeDetail; result: Result }) {
  const { currency } = programme;
  const headline = result.estimates[0];
  const { payback, cost } = result;
  const money = (value: number) => format.moneyShort(value, currency);
  const year = payback?.cumulative.find(({ month }) => month === 12)?.interval;
  const gained = (share: number) => `${share > 0 ? '+' : ''}${format.percent(share)}`;
  return (
    <>
      <p className={css.quiet} style={{ marginBottom: 12 }}>
        {t('report.as of', {
          day: format.date(result.asOf, 'full'),
          trained: result.trained,
          waiting: result.waiting,
          from: monthName(result.months[0] ?? ''),
          until: monthName(result.months.at(-1) ?? ''),
        })}
      </p>
      <Figures
        items={[
          {
            label: t('figure.effect'),
            value: headline?.number ? change(headline.number.estimate, headline.number) : t('figure.not shown'),
            detail: headline?.number
              ? t('figure.range', {
                  low: change(headline.number.low, headline.number),
                  high: change(headline.number.high, headline.number),
                  word: called(headline.number, headline.claim.word),
                })
              : t('estimate.flagged'),
          },
          {
            label: t('figure.margin'),
            value: result.marginEffect ? money(result.marginEffect.estimate) : t('figure.not shown'),
            detail: result.marginEffect
              ? `${money(result.marginEffect.low)} – ${money(result.marginEffect.high)}`
              : undefined,
          },
          {
            label: t('figure.cost'),
            value: money(cost.total),
            detail: t('figure.cost detail', {
              fees: money(cost.fees),
              hours: format.number(cost.hours),
              time: money(cost.hours * cost.loadedRate),
              material: money(cost.material),
            }),
          },
          {
            label: t('figure.payback'),
            value:
              payback?.verdict === 'shown'
                ? t('figure.payback month', { month: payback.month ?? 0 })
                : t('figure.not shown'),
            detail: payback?.interval
              ? t('figure.payback detail', payback.interval)
              : payback
                ? t('figure.payback never')
                : undefined,
          },
          ...(payback
            ? [
                { label: t('figure.chance'), value: format.percent(payback.probabilityWithin12) },
                {
                  label: t('figure.return'),
                  value: gained(payback.returnAfter12),
                  detail:
                    year && payback.cost > 0
                      ? t('figure.return detail', {
                          low: gained(year.low / payback.cost),
                          high: gained(year.high / payback.cost),
                        })
                      : undefined,
                },
              ]
            : []),
        ]}
      />
      <div className={css.columns}>
        {payback && <CostAndGain payback={payback} currency={currency} programme={programme.id} />}
        {result.course.length > 0 && <Course course={result.course} programme={programme.id} />}
      </div>
      <Evidence result={result} programme={programme.id} />
      <Counted result={result} currency={currency} programme={programme.id} />
      <Limits result={result} programme={programme.id} />
    </>
  );
}

/** By how much it changed what was counted, by each comparison in the order in which it may be trusted. */
export function Evidence({ result, programme }: { result: ReportResult; programme: string }) {
  return (
    <Part
      title={t('estimates.title')}
      report={{ report: 'training-payback', search: { programme } }}
      detail={`${t(`outcome.${result.outcome}`)}. ${t('estimates.detail')}`}
    >
      <Table
        label={t('estimates.title')}
        head={[
          t('estimate.method'),
          t('estimate.number'),
          t('estimate.range'),
          t('estimate.least'),
          t('estimate.people'),
          t('estimate.word'),
        ]}
      >
        {result.estimates.map((each) => (
          <tr key={each.method}>
            <th scope="row" data-words>
              {t(`method.${each.method}`)}
              {each.number?.p != null && <span className={css.second}>p = {format.number(each.number.p, 3)}</span>}
            </th>
            {each.number ? (
              <>
                <td>{change(each.number.estimate, each.number)}</td>
                <td>
                  {change(each.number.low, each.number)} – {change(each.number.high, each.number)}
                </td>
                <td>{format.number(each.number.smallestDetectable, each.number.smallestDetectable < 1 ? 2 : 1)}</td>
              </>
            ) : (
              <td colSpan={3} className={css.bad}>
                {t('estimate.flagged')}
              </td>
            )}
            <td>
              {format.number(each.trained)} / {format.number(each.others)}
            </td>
            <td>
              <span
                className={css.word}
                data-tone={
                  each.claim.word === 'effect' ? 'strong' : each.claim.word === 'not shown' ? 'bad' : undefined
                }
              >
                {t(`word.${each.claim.word}`)}
              </span>
              <span className={css.second}>{t(`reason.${each.claim.reason}`)}</span>
            </td>
          </tr>
        ))}
      </Table>
    </Part>
  );
}

const groups = ['trainedBefore', 'trainedAfter', 'waiting'] as const;

function Counted({ result, currency, programme }: { result: ReportResult; currency: string; programme: string }) {
  const [open, setOpen] = useState<(typeof groups)[number]>();
  const share = (part: number, of: number) => (of > 0 ? ` · ${format.percent(part / of)}` : '');
  return (
    <Part title={t('groups.title')} report={{ report: 'training-payback', search: { programme } }}>
      <Table
        label={t('groups.title')}
        head={[
          t('groups.who'),
          t('people'),
          t('groups.contacts'),
          t('groups.spotted'),
          t('groups.per 100'),
          t('groups.accepted'),
          t('groups.won'),
          t('groups.margin'),
        ]}
      >
        {groups
          .filter((group) => result.groups[group].people > 0)
          .map((group) => {
            const counted = result.groups[group];
            return (
              <tr key={group}>
                <th scope="row">{t(`groups.${group}`)}</th>
                <td>{format.number(counted.people)}</td>
                <td>{format.number(counted.contacts)}</td>
                <td>
                  <button
                    type="button"
                    className={css.link}
                    aria-expanded={open === group}
                    aria-label={t('counted.open group', { group: t(`groups.${group}`), count: counted.spotted })}
                    onClick={() => setOpen(open === group ? undefined : group)}
                  >
                    {format.number(counted.spotted)}
                  </button>
                </td>
                <td>{counted.contacts > 0 ? format.number((100 * counted.spotted) / counted.contacts, 1) : '–'}</td>
                <td>
                  {format.number(counted.accepted)}
                  {share(counted.accepted, counted.answered)}
                </td>
                <td>
                  {format.number(counted.won)}
                  {share(counted.won, counted.closed)}
                </td>
                <td>{format.moneyShort(counted.margin, currency)}</td>
              </tr>
            );
          })}
      </Table>
      {open !== undefined && <CountedList programme={programme} query={{ group: open }} />}
      <details className={css.details} style={{ marginTop: 8 }}>
        <summary>{t('months.title')}</summary>
        <Table
          label={t('months.title')}
          head={[t('months.month'), ...result.waves.map((wave) => wave.wave ?? t('wave.none'))]}
        >
          {result.months.map((month, i) => (
            <tr key={month}>
              <th scope="row">{monthName(month)}</th>
              {result.waves.map((wave) => (
                <td
                  key={wave.wave ?? ''}
                  className={wave.trainedFrom !== null && i >= wave.trainedFrom ? css.good : undefined}
                >
                  {t('months.of', { counted: wave.counted[i] ?? 0, on: wave.on[i] ?? 0 })}
                </td>
              ))}
            </tr>
          ))}
        </Table>
      </details>
    </Part>
  );
}

function Limits({ result: { placebo, trend, guard, limits }, programme }: { result: ReportResult; programme: string }) {
  const report = { report: 'training-payback', search: { programme } };
  return (
    <div className={css.columns}>
      {(placebo !== null || guard !== null) && (
        <Part title={t('checks.title')} report={report}>
          <ul className={css.notes}>
            {placebo && (
              <li className={placebo.passed ? undefined : css.bad}>
                {t(placebo.passed ? 'placebo.passed' : 'placebo.failed', {
                  estimate: format.signed(placebo.estimate),
                  low: format.signed(placebo.low),
                  high: format.signed(placebo.high),
                })}
              </li>
            )}
            {trend && (
              <li className={trend.passed ? undefined : css.bad}>
                {t(trend.passed ? 'trend.passed' : 'trend.failed', {
                  estimate: format.signed(trend.estimate, 2),
                  low: format.signed(trend.low, 2),
                  high: format.signed(trend.high, 2),
                })}
              </li>
            )}
            {guard && (
              <li className={guard.verdict === 'fell' ? css.bad : undefined}>
                {t(`guard.${guard.verdict}`, {
                  difference: format.signed(guard.difference, 2),
                  low: format.signed(guard.interval.low, 2),
                  high: format.signed(guard.interval.high, 2),
                })}
              </li>
            )}
          </ul>
        </Part>
      )}
      {limits.length > 0 && (
        <Part title={t('limits.title')} report={report}>
          <ul className={css.notes}>
            {limits.map((limit) => (
              <li key={limit}>{t(`limit.${limit}`)}</li>
            ))}
          </ul>
        </Part>
      )}
    </div>
  );
}

const monthName = (month: string) => (month === '' ? '' : format.date(`${month}-15T12:00:00Z`, 'monthYear'));
