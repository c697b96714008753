import { Button, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AccountDetail } from '../../../people/contract.ts';
import { format } from '../../../web/format.ts';
import { FormButtons } from '../../../web/kit/Form.tsx';
import { FormDialog } from '../../../web/kit/FormDialog.tsx';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { useMay } from '../../../web/session.ts';
import type { PromiseRecord } from '../contract.ts';
import { AddPromise } from './AddPromise.tsx';
import { promisesQuery, reopen, settle } from './data.ts';
import { t } from './messages.ts';
import css from './promises.module.css';
import { HistoryButton } from '../../../workspace/web/HistoryButton.tsx';

/** The ledger of promises of one account: one key settles an open one. */
export function PromiseTab({ account }: { account: AccountDetail }) {
  const { data, error, refetch } = useQuery(promisesQuery(account.id));
  const mayWrite = useMay('promise:write');
  const [withdrawing, setWithdrawing] = useState<PromiseRecord>();
  const [now] = useState(() => new Date());
  if (error && !data) return <QueryProblem error={error} onRetry={() => void refetch()} />;
  if (!data) return <RowsSkeleton rows={4} height={32} />;
  const keyOn = (promise: PromiseRecord) => (key: string) => {
    if (!mayWrite || promise.settledAt !== null) return false;
    if (key === 'e') void settle(promise, 'kept');
    else if (key === 'b') void settle(promise, 'broken');
    else if (key === 'w') setWithdrawing(promise);
    else return false;
    return true;
  };
  return (
    <>
      {mayWrite && <AddPromise accountId={account.id} />}
      {data.length === 0 && <p className={css.none}>{t('none')}</p>}
      {data.length > 0 && (
        <div className={css.scroll} role="region" aria-label={t('title')} tabIndex={0}>
          <table className={css.table}>
            <thead>
              <tr>
                <th scope="col">{t('what')}</th>
                <th scope="col">{t('to')}</th>
                <th scope="col">{t('by')}</th>
                <th scope="col">{t('due')}</th>
                <th scope="col">{t('state')}</th>
                <th scope="col">
                  <span className="visually-hidden">{t('actions')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {data.map((promise) => (
                <tr
                  key={promise.id}
                  tabIndex={promise.settledAt === null ? 0 : -1}
                  onKeyDown={(event) => {
                    if (
                      event.target === event.currentTarget &&
                      !event.metaKey &&
                      !event.ctrlKey &&
                      keyOn(promise)(event.key.toLowerCase())
                    )
                      event.preventDefault();
                  }}
                >
                  <td className={css.main}>
                    {promise.what}
                    {promise.why !== null && <span className={css.why}>{promise.why}</span>}
                  </td>
                  <td>{promise.contactName}</td>
                  <td>{promise.memberName}</td>
                  <td data-alarm={promise.state === 'overdue'}>
                    {promise.dueOn === null ? (
                      <span className={css.quiet}>{t('no date')}</span>
                    ) : (
                      format.day(promise.dueOn, now)
                    )}
                  </td>
                  <td data-state={promise.state}>{t(`state.${promise.state}`)}</td>
                  <td className={css.actions}>
                    <HistoryButton of={{ kind: 'promise', id: promise.id }} name={promise.what} inRow />
                    {mayWrite && promise.settledAt === null && (
                      <>
                        <Button size="xs" variant="default" onClick={() => void settle(promise, 'kept')}>
                          {t('kept')}
                        </Button>
                        <Button size="xs" variant="default" onClick={() => void settle(promise, 'broken')}>
                          {t('broken')}
                        </Button>
                        <Button size="xs" variant="subtle" onClick={() => setWithdrawing(promise)}>
                          {t('withdraw')}
                        </Button>
                      </>
                    )}
                    {mayWrite && promise.settledAt !== null && (
                      <Button size="xs" variant="subtle" onClick={() => void reopen(promise)}>
                        {t('reopen')}
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className={css.keys}>{t('keys')}</p>
        </div>
      )}
      {withdrawing && <Withdraw promise={withdrawing} onClose={() => setWithdrawing(undefined)} />}
    </>
  );
}

function Withdraw({ promise, onClose }: { promise: PromiseRecord; onClose: () => void }) {
  const [why, setWhy] = useState('');
  return (
    <FormDialog
      onClose={onClose}
      title={t('withdraw.title')}
      onSend={() => void settle(promise, 'withdrawn', why.trim()).then((taken) => taken && onClose())}
    >
      <p>{promise.what}</p>
      <Textarea
        data-autofocus
        required
        label={t('withdraw.why')}
        value={why}
        maxLength={1000}
        autosize
        minRows={2}
        onChange={(event) => setWhy(event.currentTarget.value)}
      />
      <FormButtons send={t('withdraw.go')} disabled={why.trim() === ''} onCancel={onClose} />
    </FormDialog>
  );
}
