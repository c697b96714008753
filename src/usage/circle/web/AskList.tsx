import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useAct, useRows } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { EmptyState } from '../../../web/kit/EmptyState.tsx';
import { PositionMiniature } from '../../../web/kit/PositionBadge.tsx';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { Tabs } from '../../../web/kit/Tabs.tsx';
import { useView } from '../../../web/kit/view.ts';
import { t as web } from '../../../web/messages/en.ts';
import { useMay } from '../../../web/session.ts';
import { openInfluence } from '../../../web/shell/log.ts';
import { circleContract as api, type AskRecord, type ToAsk } from '../contract.ts';
import { AskDialog } from './AskDialog.tsx';
import css from './circle.module.css';
import { hears } from './data.ts';
import { t } from './messages.ts';

/** Whom to ask now, and whom not, with every reason; and what became of what was asked. */
export function AskList() {
  const [view, setView] = useView();
  const [asking, setAsking] = useState<ToAsk>();
  const [at] = useState(() => new Date().toISOString());
  const now = view['ask'] !== 'later';
  const whose = view['whose'] === 'all' ? 'all' : 'mine';
  const { rows, hasMore, onMore, loading, problem } = useRows(
    api.listToAsk,
    { query: { limit: 50, whose, now: now ? 'true' : 'false' } },
    { meta: { hears: [...hears.hears, 'touchpoint'] } },
  );
  return (
    <div className={css.list}>
      <div className={css.head}>
        <Tabs
          label={t('ask.label')}
          look="switch"
          tabs={[
            { id: 'now', label: t('ask.now') },
            { id: 'later', label: t('ask.not now') },
          ]}
          value={now ? 'now' : 'later'}
          onChange={(each) => setView({ ask: each === 'now' ? undefined : each })}
        />
        <Tabs
          label={t('ask.whose')}
          look="switch"
          tabs={[
            { id: 'mine', label: t('ask.mine') },
            { id: 'all', label: t('ask.all') },
          ]}
          value={whose}
          onChange={(each) => setView({ whose: each === 'mine' ? undefined : each })}
        />
      </div>
      {problem && <QueryProblem error={problem} />}
      {loading && rows.length === 0 && <RowsSkeleton rows={5} height={52} />}
      {!loading && rows.length === 0 && !problem && !hasMore && (
        <EmptyState sentence={t(now ? 'ask.none now' : 'ask.none')} />
      )}
      <ul className={css.rows} aria-label={t('ask.label')}>
        {rows.map((row) => (
          <li key={row.account.id} className={css.line}>
            <span>
              <PositionMiniature position={row.position} />{' '}
              <Link to="/accounts/$id" params={{ id: row.account.id }} search={{ tab: 'circle' }}>
                {row.account.name}
              </Link>
              <span className={css.quiet}>{factsOf(row, at)}</span>
              {row.obstacles.length > 0 && (
                <span className={css.reasons}>{format.list(row.obstacles.map((each) => t(`obstacle.${each}`)))}</span>
              )}
            </span>
            <Button size="xs" variant={now ? 'filled' : 'default'} onClick={() => setAsking(row)}>
              {t('ask.do')}
            </Button>
          </li>
        ))}
      </ul>
      {hasMore && (
        <Button variant="default" onClick={onMore} loading={loading}>
          {web('app.more')}
        </Button>
      )}
      <Asked at={at} />
      {asking && <AskDialog row={asking} onClose={() => setAsking(undefined)} />}
    </div>
  );
}

const factsOf = (row: ToAsk, at: string): string =>
  ` ${[
    row.contact?.name,
    t('ask.trust', { value: format.number(row.trust) }),
    row.lastAskedAt ? t('ask.last', { when: format.relative(row.lastAskedAt, at) }) : t('ask.never'),
  ]
    .filter(Boolean)
    .join(' · ')}`;

function Asked({ at }: { at: string }) {
  const { rows } = useRows(api.listAsks, { query: { limit: 20 } }, { meta: hears });
  if (rows.length === 0) return null;
  return (
    <section className={css.asked} aria-label={t('ask.asked')}>
      <h2>{t('ask.asked')}</h2>
      <AskRows asks={rows} at={at} />
    </section>
  );
}

/** What was asked, with what came of it one tap away. */
export function AskRows({ asks, at }: { asks: readonly AskRecord[]; at: string }) {
  const mayNote = useMay('touchpoint:write');
  const answer = useAct(api.answerAsk, { touches: [api.listAsks, api.listToAsk, api.readAccountCircle] });
  const mark = (row: AskRecord, state: 'asked' | 'refused') =>
    answer.mutate({ input: { params: { id: row.id }, body: { state } }, options: { ifMatch: row.version } });
  return (
    <ul className={css.rows}>
      {asks.map((row) => (
        <li key={row.id} className={css.line}>
          <span>
            {row.account.name}
            {row.contact && `, ${row.contact.name}`}
            <span className={css.quiet}>
              {' '}
              {t(`ask.kind.${row.kind}`)}, {stateOf(row, at)}
            </span>
          </span>
          {mayNote && (row.state === 'planned' || row.state === 'asked') && (
            <span className={css.buttons}>
              {row.state === 'planned' && (
                <Button size="xs" variant="default" onClick={() => mark(row, 'asked')}>
                  {t('ask.mark asked')}
                </Button>
              )}
              <Button
                size="xs"
                variant="default"
                onClick={() =>
                  openInfluence({
                    kind: row.kind,
                    from: row.account,
                    askId: row.id,
                    ...(row.forAccount ? { to: row.forAccount } : {}),
                  })
                }
              >
                {t('ask.mark given')}
              </Button>
              <Button size="xs" variant="default" onClick={() => mark(row, 'refused')}>
                {t('ask.mark refused')}
              </Button>
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

function stateOf(row: AskRecord, at: string): string {
  if (row.state === 'planned')
    return t('ask.state.planned', { when: row.dueAt ? format.dayWithin(row.dueAt, at) : '' });
  if (row.state === 'asked') return t('ask.state.asked', { when: row.askedAt ? format.relative(row.askedAt, at) : '' });
  return t(`ask.state.${row.state}`);
}
