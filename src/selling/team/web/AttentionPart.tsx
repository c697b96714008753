import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useAnswer } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { Part } from '../../web/parts.tsx';
import css from '../../web/space.module.css';
import { leadershipContract as api } from '../contract.ts';
import { t } from './messages.ts';
import type { Whose } from './whose.ts';

/** Five lists that should be empty: each row opens what it is about. */
export function AttentionPart({ whose }: { whose: Whose }) {
  const { data, error, refetch } = useAnswer(api.readAttention, { query: whose }, { meta: { hears: ['opportunity', 'touchpoint', 'handoff'] } });
  if (error && !data) return <QueryProblem error={error} onRetry={() => void refetch()} />;
  if (!data) return <RowsSkeleton rows={4} />;
  const money = (value: number) => format.moneyShort(value, data.currency);
  const stage = (of: (typeof data.stuck)[number]['stage']) => t(`stage.${of}`).toLowerCase();
  const sale = (id: string, name: string) => (
    <Link className={css.link} to="/opportunities/$id" params={{ id }}>
      <b>{name}</b>
    </Link>
  );
  const account = (id: string, name: string) => (
    <Link className={css.link} to="/accounts/$id" params={{ id }}>
      <b>{name}</b>
    </Link>
  );
  return (
    <Part title={t('attention.title')}>
      <div className={css.columns}>
        <Waiting
          title={t('attention.stuck')}
          {...(data.stuckCount > data.stuck.length ? { more: t('attention.stuck more', { count: data.stuckCount }) } : {})}
          items={data.stuck.map((each) => ({
            id: each.id,
            what: sale(each.id, each.name),
            detail: [t('stuck for', { count: each.daysInStage, stage: stage(each.stage) }), each.accountName, each.ownerName],
            value: money(each.amount),
          }))}
        />
        <Waiting
          title={t('attention.alarms')}
          items={data.alarms.map((each) => ({
            id: each.accountId,
            what: account(each.accountId, each.name),
            detail: [t('alarm.detail', { share: format.percent(each.probability), trust: format.number(each.trust), day: format.date(each.since) }), each.ownerName],
            value: money(each.revenue),
          }))}
        />
        <Waiting
          title={t('attention.handoffs')}
          items={data.handoffs.map((each) => ({
            id: each.id,
            what: account(each.accountId, each.accountName),
            detail: [
              t('handoff.from', { hunter: each.hunterName ?? t('handoff.nobody'), farmer: each.farmerName ?? t('handoff.nobody') }),
              each.state === 'offered' || each.state === 'returned' ? t(`handoff.${each.state}`) : t('handoff.open'),
            ],
            value: t('handoff.days', { count: each.days }),
          }))}
        />
        <Waiting
          title={t('attention.matrices')}
          items={data.matrices.map((each) => ({
            id: each.id,
            what: sale(each.id, each.name),
            detail: [each.weighedAt ? t('matrix old', { day: format.date(each.weighedAt) }) : t('matrix none', { stage: stage(each.stage) }), each.ownerName],
            value: money(each.amount),
          }))}
        />
        <Waiting
          title={t('attention.procedures')}
          items={data.procedures.map((each) => ({
            id: each.id,
            what: sale(each.id, each.name),
            detail: [t('step late', { step: each.step, day: format.date(each.dueOn) }), each.ownerName],
            value: money(each.amount),
          }))}
        />
      </div>
    </Part>
  );
}

interface WaitingProps {
  title: string;
  more?: string;
  items: readonly { id: string; what: ReactNode; detail: readonly (string | null)[]; value: string }[];
}

function Waiting({ title, more, items }: WaitingProps) {
  return (
    <section className={css.part} aria-label={title}>
      <div className={css.head}>
        <h3>{title}</h3>
        {more !== undefined && <p>{more}</p>}
      </div>
      {items.length === 0 ? (
        <p className={css.quiet}>{t('attention.nothing')}</p>
      ) : (
        <ul className={css.list}>
          {items.map((item) => (
            <li key={item.id}>
              <span>
                {item.what}
                <span className={css.second}>{item.detail.filter(Boolean).join(' · ')}</span>
              </span>
              <span>{item.value}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
