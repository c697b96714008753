import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { format } from '../../web/format.ts';
import { ColumnChoice } from '../../web/kit/ColumnChoice.tsx';
import { Dialog } from '../../web/kit/Dialog.tsx';
import { EmptyState } from '../../web/kit/EmptyState.tsx';
import { MoneyText } from '../../web/kit/MoneyText.tsx';
import { PhaseMark } from '../../web/kit/PhaseRibbon.tsx';
import { Problem } from '../../web/kit/Problem.tsx';
import { problemText } from '../../web/kit/QueryProblem.tsx';
import type { Column } from '../../web/kit/columns.ts';
import { RecordTable } from '../../web/kit/RecordTable.tsx';
import type { View } from '../../web/kit/view.ts';
import { t as web } from '../../web/messages/en.ts';
import type { AccountItem } from '../contract.ts';
import { NameEditor, NextStepCell, OwnerCell, TagsCell } from './AccountCells.tsx';
import { BulkBar } from './BulkBar.tsx';
import { accountFilterOf, accountQueryOf, restOf, useAccounts, useMembers, type Members } from './data.ts';
import { useSession } from '../../web/session.ts';
import { t } from './messages.ts';
import { useSelection } from './selection.ts';
import css from './people.module.css';
import { keepTrail } from './trail.ts';
import { Who } from './Who.tsx';

interface AccountTableProps {
  /** Filter, sort and columns; from `useView`, so that they live in the address. */
  view: View;
  onView: (change: View) => void;
  /** Opens the dialog for a new account: the empty table offers it. */
  onAdd: () => void;
}

/** Every account with where its relationship stands; the table view of Relationships. */
export function AccountTable({ view, onView, onAdd }: AccountTableProps) {
  const { data, error, hasNextPage, fetchNextPage, isFetching, isPending, refetch } = useAccounts(view);
  const members = useMembers();
  const session = useSession();
  const navigate = useNavigate();
  const filter = accountFilterOf(view);
  const [selection, setSelection] = useSelection(filter);
  const [renaming, setRenaming] = useState<AccountItem>();
  const rows = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data]);
  const currency = session.workspace.currency;
  const mayWrite = session.may.includes('account:write');
  const columns = useAccountColumns(members, currency);

  if (error) return <Problem title={t('list.failed')} detail={problemText(error)} onRetry={() => void refetch()} />;
  return (
    <>
      <RecordTable
        label={t('list.accounts')}
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
            list: t('accounts'),
            base: '/accounts/',
            ids: rows.map(idOf),
            rest: restOf(data, accountQueryOf(view)),
          });
          void navigate({ to: `/accounts/${row.id}` });
        }}
        {...(mayWrite
          ? {
              selection,
              onSelection: setSelection,
              rowKeys: [{ keys: 'e', label: web('keys.edit'), run: setRenaming }],
            }
          : {})}
        phoneRow={phoneRow(members)}
        empty={
          <NoAccounts
            filtered={Object.keys(accountFilterOf(view)).length > 0}
            onView={onView}
            view={view}
            onAdd={onAdd}
          />
        }
      />
      {selection.size > 0 && (
        <BulkBar
          kind="account"
          selection={selection}
          filter={filter}
          more={hasNextPage && rows.every((row) => selection.has(row.id))}
          members={members}
          onDone={() => setSelection(new Set())}
        />
      )}
      {renaming && (
        <Dialog onClose={() => setRenaming(undefined)} title={t('edit.name of', { name: renaming.name })}>
          <NameEditor account={renaming} close={() => setRenaming(undefined)} />
        </Dialog>
      )}
    </>
  );
}

