import { useAnswer, useRows } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { EmptyState } from '../../../web/kit/EmptyState.tsx';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { WorkBar } from '../../../web/Working.tsx';
import { Part } from '../../web/Part.tsx';
import { workContract as api, type WorkRecord } from '../contract.ts';
import { t } from './messages.ts';
import css from './work.module.css';

const often = 1000;

/** What the program computes beside: under way with a button that ends it, and what became of the rest. */
export default function WorkSettings() {
  const underWay = useAnswer(api.listWork, { query: { state: 'under way' } }, { refetchInterval: often });
  const all = useRows(api.listWork, { query: { limit: '50' } }, { refetchInterval: 5 * often });
  const over = all.rows.filter((work) => work.endedAt !== null || work.state === 'interrupted');
  const busy = underWay.data?.items ?? [];
  return (
    <Part title={t('title')} intro={t('intro')}>
      {underWay.error && <QueryProblem error={underWay.error} onRetry={() => void underWay.refetch()} />}
      <ul className={css.underWay} aria-label={t('under way')}>
        {busy.map((work) => (
          <li key={work.id}>
            <WorkBar
              work={work}
              label={t('doing', { what: t(`kind.${work.kind}`), who: work.memberName ?? t('clock') })}
            />
          </li>
        ))}
      </ul>
      {all.loading && all.rows.length === 0 ? (
        <RowsSkeleton rows={5} />
      ) : over.length === 0 && busy.length === 0 ? (
        <EmptyState sentence={t('none')} />
      ) : (
        over.length > 0 && <Over rows={over} />
      )}
    </Part>
  );
}

function Over({ rows }: { rows: readonly WorkRecord[] }) {
  return (
    <div className={css.scroll} role="region" aria-label={t('over')} tabIndex={0}>
      <table className={css.table}>
        <caption>{t('over')}</caption>
        <thead>
          <tr>
            {([t('what'), t('became'), t('who'), t('begun'), t('took')] as const).map((label) => (
              <th key={label} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((work) => (
            <tr key={work.id}>
              <th scope="row">{t(`kind.${work.kind}`)}</th>
              <td>
                {work.state === 'cancelled' && work.endedByName !== null
                  ? t('cancelled by', { who: work.endedByName })
                  : t(`state.${work.state}`)}
              </td>
              <td>{work.memberName ?? t('clock')}</td>
              <td>
                {format.date(work.begunAt, 'weekday')} {format.date(work.begunAt, 'time')}
              </td>
              <td>
                {work.endedAt === null ? '–' : format.duration(Date.parse(work.endedAt) - Date.parse(work.begunAt))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
