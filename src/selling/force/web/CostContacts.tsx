import { Link } from '@tanstack/react-router';
import type { SaleType } from '../../../relationship/vocabulary.ts';
import { words } from '../../../relationship/web/words.ts';
import { useRows } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { Dialog } from '../../../web/kit/Dialog.tsx';
import { Table } from '../../web/parts.tsx';
import css from '../../web/space.module.css';
import { forceContract as api } from '../contract.ts';
import { FurtherCosts } from './FurtherCosts.tsx';
import { Listed } from './InTerritory.tsx';
import { t } from './messages.ts';

/** What the cost of selling one type is made of: what was entered, and the contacts that took the hours. */
export function CostContacts({
  saleType,
  minutesEach,
  currency,
  onClose,
}: {
  saleType: SaleType;
  minutesEach: number;
  currency: string;
  onClose: () => void;
}) {
  const read = useRows(api.listCostContacts, { query: { saleType, limit: '100' } });
  const title = t('cost.of', { type: t(`type.${saleType}`) });
  return (
    <Dialog size="xl" onClose={onClose} title={title}>
      <FurtherCosts saleType={saleType} currency={currency} />
      <h3 className={css.quiet}>{t('cost.contacts of')}</h3>
      <Listed {...read}>
        <Table
          label={t('cost.contacts of')}
          words={[1, 2]}
          head={[t('cost.contact'), t('cost.customer'), t('cost.who'), t('cost.day'), t('cost.minutes of')]}
        >
          {read.rows.map((row) => (
            <tr key={row.id}>
              <th scope="row" data-words>
                {row.subject}
                <span className={css.second}>{words(`kind.${row.kind}`)}</span>
              </th>
              <td data-words>
                <Link to="/accounts/$id" params={{ id: row.accountId }}>
                  {row.accountName}
                </Link>
              </td>
              <td data-words>{row.memberName}</td>
              <td>{format.date(row.at)}</td>
              <td>{row.minutes ?? <span className={css.quiet}>{t('cost.assumed', { minutes: minutesEach })}</span>}</td>
            </tr>
          ))}
        </Table>
      </Listed>
    </Dialog>
  );
}
