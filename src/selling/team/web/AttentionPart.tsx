import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useAnswer } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { Part } from '../../web/parts.tsx';
import css from '../../web/space.module.css';
import { signalText } from '../../../relationship/web/phrases.ts';
import { leadershipContract as api } from '../contract.ts';
import { t } from './messages.ts';
import type { Whose } from './whose.ts';

/** Six lists that should be empty: each row opens what it is about. */
export function AttentionPart({ whose }: { whose: Whose }) {
  const { data, error, refetch } = useAnswer(
    api.readAttention,
    { query: whose },
    { meta: { hears: ['opportunity', 'touchpoint', 'handoff', 'alarm', 'play', 'next step'] } },
  );
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
    <Part title={t('attention.title')} report={{ report: 'team-attention', search: whose }}>
      <div className={css.thirds}>
        <Waiting
          title={t('attention.stuck')}
          count={data.stuckCount}
          all={{ to: '/purchase', search: { as: 'table', outcome: 'open', stuck: 'true', ...whose } }}
          items={data.stuck.map((each) => ({
            id: each.id,
            what: sale(each.id, each.name),
            detail: [
              t('stuck for', { count: each.daysInStage, stage: stage(each.stage) }),
              each.accountName,
              each.ownerName,
            ],
            value: format.moneyShort(each.amount, each.currency),
          }))}
        />
        <Waiting
          title={t('attention.alarms')}
          count={data.counts.alarms}
          all={{ to: '/ownership', search: { part: 'alarms' } }}
          items={data.alarms.map((each) => ({
            id: each.id,
            what: account(each.accountId, each.name),
            detail: [
              each.reason === null ? null : signalText(each.reason, 0),
              t(each.late ? 'alarm.late' : each.state === 'open' ? 'alarm.answer by' : 'alarm.taken on', {
                day: format.date(each.answerBy),
              }),
              each.memberName ?? t('alarm.nobody'),
            ],
            bad: each.late,
            value: money(each.revenue),
          }))}
        />
        <Waiting
          title={t('attention.handoffs')}
          count={data.counts.handoffs}
          all={{ to: '/ownership', search: { part: 'handoffs' } }}
          items={data.handoffs.map((each) => ({
            id: each.id,
            what: account(each.accountId, each.accountName),
            detail: [
              t('handoff.from', {
                hunter: each.hunterName ?? t('handoff.nobody'),
                farmer: each.farmerName ?? t('handoff.nobody'),
              }),
              each.state === 'offered' || each.state === 'returned' ? t(`handoff.${each.state}`) : t('handoff.open'),
            ],
            value: t('handoff.days', { count: each.days }),
          }))}
        />
        <Waiting
          title={t('attention.matrices')}
          count={data.matrices.length}
          items={data.matrices.map((each) => ({
            id: each.id,
            what: sale(each.id, each.name),
            detail: [
              each.weighedAt
                ? t('matrix old', { day: format.date(each.weighedAt) })
                : t('matrix none', { stage: stage(each.stage) }),
              each.ownerName,
            ],
            value: format.moneyShort(each.amount, each.currency),
          }))}
        />
        <Waiting
          title={t('attention.procedures')}
          count={data.procedures.length}
          items={data.procedures.map((each) => ({
            id: each.id,
            what: sale(each.id, each.name),
            detail: [t('step late', { step: each.step, day: format.date(each.dueOn) }), each.ownerName],
            value: format.moneyShort(each.amount, each.currency),
          }))}
        />
        <Waiting
          title={t('attention.plays')}
          count={data.counts.plays}
          all={{ to: '/ownership', search: { part: 'plays' } }}
          items={data.plays.map((each) => ({
            id: each.id,
            what: account(each.accountId, each.accountName),
            detail: [
              each.name,
              each.next === null
                ? null
                : t(each.late ? 'play.overdue' : 'play.next', {
                    what: each.next,
                    day: each.dueAt ? format.date(each.dueAt) : '',
                  }),
              each.nextBy,
            ],
            bad: each.late,
            value: t('play.done', { done: each.done, steps: each.steps }),
          }))}
        />
      </div>
    </Part>
  );
}

interface WaitingProps {
  title: string;
  count: number;
  /** Where all of them are. */
  all?: { to: string; search: Record<string, string> };
  items: readonly { id: string; what: ReactNode; detail: readonly (string | null)[]; bad?: boolean; value: string }[];
}

function Waiting({ title, count, all, items }: WaitingProps) {
  return (
    <section className={css.part} aria-label={title}>
      <div className={css.head}>
        <h3>
          {title}
          {count > 0 && <span className={css.quiet}> {format.number(count)}</span>}
        </h3>
        {all !== undefined && (
          <Link className={`${css.link} ${css.quiet}`} to={all.to} search={all.search}>
            {t('attention.all')}
            <span className={css.hidden}> {title}</span>
          </Link>
        )}
      </div>
      {items.length === 0 ? (
        <p className={css.quiet}>{t('attention.nothing')}</p>
      ) : (
        <ul className={css.list}>
          {items.map((item) => (
            <li key={item.id}>
              <span>
                {item.what}
                <span className={`${css.second} ${item.bad ? css.bad : ''}`}>
                  {item.detail.filter(Boolean).join(' · ')}
                </span>
              </span>
              <span>{item.value}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
