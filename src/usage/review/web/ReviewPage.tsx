import { Button, Checkbox } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { Download } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { addressOf } from '../../../platform/client.ts';
import { useAnswer } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { Page, PageHeader } from '../../../web/kit/Page.tsx';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { PageSkeleton } from '../../../web/kit/Skeletons.tsx';
import { reviewContract as api, reviewParts, type Review } from '../contract.ts';
import { t } from './messages.ts';
import css from './review.module.css';

type Part = (typeof reviewParts)[number];

/** What we brought a customer in a year: to look at together, and to take along as a PDF with the parts that belong in it. */
export function ReviewPage() {
  const id: string | undefined = useParams({ strict: false, select: (params) => params.id });
  const { data, error, refetch } = useAnswer(
    api.readReview,
    { params: { id: id ?? '' } },
    { enabled: id !== undefined },
  );
  const [left, setLeft] = useState<ReadonlySet<Part>>(new Set());
  if (error && !data)
    return (
      <Page title={t('crumb')} crumbs={[]}>
        <PageHeader title={t('crumb')} />
        <QueryProblem error={error} onRetry={() => void refetch()} />
      </Page>
    );
  if (!data || id === undefined) return <PageSkeleton />;
  const parts = reviewParts.filter((part) => !left.has(part));
  const crumb = { label: data.account.name, to: `/accounts/${id}` };
  const toggle = (part: Part) => {
    const next = new Set(left);
    if (!next.delete(part)) next.add(part);
    setLeft(next);
  };
  return (
    <Page title={t('crumb')} crumbs={[crumb]}>
      <PageHeader
        title={t('title', { name: data.account.name })}
        detail={[
          t('period', { from: format.date(data.from, 'full'), to: format.date(data.to, 'full') }),
          data.ownerName ? t('by', { name: data.ownerName }) : '',
        ]
          .filter(Boolean)
          .join(', ')}
        back={crumb}
        actions={
          <Button
            component="a"
            href={addressOf(api.printReview, { params: { id }, query: { parts: [...parts] } })}
            download
            leftSection={<Download size={14} aria-hidden="true" />}
            disabled={parts.length === 0}
          >
            {t('print')}
          </Button>
        }
      />
      <fieldset className={css.parts}>
        <legend>{t('parts')}</legend>
        {reviewParts.map((part) => (
          <Checkbox key={part} label={t(`part.${part}`)} checked={!left.has(part)} onChange={() => toggle(part)} />
        ))}
      </fieldset>
      <div className={css.sheet}>
        {parts.map((part) => (
          <Section key={part} part={part} review={data} />
        ))}
      </div>
    </Page>
  );
}

function Section({ part, review }: { part: Part; review: Review }) {
  return (
    <section>
      <h2>{t(`part.${part}`)}</h2>
      <dl>{rowsOf(part, review)}</dl>
    </section>
  );
}

const day = (at: string) => format.date(at, 'dayYear');

