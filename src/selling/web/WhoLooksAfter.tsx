import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { WithoutRate } from '../../offerings/web/WithoutRate.tsx';
import { useAnswer } from '../../web/api.ts';
import { format } from '../../web/format.ts';
import { EmptyState } from '../../web/kit/EmptyState.tsx';
import { Problem } from '../../web/kit/Problem.tsx';
import { RowsSkeleton } from '../../web/kit/Skeletons.tsx';
import { sellingContract, type Coverage } from '../contract.ts';
import { t } from './messages.ts';
import { Part, Table } from './parts.tsx';
import { SalesLink } from './SalesLink.tsx';
import css from './space.module.css';

/** Who looks after which relationships, and what is left undone. Each number opens its accounts. */
export function WhoLooksAfter() {
  const { data, error, refetch } = useAnswer(sellingContract.readCoverage, undefined, {
    meta: { hears: ['account', 'touchpoint', 'next step'] },
  });
  return (
    <Part title={t('coverage')} detail={t('intro')} report={{ report: 'who-looks-after' }}>
      {error ? (
        <Problem title={t('failed')} detail={error.message} onRetry={() => void refetch()} />
      ) : !data ? (
        <RowsSkeleton rows={8} />
      ) : data.items.length === 0 ? (
        <EmptyState sentence={t('empty')} />
      ) : (
        <Table
          label={t('coverage')}
          head={[t('member'), t('accounts'), t('revenue'), t('trouble'), t('no step'), t('silent'), t('sales')]}
        >
          {data.items.map((row) => (
            <Row key={row.memberId ?? `${row.teamName} ${row.people}`} row={row} currency={data.currency} />
          ))}
        </Table>
      )}
    </Part>
  );
}

function Row({ row, currency }: { row: Coverage; currency: string }) {
  return (
    <tr>
      <th scope="row">
        {row.people === null ? (row.memberName ?? t('nobody')) : (row.teamName ?? t('others'))}
        {row.people !== null ? (
          <span className={css.second}>{t('people', { count: row.people })}</span>
        ) : (
          row.teamName !== null && <span className={css.second}>{row.teamName}</span>
        )}
      </th>
      <td>
        <Owned row={row} search={{}} value={row.accounts} />
      </td>
      <td>{format.moneyShort(Number(row.revenue), currency)}</td>
      <td className={row.inTrouble > 0 ? css.bad : undefined}>
        <Owned row={row} search={{ alarm: 'running' }} value={row.inTrouble} />
      </td>
      <td>
        <Owned row={row} search={{ nextStep: 'none' }} value={row.withoutNextStep} />
      </td>
      <td>
        <Owned row={row} search={{ untouchedDays: '60' }} value={row.silent} />
      </td>
      <td>
        <SalesOf row={row}>
          {format.number(row.openSales)} · {format.moneyShort(Number(row.openAmount), currency)}
        </SalesOf>
        {row.unrated.count > 0 && (
          <span className={css.second}>
            <WithoutRate of={row.unrated} />
          </span>
        )}
      </td>
    </tr>
  );
}

/** A number that opens its accounts; a sum of several people opens nothing of single ones. */
function Owned({ row, search, value }: { row: Coverage; search: Record<string, string>; value: number }) {
  if (row.people !== null) return format.number(value);
  return (
    <Link to="/relationships" search={{ as: 'table', owner: row.memberId ?? 'none', ...search }}>
      {format.number(value)}
    </Link>
  );
}

const SalesOf = ({ row, children }: { row: Coverage; children: ReactNode }) =>
  row.people === null ? (
    <SalesLink owner={row.memberId ?? 'none'} outcome="open">
      {children}
    </SalesLink>
  ) : (
    children
  );
