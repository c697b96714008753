import { Link } from '@tanstack/react-router';
import type { SaleType } from '../../../relationship/vocabulary.ts';
import { words } from '../../../relationship/web/words.ts';
import { useRows } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { Dialog } from '../../../web/kit/Dialog.tsx';
import { Table } from '../../web/parts.tsx';
import css from '../../web/space.module.css';
import { forceContract as api } from '../contract.ts';
import { Listed } from './InTerritory.tsx';
import { t } from './messages.ts';

/** The contacts of which the hours and the cost of selling one type are made. */
export function CostContacts({
  saleType,
  minutesEach,
  onClose,
}: {
  saleType: SaleType;
  minutesEach: number;
  onClose: () => void;
}) {
  const read = useRows(api.listCostContacts, { query: { saleType, limit: '100' } });
  const title = t('cost.contacts of', { type: t(`type.${saleType}`) });
  return (
    <Dialog size="xl" onClose={onClose} title={title}>
      <Listed {...read}>
        <Table
          label={title}
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
