import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { AccountDetail } from '../../../people/contract.ts';
import { keepTrail } from '../../../people/web/trail.ts';
import accountCss from '../../../relationship/web/account.module.css';
import { EmptyState } from '../../../web/kit/EmptyState.tsx';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { useMay } from '../../../web/session.ts';
import css from './cases.module.css';
import { clockText, when } from './clockText.ts';
import { casesOfAccount } from './data.ts';
import { t } from './messages.ts';
import { NewCase } from './NewCase.tsx';

/** The cases of one account, open ones first. */
export function AccountCases({ account }: { account: AccountDetail }) {
  const { data, error, refetch } = useQuery(casesOfAccount(account.id));
  const [now] = useState(() => new Date());
  const [adding, setAdding] = useState(false);
  const navigate = useNavigate();
  const add = useMay('case:write') && (
    <Button variant="default" onClick={() => setAdding(true)}>
      {t('new')}
    </Button>
  );
  if (error && !data) return <QueryProblem error={error} onRetry={() => void refetch()} />;
  if (!data) return <RowsSkeleton rows={3} height={32} />;
  const rows = data.toSorted((a, b) => Number(isLive(b.state)) - Number(isLive(a.state)));
  return (
    <>
      {rows.length === 0 ? (
        <EmptyState sentence={t('empty.none')} action={add} />
      ) : (
        <div className={accountCss.scroll} role="region" aria-label={t('title')} tabIndex={0}>
          <table className={accountCss.table}>
            <thead>
              <tr>
                <th scope="col">{t('column.subject')}</th>
                <th scope="col">{t('column.state')}</th>
                <th scope="col">{t('column.due')}</th>
                <th scope="col">{t('column.severity')}</th>
                <th scope="col">{t('column.owner')}</th>
                <th scope="col">{t('column.opened')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => {
                const clock = clockText(row, now);
                return (
                  <tr key={row.id}>
                    <td className={accountCss.main}>
                      <button
                        type="button"
                        className={accountCss.open}
                        onClick={() => {
                          keepTrail({ list: account.name, base: '/cases/', ids: rows.map((each) => each.id) });
                          void navigate({ to: `/cases/${row.id}` });
                        }}
                      >
                        {row.subject}
                      </button>
                    </td>
                    <td>{t(`state.${row.state}`)}</td>
                    <td>
                      <span className={css.due} data-late={clock.late} data-soon={clock.soon}>
                        {clock.text}
                      </span>
                    </td>
                    <td>
                      <span className={css.severity} data-severity={row.severity}>
                        {t(`severity.${row.severity}`)}
                      </span>
                    </td>
                    <td>{row.owner?.name ?? t('nobody')}</td>
                    <td>{when(row.openedAt, now)}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
          <div className={css.buttons}>{add}</div>
        </div>
      )}
      {adding && <NewCase account={{ id: account.id, name: account.name }} onClose={() => setAdding(false)} />}
    </>
  );
}

const isLive = (state: string) => state === 'open' || state === 'waiting';
