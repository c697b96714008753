import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { Download, Lightbulb } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useAnswer, useRows } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { Dialog } from '../../../web/kit/Dialog.tsx';
import { EmptyState } from '../../../web/kit/EmptyState.tsx';
import { KeyHint } from '../../../web/kit/KeyHint.tsx';
import { Page, PageHeader } from '../../../web/kit/Page.tsx';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import type { Column } from '../../../web/kit/columns.ts';
import { RecordTable } from '../../../web/kit/RecordTable.tsx';
import { SidePanel } from '../../../web/kit/SidePanel.tsx';
import { Tabs } from '../../../web/kit/Tabs.tsx';
import { useView } from '../../../web/kit/view.ts';
import { t as web } from '../../../web/messages/en.ts';
import { useMay } from '../../../web/session.ts';
import { openSpot } from '../../../web/shell/log.ts';
import { spottedContract as api, type SpottedRecord } from '../contract.ts';
import { AnswerDialog, type Answering } from './AnswerDialog.tsx';
import { Leaderboard } from './Leaderboard.tsx';
import { t } from './messages.ts';
import { NoteDetail } from './NoteDetail.tsx';
import { RulesDialog } from './RulesDialog.tsx';
import css from './spotted.module.css';
import { stateText, toneOf } from './words.ts';

const views = ['mine', 'answer', 'all', 'board'] as const;
type Which = (typeof views)[number];
const whose = { mine: 'mine', answer: 'to answer', all: 'all' } as const;

/** What became of what I spotted, and what waits for my answer. */
export function SpottedPage() {
  const [view, setView] = useView();
  const [now] = useState(() => new Date().toISOString());
  const [answering, setAnswering] = useState<Answering>();
  const [ruling, setRuling] = useState(false);
  const wide = useMediaQuery('(min-width: 1161px)', true);
  const hears = { meta: { hears: ['spotted', 'notification'] } };
  const counts = useAnswer(api.countSpotted, {}, hears).data;
  const board = useAnswer(api.readLeaderboard, {}, { meta: { hears: ['spotted', 'workspace'] } }).data;
  const which: Which =
    views.find((each) => each === view['view']) ??
    (counts && counts.noted === 0 && counts.toAnswer > 0 ? 'answer' : 'mine');
  const list = which === 'board' ? 'all' : which;
  const { rows, hasMore, onMore, loading, problem } = useRows(
    api.listSpotted,
    { query: { limit: 50, whose: whose[list], ...(list === 'answer' ? { state: ['noted'] } : {}) } },
    { enabled: which !== 'board', ...hears },
  );
  const columns = useMemo(() => columnsOf(now), [now]);
  const phoneRow = useMemo(() => phoneRowOf(now), [now]);
  const chosen = view['note'];
  const open = (note: SpottedRecord | undefined) => setView({ note: note?.id });
  const detail = chosen && (
    <NoteDetail id={chosen} now={now} onAnswer={setAnswering} onOpen={(id) => setView({ note: id })} />
  );
  return (
    <Page
      title={t('page.short')}
      crumbs={[{ label: t('usage'), to: '/usage' }]}
      flush
      aside={
        wide && which !== 'board' ? (
          <SidePanel title={t('page.short')} heading={<h2 className="visually-hidden">{t('page.short')}</h2>}>
            {detail || <p className={css.quiet}>{t('detail.choose')}</p>}
          </SidePanel>
        ) : undefined
      }
    >
      <div className={css.top}>
        <PageHeader
          title={t('page')}
          detail={counts && counts.noted > 0 && <Sum counts={counts} />}
          actions={<Actions whose={whose[list]} onRules={() => setRuling(true)} />}
        />
        <Tabs
          label={t('view')}
          look="chips"
          tabs={views
            .filter((each) => each !== 'board' || board?.on)
            .map((each) => ({
              id: each,
              label: t(`view.${each}`),
              ...(each === 'answer' ? { count: counts?.toAnswer ?? 0 } : {}),
            }))}
          value={which}
          onChange={(each: Which) => setView({ view: each, note: undefined })}
        />
      </div>
      {problem && <QueryProblem error={problem} />}
      {which === 'board' ? (
        <Leaderboard board={board} />
      ) : (
        <RecordTable
          label={t('list')}
          columns={columns}
          rows={rows}
          rowId={(note) => note.id}
          rowName={(note) => note.what}
          loading={loading}
          hasMore={hasMore}
          onMore={onMore}
          onOpen={open}
          onCurrent={(note) => wide && open(note)}
          phoneRow={phoneRow}
          rowKeys={[
            {
              keys: 'a',
              label: t('accept'),
              run: (note) => note.mayAnswer && note.state === 'noted' && setAnswering({ note, how: 'accept' }),
            },
            {
              keys: 'd',
              label: t('decline'),
              run: (note) => note.mayAnswer && note.state === 'noted' && setAnswering({ note, how: 'decline' }),
            },
          ]}
          empty={<EmptyState sentence={t(`empty.${list}`)} />}
        />
      )}
      {!wide && detail && which !== 'board' && (
        <Dialog
          onClose={() => open(undefined)}
          title={t('page.short')}
          closeButtonProps={{ 'aria-label': web('app.close'), size: 44 }}
        >
          {detail}
        </Dialog>
      )}
      {answering && <AnswerDialog {...answering} onClose={() => setAnswering(undefined)} />}
      {ruling && <RulesDialog onClose={() => setRuling(false)} />}
    </Page>
  );
}

