import { Link } from '@tanstack/react-router';
import { useAnswer } from '../../web/api.ts';
import { format } from '../../web/format.ts';
import { EmptyState } from '../../web/kit/EmptyState.tsx';
import { Problem } from '../../web/kit/Problem.tsx';
import { RowsSkeleton } from '../../web/kit/Skeletons.tsx';
import { sellingContract, type Coverage } from '../contract.ts';
import { t } from './messages.ts';
import { Part, Table } from './parts.tsx';
import css from './space.module.css';

/** Who looks after which relationships, and what is left undone. Each number opens its accounts. */
export function WhoLooksAfter() {
  const { data, error, refetch } = useAnswer(sellingContract.readCoverage, undefined, { meta: { hears: ['account', 'touchpoint', 'next step'] } });
  return (
    <Part title={t('coverage')} detail={t('intro')}>
      {error ? (
        <Problem title={t('failed')} detail={error.message} onRetry={() => void refetch()} />
      ) : !data ? (
        <RowsSkeleton rows={8} />
      ) : data.items.length === 0 ? (
        <EmptyState sentence={t('empty')} />
      ) : (
        <Table label={t('coverage')} head={[t('member'), t('accounts'), t('revenue'), t('trouble'), t('no step'), t('silent'), t('sales')]}>
          {data.items.map((row) => (
            <Row key={row.memberId ?? 'none'} row={row} currency={data.currency} />
          ))}
        </Table>
      )}
    </Part>
  );
}

function Row({ row, currency }: { row: Coverage; currency: string }) {
  const owner = row.memberId ?? 'none';
  return (
    <tr>
      <th scope="row">
        {row.memberName ?? t('nobody')}
        {row.teamName !== null && <span className={css.second}>{row.teamName}</span>}
      </th>
      <td>
        <Link to="/relationships" search={{ view: 'table', owner }}>
          {format.number(row.accounts)}
        </Link>
      </td>
      <td>{format.moneyShort(Number(row.revenue), currency)}</td>
      <td className={row.inTrouble > 0 ? css.bad : undefined}>
        <Link to="/relationships" search={{ view: 'table', owner, position: 'disillusionment' }}>
          {format.number(row.inTrouble)}
        </Link>
      </td>
      <td>
        <Link to="/relationships" search={{ view: 'table', owner, nextStep: 'none' }}>
          {format.number(row.withoutNextStep)}
        </Link>
      </td>
      <td>{format.number(row.silent)}</td>
      <td>
        {format.number(row.openSales)} · {format.moneyShort(Number(row.openAmount), currency)}
      </td>
    </tr>
  );
}
