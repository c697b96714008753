import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { readAgain, useAct, useRows } from '../../../web/api.ts';
import { ask } from '../../../web/connection.ts';
import { format } from '../../../web/format.ts';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { Tabs } from '../../../web/kit/Tabs.tsx';
import { notifyUndo } from '../../../web/shell/toasts.ts';
import { addressOf } from '../address.ts';
import { notificationContract as api, type NotificationRecord } from '../contract.ts';
import css from './NotificationList.module.css';
import { noticeText, t } from './messages.ts';

const touches = [api.listNotifications, api.countNotifications];

/** What I was told, the newest first; opening one reads it. */
export function NotificationList({ onLeave }: { onLeave: () => void }) {
  const [only, setOnly] = useState<'all' | 'unread'>('all');
  const [now] = useState(() => Date.now());
  const { rows, hasMore, onMore, loading, problem } = useRows(
    api.listNotifications,
    { query: { limit: 20, ...(only === 'unread' ? { unread: 'true' as const } : {}) } },
    { meta: { hears: ['notification'] } },
  );
  const mark = useAct(api.markNotifications, { touches });
  const unread = rows.filter((row) => row.readAt === null);
  const markAll = async () => {
    const ids = unread.map((row) => row.id);
    await mark.mutateAsync({ input: { body: {} } });
    notifyUndo(t('all read'), async () => {
      await ask(api.markNotifications, { body: { ids: ids.slice(0, 200), read: false } });
      await readAgain(...touches);
    });
  };
  return (
    <section className={css.list} aria-label={t('title')}>
      <header className={css.head}>
        <h2>{t('title')}</h2>
        <Tabs
          label={t('title')}
          look="chips"
          tabs={[
            { id: 'all', label: t('all') },
            { id: 'unread', label: t('only unread') },
          ]}
          value={only}
          onChange={setOnly}
        />
      </header>
      {problem && <QueryProblem error={problem} />}
      {loading && rows.length === 0 && <RowsSkeleton rows={4} height={52} />}
      {!loading && rows.length === 0 && !problem && (
        <p className={css.empty}>{t(only === 'unread' ? 'empty unread' : 'empty')}</p>
      )}
      <ul className={css.rows}>
        {rows.map((row) => (
          <Row
            key={row.id}
            row={row}
            now={now}
            onOpen={() => {
              if (row.readAt === null) mark.mutate({ input: { body: { ids: [row.id] } } });
              onLeave();
            }}
            onMark={() => mark.mutate({ input: { body: { ids: [row.id], read: row.readAt === null } } })}
          />
        ))}
      </ul>
      <footer className={css.foot}>
        {hasMore && (
          <Button size="xs" variant="default" onClick={onMore} loading={loading}>
            {t('more')}
          </Button>
        )}
        {unread.length > 0 && (
          <Button size="xs" variant="default" onClick={() => void markAll()}>
            {t('mark all')}
          </Button>
        )}
      </footer>
    </section>
  );
}

interface RowProps {
  row: NotificationRecord;
  now: number;
  onOpen: () => void;
  onMark: () => void;
}

function Row({ row, now, onOpen, onMark }: RowProps) {
  const isNew = row.readAt === null;
  return (
    <li className={css.row} data-new={isNew}>
      <Link {...addressOf(row.subject, row.accountId)} className={css.what} onClick={onOpen}>
        <span>{noticeText(row)}</span>
        <time dateTime={row.at} className={css.when}>
          {format.relative(row.at, now)}
        </time>
      </Link>
      <button
        type="button"
        className={css.mark}
        aria-label={t(isNew ? 'mark read' : 'mark unread')}
        title={t(isNew ? 'mark read' : 'mark unread')}
        onClick={onMark}
      />
    </li>
  );
}
