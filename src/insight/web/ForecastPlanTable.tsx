import { Link } from '@tanstack/react-router';
import { format } from '../../web/format.ts';
import type { ForecastPlan } from '../contract.ts';
import kit from '../../web/kit/Report.module.css';
import css from './insight.module.css';
import { quarterOf } from '../../selling/team/period.ts';
import { SalesLink } from '../../selling/web/SalesLink.tsx';
import { t } from './messages.ts';
import { ReportTable } from './Report.tsx';

/** Quota, what is won, and what people have said, beside the forecast: the leader's word next to the person's own. */
export function ForecastPlanTable({ plan, currency }: { plan: ForecastPlan; currency: string }) {
  const money = (amount: number | null) => (amount === null ? '–' : format.moneyShort(amount, currency));
  const together = {
    name: t('plan.all'),
    quota: plan.quota,
    won: plan.won,
    committed: plan.committed,
    bestCase: plan.bestCase,
    pipeline: plan.pipeline,
    adjusted: plan.adjusted,
    leaderName: null,
    reason: null,
  };
  return (
    <>
      <h2 className={kit.heading}>{t('forecast.plan', { date: format.date(plan.quarter, 'full') })}</h2>
      <p className={kit.intro}>
        {t('forecast.plan about')} <Link to="/selling">{t('plan.open')}</Link>
      </p>
      <ReportTable
        name={t('forecast.plan', { date: plan.quarter })}
        columns={[
          t('plan.person'),
          t('plan.quota'),
          t('plan.won'),
          t('plan.committed'),
          t('plan.best'),
          t('plan.pipeline'),
          t('plan.adjusted'),
          t('plan.why'),
        ].map((label) => ({ label }))}
        rows={[...plan.people, together].map((row) => {
          const why = row.leaderName === null ? '' : `${row.leaderName}: ${row.reason ?? ''}`;
          return {
            cells: [row.name, row.quota, row.won, row.committed, row.bestCase, row.pipeline, row.adjusted, why],
            shown: [
              undefined,
              money(row.quota),
              <SalesLink
                key="won"
                {...('id' in row ? { owner: row.id } : {})}
                outcome="won"
                from={plan.quarter}
                until={quarterOf(plan.quarter, 1)}
                nothing={row.won === 0}
              >
                {money(row.won)}
              </SalesLink>,
              money(row.committed),
              money(row.bestCase),
              money(row.pipeline),
              money(row.adjusted),
              <span key="why" className={css.words}>
                {why}
              </span>,
            ],
          };
        })}
      />
    </>
  );
}
