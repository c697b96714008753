import { useQuery } from '@tanstack/react-query';
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { EmptyState } from '../../web/kit/EmptyState.tsx';
import { PositionMiniature } from '../../web/kit/PositionBadge.tsx';
import type { TodayRecord } from '../contract.ts';
import { todoText, whyLines } from './phrases.ts';
import css from './today.module.css';
import { placeText } from './TodayRows.tsx';
import { boardQuery } from './data.ts';
import { t } from './todayMessages.ts';

interface NothingDueProps {
  /** The next best relationship to warm; null when there is no account at all. */
  warm: TodayRecord | null;
  /** Something is due, but not of the kind that is shown. */
  filtered: boolean;
  now: string;
  onShowAll: () => void;
  onOpen: (row: TodayRecord) => void;
  /** Shows what is due for everybody; undefined where that is shown already. */
  onEverybody: (() => void) | undefined;
}

/** A day with nothing due is no empty page: it offers the relationship that is worth warming next. */
export function NothingDue({ warm, filtered, now, onShowAll, onOpen, onEverybody }: NothingDueProps) {
  const accounts = useQuery(boardQuery({})).data?.accounts ?? 0;
  if (filtered)
    return (
      <EmptyState
        sentence={t('empty.filtered')}
        action={
          <Button variant="default" onClick={onShowAll}>
            {t('empty.show all')}
          </Button>
        }
      />
    );
  // Somebody who brought in a whole company looks after none of it: its people do.
  if (warm === null && accounts > 0)
    return (
      <EmptyState
        sentence={t('empty.not mine', { count: accounts })}
        action={
          onEverybody && (
            <Button variant="default" onClick={onEverybody}>
              {t('empty.everybody')}
            </Button>
          )
        }
      />
    );
  if (warm === null)
    return (
      <EmptyState
        sentence={t('empty.no accounts')}
        action={<Link to="/relationships">{t('empty.add')}</Link>}
        demo={<Link to="/start">{t('empty.demo')}</Link>}
      />
    );
  const { first, second } = whyLines(warm, now);
  return (
    <EmptyState
      sentence={t('empty.nothing')}
      action={
        <button type="button" className={css.warm} onClick={() => onOpen(warm)}>
          <span className={css.warmHead}>{t('empty.next')}</span>
          <span className={css.who}>
            <PositionMiniature position={warm.position} />
            <span className={css.two}>
              <span className={css.first} data-strong>
                {warm.name}
              </span>
              <span className={css.second}>{placeText(warm)}</span>
            </span>
          </span>
          <span className={css.warmWhy}>
            {first}
            {second !== '' && `, ${second}`}. {todoText(warm.todo, now)}.
          </span>
        </button>
      }
      // Others may be waited for: whoever leads a firm and looks after one customer wants to know.
      {...(onEverybody && accounts > 1
        ? {
            demo: (
              <button type="button" onClick={onEverybody}>
                {t('empty.everybody')}
              </button>
            ),
          }
        : {})}
    />
  );
}
