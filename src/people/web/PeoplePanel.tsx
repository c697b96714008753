import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { ask } from '../../web/connection.ts';
import { Avatar } from '../../web/kit/Avatar.tsx';
import { EmptyState } from '../../web/kit/EmptyState.tsx';
import { Problem } from '../../web/kit/Problem.tsx';
import { problemText } from '../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../web/kit/Skeletons.tsx';
import { Tabs } from '../../web/kit/Tabs.tsx';
import { t as web } from '../../web/messages/en.ts';
import { peopleContract, type AccountContact } from '../contract.ts';
import { ContactDialog } from './ContactDialog.tsx';
import { keys } from './data.ts';
import { t } from './messages.ts';
import css from './people.module.css';
import { RecordLink } from './RecordLink.tsx';
import { Reach, periodOf } from './Reach.tsx';

/** The people of an account: who works there now, and who did. */
export function PeoplePanel({ account }: { account: { id: string; name: string } }) {
  const [former, setFormer] = useState(false);
  const [adding, setAdding] = useState(false);
  const { data, error, isPending, hasNextPage, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey: [...keys.accountContacts(account.id), former],
    queryFn: ({ pageParam, signal }) =>
      ask(
        peopleContract.listAccountContacts,
        { params: { id: account.id }, query: { cursor: pageParam, ...(former ? { former: 'true' } : {}) } },
        { signal },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const people = data?.pages.flatMap((page) => page.items) ?? [];
  const add = (
    <Button variant="default" leftSection={<Plus size={14} aria-hidden="true" />} onClick={() => setAdding(true)}>
      {t('add person')}
    </Button>
  );
  return (
    <section aria-label={t('people.title')}>
      <div className={css.sectionHead}>
        <Tabs
          label={t('people.title')}
          look="chips"
          value={former ? 'former' : 'present'}
          onChange={(tab) => setFormer(tab === 'former')}
          tabs={[
            { id: 'present', label: t('people.present') },
            { id: 'former', label: t('people.former') },
          ]}
        />
        {add}
      </div>
      {error ? (
        <Problem title={t('list.failed')} detail={problemText(error)} onRetry={() => void refetch()} />
      ) : isPending ? (
        <RowsSkeleton rows={3} />
      ) : null}
      {data &&
        people.length === 0 &&
        (former ? <p className={css.quiet}>{t('none')}</p> : <EmptyState sentence={t('people.empty')} action={add} />)}
      {people.length > 0 && (
        <ul>
          {people.map((each) => (
            <Person key={each.affiliation.id} person={each} />
          ))}
        </ul>
      )}
      {hasNextPage && (
        <Button variant="subtle" onClick={() => void fetchNextPage()}>
          {web('app.more')}
        </Button>
      )}
      {adding && <ContactDialog onClose={() => setAdding(false)} account={account} />}
    </section>
  );
}

function Person({ person: { contact, affiliation } }: { person: AccountContact }) {
  const period = periodOf(affiliation);
  return (
    <li className={css.entry}>
      <span className={css.who}>
        <Avatar name={contact.name} size={26} />
        <span className={css.two}>
          <RecordLink to={`/contacts/${contact.id}`}>{contact.name}</RecordLink>
          <span className={css.under}>{[affiliation.title, period].filter(Boolean).join(' · ')}</span>
        </span>
      </span>
      <Reach name={contact.name} emails={contact.emails.slice(0, 1)} phones={contact.phones.slice(0, 1)} />
    </li>
  );
}
