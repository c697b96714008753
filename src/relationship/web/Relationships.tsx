import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { LayoutGrid, Plus, Table2 } from 'lucide-react';
import { useMemo } from 'react';
import { AccountDialog } from '../../people/web/AccountDialog.tsx';
import { AccountFilters } from '../../people/web/AccountFilters.tsx';
import { AccountColumnChoice, AccountTable } from '../../people/web/AccountTable.tsx';
import { accountFilterOf } from '../../people/web/data.ts';
import { keepTrail } from '../../people/web/trail.ts';
import type { Span } from '../../web/charts/cluster.ts';
import { CycleBoard } from '../../web/charts/CycleBoard.tsx';
import { CycleLegend } from '../../web/charts/CycleLegend.tsx';
import { CycleMap } from '../../web/charts/CycleMap.tsx';
import { format } from '../../web/format.ts';
import { EmptyState } from '../../web/kit/EmptyState.tsx';
import { DuplicatesLink } from '../../people/merging/web/DuplicatesLink.tsx';
import { Page, PageHeader } from '../../web/kit/Page.tsx';
import { QueryProblem } from '../../web/kit/QueryProblem.tsx';
import { BlockSkeleton } from '../../web/kit/Skeletons.tsx';
import { Tabs } from '../../web/kit/Tabs.tsx';
import { useAdding, useView, type View } from '../../web/kit/view.ts';
import { useMay } from '../../web/session.ts';
import { CurveMark } from '../../web/shell/CurveMark.tsx';
import { useKeys } from '../../web/shell/keys.ts';
import type { Answer } from '../../platform/contract.ts';
import type { relationshipContract } from '../contract.ts';
import { cardOf } from './cycleCard.ts';
import { dayOf } from './day.ts';
import { boardQuery, mapQuery, replayQuery, type AccountQuery } from './data.ts';
import { AsKnown } from './AsKnown.tsx';
import { t } from './mapMessages.ts';
import css from './relationships.module.css';
import { SavedViews } from './SavedViews.tsx';
import { StoodThen } from './StoodThen.tsx';

const looks = ['map', 'board', 'table'] as const;
type Look = (typeof looks)[number];

const icons = {
  map: <CurveMark size={14} />,
  board: <LayoutGrid size={13} aria-hidden="true" />,
  table: <Table2 size={13} aria-hidden="true" />,
};

/** The whole base three ways, under one filter that lives in the address: cycle map, board, table. */
export function Relationships() {
  const [view, setView] = useView();
  const look = looks.find((each) => each === view['as']) ?? 'map';
  const day = dayOf(view);
  const [adding, setAdding] = useAdding();
  const mayAdd = useMay('account:write');
  useKeys([
    ...looks.map((each, i) => ({ keys: `${i + 1}`, label: t(`view.${each}`), run: () => show(each) })),
    ...(mayAdd ? [{ keys: 'c', label: t('new account'), run: () => setAdding(true) }] : []),
  ]);
  const show = (chosen: Look) => setView({ as: chosen === 'map' ? undefined : chosen });
  const switcher = (
    <Tabs
      label={t('view.label')}
      look="switch"
      tabs={looks.map((each) => ({ id: each, label: t(`view.${each}`), icon: icons[each] }))}
      value={look}
      onChange={show}
    />
  );
  const actions = (
    <>
      <AsKnown day={day} onDay={(asOf) => setView({ asOf })} />
      {look === 'table' && day === undefined && <DuplicatesLink kind="account" />}
      <SavedViews screen="relationships" view={view} onView={setView} />
      {mayAdd && (
        <Button variant="default" leftSection={<Plus size={14} aria-hidden="true" />} onClick={() => setAdding(true)}>
          {t('new account')}
        </Button>
      )}
    </>
  );
  const top = (
    <>
      <PageHeader title={t('title')} views={switcher} actions={actions} />
      <AccountFilters
        view={view}
        onView={setView}
        {...(look === 'table' && day === undefined
          ? { end: <AccountColumnChoice view={view} onView={setView} /> }
          : {})}
      />
    </>
  );
  return (
    <Page title={t(`view.${look}`)} crumbs={[{ label: t('title'), to: '/relationships' }]} flush={look === 'table'}>
      {look === 'table' ? (
        <>
          <div className={css.top}>{top}</div>
          {day === undefined ? (
            <AccountTable view={view} onView={setView} onAdd={() => setAdding(true)} />
          ) : (
            <StoodThen view={view} day={day} />
          )}
        </>
      ) : (
        <>
          {top}
          <Pictures
            withMap={look === 'map'}
            view={view}
            onList={(narrowed) => setView({ as: 'table', ...narrowed }, 'on')}
            onAdd={() => setAdding(true)}
          />
        </>
      )}
      {adding && <AccountDialog onClose={() => setAdding(false)} />}
    </Page>
  );
}

