import { Menu } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { ListFilter } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { keepTrail } from '../../people/web/trail.ts';
import { format } from '../../web/format.ts';
import { KeyHint } from '../../web/kit/KeyHint.tsx';
import { Page, PageHeader } from '../../web/kit/Page.tsx';
import { QueryProblem } from '../../web/kit/QueryProblem.tsx';
import { RecordTable } from '../../web/kit/RecordTable.tsx';
import { RowsSkeleton } from '../../web/kit/Skeletons.tsx';
import { Tabs } from '../../web/kit/Tabs.tsx';
import { useView } from '../../web/kit/view.ts';
import { logFrom, openLog } from '../../web/shell/log.ts';
import type { TodayRecord } from '../contract.ts';
import { settle } from '../../ownership/promises/web/data.ts';
import { finishStep, takeChampion, sameDay, snooze, snoozeUntil, takeOff } from './actions.ts';
import { todayQuery, type Whose } from './data.ts';
import { HandOver } from './HandOver.tsx';
import css from './today.module.css';
import { grouping, kindsOf, todayColumns, todayPhoneRow, rowHeights } from './TodayRows.tsx';
import { t } from './todayMessages.ts';
import { NothingDue } from './TodayEmpty.tsx';
import { TodayPanel } from './TodayPanel.tsx';

const whoseLists = ['mine', 'team', 'all'] as const;

/** Whom to contact today and why, most urgent first; most rows are finished without leaving the list. */
export function Today() {
  const [view, setView] = useView();
  const chosen = whoseLists.find((each) => each === view['whose']);
  const asked = useQuery(todayQuery(chosen ?? 'mine'));
  // Whoever looks after nobody (an owner who has just brought the company in) sees what is due for everybody.
  const looksAfterNobody = chosen === undefined && asked.data?.rows.length === 0 && asked.data.warm === null;
  const everybodys = useQuery({ ...todayQuery('all'), enabled: looksAfterNobody });
  const whose = looksAfterNobody ? 'all' : (chosen ?? 'mine');
  const { data, error, refetch } = looksAfterNobody ? everybodys : asked;
  const [opened] = useState(() => new Date().toISOString());
  const now = data?.asOf ?? opened;
  const kind = view['kind'];
  const rows = useMemo(() => data?.rows.filter((row) => kind === undefined || row.group === kind) ?? [], [data, kind]);
  const [at, setAt] = useState(0);
  const current = rows[Math.min(at, rows.length - 1)];
  const [handing, setHanding] = useState<TodayRecord>();
  const wide = useMediaQuery('(min-width: 1161px)', true);
  const navigate = useNavigate();
  const dated = rows.some((row) => row.dueAt !== null);
  const columns = useMemo(() => todayColumns(now, dated), [now, dated]);
  const phoneRow = useMemo(() => todayPhoneRow(now), [now]);
  const groupOf = useMemo(() => grouping(rows, now), [rows, now]);

  const about = current?.accountId;
  const contact = current?.contact?.id;
  useEffect(
    () => (about === undefined ? undefined : logFrom({ accountId: about, ...(contact ? { contactId: contact } : {}) })),
    [about, contact],
  );

  const open = (row: TodayRecord) => {
    keepTrail({ list: t('title'), base: '/accounts/', ids: rows.map((each) => each.accountId) });
    void navigate({ to: row.group === 'handoff' && row.handoffId ? `/handoffs/${row.handoffId}` : `/accounts/${row.accountId}` });
  };
  const finish = (row: TodayRecord) => {
    if (row.group === 'spotted')
      void navigate({ to: '/spotted', search: { view: 'answer', note: String(row.todo['note']) } });
    else if (row.group === 'champion moved' && typeof row.todo['suggestion'] === 'string') void takeChampion(row, row.todo['suggestion']);
    else if (row.group === 'ask now') void navigate({ to: `/accounts/${row.accountId}`, search: { tab: 'circle' } });
    // A row that is about a promise is done when the promise is kept, whatever step is planned beside it.
    else if (row.group === 'promise' && row.promise) settlePromise(row, 'kept');
    else if (row.group === 'handoff' && row.handoffId) void navigate({ to: `/handoffs/${row.handoffId}` });
    else if (row.nextStepId !== null) void finishStep(row, now);
    // What only evidence can settle is finished by telling what happened.
    else openLog({ accountId: row.accountId, ...(row.contact ? { contactId: row.contact.id } : {}) });
  };
  const settlePromise = (row: TodayRecord, outcome: 'kept' | 'broken') => {
    if (row.promise === null) return;
    const putBack = takeOff(row.accountId);
    void settle(row.promise, outcome).then((taken) => {
      if (!taken) putBack();
    });
  };
  const putOff = (row: TodayRecord) => void snooze(row, snoozeUntil('tomorrow', now), now);

  return (
    <Page
      title={t('title')}
      crumbs={[]}
      flush
      footer={<KeyHints done={data?.doneThisWeek ?? 0} />}
      aside={
        current && wide ? (
          <TodayPanel
            key={current.accountId}
            row={current}
            now={now}
            onOpen={() => open(current)}
            onFinish={() => finish(current)}
            onSnooze={(until) => void snooze(current, until, now)}
            onHandOver={() => setHanding(current)}
          />
        ) : undefined
      }
    >
      <div className={css.top}>
        <PageHeader
          title={t('title')}
          detail={format.date(now, 'long')}
          detailAbove
          note={data && summary(data.rows, now)}
        />
        <div className={css.filters}>
          <Tabs
            label={t('filter by kind')}
            look="chips"
            tabs={[
              { id: 'all', label: t('kind.all'), count: data?.rows.length ?? 0 },
              ...kindsOf(data?.counts ?? {}).map(({ group, count }) => ({
                id: group,
                label: t(`kind.${group}`),
                count,
              })),
            ]}
            value={kind ?? 'all'}
            onChange={(chosen: string) => {
              setAt(0);
              setView({ kind: chosen === 'all' ? undefined : chosen });
            }}
          />
          <WhoseMenu whose={whose} onWhose={(chosen) => setView({ whose: chosen === 'mine' ? undefined : chosen })} />
        </div>
        {looksAfterNobody && rows.length > 0 && <p className={css.notice}>{t('looks after nobody')}</p>}
        {(data?.counts['cold sale'] ?? 0) > 0 && (
          <p className={css.notice}>
            {t('cold sales')}{' '}
            <Link to="/purchase" search={{ as: 'table', closeTo: now.slice(0, 10), sort: '-amount' }}>
              {t('cold sales all')}
            </Link>
          </p>
        )}
      </div>
      {error && !data && <QueryProblem error={error} onRetry={() => void refetch()} />}
      {!data && !error && <RowsSkeleton rows={10} height={rowHeights.rowHeight} />}
      {data && (
        <RecordTable
          label={t('list')}
          columns={columns}
          rows={rows}
          rowId={idOf}
          rowName={nameOf}
          groupOf={groupOf}
          phoneRow={phoneRow}
          {...rowHeights}
          onCurrent={(row) => setAt(rows.indexOf(row))}
          // A first click brings the proof beside the list; Enter or a second click opens the account.
          onOpen={(row) => (!wide || row === current) && open(row)}
          rowKeys={[
            { keys: 'e', label: t('do.done'), run: finish },
            { keys: 'b', label: t('do.broken'), run: (row: TodayRecord) => settlePromise(row, 'broken') },
            { keys: 's', label: t('do.snooze'), run: putOff },
            { keys: 'h', label: t('do.hand over'), run: setHanding },
          ]}
          empty={
            <NothingDue
              warm={kind === undefined ? data.warm : null}
              filtered={kind !== undefined && data.rows.length > 0}
              now={now}
              onShowAll={() => setView({ kind: undefined })}
              onEverybody={whose === 'all' ? undefined : () => setView({ whose: 'all' })}
              onOpen={open}
            />
          }
        />
      )}
      {handing && <HandOver row={handing} now={now} onClose={() => setHanding(undefined)} />}
    </Page>
  );
}

