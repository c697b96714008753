import { Button } from '@mantine/core';
import { useState } from 'react';
import { segmentContract } from '../../../shopping/segments/contract.ts';
import { useAnswer } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { EmptyState } from '../../../web/kit/EmptyState.tsx';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { RowsSkeleton } from '../../../web/kit/Skeletons.tsx';
import { useMay, useSession } from '../../../web/session.ts';
import { reachOf } from '../../../workspace/roles.ts';
import { treeOrder } from '../../../workspace/teamTree.ts';
import { Part, Table } from '../../web/parts.tsx';
import css from '../../web/space.module.css';
import { forceContract as api } from '../contract.ts';
import type { TerritoryRecord } from '../records.ts';
import { InTerritory, type TerritoryFigure } from './InTerritory.tsx';
import { t } from './messages.ts';
import { TerritoryDialog } from './TerritoryDialog.tsx';

const lists = ['countries', 'cities', 'industries', 'tags'] as const;

/** The tree of territories with what lies in each. */
export function TerritoriesPart() {
  const { data, error, refetch } = useAnswer(api.listTerritories, undefined, { meta: { hears: ['territory'] } });
  const [open, setOpen] = useState<{ territory: TerritoryRecord | null }>();
  const segments = useAnswer(segmentContract.listSegments, { query: { limit: '200' } }).data?.items ?? [];
  const [inside, setInside] = useState<{ territory: Counted; figure: TerritoryFigure }>();
  const mayChange = useMay('team:write');
  // What lies in a territory is counted over all customers: of use and for the eyes of who may see them.
  const seesAll = reachOf(useSession().member.role, 'account', 'read') === 'all';
  const add = mayChange && (
    <Button size="xs" variant="default" onClick={() => setOpen({ territory: null })}>
      {t('territories.add')}
    </Button>
  );
  if (error && !data) return <QueryProblem error={error} onRetry={() => void refetch()} />;
  if (!data) return <RowsSkeleton rows={3} />;
  const counted = data.items.find((each) => each.countedAt)?.countedAt;
  return (
    <Part
      title={t('territories.title')}
      detail={t('territories.detail')}
      actions={add}
      report={{ report: 'force-territories' }}
    >
      {data.items.length === 0 ? (
        <EmptyState sentence={t('territories.empty')} action={add} />
      ) : (
        <>
          <Table
            label={t('territories.title')}
            head={
              seesAll
                ? [
                    t('territories.name'),
                    t('territories.accounts'),
                    t('territories.customers'),
                    t('territories.revenue'),
                    t('territories.open'),
                    t('territories.without'),
                  ]
                : [t('territories.name'), t('territories.team')]
            }
            words={seesAll ? [] : [1]}
          >
            {treeOrder(data.items).map(({ team: territory, depth }) => (
              <tr key={territory.id}>
                <th scope="row">
                  <span style={{ display: 'block', paddingInlineStart: depth * 18 }}>
                    {mayChange ? (
                      <button type="button" className={css.link} onClick={() => setOpen({ territory })}>
                        {territory.name}
                      </button>
                    ) : (
                      territory.name
                    )}
                    <span className={css.second}>{ruleText(territory, segments)}</span>
                  </span>
                </th>
                {isCounted(territory) ? (
                  <Standing
                    territory={territory}
                    currency={data.currency}
                    onOpen={(figure) => setInside({ territory, figure })}
                  />
                ) : seesAll ? (
                  <td colSpan={5} className={css.quiet}>
                    {t('territories.counting')}
                  </td>
                ) : (
                  <td data-words>{territory.teamName}</td>
                )}
              </tr>
            ))}
          </Table>
          {!seesAll && <p className={css.quiet}>{t('territories.not all')}</p>}
          {counted && <p className={css.quiet}>{t('territories.counted', { when: format.date(counted, 'moment') })}</p>}
        </>
      )}
      {inside && <InTerritory {...inside} currency={data.currency} onClose={() => setInside(undefined)} />}
      {open && <TerritoryDialog territory={open.territory} all={data.items} onClose={() => setOpen(undefined)} />}
    </Part>
  );
}

type Counted = TerritoryRecord & { standing: object };
const isCounted = (territory: TerritoryRecord): territory is Counted => territory.standing !== null;

/** The figures of one territory; each opens what it counts. */
function Standing({
  territory: { name, standing },
  currency,
  onOpen,
}: {
  territory: Counted;
  currency: string;
  onOpen: (figure: TerritoryFigure) => void;
}) {
  const opens = (figure: TerritoryFigure, count: number, text = format.number(count)) =>
    count === 0 ? (
      text
    ) : (
      <button
        type="button"
        className={css.link}
        aria-label={t('territories.open figure', { figure: t(`territories.of.${figure}`), text, name })}
        onClick={() => onOpen(figure)}
      >
        {text}
      </button>
    );
  return (
    <>
      <td>{opens('accounts', standing.accounts)}</td>
      <td>{opens('customers', standing.customers)}</td>
      <td>
        {opens(
          'customers',
          standing.revenue === 0 ? 0 : standing.customers,
          format.moneyShort(standing.revenue, currency),
        )}
      </td>
      <td>
        {opens(
          'sales',
          standing.openSales,
          `${format.number(standing.openSales)} · ${format.moneyShort(standing.openAmount, currency)}`,
        )}
      </td>
      <td className={standing.withoutOwner > 0 ? css.bad : undefined}>
        {opens('without owner', standing.withoutOwner)} / {opens('without step', standing.withoutStep)}
      </td>
    </>
  );
}

function ruleText({ rule }: TerritoryRecord, segments: readonly { id: string; name: string }[]): string {
  const parts = [
    ...lists.flatMap((name) => (rule[name]?.length ? [rule[name].join(', ')] : [])),
    (rule.segmentIds ?? [])
      .map((id) => segments.find((each) => each.id === id)?.name ?? t('territories.segments'))
      .join(', '),
    rule.accountIds?.length ? t('territories.named count', { count: rule.accountIds.length }) : '',
    rule.minEmployees === undefined ? '' : `≥ ${format.number(rule.minEmployees)}`,
    rule.maxEmployees === undefined ? '' : `≤ ${format.number(rule.maxEmployees)}`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? t('territories.any') : parts.join(' · ');
}
