import { useMediaQuery } from '@mantine/hooks';
import { useEffect, useMemo, useState } from 'react';
import { Page } from '../../web/kit/Page.tsx';
import { QueryProblem } from '../../web/kit/QueryProblem.tsx';
import { RecordTable } from '../../web/kit/RecordTable.tsx';
import { RowsSkeleton } from '../../web/kit/Skeletons.tsx';
import { useView } from '../../web/kit/view.ts';
import { logFrom } from '../../web/shell/log.ts';
import type { TodayRecord } from '../contract.ts';
import { snooze } from './actions.ts';
import { HandOver } from './HandOver.tsx';
import { NothingDue } from './TodayEmpty.tsx';
import { useTodayList } from './todayList.ts';
import { t } from './todayMessages.ts';
import { TodayPanel } from './TodayPanel.tsx';
import { grouping, rowHeights, todayColumns, todayPhoneRow } from './TodayRows.tsx';
import { KeyHints, TodayTop } from './TodayTop.tsx';
import { useTodayWork } from './todayWork.ts';

/** Whom to contact today and why, most urgent first; most rows are finished without leaving the list. */
export function Today() {
  const [view, setView] = useView();
  const list = useTodayList(view);
  const { data, rows, kind, now } = list;
  const work = useTodayWork(rows, now);
  const [at, setAt] = useState(0);
  const current = rows[Math.min(at, rows.length - 1)];
  const [handing, setHanding] = useState<TodayRecord>();
  const wide = useMediaQuery('(min-width: 1161px)', true);
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
            onOpen={() => work.open(current)}
            onFinish={() => work.finish(current)}
            onSnooze={(until) => void snooze(current, until, now)}
            onHandOver={() => setHanding(current)}
          />
        ) : undefined
      }
    >
      <TodayTop
        list={list}
        onKind={(chosen) => {
          setAt(0);
          setView({ kind: chosen });
        }}
        onWhose={(chosen) => setView({ whose: chosen === 'mine' ? undefined : chosen })}
      />
      {list.error && !data && <QueryProblem error={list.error} onRetry={() => void list.refetch()} />}
      {!data && !list.error && <RowsSkeleton rows={10} height={rowHeights.rowHeight} />}
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
          onOpen={(row) => (!wide || row === current) && work.open(row)}
          rowKeys={[
            { keys: 'e', label: t('do.done'), run: work.finish },
            { keys: 'b', label: t('do.broken'), run: work.breakPromise },
            { keys: 's', label: t('do.snooze'), run: work.putOff },
            { keys: 'h', label: t('do.hand over'), run: setHanding },
          ]}
          empty={
            <NothingDue
              warm={kind === undefined ? data.warm : null}
              filtered={kind !== undefined && data.rows.length > 0}
              now={now}
              onShowAll={() => setView({ kind: undefined })}
              onEverybody={list.whose === 'all' ? undefined : () => setView({ whose: 'all' })}
              onOpen={work.open}
            />
          }
        />
      )}
      {handing && <HandOver row={handing} now={now} onClose={() => setHanding(undefined)} />}
    </Page>
  );
}

const idOf = (row: TodayRecord) => row.accountId;
const nameOf = (row: TodayRecord) => row.name;