function WhoseMenu({ whose, onWhose }: { whose: Whose; onWhose: (whose: Whose) => void }) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <button type="button" className={css.whose}>
          <ListFilter size={14} aria-hidden="true" />
          <span className="visually-hidden">{t('whose')}: </span>
          {t('most urgent first', { whose: t(`whose.${whose}`) })}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {whoseLists.map((each) => (
          <Menu.Item key={each} role="menuitemradio" aria-checked={each === whose} onClick={() => onWhose(each)}>
            {t(`whose.${each}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

const hints = [
  ['j', 'do.move'],
  ['enter', 'do.open'],
  ['e', 'do.done'],
  ['s', 'do.snooze'],
  ['h', 'do.hand over'],
  ['l', 'do.log here'],
  ['mod+z', 'do.undo'],
] as const;

function KeyHints({ done }: { done: number }) {
  return (
    <>
      {hints.map(([keys, label]) => (
        <span key={keys} className={css.hint}>
          <KeyHint keys={keys === 'j' ? 'j k' : keys} />
          {t(label).toLocaleLowerCase(format.locale)}
        </span>
      ))}
      <span className={css.doneCount}>{t('done this week', { count: done })}</span>
    </>
  );
}

/** The day in a sentence, beside the title. */
function summary(rows: readonly TodayRecord[], now: string): string {
  const due = rows.filter((row) => row.overdue || (row.dueAt !== null && sameDay(row.dueAt, now)));
  const losing = rows.findIndex((row) => row.group !== 'alarm' || row.trustChange >= 0);
  const first = losing === -1 ? rows.length : losing;
  const dated = rows.filter((row) => row.dueAt !== null);
  if (rows.length === 0) return '';
  if (due.length === 0) return dated.length === 0 ? t('nothing due') : t('due later', { count: dated.length });
  const sentence = t('due today', { count: due.length });
  return first === 0 ? sentence : `${sentence} ${t('losing trust', { count: first })}`;
}

const idOf = (row: TodayRecord) => row.accountId;
const nameOf = (row: TodayRecord) => row.name;
