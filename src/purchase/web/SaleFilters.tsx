import { useMembers } from '../../people/web/data.ts';
import { useAnswer } from '../../web/api.ts';
import { ask } from '../../web/connection.ts';
import { format } from '../../web/format.ts';
import { FilterBar, type Filter } from '../../web/kit/FilterBar.tsx';
import { ownFieldFilter } from '../../web/kit/ownFieldFilter.tsx';
import { textFilter } from '../../web/kit/textFilter.tsx';
import type { View } from '../../web/kit/view.ts';
import { workspaceContract } from '../../workspace/contract.ts';
import { treeOrder } from '../../workspace/teamTree.ts';
import { purchaseContract } from '../contract.ts';
import { outcomes, saleKinds } from '../records.ts';
import { t } from './messages.ts';
import { everyOutcome } from './words.ts';

interface SaleFiltersProps {
  view: View;
  onView: (change: View) => void;
  /** The table also shows what is decided. */
  table: boolean;
}

/** One filter over board and table; it lives in the address. */
export function SaleFilters({ view, onView, table }: SaleFiltersProps) {
  const members = useMembers();
  const teams = treeOrder(useAnswer(workspaceContract.listTeams, { query: { limit: '200' } }).data?.items ?? []);
  const filters: Filter[] = [
    fragment,
    {
      id: 'owner',
      label: t('filter.owner'),
      any: t('filter.anyone'),
      choices: [
        ...members.list.map((member) => ({ value: member.id, label: member.name })),
        { value: 'none', label: t('filter.nobody') },
      ],
    },
    {
      id: 'team',
      label: t('filter.team'),
      choices: teams.map(({ team, depth }) => ({ value: team.id, label: `${'\u2003'.repeat(depth)}${team.name}` })),
    },
    {
      id: 'stuck',
      label: t('filter.stuck'),
      choices: [
        { value: 'true', label: t('filter.stuck yes') },
        { value: 'false', label: t('filter.stuck no') },
      ],
    },
    {
      id: 'nextStep',
      label: t('filter.next step'),
      choices: (['none', 'planned', 'overdue'] as const).map((value) => ({ value, label: t(`filter.next ${value}`) })),
    },
    {
      id: 'closeWithin',
      label: t('filter.close'),
      choices: [
        { value: '-1', label: t('filter.close passed') },
        { value: '30', label: t('filter.close month') },
        { value: '90', label: t('filter.close quarter') },
      ],
    },
    { id: 'kind', label: t('filter.kind'), choices: saleKinds.map((value) => ({ value, label: t(`kind.${value}`) })) },
    ...(table
      ? [
          {
            id: 'outcome',
            label: t('filter.outcome'),
            // What a list of sales shows unless it is told otherwise.
            any: t('outcome.open'),
            choices: [
              ...outcomes.map((value) => ({ value, label: t(`outcome.${value}`) })),
              { value: closed.join(','), label: t('outcome.closed') },
              { value: everyOutcome, label: t('outcome.every') },
            ],
          },
        ]
      : []),
  ];
  filters.push(ownField, ...fromElsewhere.filter(({ id }) => view[id] !== undefined));
  return <FilterBar filters={filters} values={view} onChange={onView} />;
}

const closed = ['won', 'lost'] as const;

/** A click on a field of a sale sets it, too. */
const ownField = ownFieldFilter({
  of: 'opportunity',
  read: (signal) => ask(purchaseContract.listOwnSaleFields, {}, { signal }),
});

/** Set by a click on a figure of a report; here they are seen and taken away. */
const fromElsewhere: readonly Filter[] = (['closeFrom', 'closeTo', 'closedFrom', 'closedTo'] as const).map((id) => ({
  id,
  label: t(`filter.${id}`),
  words: (value: string) => format.date(value, 'dayYear'),
  editor: () => null,
}));

const fragment = textFilter({ id: 'text', label: t('filter.text'), hint: t('filter.text hint') });
