import { Button, Select } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowDown, ArrowUp, Plus } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useMembers } from '../../../people/web/data.ts';
import { useAnswer, useRows } from '../../../web/api.ts';
import { ask } from '../../../web/connection.ts';
import { format } from '../../../web/format.ts';
import { EmptyState } from '../../../web/kit/EmptyState.tsx';
import { Page, PageHeader } from '../../../web/kit/Page.tsx';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { Tabs } from '../../../web/kit/Tabs.tsx';
import { inDays } from '../../../web/kit/days.ts';
import { useView } from '../../../web/kit/view.ts';
import { useMay } from '../../../web/session.ts';
import { notifyProblem } from '../../../web/shell/toasts.ts';
import { routeContract as api, type RouteVisit } from '../contract.ts';
import { readRouteAgain } from './data.ts';
import { t } from './messages.ts';
import css from './route.module.css';
import { ReorderTable } from './ReorderTable.tsx';
import { StopDialog } from './StopDialog.tsx';
import { SkipDialog, VisitDialog } from './VisitDialog.tsx';

const spans = { today: 0, week: 6, month: 30 } as const;
const spanIds = ['today', 'week', 'month'] as const;

/** Whom to visit today and this week, in the order of the road; made for a phone. */
export function RoutePage() {
  const [view, setView] = useView();
  const span = spanIds.find((each) => each === view['until']) ?? 'week';
  const shown = view['as'] === 'reorders' ? 'reorders' : 'visits';
  const members = useMembers();
  const member = view['member'];
  const mayWrite = useMay('opportunity:write');
  const [adding, setAdding] = useState(false);
  return (
    <Page title={t('title')} crumbs={[{ label: t('purchase'), to: '/purchase' }]}>
      <PageHeader
        title={t('title')}
        views={
          <Tabs
            label={t('view.label')}
            look="switch"
            tabs={(['visits', 'reorders'] as const).map((id) => ({ id, label: t(`view.${id}`) }))}
            value={shown}
            onChange={(as) => setView({ as: as === 'visits' ? undefined : as })}
          />
        }
        actions={
          mayWrite && (
            <Button leftSection={<Plus size={15} aria-hidden="true" />} onClick={() => setAdding(true)}>
              {t('add')}
            </Button>
          )
        }
      />
      <div className={css.page}>
        <div className={css.top}>
          <Tabs
            label={t('until.label')}
            look="chips"
            tabs={spanIds.map((id) => ({ id, label: t(`until.${id}`) }))}
            value={span}
            onChange={(until) => setView({ until: until === 'week' ? undefined : until })}
          />
          <Select
            clearable
            searchable
            size="xs"
            aria-label={t('whose.label')}
            placeholder={t('whose.label')}
            data={members.list.map((each) => ({ value: each.id, label: each.name }))}
            value={member ?? null}
            onChange={(value) => setView({ member: value ?? undefined })}
          />
        </div>
        {shown === 'visits' ? (
          <Visits days={spans[span]} member={member} mayWrite={mayWrite} onAdd={() => setAdding(true)} />
        ) : (
          <Reorders within={spans[span]} member={member} />
        )}
      </div>
      {adding && <StopDialog account={null} onClose={() => setAdding(false)} />}
    </Page>
  );
}

interface VisitsProps {
  days: number;
  member: string | undefined;
  mayWrite: boolean;
  onAdd: () => void;
}

