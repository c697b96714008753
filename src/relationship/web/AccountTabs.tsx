import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { promisesQuery } from '../../ownership/promises/web/data.ts';
import type { AccountDetail } from '../../people/contract.ts';
import { AccountFields } from '../../people/web/AccountFields.tsx';
import { PeoplePanel } from '../../people/web/PeoplePanel.tsx';
import { RowsSkeleton } from '../../web/kit/Skeletons.tsx';
import { Tabs } from '../../web/kit/Tabs.tsx';
import { useView } from '../../web/kit/view.ts';
import { useMay } from '../../web/session.ts';
import css from './account.module.css';
import { t } from './accountMessages.ts';
import { salesQuery } from './sales.ts';

const PlanTab = lazy(() =>
  import('../../ownership/plans/web/PlanTab.tsx').then((module) => ({ default: module.PlanTab })),
);
const PromiseTab = lazy(() =>
  import('../../ownership/promises/web/PromiseTab.tsx').then((module) => ({ default: module.PromiseTab })),
);

const AccountCircle = lazy(() =>
  import('../../usage/circle/web/AccountCircle.tsx').then((module) => ({ default: module.AccountCircle })),
);

const Sales = lazy(() => import('./Sales.tsx').then((module) => ({ default: module.Sales })));

const AccountNeeds = lazy(() =>
  import('../../shopping/web/AccountNeeds.tsx').then((module) => ({ default: module.AccountNeeds })),
);
const AccountAssets = lazy(() =>
  import('../../usage/assets/web/AccountAssets.tsx').then((module) => ({ default: module.AccountAssets })),
);
const AccountOrders = lazy(() =>
  import('../../usage/orders/web/AccountOrders.tsx').then((module) => ({ default: module.AccountOrders })),
);
const AccountCases = lazy(() =>
  import('../../usage/cases/web/AccountCases.tsx').then((module) => ({ default: module.AccountCases })),
);

const tabs = ['promises', 'plan', 'people', 'needs', 'sales', 'cases', 'base', 'orders', 'circle', 'details'] as const;

/** What belongs to the account besides its curve. Only tabs with something behind them. */
export function AccountTabs({ account }: { account: AccountDetail }) {
  const [view, setView] = useView();
  const promises = useQuery({ ...promisesQuery(account.id), enabled: useMay('promise:read') });
  const sales = useQuery({ ...salesQuery(account.id), enabled: useMay('opportunity:read') });
  const seesCases = useMay('case:read');
  const seesSegments = useMay('segment:read');
  // Only tabs with something behind them; people, cases and details can be added to.
  const shown = tabs.filter(
    (tab) =>
      (tab !== 'sales' || (sales.data?.length ?? 0) > 0) &&
      (tab !== 'cases' || seesCases) &&
      (tab !== 'needs' || seesSegments),
  );
  const chosen = shown.find((tab) => tab === view['tab']) ?? 'promises';
  const counts = {
    promises: promises.data?.length,
    plan: undefined,
    people: account.counts.contacts,
    needs: undefined,
    sales: sales.data?.length,
    cases: account.counts.cases,
    base: undefined,
    orders: undefined,
    circle: undefined,
    details: undefined,
  };
  return (
    <section className={css.tabs}>
      <Tabs
        label={t('tab.label')}
        tabs={shown.map((tab) => ({ id: tab, label: t(`tab.${tab}`), count: counts[tab] }))}
        value={chosen}
        onChange={(tab) => setView({ tab })}
        panelId="account-tab"
      />
      <div id="account-tab" role="tabpanel" aria-label={t(`tab.${chosen}`)} className={css.tab}>
        <Suspense fallback={<RowsSkeleton rows={4} height={32} />}>
          {chosen === 'promises' && <PromiseTab account={account} />}
          {chosen === 'plan' && <PlanTab account={account} />}
          {chosen === 'people' && <PeoplePanel account={account} />}
          {chosen === 'needs' && <AccountNeeds accountId={account.id} />}
          {chosen === 'sales' && <Sales account={account} />}
          {chosen === 'cases' && <AccountCases account={account} />}
          {chosen === 'base' && <AccountAssets account={account} />}
          {chosen === 'orders' && <AccountOrders account={account} />}
          {chosen === 'circle' && <AccountCircle account={account} />}
          {chosen === 'details' && <AccountFields account={account} />}
        </Suspense>
      </div>
    </section>
  );
}
