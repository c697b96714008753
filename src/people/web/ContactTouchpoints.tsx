import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { relationshipContract } from '../../relationship/contract.ts';
import { ask } from '../../web/connection.ts';
import { format } from '../../web/format.ts';
import { SidePanel } from '../../web/kit/SidePanel.tsx';
import { t as web } from '../../web/messages/en.ts';
import { openLog } from '../../web/shell/log.ts';
import type { ContactDetail } from '../contract.ts';
import { t } from './messages.ts';
import css from './people.module.css';

/** Every touchpoint in which a person took part, newest first. */
export function ContactTouchpoints({ contact }: { contact: ContactDetail }) {
  const [now] = useState(() => new Date());
  const { data, hasNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ['touchpoints', { contact: contact.id }],
    queryFn: ({ pageParam, signal }) =>
      ask(
        relationshipContract.listTouchpoints,
        { query: { contact: contact.id, cursor: pageParam, limit: 30 } },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    meta: { hears: ['touchpoint'] },
  });
  const touchpoints = data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <SidePanel
      title={t('page.touchpoints')}
      actions={
        <Button variant="default" size="xs" onClick={() => openLog()}>
          {t('page.log')}
        </Button>
      }
    >
      {data && touchpoints.length === 0 && <p className={css.quiet}>{t('page.no touchpoints')}</p>}
      <ul>
        {touchpoints.map((each) => (
          <li key={each.id} className={css.touch}>
            <span className={css.under}>{format.dated(each.at, now)}</span>
            <span className={css.two}>
              <span>{each.subject}</span>
              <span className={css.under}>{[each.kind, each.memberName].filter(Boolean).join(' · ')}</span>
            </span>
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <Button variant="subtle" onClick={() => void fetchNextPage()}>
          {web('app.more')}
        </Button>
      )}
    </SidePanel>
  );
}
