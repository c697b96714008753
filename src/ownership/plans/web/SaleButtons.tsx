import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { AccountDetail } from '../../../people/contract.ts';
import { purchaseContract } from '../../../purchase/contract.ts';
import { ask } from '../../../web/connection.ts';
import { format } from '../../../web/format.ts';
import { useMay } from '../../../web/session.ts';
import { watchQuery } from '../../alarms/web/data.ts';
import { promisesQuery } from '../../promises/web/data.ts';
import { notNow, type RelationshipSale } from '../../relationshipSales.ts';
import type { PlanRecord } from '../contract.ts';
import { change } from './data.ts';
import { t } from './messages.ts';
import css from './plans.module.css';

const kinds: readonly RelationshipSale[] = ['transition', 'incremental'];

/** Opens a transition or an incremental sale with this customer, or says why not now. */
export function SaleButtons({ account, plans }: { account: AccountDetail; plans: readonly PlanRecord[] }) {
  const may = useMay('opportunity:write');
  const watch = useQuery({ ...watchQuery(account.id), enabled: useMay('alarm:read') }).data;
  const promises = useQuery({ ...promisesQuery(account.id), enabled: useMay('promise:read') }).data ?? [];
  const navigate = useNavigate();
  if (!may || !account.relationship) return null;
  const moment = {
    phase: account.relationship.phase,
    trust: account.relationship.trust,
    alarm: Boolean(watch?.alarm),
    overduePromises: promises.filter((promise) => promise.state === 'overdue').length,
    inUse: plans.some(
      (plan) =>
        plan.firstValue !== null ||
        plan.milestones.some((milestone) => milestone.side === 'us' && milestone.deliveredAt !== null),
    ),
  };
  const open = (kind: RelationshipSale) =>
    change(async () => {
      const sale = await ask(purchaseContract.createOpportunity, {
        body: { name: t(`sale.${kind} name`, { name: account.name }), accountId: account.id, kind },
      });
      await navigate({ to: '/opportunities/$id', params: { id: sale.id } });
    });
  return (
    <div className={css.sales}>
      {kinds.map((kind) => {
        const against = notNow(kind, moment);
        return (
          <span key={kind}>
            <Button size="xs" variant="default" disabled={against.length > 0} onClick={() => void open(kind)}>
              {t(`sale.${kind}`)}
            </Button>{' '}
            <span className={css.quiet}>
              {against.length > 0
                ? t('sale.not now', { why: format.list(against.map((why) => t(`sale.${why}`))) })
                : t(`sale.${kind} hint`)}
            </span>
          </span>
        );
      })}
    </div>
  );
}
