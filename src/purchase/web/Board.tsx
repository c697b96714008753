import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { Menu } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { Ellipsis } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { keepTrail } from '../../people/web/trail.ts';
import type { Answer } from '../../platform/contract.ts';
import { useRows } from '../../web/api.ts';
import { format } from '../../web/format.ts';
import type { View } from '../../web/kit/view.ts';
import { useKeys } from '../../web/shell/keys.ts';
import { purchaseContract as api } from '../contract.ts';
import type { Card } from '../records.ts';
import { buyingStages, type BuyingStage } from '../stages.ts';
import { filterOf } from './data.ts';
import { t } from './messages.ts';
import css from './pipeline.module.css';
import { money, totalsText } from './words.ts';

type BoardAnswer = Answer<typeof api.pipeline>;
type Column = BoardAnswer['stages'][number];

interface BoardProps {
  board: BoardAnswer;
  view: View;
  mayWrite: boolean;
  onMove: (sale: Card, stage: BuyingStage) => void;
  onClose: (sale: Card, outcome: 'won' | 'lost') => void;
}

/** Five columns; a card moves by dragging, by its menu, or with [ and ]. */
export function Board({ board, view, mayWrite, onMove, onClose }: BoardProps) {
  const box = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState<Card>();
  const shift = (by: number) => {
    const stage = current && buyingStages[buyingStages.indexOf(current.stage) + by];
    if (current && stage) onMove(current, stage);
  };
  const focusOn = (column: number, row: number) => {
    const columns = [...(box.current?.querySelectorAll('[data-column]') ?? [])];
    const at = Math.max(0, Math.min(columns.length - 1, column));
    const cards = [...(columns[at]?.querySelectorAll<HTMLElement>('[data-card]') ?? [])];
    cards[Math.max(0, Math.min(cards.length - 1, row))]?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const card = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('[data-card]') : null;
    if (card === null || card !== event.target) return;
    const columns = [...(box.current?.querySelectorAll('[data-column]') ?? [])];
    const column = columns.findIndex((each) => each.contains(card));
    const row = [...(columns[column]?.querySelectorAll('[data-card]') ?? [])].indexOf(card);
    const steps: Record<string, [number, number]> = {
      ArrowDown: [0, 1],
      ArrowUp: [0, -1],
      ArrowRight: [1, 0],
      ArrowLeft: [-1, 0],
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    focusOn(column + step[0], row + step[1]);
  };
  useKeys(
    mayWrite
      ? [
          { keys: ']', label: t('key.forward'), run: () => shift(1) },
          { keys: '[', label: t('key.back'), run: () => shift(-1) },
        ]
      : [],
  );
  return (
    <div ref={box} className={css.board} onKeyDown={onKeyDown} role="group" aria-label={t('stages.label')}>
      {board.stages.map((column) => (
        <StageColumn
          key={column.stage}
          column={column}
          view={view}
          mayWrite={mayWrite}
          onMove={onMove}
          onClose={onClose}
          onCurrent={setCurrent}
        />
      ))}
    </div>
  );
}

interface ColumnProps extends Omit<BoardProps, 'board'> {
  column: Column;
  onCurrent: (card: Card) => void;
}

function StageColumn({ column, view, mayWrite, onMove, onClose, onCurrent }: ColumnProps) {
  const list = useRef<HTMLElement>(null);
  const [over, setOver] = useState(false);
  const [whole, setWhole] = useState(false);
  const move = useRef(onMove);
  useEffect(() => {
    move.current = onMove;
  });
  useEffect(() => {
    if (!mayWrite || list.current === null) return undefined;
    return dropTargetForElements({
      element: list.current,
      canDrop: ({ source }) => isCard(source.data['card']),
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: ({ source }) => {
        setOver(false);
        const card = source.data['card'];
        if (isCard(card)) move.current(card, column.stage);
      },
    });
  }, [mayWrite, column.stage]);
  const rest = useRows(
    api.listOpportunities,
    { query: { ...filterOf(view), stage: column.stage, outcome: 'open', sort: 'close', limit: 200 } },
    { enabled: whole, meta: { hears: ['opportunity'] } },
  );
  const cards: readonly Card[] = whole && rest.rows.length > 0 ? rest.rows : column.cards;
  return (
    <section ref={list} className={css.column} data-column data-over={over} aria-label={t(`stage.${column.stage}`)}>
      <header className={css.head}>
        <h2>
          {t(`stage.${column.stage}`)} <span className={css.count}>{format.number(column.count)}</span>
        </h2>
        <p className={css.sums} title={t('sum.explain', { count: format.number(column.count) })}>
          {column.count > 0 && (
            <>
              <b>{totalsText(column.totals, 'amount')}</b>
              <span>{t('sum.weighted', { amount: totalsText(column.totals, 'weighted') })}</span>
            </>
          )}
          {column.stuck > 0 && <span className={css.stuck}>{t('sum.stuck', { count: column.stuck })}</span>}
        </p>
      </header>
      <ul className={css.cards}>
        {cards.map((card) => (
          <SaleCard
            key={card.id}
            card={card}
            ids={cards}
            mayWrite={mayWrite}
            onMove={onMove}
            onClose={onClose}
            onCurrent={onCurrent}
          />
        ))}
      </ul>
      {column.count === 0 && <p className={css.nothing}>{t('column.empty')}</p>}
      {(whole ? rest.hasMore : column.more) && (
        <button
          type="button"
          className={css.more}
          onClick={() => {
            if (whole) rest.onMore();
            else setWhole(true);
          }}
        >
          {t('column.more', { count: format.number(column.count - cards.length) })}
        </button>
      )}
    </section>
  );
}

interface CardProps extends Omit<ColumnProps, 'column' | 'view'> {
  card: Card;
  ids: readonly Card[];
}

function SaleCard({ card, ids, mayWrite, onMove, onClose, onCurrent }: CardProps) {
  const element = useRef<HTMLLIElement>(null);
  const [dragging, setDragging] = useState(false);
  const navigate = useNavigate();
  useEffect(() => {
    if (!mayWrite || element.current === null) return undefined;
    return combine(
      draggable({
        element: element.current,
        getInitialData: () => ({ card }),
        onDragStart: () => setDragging(true),
        onDrop: () => setDragging(false),
      }),
    );
  }, [mayWrite, card]);
  const [now] = useState(() => new Date());
  const open = () => {
    keepTrail({ list: t('pipeline'), base: '/opportunities/', ids: ids.map((each) => each.id) });
    void navigate({ to: `/opportunities/${card.id}` });
  };
  const overdue = card.nextStep !== null && new Date(card.nextStep.dueAt) < now;
  return (
    <li
      ref={element}
      className={css.card}
      data-card
      data-dragging={dragging}
      tabIndex={0}
      onFocus={() => onCurrent(card)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && event.target === event.currentTarget) open();
      }}
      onClick={(event) => {
        if (event.target instanceof Element && event.target.closest('button, [role=menu]')) return;
        open();
      }}
    >
      <div className={css.cardTop}>
        <span className={css.name}>{card.name}</span>
        {mayWrite && (
          <Menu position="bottom-end" withinPortal>
            <Menu.Target>
              <button type="button" className={css.dots} aria-label={t('card.move', { name: card.name })}>
                <Ellipsis size={15} aria-hidden="true" />
              </button>
            </Menu.Target>
            <Menu.Dropdown>
              {buyingStages
                .filter((stage) => stage !== card.stage)
                .map((stage) => (
                  <Menu.Item key={stage} onClick={() => onMove(card, stage)}>
                    {t('card.move to', { stage: t(`stage.${stage}`) })}
                  </Menu.Item>
                ))}
              <Menu.Divider />
              <Menu.Item onClick={() => onClose(card, 'won')}>{t('card.win')}</Menu.Item>
              <Menu.Item onClick={() => onClose(card, 'lost')}>{t('card.lose')}</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
      <div className={css.quiet}>{card.accountName ?? ''}</div>
      <div className={css.cardRow}>
        <b>{money(card.amount, card.currency)}</b>
        {card.probability !== null && <span className={css.quiet}>{format.percent(card.probability)}</span>}
        <span className={css.end}>
          {card.expectedCloseOn
            ? t('card.closes', { when: format.day(card.expectedCloseOn, now) })
            : t('card.no close')}
        </span>
      </div>
      <div className={css.cardRow}>
        <span className={css.step} data-none={card.nextStep === null} data-bad={card.nextStep === null || overdue}>
          {card.nextStep
            ? t('card.step', { what: card.nextStep.what, when: format.day(card.nextStep.dueAt, now) })
            : t('card.no step')}
        </span>
        <span className={card.stuck ? css.stuck : css.quiet}>
          {card.stuck ? t('card.stuck', { count: card.daysInStage }) : t('card.days', { count: card.daysInStage })}
        </span>
      </div>
    </li>
  );
}

const isCard = (value: unknown): value is Card =>
  typeof value === 'object' && value !== null && 'stage' in value && 'version' in value;
