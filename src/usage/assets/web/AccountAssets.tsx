import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { AccountDetail } from '../../../people/contract.ts';
import { MomentCheck } from '../../../relationship/web/MomentCheck.tsx';
import { useAnswer } from '../../../web/api.ts';
import { ask } from '../../../web/connection.ts';
import { format } from '../../../web/format.ts';
import { EmptyState } from '../../../web/kit/EmptyState.tsx';
import { problemText, QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { inDays } from '../../../web/kit/days.ts';
import { useMay } from '../../../web/session.ts';
import { notifyProblem, notifyUndo } from '../../../web/shell/toasts.ts';
import { assetContract as api, type Asset, type ServiceContract } from '../contract.ts';
import { t as review } from '../../review/web/messages.ts';
import css from './assets.module.css';
import { takeBack } from './ContractDialog.tsx';
import { readBaseAgain } from './data.ts';
import { NewAsset } from './NewAsset.tsx';
import { NewContract } from './NewContract.tsx';
import { UsageCharts } from './UsageCharts.tsx';
import { t } from './messages.ts';
import { HistoryButton } from '../../../workspace/web/HistoryButton.tsx';

/** What an account has from us, the contracts on it, and what that makes possible. */
export function AccountAssets({ account }: { account: AccountDetail }) {
  const heard = { meta: { hears: ['asset', 'contract'], accountId: account.id } };
  const assets = useAnswer(api.listAssets, { query: { account: account.id, limit: 200 } }, heard);
  const contracts = useAnswer(api.listContracts, { query: { account: account.id, limit: 200 } }, heard);
  const [adding, setAdding] = useState<'asset' | 'contract'>();
  const mayAsset = useMay('case:write');
  const mayContract = useMay('opportunity:write') && account.mayChange;
  const [today] = useState(() => inDays(0));
  if (assets.error && !assets.data) return <QueryProblem error={assets.error} onRetry={() => void assets.refetch()} />;
  if (!assets.data || !contracts.data) return <RowsSkeleton rows={4} height={32} />;
  const buttons = (
    <div className={css.buttons}>
      {mayAsset && (
        <Button variant="default" onClick={() => setAdding('asset')}>
          {t('asset.add')}
        </Button>
      )}
      {mayContract && (
        <Button variant="default" onClick={() => setAdding('contract')}>
          {t('contract.add')}
        </Button>
      )}
    </div>
  );
  const nothing = assets.data.items.length === 0 && contracts.data.items.length === 0;
  return (
    <>
      <MomentCheck accountId={account.id} openings />
      <p className={css.review}>
        <Link to="/accounts/$id/review" params={{ id: account.id }} className={css.link}>
          {review('open')}
        </Link>
      </p>
      {nothing ? (
        <EmptyState sentence={t('asset.none')} action={buttons} />
      ) : (
        <>
          {assets.data.items.length > 0 && <Assets rows={assets.data.items} today={today} mayChange={mayAsset} />}
          <UsageCharts assets={assets.data.items} />
          {contracts.data.items.length > 0 && (
            <Contracts rows={contracts.data.items} today={today} mayChange={mayContract} />
          )}
          {buttons}
        </>
      )}
      {adding === 'asset' && (
        <NewAsset accountId={account.id} contracts={contracts.data.items} onClose={() => setAdding(undefined)} />
      )}
      {adding === 'contract' && <NewContract account={account} onClose={() => setAdding(undefined)} />}
    </>
  );
}

function Assets({ rows, today, mayChange }: { rows: readonly Asset[]; today: string; mayChange: boolean }) {
  return (
    <div className={css.scroll} role="region" aria-label={t('title')} tabIndex={0}>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{t('asset.name')}</th>
            <th scope="col">{t('asset.serial')}</th>
            <th scope="col">{t('asset.since')}</th>
            <th scope="col">{t('asset.warranty')}</th>
            <th scope="col">{t('asset.contract')}</th>
            <th scope="col">{t('asset.use')}</th>
            <th scope="col">
              <span className="visually-hidden">{t('asset.delete')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>
                <b>{row.quantity > 1 ? `${row.quantity} × ${row.name}` : row.name}</b>
                {row.state === 'retired' && <span className={css.quiet}> {t('asset.retired')}</span>}
              </td>
              <td>{row.serial ?? ''}</td>
              <td>{row.since ? format.date(row.since, 'dayYear') : ''}</td>
              <td className={row.warrantyUntil && row.warrantyUntil < today ? css.quiet : ''}>
                {row.warrantyUntil
                  ? row.warrantyUntil < today
                    ? t('asset.out', { when: format.date(row.warrantyUntil, 'dayYear') })
                    : format.date(row.warrantyUntil, 'dayYear')
                  : ''}
              </td>
              <td>{row.contractName ?? ''}</td>
              <td>{row.usage.map((figure) => `${format.number(figure.value, 1, 0)} ${figure.measure}`).join(', ')}</td>
              <td>
                <HistoryButton of={{ kind: 'asset', id: row.id }} name={row.name} inRow />
                {mayChange && (
                  <Button size="xs" variant="subtle" onClick={() => void remove(row)}>
                    {t('asset.delete')}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

async function remove(row: Asset): Promise<void> {
  try {
    await ask(api.deleteAsset, { params: { id: row.id } });
    notifyUndo(t('asset.deleted', { name: row.name }), async () => {
      await ask(api.restoreAsset, { params: { id: row.id } });
      await readBaseAgain();
    });
  } catch (error) {
    notifyProblem(problemText(error));
  }
  await readBaseAgain();
}

function Contracts({
  rows,
  today,
  mayChange,
}: {
  rows: readonly ServiceContract[];
  today: string;
  mayChange: boolean;
}) {
  return (
    <div className={css.scroll} role="region" aria-label={t('contracts')} tabIndex={0}>
      <h2 className={css.head}>{t('contracts')}</h2>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{t('column.contract')}</th>
            <th scope="col">{t('column.renews')}</th>
            <th scope="col">{t('column.yearly')}</th>
            <th scope="col">{t('column.owner')}</th>
            <th scope="col">
              <span className="visually-hidden">{t('take back')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>
                <b>{row.name}</b>{' '}
                <span className={css.quiet}>
                  {row.renewals > 0 ? t('contract.renewed', { count: row.renewals }) : ''}
                </span>
              </td>
              <td className={row.state === 'running' && row.renewsOn < today ? css.late : ''}>
                {row.state === 'lost'
                  ? t('contract.lost', {
                      when: row.lostOn ? format.date(row.lostOn, 'dayYear') : '',
                      reason: reasonText(row.lostReason),
                    })
                  : format.date(row.renewsOn, 'dayYear')}
              </td>
              <td>{format.money(Number(row.yearly), row.currency)}</td>
              <td>{row.ownerName ?? ''}</td>
              <td>
                <HistoryButton of={{ kind: 'contract', id: row.id }} name={row.name} inRow />
                {mayChange && (row.renewals > 0 || row.state === 'lost') && (
                  <Button size="xs" variant="subtle" onClick={() => void takeBack(row)}>
                    {t('take back')}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function reasonText(reason: string | null): string {
  const known = (
    ['price', 'no longer needed', 'service', 'competitor', 'relationship', 'closed down', 'other'] as const
  ).find((each) => each === reason);
  return known ? t(`reason.${known}`) : (reason ?? '');
}
