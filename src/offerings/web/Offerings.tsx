import { Button } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useAnswer, useRows } from '../../web/api.ts';
import { format } from '../../web/format.ts';
import { EmptyState } from '../../web/kit/EmptyState.tsx';
import { FilterBar, type Filter } from '../../web/kit/FilterBar.tsx';
import { Page, PageHeader } from '../../web/kit/Page.tsx';
import { QueryProblem } from '../../web/kit/QueryProblem.tsx';
import type { Column } from '../../web/kit/columns.ts';
import { RecordTable } from '../../web/kit/RecordTable.tsx';
import { Tabs } from '../../web/kit/Tabs.tsx';
import { textFilter } from '../../web/kit/textFilter.tsx';
import { useView, type View } from '../../web/kit/view.ts';
import { useMay } from '../../web/session.ts';
import { useKeys } from '../../web/shell/keys.ts';
import { offeringKinds, offeringsContract as api, offeringSorts, periods, type Offering } from '../contract.ts';
import { t } from './messages.ts';
import { OfferingDialog } from './OfferingDialog.tsx';
import css from './offerings.module.css';
import { Rates } from './Rates.tsx';
import { priceText } from './words.ts';

/** What we sell, and what currencies are worth. */
export function Offerings() {
  const [view, setView] = useView();
  const shown = view['as'] === 'rates' ? 'rates' : 'catalogue';
  const [open, setOpen] = useState<{ offering: Offering | null }>();
  const mayWrite = useMay('offering:write');
  useKeys(mayWrite ? [{ keys: 'n', label: t('key.new'), run: () => setOpen({ offering: null }) }] : []);
  return (
    <Page title={t('title')} crumbs={[{ label: t('purchase'), to: '/purchase' }]} flush>
      <div className={css.top}>
        <PageHeader
          title={t('title')}
          views={
            <Tabs
              label={t('view.label')}
              look="switch"
              tabs={[
                { id: 'catalogue', label: t('view.catalogue') },
                { id: 'rates', label: t('view.rates') },
              ]}
              value={shown}
              onChange={(as: string) => setView({ as: as === 'rates' ? as : undefined })}
            />
          }
          actions={
            mayWrite &&
            shown === 'catalogue' && (
              <Button leftSection={<Plus size={15} aria-hidden="true" />} onClick={() => setOpen({ offering: null })}>
                {t('new')}
              </Button>
            )
          }
        />
        {shown === 'catalogue' && <Filters view={view} onView={setView} />}
      </div>
      {shown === 'rates' ? (
        <Rates />
      ) : (
        <Catalogue view={view} onView={setView} onOpen={(offering) => setOpen({ offering })} />
      )}
      {open && (
        <OfferingDialog key={open.offering?.id ?? 'new'} offering={open.offering} onClose={() => setOpen(undefined)} />
      )}
    </Page>
  );
}

interface CatalogueProps {
  view: View;
  onView: (change: View) => void;
  onOpen: (offering: Offering | null) => void;
}

function Catalogue({ view, onView, onOpen }: CatalogueProps) {
  const mayWrite = useMay('offering:write');
  const filter = Object.fromEntries(
    filterNames.flatMap((name) => (view[name] === undefined ? [] : [[name, view[name]]])),
  );
  const sort = offeringSorts.find((each) => each === view.sort?.replace(/^-/, '')) ?? 'name';
  const { rows, hasMore, onMore, loading, problem } = useRows(
    api.listOfferings,
    { query: { ...filter, sort, ...(view.sort?.startsWith('-') ? { descending: 'true' as const } : {}), limit: 100 } },
    { meta: { hears: ['offering'] } },
  );
  if (problem && rows.length === 0) return <QueryProblem error={problem} />;
  return (
    <RecordTable
      label={t('table.label')}
      columns={columns}
      rows={rows}
      rowId={idOf}
      rowName={nameOf}
      view={{ sort: 'name', ...view }}
      onView={onView}
      hasMore={hasMore}
      onMore={onMore}
      loading={loading}
      onOpen={onOpen}
      phoneRow={phoneRow}
      empty={
        <EmptyState
          sentence={Object.keys(filter).length > 0 ? t('empty.filtered') : t('empty')}
          action={mayWrite && <Button onClick={() => onOpen(null)}>{t('new')}</Button>}
        />
      }
    />
  );
}

