import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useRows } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { Dialog } from '../../../web/kit/Dialog.tsx';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { Tabs } from '../../../web/kit/Tabs.tsx';
import { Table } from '../../web/parts.tsx';
import css from '../../web/space.module.css';
import { forceContract as api } from '../contract.ts';
import type { TerritoryRecord } from '../records.ts';
import { t } from './messages.ts';

/** What one figure of a territory counts. */
export type TerritoryFigure = 'accounts' | 'customers' | 'sales' | 'without owner' | 'without step';

interface InTerritoryProps {
  territory: TerritoryRecord & { standing: object };
  figure: TerritoryFigure;
  currency: string;
  onClose: () => void;
}

/** The records behind a territory's numbers, as they are now. */
export function InTerritory({ territory, figure, currency, onClose }: InTerritoryProps) {
  const [shown, setShown] = useState(figure);
  const { accounts, customers, openSales, withoutOwner, withoutStep } = territory.standing;
  const counts = { accounts, customers, sales: openSales, 'without owner': withoutOwner, 'without step': withoutStep };
  const figures = ['accounts', 'customers', 'sales', 'without owner', 'without step'] as const;
  return (
    <Dialog size="xl" onClose={onClose} title={t('territories.lies in', { name: territory.name })}>
      <Tabs
        look="chips"
        label={t('territories.what')}
        tabs={figures.map((id) => ({ id, label: t(`territories.of.${id}`), count: counts[id] }))}
        value={shown}
        onChange={setShown}
      />
      {shown === 'sales' ? (
        <Sales territory={territory} />
      ) : (
        <Accounts
          key={shown}
          territory={territory}
          only={shown === 'accounts' ? undefined : shown}
          currency={currency}
        />
      )}
    </Dialog>
  );
}

function Accounts({
  territory,
  only,
  currency,
}: {
  territory: TerritoryRecord;
  only: Exclude<TerritoryFigure, 'accounts' | 'sales'> | undefined;
  currency: string;
}) {
  const read = useRows(api.listInTerritory, { params: { id: territory.id }, query: { only } });
  return (
    <Listed {...read}>
      <Table
        label={t('territories.lies in', { name: territory.name })}
        words={[1, 2]}
        head={[
          t('territories.accounts'),
          t('territories.owner'),
          t('territories.where'),
          t('territories.revenue'),
          t('territories.step'),
        ]}
      >
        {read.rows.map((row) => (
          <tr key={row.id}>
            <th scope="row" data-words>
              <Link to="/accounts/$id" params={{ id: row.id }}>
                {row.name}
              </Link>
              <span className={css.second}>{row.country ?? ''}</span>
            </th>
            <td data-words className={row.ownerName === null ? css.bad : undefined}>
              {row.ownerName ?? t('organization.nobody')}
            </td>
            <td data-words>
              {row.phase && row.position ? `${t(`phase.${row.phase}`)} · ${t(`position.${row.position}`)}` : '–'}
            </td>
            <td>{format.moneyShort(row.revenue, currency)}</td>
            <td className={row.nextStepDue === null ? css.bad : undefined}>
              {row.nextStepDue === null ? '–' : format.date(row.nextStepDue)}
            </td>
          </tr>
        ))}
      </Table>
    </Listed>
  );
}

function Sales({ territory }: { territory: TerritoryRecord }) {
  const read = useRows(api.listTerritorySales, { params: { id: territory.id } });
  return (
    <Listed {...read}>
      <Table
        label={t('territories.open')}
        words={[1, 2]}
        head={[
          t('territories.open'),
          t('territories.owner'),
          t('territories.stage'),
          t('territories.worth'),
          t('territories.expected'),
        ]}
      >
        {read.rows.map((sale) => (
          <tr key={sale.id}>
            <th scope="row" data-words>
              <Link to="/opportunities/$id" params={{ id: sale.id }}>
                {sale.name}
              </Link>
              <span className={css.second}>{sale.accountName}</span>
            </th>
            <td data-words className={sale.ownerName === null ? css.bad : undefined}>
              {sale.ownerName ?? t('organization.nobody')}
            </td>
            <td data-words>{t(`stage.${sale.stage}`)}</td>
            <td>{format.moneyShort(sale.amount, sale.currency)}</td>
            <td>{sale.expectedCloseOn === null ? '–' : format.date(sale.expectedCloseOn)}</td>
          </tr>
        ))}
      </Table>
    </Listed>
  );
}

interface ListedProps {
  rows: readonly unknown[];
  hasMore: boolean;
  onMore: () => void;
  loading: boolean;
  problem: Error | null;
  children: ReactNode;
}

/** Rows page by page, or why there are none. */
export function Listed({ rows, hasMore, onMore, loading, problem, children }: ListedProps) {
  if (problem) return <QueryProblem error={problem} />;
  if (rows.length === 0)
    return loading ? <RowsSkeleton rows={6} /> : <p className={css.quiet}>{t('nothing behind')}</p>;
  return (
    <>
      {children}
      {hasMore && (
        <Button mt={10} variant="default" onClick={onMore} loading={loading}>
          {t('more')}
        </Button>
      )}
    </>
  );
}
