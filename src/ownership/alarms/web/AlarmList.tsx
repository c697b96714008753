import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { signalText } from '../../../relationship/web/phrases.ts';
import { useAnswer } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { alarmsContract as api } from '../contract.ts';
import css from './alarms.module.css';
import { t } from './messages.ts';
import { Worth } from './Worth.tsx';

/** Running alarms, what is mild, and how far the alarm can be trusted. */
export function AlarmList() {
  const [now] = useState(() => new Date());
  const meta = { hears: ['alarm', 'touchpoint'] };
  const running = useAnswer(api.listAlarms, { query: { running: 'true', limit: 100 } }, { meta });
  const quality = useAnswer(api.alarmQuality, {}, { meta }).data;
  if (running.error && !running.data)
    return <QueryProblem error={running.error} onRetry={() => void running.refetch()} />;
  if (!running.data) return <RowsSkeleton rows={6} height={40} />;
  const share = (of: { share: number | null; low: number; high: number; n: number }) =>
    of.share === null ? t('quality.none yet') : format.percent(of.share);
  const interval = (of: { share: number | null; low: number; high: number; n: number }) =>
    of.share === null
      ? t('quality.n', { n: of.n })
      : t('quality.interval', { low: format.percent(of.low), high: format.percent(of.high), n: of.n });
  return (
    <>
      <section className={css.part} aria-label={t('list')}>
        {running.data.items.length === 0 && <p>{t('list.none')}</p>}
        <ul className={css.plain}>
          {running.data.items
            .toSorted((a, b) => b.severity - a.severity || Date.parse(a.answerBy) - Date.parse(b.answerBy))
            .map((alarm) => (
              <li key={alarm.id}>
                <Link to="/accounts/$id" params={{ id: alarm.accountId }}>
                  {alarm.accountName}
                </Link>
                <span>
                  {alarm.signals
                    .slice(0, 3)
                    .map((signal) => signalText(signal.kind, signal.amount ?? 0))
                    .join(' · ')}
                </span>
                <span className={`${css.quiet} ${css.end}`}>
                  {alarm.memberName ?? t('nobody')} ·{' '}
                  {alarm.state === 'open'
                    ? t('answer by', { when: format.dayWithin(alarm.answerBy, now) })
                    : t(`state.${alarm.state}`)}{' '}
                  · {t(`severity.${alarm.severity as 1 | 2 | 3}`)}
                </span>
              </li>
            ))}
        </ul>
      </section>
      {quality && (
        <section className={css.part} aria-labelledby="quality">
          <h2 id="quality">{t('quality.title')}</h2>
          <p>{t('quality.since', { when: format.date(quality.since, 'full') })}</p>
          <dl className={css.figures}>
            {(['precision', 'recall', 'recovered'] as const).map((figure) => (
              <div key={figure}>
                <dt>{t(`quality.${figure}`)}</dt>
                <dd>{share(quality[figure])}</dd>
                <dd className={css.why}>{t(`quality.${figure} why`)}</dd>
                <dd className={css.why}>{interval(quality[figure])}</dd>
              </div>
            ))}
            <div>
              <dt>{t('quality.lead')}</dt>
              <dd>
                {quality.leadDays === null
                  ? t('quality.none yet')
                  : t('quality.days', { count: Math.round(quality.leadDays) })}
              </dd>
              <dd className={css.why}>{t('quality.lead why')}</dd>
            </div>
          </dl>
        </section>
      )}
      <div className={css.two}>
        {quality && (
          <section className={css.part} aria-labelledby="missed">
            <h2 id="missed">{t('missed.title')}</h2>
            <p>{quality.missed.length === 0 ? t('missed.none') : t('missed.intro')}</p>
            <ul className={css.plain}>
              {quality.missed.map((each) => (
                <li key={each.accountId}>
                  <Link to="/accounts/$id" params={{ id: each.accountId }}>
                    {each.accountName}
                  </Link>
                  <span className={`${css.quiet} ${css.end}`}>
                    {t('missed.lost', { when: format.date(each.lostAt, 'dayYear') })}
                  </span>
                </li>
              ))}
            </ul>
            <h2>{t('false.title')}</h2>
            {quality.falseAlarms.length === 0 && <p>{t('false.none')}</p>}
            <ul className={css.plain}>
              {quality.falseAlarms.map((each) => (
                <li key={each.id}>
                  <Link to="/accounts/$id" params={{ id: each.accountId }}>
                    {each.accountName}
                  </Link>
                  <span>{each.note}</span>
                  <span className={`${css.quiet} ${css.end}`}>{format.date(each.openedAt, 'dayYear')}</span>
                </li>
              ))}
            </ul>
          </section>
        )}
        {quality && <Worth worth={quality.worth} recovered={quality.recovered} />}
      </div>
    </>
  );
}
