import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AccountDetail } from '../../people/contract.ts';
import { ask } from '../../web/connection.ts';
import { format } from '../../web/format.ts';
import { EmptyState } from '../../web/kit/EmptyState.tsx';
import { problemText, QueryProblem } from '../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../web/kit/Skeletons.tsx';
import { openLog } from '../../web/shell/log.ts';
import { notifyProblem } from '../../web/shell/toasts.ts';
import { relationshipContract as api } from '../contract.ts';
import css from './account.module.css';
import { t } from './accountMessages.ts';
import { offerUndo, readRelationshipsAgain, takeBack } from './actions.ts';
import { promisesQuery, type PromiseRow } from './promises.ts';

/** What we promised and what became of it; one press resolves an open one. */
export function Promises({ account }: { account: AccountDetail }) {
  const [now] = useState(() => new Date());
  const { data: rows, error, refetch } = useQuery(promisesQuery(account.id));
  if (error && !rows) return <QueryProblem error={error} onRetry={() => void refetch()} />;
  if (!rows) return <RowsSkeleton rows={4} height={32} />;
  if (rows.length === 0)
    return (
      <EmptyState
        sentence={t('promise.none')}
        action={
          <Button variant="default" onClick={() => openLog()}>
            {t('promise.log')}
          </Button>
        }
      />
    );
  return (
    <div className={css.scroll} role="region" aria-label={t('tab.promises')} tabIndex={0}>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{t('promise.what')}</th>
            <th scope="col">{t('promise.to')}</th>
            <th scope="col">{t('promise.by whom')}</th>
            <th scope="col">{t('promise.when')}</th>
            <th scope="col">{t('promise.state')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td className={css.main}>{row.what}</td>
              <td>{row.to}</td>
              <td>{row.by}</td>
              <td>{format.day(row.at, now)}</td>
              <td data-state={row.state}>
                <span className={css.state}>
                  {t(`promise.${row.state}`)}
                  {row.state === 'open' && account.mayChange && <Resolve row={row} accountId={account.id} />}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Resolve({ row, accountId }: { row: PromiseRow; accountId: string }) {
  const resolve = async (kind: 'promise kept' | 'promise broken') => {
    try {
      const { touchpoint } = await ask(api.logTouchpoint, {
        body: { accountId, kind, subject: row.what, contactIds: [...row.contactIds] },
      });
      offerUndo(`${t(kind === 'promise kept' ? 'promise.kept' : 'promise.broken')}: ${row.what}`, () =>
        takeBack(touchpoint.id),
      );
    } catch (error) {
      notifyProblem(problemText(error));
    }
    await readRelationshipsAgain();
  };
  return (
    <>
      <Button size="xs" variant="default" onClick={() => void resolve('promise kept')}>
        {t('promise.mark kept')}
      </Button>
      <Button size="xs" variant="default" onClick={() => void resolve('promise broken')}>
        {t('promise.mark broken')}
      </Button>
    </>
  );
}