function Actions({ whose, onRules }: { whose: string; onRules: () => void }) {
  const mayRule = useMay('workspace:write');
  const mayNote = useMay('spotted:write');
  return (
    <>
      {mayRule && (
        <Button variant="default" onClick={onRules}>
          {t('rules')}
        </Button>
      )}
      <Button
        variant="default"
        component="a"
        href={`/api/spotted/export?whose=${encodeURIComponent(whose)}`}
        leftSection={<Download size={14} aria-hidden="true" />}
      >
        {t('export')}
      </Button>
      {mayNote && (
        <Button
          leftSection={<Lightbulb size={14} aria-hidden="true" />}
          rightSection={<KeyHint keys="i" onAccent />}
          onClick={() => openSpot({})}
        >
          {t('note')}
        </Button>
      )}
    </>
  );
}

function Sum({
  counts,
}: {
  counts: {
    noted: number;
    waiting: number;
    accepted: number;
    won: number;
    wonAmounts: { currency: string; amount: string }[];
  };
}) {
  const won = counts.wonAmounts.map(({ currency, amount }) => format.moneyShort(Number(amount), currency));
  return (
    <span>
      {[
        t('sum.noted', { count: counts.noted }),
        t('sum.waiting', { count: counts.waiting }),
        t('sum.accepted', { count: counts.accepted }),
        [t('sum.won', { count: counts.won }), ...won].join(', '),
      ].join(' · ')}
    </span>
  );
}

function columnsOf(now: string): readonly Column<SpottedRecord>[] {
  return [
    { id: 'what', label: t('column.what'), width: 'minmax(200px, 2fr)', render: (note) => <What note={note} /> },
    { id: 'who', label: t('column.who'), width: 'minmax(120px, 1fr)', render: (note) => <Who note={note} /> },
    {
      id: 'state',
      label: t('column.state'),
      width: 'minmax(150px, 1.4fr)',
      render: (note) => (
        <span className={css.state} data-tone={toneOf(note)}>
          {stateText(note, now)}
        </span>
      ),
    },
    { id: 'noted', label: t('column.noted'), width: '92px', render: (note) => format.day(note.notedAt, now) },
  ];
}

function What({ note }: { note: SpottedRecord }) {
  return (
    <span className={css.two}>
      <b>{note.what}</b>
      <span>
        {note.accountName}
        {note.forName && `, ${t('for', { name: note.forName })}`}
      </span>
    </span>
  );
}

const Who = ({ note }: { note: SpottedRecord }) => (
  <span className={css.two}>
    <span>{note.originatorName}</span>
    <span>→ {note.recipientName ?? t('nobody')}</span>
  </span>
);

const phoneRowOf = (now: string) => (note: SpottedRecord) => (
  <span className={css.phone}>
    <b>{note.what}</b>
    <span>{note.accountName}</span>
    <span className={css.state} data-tone={toneOf(note)}>
      {stateText(note, now)}
    </span>
  </span>
);
