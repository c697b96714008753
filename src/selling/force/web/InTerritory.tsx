import { Button, Modal } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useRows } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { Table } from '../../web/parts.tsx';
import css from '../../web/space.module.css';
import { forceContract as api } from '../contract.ts';
import type { TerritoryRecord } from '../records.ts';
import { t } from './messages.ts';

/** The accounts behind a territory's numbers. */
export function InTerritory({ territory, currency, onClose }: { territory: TerritoryRecord; currency: string; onClose: () => void }) {
  const { rows, hasMore, onMore, loading, problem } = useRows(api.listInTerritory, { params: { id: territory.id } });
  return (
    <Modal opened size="xl" onClose={onClose} title={t('territories.lies in', { name: territory.name })}>
      {problem ? (
        <QueryProblem error={problem} />
      ) : rows.length === 0 ? (
        loading ? <RowsSkeleton rows={6} /> : <p className={css.quiet}>{t('territories.nothing in it')}</p>
      ) : (
        <Table label={t('territories.lies in', { name: territory.name })} words={[1, 2]} head={[t('territories.accounts'), t('territories.owner'), t('territories.where'), t('territories.revenue'), t('territories.step')]}>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                <Link to="/accounts/$id" params={{ id: row.id }}>
                  {row.name}
                </Link>
                <span className={css.second}>{row.country ?? ''}</span>
              </th>
              <td data-words className={row.ownerName === null ? css.bad : undefined}>
                {row.ownerName ?? t('organization.nobody')}
              </td>
              <td data-words>{row.phase && row.position ? `${t(`phase.${row.phase}`)} · ${t(`position.${row.position}`)}` : '–'}</td>
              <td>{format.moneyShort(row.revenue, currency)}</td>
              <td className={row.nextStepDue === null ? css.bad : undefined}>{row.nextStepDue === null ? '–' : format.date(row.nextStepDue)}</td>
            </tr>
          ))}
        </Table>
      )}
      {hasMore && (
        <Button mt={10} variant="default" onClick={onMore} loading={loading}>
          {t('territories.more')}
        </Button>
      )}
    </Modal>
  );
}
