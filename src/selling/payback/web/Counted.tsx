import { Link } from '@tanstack/react-router';
import type { Sends } from '../../../platform/contract.ts';
import { useAnswer } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import css from '../../web/space.module.css';
import { paybackContract as api } from '../contract.ts';
import { t } from './messages.ts';

export type CountedQuery = NonNullable<Sends<typeof api.listCounted>['query']>;

/** The opportunities or sales behind a bar or a row of the report, those of the trained first. */
export function CountedList({ programme, query }: { programme: string; query: CountedQuery }) {
  const { data, error } = useAnswer(api.listCounted, { params: { id: programme }, query });
  if (error) return <QueryProblem error={error} />;
  if (!data) return <RowsSkeleton rows={3} />;
  const groups = [true, false].map((trained) => ({
    trained,
    items: data.items.filter((item) => item.trained === trained),
  }));
  return (
    <div>
      <p className={css.quiet}>
        {t('counted.months', {
          months: format.list(data.months.map((month) => format.date(`${month}-15T12:00:00Z`, 'monthYear'))),
        })}
      </p>
      {data.items.length === 0 && <p>{t('counted.none')}</p>}
      {groups.map(({ trained, items }) =>
        items.length === 0 ? null : (
          <div key={String(trained)}>
            <h3 className={css.quiet}>
              {t(trained ? 'counted.trained' : 'counted.waiting')} {format.number(items.length)}
            </h3>
            <ul className={css.list}>
              {items.map((item) => (
                <li key={item.id}>
                  <span>
                    {item.opportunityId ? (
                      <Link className={css.link} to="/opportunities/$id" params={{ id: item.opportunityId }}>
                        {item.name}
                      </Link>
                    ) : item.accountId ? (
                      <Link className={css.link} to="/accounts/$id" params={{ id: item.accountId }}>
                        {item.name}
                      </Link>
                    ) : (
                      item.name
                    )}
                    <span className={css.second}>
                      {[item.accountName, item.memberName, format.date(item.on, 'full')].filter(Boolean).join(' · ')}
                    </span>
                  </span>
                  <span className={css.quiet}>
                    {t(`counted.state.${item.state}`)}
                    {item.amount === null ? '' : ` · ${format.moneyShort(item.amount, data.currency)}`}
                  </span>
                </li>
              ))}
            </ul>
          </div>
        ),
      )}
      {data.more && <p className={css.quiet}>{t('counted.more', { count: data.items.length })}</p>}
    </div>
  );
}
