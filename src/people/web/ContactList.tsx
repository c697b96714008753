import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { format } from '../../web/format.ts';
import { Avatar } from '../../web/kit/Avatar.tsx';
import { ColumnChoice } from '../../web/kit/ColumnChoice.tsx';
import { EmptyState } from '../../web/kit/EmptyState.tsx';
import { Page, PageHeader } from '../../web/kit/Page.tsx';
import { Problem } from '../../web/kit/Problem.tsx';
import { problemText } from '../../web/kit/QueryProblem.tsx';
import type { Column } from '../../web/kit/columns.ts';
import { RecordTable } from '../../web/kit/RecordTable.tsx';
import { useAdding, useView } from '../../web/kit/view.ts';
import { useKeys } from '../../web/shell/keys.ts';
import type { ContactItem } from '../contract.ts';
import { DuplicatesLink } from '../merging/web/DuplicatesLink.tsx';
import { ContactFilters } from './AccountFilters.tsx';
import { BulkBar } from './BulkBar.tsx';
import { ContactDialog } from './ContactDialog.tsx';
import { contactFilterOf, contactQueryOf, restOf, useContacts, useMembers, type Members } from './data.ts';
import { useSession } from '../../web/session.ts';
import { t } from './messages.ts';
import { useSelection } from './selection.ts';
import css from './people.module.css';
import { keepTrail } from './trail.ts';

/** Everybody we talk with. */
export function ContactList() {
  const [view, onView] = useView();
  const { data, error, hasNextPage, fetchNextPage, isFetching, isPending, refetch } = useContacts(view);
  const members = useMembers();
  const session = useSession();
  const navigate = useNavigate();
  const filter = contactFilterOf(view);
  const [selection, setSelection] = useSelection(filter);
  const [adding, setAdding] = useAdding();
  const rows = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data]);
  const columns = useContactColumns(members);
  const mayWrite = session.may.includes('contact:write');
  const filtered = Object.keys(contactFilterOf(view)).length > 0;
  const open = (id: string) => void navigate({ to: `/contacts/${id}` });
  useKeys(mayWrite ? [{ keys: 'c', label: t('new contact'), run: () => setAdding(true) }] : []);
  const add = (
    <Button leftSection={<Plus size={14} aria-hidden="true" />} onClick={() => setAdding(true)}>
      {t('add contact')}
    </Button>
  );
  return (
    <Page title={t('contacts')} crumbs={[]} flush>
      <div className={css.list}>
        <div className={css.listHead}>
          <PageHeader
            title={t('contacts')}
            actions={
              mayWrite && (
                <>
                  <DuplicatesLink kind="contact" />
                  {add}
                </>
              )
            }
          />
          <ContactFilters
            view={view}
            onView={onView}
            end={<ColumnChoice columns={columns} view={view} onView={onView} />}
          />
        </div>
        {error ? (
          <Problem title={t('list.failed')} detail={problemText(error)} onRetry={() => void refetch()} />
        ) : (
          <RecordTable
            label={t('list.contacts')}
            columns={columns}
            rows={rows}
            rowId={idOf}
            rowName={nameOf}
            view={{ sort: 'name', ...view }}
            onView={onView}
            hasMore={hasNextPage}
            onMore={() => void (isFetching || fetchNextPage())}
            loading={isPending || (isFetching && hasNextPage)}
            onOpen={(row) => {
              keepTrail({
                list: t('contacts'),
                base: '/contacts/',
                ids: rows.map(idOf),
                rest: restOf(data, contactQueryOf(view)),
              });
              open(row.id);
            }}
            {...(mayWrite ? { selection, onSelection: setSelection } : {})}
            phoneRow={phoneRow}
            empty={
              filtered ? (
                <EmptyState
                  sentence={t('list.nothing matches')}
                  action={
                    <Button
                      variant="default"
                      onClick={() =>
                        onView(Object.fromEntries(Object.keys(contactFilterOf(view)).map((key) => [key, undefined])))
                      }
                    >
                      {t('list.clear')}
                    </Button>
                  }
                />
              ) : (
                <EmptyState sentence={t('list.empty contacts')} action={mayWrite ? add : undefined} />
              )
            }
          />
        )}
        {selection.size > 0 && (
          <BulkBar
            kind="contact"
            selection={selection}
            filter={filter}
            more={hasNextPage && rows.every((row) => selection.has(row.id))}
            members={members}
            onDone={() => setSelection(new Set())}
          />
        )}
      </div>
      {adding && <ContactDialog onClose={() => setAdding(false)} onAdded={open} />}
    </Page>
  );
}

function useContactColumns(members: Members): readonly Column<ContactItem>[] {
  const [now] = useState(() => new Date());
  return useMemo(() => {
    return [
      {
        id: 'name',
        label: t('field.name'),
        width: 'minmax(190px, 1.6fr)',
        sortable: true,
        render: (row) => <Who contact={row} />,
      },
      { id: 'account', label: t('field.account'), width: 'minmax(150px, 1.4fr)', render: (row) => row.account?.name },
      { id: 'email', label: t('field.emails'), width: 'minmax(160px, 1.4fr)', render: (row) => row.emails[0] },
      { id: 'phone', label: t('field.phone'), width: '140px', render: (row) => row.phones[0] },
      {
        id: 'owner',
        label: t('field.owner'),
        width: 'minmax(110px, 1fr)',
        render: (row) => members.nameOf(row.ownerId) ?? t('nobody'),
      },
      { id: 'tags', label: t('field.tags'), width: 'minmax(100px, 1fr)', render: (row) => row.tags.join(', ') },
      { id: 'city', label: t('field.city'), width: '120px', optional: true, render: (row) => row.city },
      { id: 'country', label: t('field.country'), width: '100px', optional: true, render: (row) => row.country },
      {
        id: 'created',
        label: t('field.created'),
        width: '104px',
        sortable: true,
        optional: true,
        render: (row) => format.day(row.createdAt, now),
      },
    ];
  }, [members, now]);
}

function Who({ contact }: { contact: ContactItem }) {
  return (
    <span className={css.who}>
      <Avatar name={contact.name} size={26} />
      <span className={css.two}>
        <span className={css.name}>{contact.name}</span>
        <span className={css.under}>{contact.title}</span>
      </span>
    </span>
  );
}

const phoneRow = (row: ContactItem) => (
  <span className={css.phoneRow}>
    <Who contact={row} />
    <span className={css.under}>{[row.account?.name, row.phones[0] ?? row.emails[0]].filter(Boolean).join(' · ')}</span>
  </span>
);

const idOf = (row: { id: string }) => row.id;
const nameOf = (row: { name: string }) => row.name;
