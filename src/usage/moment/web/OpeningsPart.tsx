import { Link } from '@tanstack/react-router';
import { MomentText, Openings } from '../../../relationship/web/MomentCheck.tsx';
import { useAnswer } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { EmptyState } from '../../../web/kit/EmptyState.tsx';
import { PositionMiniature } from '../../../web/kit/PositionBadge.tsx';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { Tabs } from '../../../web/kit/Tabs.tsx';
import type { View } from '../../../web/kit/view.ts';
import { useSession } from '../../../web/session.ts';
import { momentContract as api } from '../contract.ts';
import { t } from './messages.ts';
import css from './openings.module.css';

/** What there is to sell to established clients, and whether this is the moment. Red says repair, don't sell. */
export function OpeningsPart({ view, onView }: { view: View; onView: (change: View) => void }) {
  const { workspace } = useSession();
  const whose = view['whose'] === 'mine' ? 'mine' : 'all';
  const { data, error, refetch } = useAnswer(
    api.listOpenings,
    { query: whose === 'mine' ? { mine: 'true' as const } : {} },
    { meta: { hears: ['asset', 'contract', 'case', 'order'] } },
  );
  if (error && !data) return <QueryProblem error={error} onRetry={() => void refetch()} />;
  if (!data) return <RowsSkeleton rows={8} height={72} />;
  return (
    <div className={css.part}>
      <Tabs<'mine' | 'all'>
        label={t('whose')}
        look="chips"
        tabs={[
          { id: 'all', label: t('whose.all') },
          { id: 'mine', label: t('whose.mine') },
        ]}
        value={whose}
        onChange={(id) => onView({ whose: id === 'all' ? undefined : id })}
      />
      {data.items.length === 0 ? (
        <EmptyState sentence={t('empty')} />
      ) : (
        <ul className={css.list}>
          {data.items.map((each) => (
            <li key={each.account.id}>
              <div className={css.head}>
                <PositionMiniature position={each.position} />
                <Link to="/accounts/$id" params={{ id: each.account.id }} search={{ tab: 'base' }}>
                  {each.account.name}
                </Link>
                <span className={css.quiet}>
                  {[each.ownerName, each.revenue > 0 ? format.moneyShort(each.revenue, workspace.currency) : '']
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </div>
              <MomentText moment={each.moment} />
              <Openings accountId={each.account.id} moment={each.moment} openings={each.openings} />
            </li>
          ))}
        </ul>
      )}
      <p className={css.quiet}>{t('looked', { count: data.looked })}</p>
    </div>
  );
}