/** The columns, for the table and for the choice of columns beside the filter. */
export function useAccountColumns(members: Members, currency: string): readonly Column<AccountItem>[] {
  const [now] = useState(() => new Date());
  return useMemo(() => {
    const date = (at: string | null | undefined) => (at ? format.day(at, now) : t('never'));
    return [
      {
        id: 'name',
        label: t('field.name'),
        width: 'minmax(200px, 2fr)',
        sortable: true,
        render: (row) => <WhoOf account={row} />,
      },
      {
        id: 'trust',
        label: t('field.trust'),
        width: '64px',
        align: 'end',
        sortable: true,
        render: (row) => row.relationship && <span className="trust">{format.number(row.relationship.trust)}</span>,
      },
      {
        id: 'interest',
        label: t('field.interest'),
        width: '64px',
        align: 'end',
        sortable: true,
        render: (row) =>
          row.relationship && <span className="interest">{format.number(row.relationship.interest)}</span>,
      },
      {
        id: 'owner',
        label: t('field.owner'),
        width: 'minmax(120px, 1fr)',
        render: (row) => <OwnerCell account={row} members={members} />,
      },
      {
        id: 'due',
        label: t('field.due'),
        width: 'minmax(150px, 1.4fr)',
        sortable: true,
        render: (row) => <NextStepCell account={row} members={members} now={now} />,
      },
      {
        id: 'touched',
        label: t('field.touched'),
        width: '104px',
        sortable: true,
        render: (row) => date(row.relationship?.lastTouchAt),
      },
      {
        id: 'revenue',
        label: t('field.revenue'),
        width: '120px',
        align: 'end',
        sortable: true,
        render: (row) =>
          row.relationship && <MoneyText amount={Number(row.relationship.revenue)} currency={currency} />,
      },
      { id: 'tags', label: t('field.tags'), width: 'minmax(120px, 1fr)', render: (row) => <TagsCell account={row} /> },
      {
        id: 'phase',
        label: t('field.phase'),
        width: '110px',
        optional: true,
        render: (row) => row.relationship && <PhaseMark phase={row.relationship.phase} />,
      },
      {
        id: 'saleType',
        label: t('field.saleType'),
        width: '100px',
        optional: true,
        render: (row) => row.relationship && web(`sale.${row.relationship.saleType}`),
      },
      { id: 'industry', label: t('field.industry'), width: '140px', optional: true, render: (row) => row.industry },
      { id: 'city', label: t('field.city'), width: '120px', optional: true, render: (row) => row.city },
      { id: 'country', label: t('field.country'), width: '100px', optional: true, render: (row) => row.country },
      {
        id: 'created',
        label: t('field.created'),
        width: '104px',
        sortable: true,
        optional: true,
        render: (row) => date(row.createdAt),
      },
    ];
  }, [members, currency, now]);
}

const WhoOf = ({ account }: { account: AccountItem }) => (
  <Who name={account.name} stand={account.relationship} otherwise={account.city} />
);

const phoneRow = (members: Members) => (row: AccountItem) => (
  <span className={css.phoneRow}>
    <WhoOf account={row} />
    <span className={css.under}>
      {row.relationship && (
        <>
          <span className="trust">{format.number(row.relationship.trust)}</span>{' '}
          <span className="interest">{format.number(row.relationship.interest)}</span> ·{' '}
        </>
      )}
      {row.nextStep?.what ?? members.nameOf(row.ownerId) ?? t('nobody')}
    </span>
  </span>
);

function NoAccounts({
  filtered,
  view,
  onView,
  onAdd,
}: {
  filtered: boolean;
  view: View;
  onView: (change: View) => void;
  onAdd: () => void;
}) {
  if (!filtered)
    return (
      <EmptyState sentence={t('list.empty accounts')} action={<Button onClick={onAdd}>{t('add account')}</Button>} />
    );
  return (
    <EmptyState
      sentence={t('list.nothing matches')}
      action={
        <Button
          variant="default"
          onClick={() => onView(Object.fromEntries(Object.keys(accountFilterOf(view)).map((key) => [key, undefined])))}
        >
          {t('list.clear')}
        </Button>
      }
    />
  );
}

const idOf = (row: { id: string }) => row.id;
const nameOf = (row: { name: string }) => row.name;

/** Beside the filter: which columns the table shows. */
export function AccountColumnChoice({ view, onView }: Pick<AccountTableProps, 'view' | 'onView'>) {
  const members = useMembers();
  const columns = useAccountColumns(members, useSession().workspace.currency);
  return <ColumnChoice columns={columns} view={view} onView={onView} />;
}
