import { Button } from '@mantine/core';
import { useRows } from '../../web/api.ts';
import { format } from '../../web/format.ts';
import { QueryProblem } from '../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../web/kit/Skeletons.tsx';
import { workspaceContract } from '../contract.ts';
import type { HistoryKind } from '../history.ts';
import css from './FieldHistory.module.css';
import { fieldText, happenedText, partsOf, valueText } from './historyWords.ts';
import { t } from './historyMessages.ts';

/** What happened to a record, newest first; what was done in one step stands together. */
export default function HistoryList({ of }: { of: { kind: HistoryKind; id: string } }) {
  const history = useRows(workspaceContract.getHistory, { params: of, query: {} }, { meta: { hears: [of.kind] } });
  if (history.problem && history.rows.length === 0)
    return <QueryProblem error={history.problem} onRetry={history.onMore} />;
  if (history.rows.length === 0)
    return history.loading ? <RowsSkeleton rows={6} /> : <p className={css.quiet}>{t('nothing happened')}</p>;
  return (
    <>
      <ol className={css.steps}>
        {[...Map.groupBy(history.rows, (row) => row.eventId)].map(([id, rows]) => (
          <li key={id}>
            <b>{happenedText(rows[0]!.name, of.kind)}</b>
            {of.kind === 'account' && rows[0]!.about !== null && <span>{rows[0]!.about}</span>}
            <span className={css.quiet}>
              {t('by', {
                who: rows[0]!.memberName ?? t('system'),
                when: `${format.date(rows[0]!.at, 'full')}, ${format.date(rows[0]!.at, 'time')}`,
              })}
              {rows[0]!.via === 'token' && ` ${t('by program')}`}
            </span>
            {rows[0]!.reason !== null && <span className={css.reason}>{rows[0]!.reason}</span>}
            {rows.some((row) => row.field !== null) && (
              <dl className={css.parts}>
                {rows.flatMap(partsOf).map((part) => (
                  <div key={part.field}>
                    <dt>{fieldText(part.field)}</dt>
                    <dd>
                      <s>{valueText(part.before)}</s> → {valueText(part.after)}
                    </dd>
                  </div>
                ))}
              </dl>
            )}
          </li>
        ))}
      </ol>
      {history.hasMore && (
        <Button variant="default" loading={history.loading} onClick={history.onMore}>
          {t('more')}
        </Button>
      )}
    </>
  );
}
