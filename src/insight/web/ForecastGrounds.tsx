import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { daysAfter } from '../../platform/days.ts';
import { format } from '../../web/format.ts';
import { today } from '../../web/kit/days.ts';
import type { ForecastAnswer } from '../contract.ts';
import css from './insight.module.css';
import { quarterOfDay } from './forecastPeriods.ts';
import { t } from './messages.ts';
import { periodName } from './periodName.ts';

interface ForecastGroundsProps {
  data: ForecastAnswer;
  onPeriod: (period: string) => void;
}

/** Why a forecast says little, and what to do about it; nothing where it stands on firm ground. */
export function ForecastGrounds({ data, onPeriod }: ForecastGroundsProps) {
  const { grounds, from, until } = data;
  const period = periodName(data.period);
  const reasons: { key: string; why: string; what?: ReactNode }[] = [];
  const at = quarterOfDay(grounds.lastDecidedOn ?? today());
  const there = grounds.lastDecidedOn !== null && at !== data.period && (
    <button type="button" onClick={() => onPeriod(at)}>
      {t('grounds.show', { period: periodName(at) })}
    </button>
  );
  if (grounds.lastDecidedOn === null) reasons.push({ key: 'never', why: t('grounds.never') });
  else if (grounds.decided === 0)
    reasons.push({
      key: 'decided',
      why: t(grounds.lastDecidedOn < from ? 'grounds.long ago' : 'grounds.only later', {
        first: format.date(grounds.firstDecidedOn ?? from, 'full'),
        last: format.date(grounds.lastDecidedOn, 'full'),
      }),
      what: there,
    });
  else if (data.next?.interval == null)
    reasons.push({
      key: 'interval',
      why: t('grounds.no interval', {
        count: grounds.decided,
        first: format.date(grounds.firstDecidedOn ?? from, 'full'),
        last: format.date(grounds.lastDecidedOn, 'full'),
      }),
      what: until > today() ? t('grounds.wait') : t('grounds.bring in'),
    });
  // What is expected today says nothing of a period that is over.
  if (until > today() && grounds.openInPeriod === 0) {
    const overdue = grounds.openBefore > 0 && (
      <Link to="/purchase" search={{ as: 'table', closeTo: daysAfter(from, -1) }}>
        {t('grounds.overdue', { count: grounds.openBefore })}
      </Link>
    );
    const without = grounds.openWithoutDay > 0 && t('grounds.without day', { count: grounds.openWithoutDay });
    reasons.push(
      grounds.open === 0
        ? { key: 'open', why: t('grounds.none open'), what: <Link to="/purchase">{t('grounds.open one')}</Link> }
        : {
            key: 'expected',
            why: [t('grounds.none expected', { count: grounds.open, period }), without].filter(Boolean).join(' '),
            what: overdue || (
              <Link to="/purchase" search={{ as: 'table' }}>
                {t('grounds.give days')}
              </Link>
            ),
          },
    );
  }
  if (reasons.length === 0) return null;
  return (
    <section className={css.grounds} aria-label={t('grounds.title')}>
      <h3>{t('grounds.title')}</h3>
      <ul>
        {reasons.map(({ key, why, what }) => (
          <li key={key}>
            {why} {what}
          </li>
        ))}
      </ul>
    </section>
  );
}