interface PicturesProps {
  withMap: boolean;
  view: View;
  /** Lists the accounts of a cell or ring. */
  onList: (narrowed: View) => void;
  onAdd: () => void;
}

/** The map above, the board below: the board's five columns are the curve's five zones. */
function Pictures({ withMap, view, onList, onAdd }: PicturesProps) {
  const filter: AccountQuery = accountFilterOf(view);
  const day = dayOf(view);
  const replay = useQuery(replayQuery(filter, day));
  const counted = useQuery({ ...boardQuery(filter), enabled: day === undefined });
  const board = day === undefined ? counted : replay;
  const dots = useDots(view, day === undefined ? undefined : replay);
  const navigate = useNavigate();
  const error = board.error ?? dots.error;
  if (error && !(board.data && dots.data))
    return <QueryProblem error={error} onRetry={() => void Promise.all([board.refetch(), dots.refetch()])} />;
  if (board.data?.accounts === 0 && Object.keys(filter).length === 0)
    return (
      <EmptyState
        sentence={t('empty')}
        action={<Button onClick={onAdd}>{t('empty.add')}</Button>}
        demo={<Link to="/start">{t('empty.demo')}</Link>}
      />
    );
  const open = (id: string) => {
    keepTrail({ list: t('title'), base: '/accounts/', ids: dots.data?.dots.map((dot) => dot.id) ?? [] });
    void navigate({ to: `/accounts/${id}`, ...(day === undefined ? {} : { search: { asOf: day } }) });
  };
  return (
    <div className={css.pictures}>
      {withMap &&
        (dots.data ? (
          <>
            <div className={css.legend}>
              <CycleLegend dots={dots.data.dots} currency={dots.data.currency} />
            </div>
            <CycleMap
              dots={dots.data.dots}
              groups={dots.data.groups}
              currency={dots.data.currency}
              card={cardOf}
              onOpen={open}
              onOpenRing={(span) => onList(listOf(span))}
            />
            {dots.data.groups.length > 0 && (
              <p className={css.note}>
                {t('largest', {
                  shown: format.number(dots.data.dots.length),
                  count: format.number(dots.data.accounts),
                })}
              </p>
            )}
          </>
        ) : (
          <BlockSkeleton height={500} />
        ))}
      {board.data ? (
        <CycleBoard
          cells={board.data.cells.map(({ accounts, revenue, ...cell }) => ({
            ...cell,
            count: accounts,
            revenue: Number(revenue),
          }))}
          currency={board.data.currency}
          onOpen={(phase, position) => onList({ phase, position })}
        />
      ) : (
        <BlockSkeleton height={236} />
      )}
    </div>
  );
}

/** The filter that holds the accounts of a ring. */
function listOf({ position, phases, along, trust, interest }: Span): View {
  const [alongFrom, alongTo] = along.map(String);
  return {
    position,
    phase: phases.join(','),
    alongFrom,
    alongTo,
    ...(trust && { trustFrom: String(trust[0]), trustTo: String(trust[1]) }),
    ...(interest && { interestFrom: String(interest[0]), interestTo: String(interest[1]) }),
  };
}

/** The map's answer in the terms of the picture; drawn anew only when it changed. */
function useDots(
  view: View,
  replay: { data: Replayed | undefined; error: Error | null; refetch: () => Promise<unknown> } | undefined,
) {
  const known = useQuery({ ...mapQuery(accountFilterOf(view)), enabled: replay === undefined });
  const { data, error, refetch } = replay
    ? { ...replay, data: replay.data && { ...replay.data, groups: noGroups } }
    : known;
  const drawn = useMemo(
    () =>
      data && {
        ...data,
        dots: data.dots.map((dot) => ({
          ...dot,
          progress: dot.along,
          level: (dot.trust + dot.interest) / 2,
          revenue: dot.revenue > 0 ? dot.revenue : null,
        })),
        groups: data.groups.map((group) => ({
          ...group,
          progress: group.along,
          level: (group.trust + group.interest) / 2,
          count: group.accounts,
        })),
      },
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- what is drawn depends on the answers alone
    [replay?.data, known.data, replay === undefined],
  );
  return { data: drawn, error, refetch };
}

type Replayed = Answer<typeof relationshipContract.replayRelationships>;
const noGroups: Answer<typeof relationshipContract.map>['groups'] = [];