function rowsOf(part: Part, review: Review): ReactNode {
  const { service, promises } = review;
  switch (part) {
    case 'plan':
      return review.plan.length === 0 ? (
        <Row what={t('plan.none')} />
      ) : (
        review.plan.map((plan, i) => <Agreed key={i} plan={plan} />)
      );
    case 'value':
      return review.value.length === 0 ? (
        <Row what={t('value.none')} />
      ) : (
        review.value.map((each, i) => <Row key={i} what={each.what} when={day(each.at)} />)
      );
    case 'service':
      return (
        <>
          <Row what={t('service.requests')} when={t('two', { first: service.opened, second: service.solved })} />
          {service.firstResponse.promised > 0 && (
            <Row what={t('service.first')} when={t('of', service.firstResponse)} />
          )}
          {service.resolution.promised > 0 && <Row what={t('service.resolution')} when={t('of', service.resolution)} />}
          {service.satisfied.answered > 0 && (
            <Row
              what={t('service.satisfied')}
              when={t('of', { kept: service.satisfied.satisfied, promised: service.satisfied.answered })}
            />
          )}
          {service.open.map((each, i) => (
            <Row
              key={i}
              what={t('still open', { what: each.subject })}
              when={t('since', { when: day(each.openedAt) })}
            />
          ))}
        </>
      );
    case 'promises':
      return (
        <>
          <Row what={t('promises.count')} when={t('two', { first: promises.kept, second: promises.broken })} />
          {promises.open.map((each, i) => (
            <Row
              key={i}
              what={t('still open', { what: each.what })}
              when={each.dueOn ? t('until', { when: day(each.dueOn) }) : ''}
            />
          ))}
        </>
      );
    case 'base':
      return review.base.length + review.contracts.length === 0 ? (
        <Row what={t('nothing')} />
      ) : (
        <>
          {review.base.map((each, i) => (
            <Row
              key={i}
              what={[each.name, each.serial].filter(Boolean).join(', ')}
              when={[
                each.since ? t('since', { when: day(each.since) }) : '',
                each.warrantyUntil ? t('warranty', { when: day(each.warrantyUntil) }) : '',
              ]
                .filter(Boolean)
                .join(', ')}
            />
          ))}
          {review.contracts.map((each, i) => (
            <Row
              key={`contract ${i}`}
              what={t('yearly', { name: each.name, amount: format.moneyShort(Number(each.yearly), each.currency) })}
              when={t('renews', { when: day(each.renewsOn) })}
            />
          ))}
        </>
      );
    case 'orders':
      return (
        <Row
          what={t('orders.count', { count: review.orders.count })}
          when={format.moneyShort(Number(review.orders.amount), review.currency)}
        />
      );
    default:
      return review.next.length === 0 ? (
        <Row what={t('nothing')} />
      ) : (
        review.next.map((each, i) => (
          <Row key={i} what={[each.what, each.memberName].filter(Boolean).join(', ')} when={day(each.dueAt)} />
        ))
      );
  }
}

/** One plan: each figure from where it began to its target, how far it has come, and who of them confirmed it. */
function Agreed({ plan }: { plan: Review['plan'][number] }) {
  const value = plan.firstValueOn ?? plan.firstValueDue;
  return (
    <>
      <Row
        what={t('plan.agreed', { title: plan.title, when: day(plan.signedOn) })}
        when={plan.milestones.of > 0 ? t('plan.milestones', plan.milestones) : ''}
      />
      {value !== null && (
        <Row
          what={t('plan.first value')}
          when={t(plan.firstValueOn === null ? 'plan.planned' : 'plan.shown', { when: day(value) })}
        />
      )}
      {plan.outcomes.map((each, i) => (
        <div key={i} className={css.row}>
          <dt>
            {each.metric}
            <span className={css.target}>
              {t('plan.from to', { from: figure(each.baseline, each.unit), to: figure(each.target, each.unit) })}
            </span>
          </dt>
          <dd className={css.reached}>
            {each.actual === null ? (
              t('plan.not measured')
            ) : (
              <>
                <span className={css.bar} aria-hidden="true">
                  <span style={{ width: `${(each.reached ?? 0) * 100}%` }} />
                </span>
                {t('plan.reached', {
                  actual: figure(each.actual, each.unit),
                  percent: format.percent(each.reached ?? 0),
                })}
                {each.confirmedBy !== null && t('plan.confirmed', { name: each.confirmedBy })}
              </>
            )}
          </dd>
        </div>
      ))}
    </>
  );
}

const figure = (value: number, unit: string | null) => [format.number(value, 2, 0), unit].filter(Boolean).join(' ');

function Row({ what, when = '' }: { what: string; when?: string }) {
  return (
    <div className={css.row}>
      <dt>{what}</dt>
      <dd>{when}</dd>
    </div>
  );
}
