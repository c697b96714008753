import { Button } from '@mantine/core';
import { useState } from 'react';
import { useRows } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { EmptyState } from '../../../web/kit/EmptyState.tsx';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { t as web } from '../../../web/messages/en.ts';
import { useMay } from '../../../web/session.ts';
import { circleContract as api, type InfluenceRecord } from '../contract.ts';
import css from './circle.module.css';
import { hears } from './data.ts';
import { t } from './messages.ts';
import { ThankDialog } from './ThankDialog.tsx';
import { edgeText } from './words.ts';

/** Whoever helped and was not thanked yet, the latest first. */
export function ThankList() {
  const [thanking, setThanking] = useState<InfluenceRecord>();
  const mayNote = useMay('touchpoint:write');
  const { rows, hasMore, onMore, loading, problem } = useRows(
    api.listInfluences,
    { query: { limit: 50, toThank: 'true' } },
    { meta: hears },
  );
  return (
    <div className={css.list}>
      {problem && <QueryProblem error={problem} />}
      {loading && rows.length === 0 && <RowsSkeleton rows={5} height={52} />}
      {!loading && rows.length === 0 && !problem && <EmptyState sentence={t('thank.none')} />}
      <ul className={css.rows} aria-label={t('thank.label')}>
        {rows.map((edge) => (
          <li key={edge.id} className={css.line}>
            <span>
              {edgeText(edge)}
              <span className={css.quiet}>
                {' '}
                {format.date(edge.happenedOn, 'dayYear')} · {edge.evidence}
              </span>
            </span>
            {mayNote && (
              <Button size="xs" variant="default" onClick={() => setThanking(edge)}>
                {t('thank.do')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {hasMore && (
        <Button variant="default" onClick={onMore} loading={loading}>
          {web('app.more')}
        </Button>
      )}
      {thanking && <ThankDialog edge={thanking} onClose={() => setThanking(undefined)} />}
    </div>
  );
}
