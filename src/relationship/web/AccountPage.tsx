import { useQuery } from '@tanstack/react-query';
import { Navigate, useParams } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { MergeButton } from '../../people/merging/web/MergeButton.tsx';
import { DeletedBanner } from '../../people/web/Deleted.tsx';
import { usePlace } from '../../people/web/usePlace.ts';
import { format } from '../../web/format.ts';
import { Page, PageHeader } from '../../web/kit/Page.tsx';
import { QueryProblem } from '../../web/kit/QueryProblem.tsx';
import { BlockSkeleton, PageSkeleton } from '../../web/kit/Skeletons.tsx';
import { useView } from '../../web/kit/view.ts';
import { useMay } from '../../web/session.ts';
import { logFrom } from '../../web/shell/log.ts';
import { AlarmBanner } from '../../ownership/alarms/web/AlarmBanner.tsx';
import { settle } from '../../ownership/promises/web/data.ts';
import { SpotButton } from '../../usage/spotted/web/SpotButton.tsx';
import type { AccountDetail } from '../../people/contract.ts';
import { AccountCurve } from './AccountCurve.tsx';
import { AccountFacts } from './AccountFacts.tsx';
import { t } from './accountMessages.ts';
import { AccountTabs } from './AccountTabs.tsx';
import css from './account.module.css';
import { accountQuery, relationshipQuery } from './data.ts';
import { dayOf, endOf } from './day.ts';
import { MomentCheck } from './MomentCheck.tsx';
import { ReplayBar } from './ReplayBar.tsx';
import { Timeline } from './Timeline.tsx';
import { HistoryButton } from '../../workspace/web/HistoryButton.tsx';

const relationshipsAt = '/relationships';

/** One account: six facts in a line, the curve as its hero, the ledger beside it, everything else below. */
export function AccountPage() {
  const id: string | undefined = useParams({ strict: false, select: (params) => params.id });
  // Another record is another page: nothing typed or chosen on one may show on the next.
  return id === undefined ? null : <OneAccount key={id} id={id} />;
}

function OneAccount({ id }: { id: string }) {
  const { data: account, error, refetch } = useQuery(accountQuery(id));
  useEffect(() => logFrom({ accountId: id }), [id]);
  if (error && !account)
    return (
      <Page title={t('relationships')} crumbs={[]}>
        <PageHeader title={t('relationships')} />
        <QueryProblem error={error} onRetry={() => void refetch()} />
      </Page>
    );
  if (!account) return <PageSkeleton />;
  // The address of a record that was merged leads to the one that was kept.
  if (account.mergedIntoId !== null)
    return <Navigate to="/accounts/$id" params={{ id: account.mergedIntoId }} replace />;
  return <Known account={account} />;
}

function Known({ account }: { account: AccountDetail }) {
  const [view, setView] = useView();
  const months = monthsOf(view['months'] ?? usualMonths(account));
  const band = view['band'] === 'interest' ? 'interest' : 'trust';
  const day = dayOf(view);
  const [asOf, setAsOf] = useState(day && endOf(day));
  const { data: curve, error, refetch } = useQuery(relationshipQuery(account.id, { months, asOf, band }));
  const [opened, setOpened] = useState<string>();
  const maySettle = useMay('promise:write');
  const maySpot = useMay('spotted:write');
  const place = usePlace('/accounts/', account.id);
  const crumb = { label: t('relationships'), to: relationshipsAt };
  return (
    <Page
      title={account.name}
      crumbs={[crumb]}
      aside={
        <Timeline
          account={account}
          total={curve?.counts.touchpoints}
          opened={opened}
          onOpened={setOpened}
          asOf={asOf}
        />
      }
    >
      <PageHeader
        title={account.name}
        detail={aboutText(account)}
        back={crumb}
        actions={
          <>
            {maySpot && <SpotButton about={{ accountId: account.id }} />}
            <HistoryButton of={{ kind: 'account', id: account.id }} name={account.name} />
            {account.mayChange && asOf === undefined && <MergeButton kind="account" record={account} />}
          </>
        }
        place={place}
      />
      {account.deletedAt !== null && <DeletedBanner kind="account" record={account} />}
      {asOf === undefined && <AlarmBanner accountId={account.id} />}
      {error && !curve && <QueryProblem error={error} onRetry={() => void refetch()} />}
      {curve ? (
        <>
          <AccountFacts account={account} curve={curve} past={asOf !== undefined} />
          {asOf !== undefined && <ReplayBar curve={curve} asOf={asOf} onAsOf={setAsOf} />}
          <AccountCurve
            curve={curve}
            months={months}
            onMonths={(chosen) => setView({ months: chosen === null ? 'all' : String(chosen) })}
            bandLine={view['band'] === 'none' ? null : band}
            onBand={(line) => setView({ band: line ?? 'none' })}
            onOpenTouchpoint={setOpened}
            onSettlePromise={
              maySettle && asOf === undefined
                ? (id, outcome) => {
                    const promise = curve.promises.find((each) => each.id === id);
                    if (promise) void settle({ id, what: promise.subject, version: promise.version }, outcome);
                  }
                : undefined
            }
            onReplay={() => setAsOf(asOf === undefined ? monthBack(curve.asOf) : undefined)}
          />
        </>
      ) : (
        !error && (
          <div className={css.waiting}>
            <BlockSkeleton height={76} />
            <BlockSkeleton height={440} />
          </div>
        )
      )}
      {account.relationship && account.relationship.phase !== 'shopping' && <MomentCheck accountId={account.id} />}
      <AccountTabs account={account} />
    </Page>
  );
}

/** Eighteen months, or all of it where the last contact is older than most of that. */
function usualMonths(account: AccountDetail): string | undefined {
  const last = account.relationship?.lastTouchAt;
  return last && Date.now() - Date.parse(last) > 365 * 86_400_000 ? 'all' : undefined;
}

function monthsOf(text: string | undefined): number {
  if (text === 'all') return 120;
  const months = Number(text ?? 18);
  return Number.isInteger(months) && months >= 1 && months <= 120 ? months : 18;
}

function monthBack(at: string): string {
  return new Date(Date.parse(at) - 30 * 86_400_000).toISOString();
}

/** “Gear sets for rail and wind · Linz · €530k in 12 months”. */
function aboutText(account: AccountDetail): string {
  const revenue = Number(account.relationship?.revenue ?? 0);
  return [
    account.industry,
    account.city,
    revenue > 0 ? t('revenue', { amount: format.moneyShort(revenue, account.currency) }) : null,
  ]
    .filter((part) => part !== null && part !== '')
    .join(' · ');
}
