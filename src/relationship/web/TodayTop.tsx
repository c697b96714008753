import { Menu } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { ListFilter } from 'lucide-react';
import { format } from '../../web/format.ts';
import { KeyHint } from '../../web/kit/KeyHint.tsx';
import { PageHeader } from '../../web/kit/Page.tsx';
import { Tabs } from '../../web/kit/Tabs.tsx';
import type { TodayRecord } from '../contract.ts';
import { sameDay } from './actions.ts';
import type { Whose } from './data.ts';
import css from './today.module.css';
import { whoseLists, type TodayList } from './todayList.ts';
import { t } from './todayMessages.ts';
import { kindsOf } from './TodayRows.tsx';

interface TodayTopProps {
  list: TodayList;
  onKind: (kind: string | undefined) => void;
  onWhose: (whose: Whose) => void;
}

/** The day, what there is to do by kind, and whose list it is. */
export function TodayTop({ list: { data, now, kind, rows, whose, looksAfterNobody }, onKind, onWhose }: TodayTopProps) {
  return (
    <div className={css.top}>
      <PageHeader
        title={t('title')}
        detail={format.date(now, 'long')}
        detailAbove
        note={data && summary(data.rows, now)}
      />
      <div className={css.filters}>
        <Tabs
          label={t('filter by kind')}
          look="chips"
          tabs={[
            { id: 'all', label: t('kind.all'), count: data?.rows.length ?? 0 },
            ...kindsOf(data?.counts ?? {}).map(({ group, count }) => ({ id: group, label: t(`kind.${group}`), count })),
          ]}
          value={kind ?? 'all'}
          onChange={(chosen: string) => onKind(chosen === 'all' ? undefined : chosen)}
        />
        <WhoseMenu whose={whose} onWhose={onWhose} />
      </div>
      {looksAfterNobody && rows.length > 0 && <p className={css.notice}>{t('looks after nobody')}</p>}
      {(data?.counts['cold sale'] ?? 0) > 0 && (
        <p className={css.notice}>
          {t('cold sales')}{' '}
          <Link to="/purchase" search={{ as: 'table', closeTo: now.slice(0, 10), sort: '-amount' }}>
            {t('cold sales all')}
          </Link>
        </p>
      )}
    </div>
  );
}

function WhoseMenu({ whose, onWhose }: { whose: Whose; onWhose: (whose: Whose) => void }) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <button type="button" className={css.whose}>
          <ListFilter size={14} aria-hidden="true" />
          <span className="visually-hidden">{t('whose')}: </span>
          {t('most urgent first', { whose: t(`whose.${whose}`) })}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {whoseLists.map((each) => (
          <Menu.Item key={each} role="menuitemradio" aria-checked={each === whose} onClick={() => onWhose(each)}>
            {t(`whose.${each}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

const hints = [
  ['j', 'do.move'],
  ['enter', 'do.open'],
  ['e', 'do.done'],
  ['s', 'do.snooze'],
  ['h', 'do.hand over'],
  ['l', 'do.log here'],
  ['mod+z', 'do.undo'],
] as const;

export function KeyHints({ done }: { done: number }) {
  return (
    <>
      {hints.map(([keys, label]) => (
        <span key={keys} className={css.hint}>
          <KeyHint keys={keys === 'j' ? 'j k' : keys} />
          {t(label).toLocaleLowerCase(format.locale)}
        </span>
      ))}
      <span className={css.doneCount}>{t('done this week', { count: done })}</span>
    </>
  );
}

/** The day in a sentence, beside the title. */
function summary(rows: readonly TodayRecord[], now: string): string {
  const due = rows.filter((row) => row.overdue || (row.dueAt !== null && sameDay(row.dueAt, now)));
  const losing = rows.findIndex((row) => row.group !== 'alarm' || row.trustChange >= 0);
  const first = losing === -1 ? rows.length : losing;
  const dated = rows.filter((row) => row.dueAt !== null);
  if (rows.length === 0) return '';
  if (due.length === 0) return dated.length === 0 ? t('nothing due') : t('due later', { count: dated.length });
  const sentence = t('due today', { count: due.length });
  return first === 0 ? sentence : `${sentence} ${t('losing trust', { count: first })}`;
}
