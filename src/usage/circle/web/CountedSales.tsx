import { Link } from '@tanstack/react-router';
import { Button } from '@mantine/core';
import { useAnswer, useRows } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { EmptyState } from '../../../web/kit/EmptyState.tsx';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { Tabs } from '../../../web/kit/Tabs.tsx';
import { useView } from '../../../web/kit/view.ts';
import { t as web } from '../../../web/messages/en.ts';
import { circleContract as api } from '../contract.ts';
import css from './circle.module.css';
import { hears } from './data.ts';
import { t } from './messages.ts';

/** The sales behind a sum, each with the edges that it counts for. */
export function CountedSales() {
  const [view, setView] = useView();
  const counts = view['counts'] === 'influenced' ? 'influenced' : 'sourced';
  const from = view['from'];
  const currency = useAnswer(api.readCircle, {}, { meta: hears }).data?.basis.currency ?? 'EUR';
  const { rows, hasMore, onMore, loading, problem } = useRows(
    api.listCountedSales,
    { query: { limit: 50, counts, ...(from ? { from } : {}) } },
    { meta: hears },
  );
  return (
    <div className={css.list}>
      <div className={css.head}>
        <Tabs
          label={t('sales.label')}
          look="switch"
          tabs={[
            { id: 'sourced', label: t('sales.sourced') },
            { id: 'influenced', label: t('sales.influenced') },
          ]}
          value={counts}
          onChange={(each) => setView({ counts: each, from: undefined })}
        />
        <span className={css.quiet}>{t(`sum.${counts} what`)}</span>
      </div>
      {problem && <QueryProblem error={problem} />}
      {loading && rows.length === 0 && <RowsSkeleton rows={5} height={52} />}
      {!loading && rows.length === 0 && !problem && <EmptyState sentence={t('sales.none')} />}
      <ul className={css.rows} aria-label={t('sales.label')}>
        {rows.map((sale) => (
          <li key={sale.id}>
            <div className={css.line}>
              <span>
                <Link to="/opportunities/$id" params={{ id: sale.id }}>
                  {sale.name}
                </Link>{' '}
                <span className={css.quiet}>
                  <Link to="/accounts/$id" params={{ id: sale.account.id }} search={{ tab: 'circle' }}>
                    {sale.account.name}
                  </Link>
                  , {format.date(sale.closedOn, 'dayYear')}
                </span>
              </span>
              <b>{format.money(sale.amount, currency)}</b>
            </div>
            {sale.edges.map((edge) => (
              <p key={edge.id} className={css.quiet}>
                {t('sales.edge', {
                  kind: t(`kind.${edge.kind}`),
                  who: edge.from.name,
                  when: format.date(edge.happenedOn, 'dayYear'),
                  share: format.percent(edge.share),
                })}
                {': '}
                {edge.evidence}
              </p>
            ))}
          </li>
        ))}
      </ul>
      {hasMore && (
        <Button variant="default" onClick={onMore} loading={loading}>
          {web('app.more')}
        </Button>
      )}
    </div>
  );
}
