import { Button } from '@mantine/core';
import { useState } from 'react';
import { relationshipContract } from '../../../relationship/contract.ts';
import { useAnswer } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { openLog } from '../../../web/shell/log.ts';
import type { SaleDetail } from '../../contract.ts';
import css from './closing.module.css';
import { DecidedPart } from './DecidedPart.tsx';
import { t } from './messages.ts';

/** A consumer sale in three steps: let them try it, make one clear offer, reassure while they may withdraw. */
export function ConsumerPart({ sale, onWithdrew }: { sale: SaleDetail; onWithdrew: () => void }) {
  const account = sale.accountId;
  const [first] = useState(() => new Date());
  const { data } = useAnswer(
    relationshipContract.listTouchpoints,
    { query: { account: account ?? '', limit: 100 } },
    { enabled: account !== null, meta: { hears: ['touchpoint'] } },
  );
  const shown = data?.items.find(
    (each) => each.kind === 'demonstration' && !each.retracts && each.supersededById === null,
  );
  return (
    <>
      <section aria-label={t('consumer.title')}>
        <div className={css.head}>
          <h2>{t('consumer.title')}</h2>
        </div>
        <div className={css.stack}>
          <p className={shown ? undefined : css.quiet}>
            {shown ? t('consumer.demonstrated', { when: format.day(shown.at, first) }) : t('consumer.not yet')}
          </p>
          {sale.outcome === 'open' && sale.mayChange && account !== null && (
            <Button
              size="xs"
              variant="default"
              style={{ alignSelf: 'start' }}
              onClick={() => openLog({ accountId: account, opportunityId: sale.id, kind: 'demonstration' })}
            >
              {t('consumer.demonstration')}
            </Button>
          )}
          {sale.outcome === 'open' && <p className={css.quiet}>{t('consumer.offer')}</p>}
        </div>
      </section>
      <DecidedPart sale={sale} onWithdrew={onWithdrew} />
    </>
  );
}
