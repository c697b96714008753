import { Popover } from '@mantine/core';
import { Bell as BellIcon } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useAnswer } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { useKeys } from '../../../web/shell/keys.ts';
import { t as web } from '../../../web/messages/en.ts';
import { notificationContract as api } from '../contract.ts';
import css from './Bell.module.css';

const NotificationList = lazy(() =>
  import('./NotificationList.tsx').then((module) => ({ default: module.NotificationList })),
);

/** In the top bar: how much is new; the list comes when it is opened. */
export function Bell() {
  const [open, setOpen] = useState(false);
  const unread = useAnswer(api.countNotifications, {}, { meta: { hears: ['notification'] } }).data?.unread ?? 0;
  useKeys([{ keys: 'g n', label: web('bar.notifications'), run: () => setOpen(true) }], web('keys.everywhere'));
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width={380} trapFocus returnFocus shadow="md">
      <Popover.Target>
        <button
          type="button"
          className={css.bell}
          aria-haspopup="dialog"
          aria-expanded={open}
          aria-label={unread > 0 ? web('bar.notifications count', { count: unread }) : web('bar.notifications')}
          onClick={() => setOpen(!open)}
        >
          <BellIcon size={16} aria-hidden="true" />
          {unread > 0 && (
            <span className={css.count} aria-hidden="true">
              {format.number(Math.min(unread, 99))}
            </span>
          )}
        </button>
      </Popover.Target>
      <Popover.Dropdown className={css.dropdown ?? ''} aria-label={web('bar.notifications')}>
        <Suspense fallback={<RowsSkeleton rows={4} height={52} />}>
          <NotificationList onLeave={() => setOpen(false)} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
