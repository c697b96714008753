import { Button, Menu } from '@mantine/core';
import { Check, LayoutDashboard } from 'lucide-react';
import { Suspense, type ComponentType } from 'react';
import { sellingCardIds, sellingCards, type SellingCardId } from '../../selling/web/cards.tsx';
import { EmptyState } from '../../web/kit/EmptyState.tsx';
import { RowsSkeleton } from '../../web/kit/Skeletons.tsx';
import { useView, type View } from '../../web/kit/view.ts';
import { ReportMenu } from '../../web/ReportMenu.tsx';
import { useSession } from '../../web/session.ts';
import { notifyUndo } from '../../web/shell/toasts.ts';
import { boardOf, isWide, ownReports, withoutReport, withReport } from './board.ts';
import css from './insight.module.css';
import { t } from './messages.ts';
import type { ReportProps } from './Report.tsx';

export type ReportId = (typeof ownReports)[number];
export type CardId = ReportId | SellingCardId;
export type Reports = Record<ReportId, ComponentType<ReportProps>>;

const isOwn = (id: string): id is ReportId => ownReports.some((each) => each === id);
const isSelling = (id: string): id is SellingCardId => sellingCardIds.some((each) => each === id);
const nameOf = (id: CardId) => (isOwn(id) ? t(`report.${id}`) : t(`part.${id}`));
/** What is about one person or programme stands on a dashboard whose address names it. */
const isNamed = ({ about }: { about?: string }, view: View) => about === undefined || view[about] !== undefined;

/** What a dashboard may hold for whoever looks at it, what stands on it, and what somebody else put there that is not for their eyes. */
export function useBoard() {
  const [view] = useView();
  const { may } = useSession();
  const mayRead = (id: SellingCardId) => may.includes(sellingCards[id].may);
  const offered: CardId[] = [
    ...ownReports,
    ...sellingCardIds.filter((id) => mayRead(id) && isNamed(sellingCards[id], view)),
  ];
  const chosen = boardOf(view);
  const onBoard = chosen.flatMap((id) => offered.find((each) => each === id) ?? []);
  const closed = chosen.filter(isSelling).filter((id) => !mayRead(id));
  const heeded = new Set(onBoard.map((id) => (isOwn(id) ? undefined : sellingCards[id].heeds)));
  return { offered, onBoard, closed, heeded };
}

/** Whatever stands on the dashboard, and what may: each with what it takes to put it there or take it off. */
export function BoardChoice() {
  const [view, setView] = useView();
  const { offered, onBoard } = useBoard();
  const toggle = (id: CardId) => {
    if (!onBoard.includes(id)) return setView(withReport(view, id));
    setView(withoutReport(view, id));
    notifyUndo(t('board.taken off', { name: nameOf(id) }), () => setView({ cards: view['cards'] }));
  };
  return (
    <Menu closeOnItemClick={false} position="bottom-start">
      <Menu.Target>
        <Button size="xs" variant="default" leftSection={<LayoutDashboard size={14} aria-hidden="true" />}>
          {t('board.choose')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }}>
        {offered.map((id) => (
          <Menu.Item
            key={id}
            leftSection={<Check size={13} aria-hidden="true" opacity={onBoard.includes(id) ? 1 : 0} />}
            aria-current={onBoard.includes(id) || undefined}
            onClick={() => toggle(id)}
          >
            {nameOf(id)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** A dashboard that a person composes. */
export function Board({ reports }: { reports: Reports }) {
  const { onBoard, closed } = useBoard();
  return (
    <>
      {closed.length > 0 && <p className={css.reach}>{t('board.closed', { names: closed.map(nameOf).join(', ') })}</p>}
      {onBoard.length === 0 ? (
        <EmptyState sentence={t('board.empty')} action={<BoardChoice />} />
      ) : (
        <div className={css.board}>
          {onBoard.map((id) => (
            <BoardCard key={id} id={id} reports={reports} />
          ))}
        </div>
      )}
    </>
  );
}

/** What stands on the dashboard: a report of Insight, small, or a part of Selling as it is there. */
function BoardCard({ id, reports }: { id: CardId; reports: Reports }) {
  const [view, setView] = useView();
  // Says its name where it fails, and so cannot say it itself.
  const card = { className: css.card, 'data-card': nameOf(id), 'data-wide': isWide(view, id) || undefined };
  if (!isOwn(id)) {
    const { Card } = sellingCards[id];
    return (
      <div {...card}>
        <Suspense fallback={<RowsSkeleton rows={5} />}>
          <Card />
        </Suspense>
      </div>
    );
  }
  const Own = reports[id];
  return (
    <section {...card} data-part>
      <div className={css.cardMenu}>
        <ReportMenu report={id} name={t(`report.${id}`)} search={view} />
      </div>
      <Own view={view} onView={setView} compact />
      <button type="button" className={css.more} onClick={() => setView({ report: id })}>
        {t('open', { report: t(`report.${id}`) })}
      </button>
    </section>
  );
}
