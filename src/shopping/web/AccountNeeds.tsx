import { useState } from 'react';
import { useAnswer } from '../../web/api.ts';
import { EmptyState } from '../../web/kit/EmptyState.tsx';
import { QueryProblem } from '../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../web/kit/Skeletons.tsx';
import { shoppingContract as api } from '../contract.ts';
import type { NeedStanding } from '../segments/contract.ts';
import { t } from './messages.ts';
import { freshOf, NeedTable } from './NeedList.tsx';
import { ProspectDialog } from './ProspectDialog.tsx';
import css from './shopping.module.css';

const every = 'member,suspect,prospect,buyer,ended';

/** What one account needs, by the segments it is in: how far evidence has brought it, and what to do next. */
export function AccountNeeds({ accountId }: { accountId: string }) {
  const [open, setOpen] = useState<NeedStanding>();
  const hears = ['account', 'touchpoint', 'segment', 'prospect', 'next step'];
  const { data, error, refetch } = useAnswer(
    api.listNeeds,
    { query: { account: accountId, stage: every, limit: '50' } },
    { meta: { hears } },
  );
  if (error && !data) return <QueryProblem error={error} onRetry={() => void refetch()} />;
  if (!data) return <RowsSkeleton rows={3} height={47} />;
  if (data.items.length === 0) return <EmptyState sentence={t('needs.empty account')} />;
  return (
    <div className={css.ofAccount} style={{ blockSize: 34 + 48 * data.items.length }}>
      <NeedTable
        label={t('needs.of account')}
        rows={data.items}
        hasMore={false}
        onMore={() => undefined}
        loading={false}
        onOpen={setOpen}
        empty={null}
      />
      {open && <ProspectDialog standing={freshOf(open, data.items)} onClose={() => setOpen(undefined)} />}
    </div>
  );
}