function Visits({ days, member, mayWrite, onAdd }: VisitsProps) {
  const { rows, hasMore, onMore, loading, problem } = useRows(
    api.listRoute,
    { query: { until: inDays(days), limit: 100, ...(member ? { member } : {}) } },
    { meta: { hears: ['touchpoint', 'account'] } },
  );
  const [logging, setLogging] = useState<RouteVisit>();
  const [skipping, setSkipping] = useState<RouteVisit>();
  const [changing, setChanging] = useState<RouteVisit>();
  const order = useMutation({
    mutationFn: async (accountIds: string[]) => ask(api.orderRoute, { body: { accountIds } }),
    onSuccess: readRouteAgain,
    onError: (error) => notifyProblem(error.message),
  });
  if (problem && rows.length === 0) return <QueryProblem error={problem} />;
  if (loading && rows.length === 0) return <RowsSkeleton rows={6} height={72} />;
  if (rows.length === 0)
    return (
      <EmptyState
        sentence={t(days > 6 ? 'empty' : 'empty.week')}
        action={mayWrite && <Button onClick={onAdd}>{t('add')}</Button>}
      />
    );
  const today = inDays(0);
  // What is late belongs to today.
  const byDay = [...Map.groupBy(rows, (row) => (row.nextVisitOn < today ? today : row.nextVisitOn))];
  return (
    <>
      {byDay.map(([day, visits]) => (
        <section key={day} aria-label={format.date(day, 'weekday')}>
          <h2 className={css.day}>
            <b>{format.day(day, today)}</b>
            <span>{t('visits', { count: visits.length })}</span>
          </h2>
          <ul>
            {visits.map((visit, i) => (
              <VisitRow
                key={visit.accountId}
                visit={visit}
                acts={
                  mayWrite && (
                    <>
                      <MoveButtons
                        name={visit.accountName}
                        first={i === 0}
                        last={i === visits.length - 1}
                        onMove={(by) => order.mutate(moved(visits, i, by))}
                      />
                      <Button size="xs" variant="default" onClick={() => setChanging(visit)}>
                        {t('loop.change')}
                      </Button>
                      <Button size="xs" variant="default" onClick={() => setSkipping(visit)}>
                        {t('skip')}
                      </Button>
                      <Button size="xs" onClick={() => setLogging(visit)}>
                        {t('made')}
                      </Button>
                    </>
                  )
                }
              />
            ))}
          </ul>
        </section>
      ))}
      {hasMore && (
        <Button variant="default" mt="md" onClick={onMore}>
          {t('until.month')}
        </Button>
      )}
      {logging && <VisitDialog visit={logging} onClose={() => setLogging(undefined)} />}
      {skipping && <SkipDialog visit={skipping} onClose={() => setSkipping(undefined)} />}
      {changing && (
        <StopDialog
          account={{ id: changing.accountId, name: changing.accountName }}
          onClose={() => setChanging(undefined)}
        />
      )}
    </>
  );
}

function VisitRow({ visit, acts }: { visit: RouteVisit; acts: ReactNode }) {
  const phone = visit.contact && (visit.contact.phone ?? visit.phone);
  return (
    <li className={css.visit} data-late={visit.daysLate > 0}>
      <div>
        <Link to="/accounts/$id" params={{ id: visit.accountId }} className={css.name}>
          {visit.accountName}
        </Link>
        <div className={css.facts}>
          <span className={css.when}>
            {visit.daysLate > 0 ? t('late', { count: visit.daysLate }) : t('every', { count: visit.everyDays })}
          </span>
          <span>{visit.lastVisitOn === null ? t('never') : t('last', { when: format.date(visit.lastVisitOn) })}</span>
          {visit.city && <span>{visit.city}</span>}
          {visit.contact && phone && (
            <a href={`tel:${phone.replaceAll(' ', '')}`}>{t('call', { name: visit.contact.name })}</a>
          )}
        </div>
        {visit.note && <p className={css.due}>{visit.note}</p>}
        {visit.due.length > 0 && (
          <p className={css.due}>
            {t('reorders due', {
              list: visit.due
                .map((each) =>
                  t('reorder of', {
                    quantity: each.quantity === null ? '' : format.number(each.quantity, 2, 0),
                    offering: each.offering,
                  }).trim(),
                )
                .join(', '),
            })}
          </p>
        )}
      </div>
      {acts && <div className={css.acts}>{acts}</div>}
    </li>
  );
}

interface MoveButtonsProps {
  name: string;
  first: boolean;
  last: boolean;
  onMove: (by: 1 | -1) => void;
}

/** The order of the road is the person's. */
function MoveButtons({ name, first, last, onMove }: MoveButtonsProps) {
  return (
    <>
      <button
        type="button"
        className={css.step}
        disabled={first}
        aria-label={t('move.up', { name })}
        onClick={() => onMove(-1)}
      >
        <ArrowUp size={16} aria-hidden="true" />
      </button>
      <button
        type="button"
        className={css.step}
        disabled={last}
        aria-label={t('move.down', { name })}
        onClick={() => onMove(1)}
      >
        <ArrowDown size={16} aria-hidden="true" />
      </button>
    </>
  );
}

/** The ids of a day in their new order. */
function moved(visits: readonly RouteVisit[], from: number, by: number): string[] {
  const ids = visits.map((visit) => visit.accountId);
  const [id] = ids.splice(from, 1);
  if (id !== undefined) ids.splice(from + by, 0, id);
  return ids;
}

function Reorders({ within, member }: { within: number; member: string | undefined }) {
  const { data, error, refetch } = useAnswer(
    api.listReorders,
    { query: { within, ...(member ? { member } : {}) } },
    { meta: { hears: ['opportunity', 'order'] } },
  );
  if (error && !data) return <QueryProblem error={error} onRetry={() => void refetch()} />;
  if (!data) return <RowsSkeleton rows={6} />;
  return data.items.length === 0 ? (
    <EmptyState sentence={t('reorder.none')} />
  ) : (
    <ReorderTable reorders={data.items} accounts />
  );
}