const filterNames = ['text', 'line', 'kind', 'active', 'recurring', 'deleted'] as const;
const idOf = (row: Offering) => row.id;
const nameOf = (row: Offering) => row.name;

function Filters({ view, onView }: { view: View; onView: (change: View) => void }) {
  const lines = useAnswer(api.listOfferingLines, {}, { meta: { hears: ['offering'] } }).data?.items ?? [];
  const filters: Filter[] = [
    fragment,
    {
      id: 'line',
      label: t('filter.line'),
      choices: lines.map(({ line, count }) => ({ value: line, label: `${line} (${format.number(count)})` })),
    },
    {
      id: 'kind',
      label: t('filter.kind'),
      choices: offeringKinds.map((value) => ({ value, label: t(`kind.${value}`) })),
    },
    {
      id: 'recurring',
      label: t('filter.recurring'),
      choices: (['once', ...periods] as const).map((value) => ({ value, label: t(`paid.${value}`) })),
    },
    {
      id: 'active',
      label: t('filter.active'),
      choices: [
        { value: 'true', label: t('state.active') },
        { value: 'false', label: t('state.inactive') },
      ],
    },
    { id: 'deleted', label: t('filter.deleted'), choices: [{ value: 'true', label: t('filter.deleted yes') }] },
  ];
  return <FilterBar filters={filters} values={view} onChange={onView} />;
}

const fragment = textFilter({ id: 'text', label: t('filter.text'), hint: t('filter.text hint') });

/** What is left of the price after the cost, 0 to 1. */
const margin = ({ price, cost }: Offering): number | null =>
  price === null || cost === null || Number(price) === 0 ? null : 1 - Number(cost) / Number(price);

const columns: readonly Column<Offering>[] = [
  {
    id: 'name',
    label: t('column.name'),
    width: 'minmax(200px, 2fr)',
    sortable: true,
    render: (row) => (
      <span className={css.two}>
        <span>{row.name}</span>
        <span className={css.quiet}>{row.code ?? ''}</span>
      </span>
    ),
  },
  { id: 'line', label: t('column.line'), width: 'minmax(110px, 1fr)', sortable: true, render: (row) => row.line ?? '' },
  { id: 'kind', label: t('column.kind'), width: '90px', render: (row) => t(`kind.${row.kind}`) },
  {
    id: 'price',
    label: t('column.price'),
    width: '130px',
    align: 'end',
    sortable: true,
    render: (row) => (
      <span className={css.two}>
        <span>{priceText(row)}</span>
        {row.prices.length > 0 && <span className={css.quiet}>{t('prices more', { count: row.prices.length })}</span>}
      </span>
    ),
  },
  {
    id: 'cost',
    label: t('column.cost'),
    width: '100px',
    align: 'end',
    render: (row) => (row.cost === null ? '' : format.money(Number(row.cost), row.currency)),
  },
  {
    id: 'margin',
    label: t('column.margin'),
    width: '70px',
    align: 'end',
    render: (row) => {
      const share = margin(row);
      return share === null ? '' : format.percent(share);
    },
  },
  {
    id: 'links',
    label: t('column.links'),
    width: 'minmax(150px, 1.4fr)',
    render: (row) => (
      <span className={css.quiet}>
        {row.links.map((link) => `${t(`link.${link.kind}`)} ${link.otherName}`).join(', ')}
      </span>
    ),
  },
  {
    id: 'state',
    label: t('column.state'),
    width: '80px',
    render: (row) => t(row.active ? 'state.active' : 'state.inactive'),
  },
];

function phoneRow(row: Offering) {
  return (
    <div className={css.phone}>
      <span>{row.name}</span>
      <span className={css.quiet}>{[row.line, t(`kind.${row.kind}`)].filter(Boolean).join(' · ')}</span>
      <span className={css.phoneRow}>
        <b>{priceText(row)}</b>
        {!row.active && <span className={css.quiet}>{t('state.inactive')}</span>}
      </span>
    </div>
  );
}
