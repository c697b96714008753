import { Link } from '@tanstack/react-router';
import { Suspense, type ReactNode } from 'react';
import { signalText } from '../../../relationship/web/phrases.ts';
import { useAnswer } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { EmptyState } from '../../../web/kit/EmptyState.tsx';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { Tabs } from '../../../web/kit/Tabs.tsx';
import type { View } from '../../../web/kit/view.ts';
import { SendWeekly } from '../../../web/SendWeekly.tsx';
import { alarmsContract as api } from '../contract.ts';
import css from './alarms.module.css';
import { t } from './messages.ts';

/** The week in one page: what is mild needs no row on Today, but is looked through once. */
export function Digest({ view, onView }: { view: View; onView: (change: View) => void }) {
  const whose = view['whose'] === 'mine' ? 'mine' : 'everyone';
  const { data, error, refetch } = useAnswer(
    api.readDigest,
    { query: whose === 'mine' ? { mine: 'true' as const } : {} },
    { meta: { hears: ['alarm', 'touchpoint', 'promise', 'case'] } },
  );
  if (error && !data) return <QueryProblem error={error} onRetry={() => void refetch()} />;
  if (!data) return <RowsSkeleton rows={8} height={32} />;
  const nothing = data.mild.length + data.dips.length + data.ahead.length + data.moved.length === 0;
  return (
    <>
      <div className={css.digestHead}>
        <Tabs
          label={t('digest.whose')}
          look="chips"
          tabs={[
            { id: 'everyone', label: t('digest.everyone') },
            { id: 'mine', label: t('digest.mine') },
          ]}
          value={whose}
          onChange={(chosen: string) => onView({ whose: chosen === 'mine' ? 'mine' : undefined })}
        />
        <p>
          {t('digest.week', {
            from: format.date(data.from),
            to: format.date(data.to, 'dayYear'),
            customers: format.number(data.customers),
            running: format.number(data.running),
          })}
        </p>
        <Suspense fallback={null}>
          <SendWeekly
            report="mild alarms"
            name={t(whose === 'mine' ? 'digest.letter mine' : 'digest.letter')}
            search={whose === 'mine' ? { part: 'digest', whose } : { part: 'digest' }}
          />
        </Suspense>
      </div>
      {nothing && <EmptyState sentence={t(data.customers === 0 ? 'digest.nobody' : 'digest.nothing')} />}
      <div className={css.two}>
        <div>
          <Part title={t('mild.title')} intro={t('mild.intro')} none={t('mild.none')} hidden={nothing}>
            {data.mild.map((each) => (
              <Line key={each.accountId} of={each} end={each.memberName}>
                {each.signals
                  .slice(0, 3)
                  .map((signal) => signalText(signal.kind, signal.amount ?? 0))
                  .join(' · ')}
                {each.isNew && <b className={css.new}>{t('digest.new')}</b>}
              </Line>
            ))}
          </Part>
          <Part title={t('digest.dips')} intro={t('digest.dips intro')} none={t('digest.dips none')} hidden={nothing}>
            {data.dips.map((each) => (
              <Line key={each.accountId} of={each} end={each.memberName}>
                {t('digest.dip', {
                  depth: format.number(each.dip.depth),
                  norm: format.number(each.dip.norm.depth),
                  days: format.number(each.dip.norm.days),
                })}
              </Line>
            ))}
          </Part>
        </div>
        <div>
          <Part
            title={t('digest.ahead')}
            intro={t('digest.ahead intro')}
            none={t('digest.ahead none')}
            hidden={nothing}
          >
            {data.ahead.map((each) => (
              <Line key={each.accountId} of={each} end={each.memberName}>
                {t('digest.crosses', { when: format.date(each.crossesAt) })}
              </Line>
            ))}
          </Part>
          <Part
            title={t('digest.moved')}
            intro={t('digest.moved intro')}
            none={t('digest.moved none')}
            hidden={nothing}
          >
            {data.moved.map((each) => (
              <Line key={each.id} of={each} end={each.memberName}>
                {each.endedAt === null
                  ? t('digest.began', { state: t(`state.${each.state}`), when: format.date(each.openedAt) })
                  : t('digest.ended', { state: t(`state.${each.state}`), when: format.date(each.endedAt) })}
                {each.note !== null && ` · ${each.note}`}
              </Line>
            ))}
          </Part>
        </div>
      </div>
    </>
  );
}

function Part({
  title,
  intro,
  none,
  hidden,
  children,
}: {
  title: string;
  intro: string;
  none: string;
  hidden: boolean;
  children: readonly ReactNode[];
}) {
  if (hidden) return null;
  return (
    <section className={css.part} aria-label={title}>
      <h2>{title}</h2>
      <p>{children.length === 0 ? none : intro}</p>
      <ul className={css.plain}>{children}</ul>
    </section>
  );
}

function Line({
  of,
  end,
  children,
}: {
  of: { accountId: string; accountName: string | null };
  end: string | null;
  children: ReactNode;
}) {
  return (
    <li>
      <Link to="/accounts/$id" params={{ id: of.accountId }}>
        {of.accountName ?? '…'}
      </Link>
      <span>{children}</span>
      <span className={`${css.quiet} ${css.end}`}>{end}</span>
    </li>
  );
}
