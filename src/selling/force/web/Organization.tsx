import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useAnswer } from '../../../web/api.ts';
import { format } from '../../../web/format.ts';
import { EmptyState } from '../../../web/kit/EmptyState.tsx';
import { useMay } from '../../../web/session.ts';
import { treeOrder } from '../../../workspace/teamTree.ts';
import { sellingContract, type Coverage } from '../../contract.ts';
import { Part, Table } from '../../web/parts.tsx';
import { SalesLink } from '../../web/SalesLink.tsx';
import css from '../../web/space.module.css';
import { sellerTypes, type ForceOverview, type Seller } from '../records.ts';
import { CapacityDialog } from './CapacityParts.tsx';
import { t } from './messages.ts';
import type { OfForceProps } from './OfForce.tsx';

type Team = ForceOverview['teams'][number];

/** Teams as a tree with their people: how they are employed, what they carry, and what is left undone of what they look after. */
export function Organization({ force, search }: OfForceProps) {
  const [open, setOpen] = useState<Seller>();
  const mayChange = useMay('team:write');
  const looked = useAnswer(sellingContract.readCoverage, undefined, {
    meta: { hears: ['account', 'touchpoint', 'next step'] },
  }).data;
  const of = (memberId: string) => looked?.items.find((row) => row.memberId === memberId);
  const known = new Set(force.teams.map((team) => team.id));
  const alone = force.sellers.filter((seller) => seller.teamId === null || !known.has(seller.teamId));
  const listed = new Set(force.sellers.map((seller) => seller.memberId));
  const others =
    looked?.items.filter((row) => (row.memberId === null ? row.people === null : !listed.has(row.memberId))) ?? [];
  const person = (seller: Seller, depth: number) => (
    <Person
      key={seller.memberId}
      seller={seller}
      looked={of(seller.memberId)}
      depth={depth}
      {...(mayChange ? { onChange: () => setOpen(seller) } : {})}
    />
  );
  if (force.teams.length === 0 && force.sellers.length === 0)
    return (
      <Part title={t('organization.title')} report="nothing there">
        <EmptyState
          sentence={t('organization.empty')}
          action={
            <Link className={css.link} to="/settings/$section" params={{ section: 'teams' }}>
              {t('organization.set up')}
            </Link>
          }
        />
      </Part>
    );
  return (
    <Part
      title={t('organization.title')}
      detail={t(force.figures === 'aggregate' ? 'organization.sums' : 'organization.detail')}
      report={{ report: 'force-organization', search }}
    >
      <Table
        label={t('organization.title')}
        words={[1, 2]}
        head={[
          t('sellers.who'),
          t('sellers.type'),
          t('sellers.best'),
          t('sellers.load'),
          t('sellers.accounts'),
          t('sellers.trouble'),
          t('sellers.no step'),
          t('sellers.silent'),
        ]}
      >
        {treeOrder(force.teams).flatMap(({ team, depth }) => [
          <TeamRow key={team.id} team={team} depth={depth} />,
          ...force.sellers.filter((seller) => seller.teamId === team.id).map((seller) => person(seller, depth + 1)),
        ])}
        {alone.map((seller) => person(seller, 0))}
        {others.map((row) => (
          <tr key={row.memberId ?? 'nobody'}>
            <th scope="row">
              {row.memberName ?? t('organization.nobody')}
              <span className={css.second}>
                {row.memberName === null ? '' : (row.teamName ?? t('organization.no team'))}
              </span>
            </th>
            <td data-words />
            <td data-words />
            <td>
              {row.openSales === 0 ? (
                ''
              ) : (
                <SalesLink owner={row.memberId ?? 'none'} outcome="open">
                  {format.number(row.openSales)}
                </SalesLink>
              )}
            </td>
            <Undone row={row} />
          </tr>
        ))}
      </Table>
      {open && <CapacityDialog seller={open} onClose={() => setOpen(undefined)} />}
    </Part>
  );
}

function Indented({ depth, children }: { depth: number; children: ReactNode }) {
  return (
    <th scope="row">
      <span style={{ display: 'block', paddingInlineStart: depth * 16 }}>{children}</span>
    </th>
  );
}

function TeamRow({ team, depth }: { team: Team; depth: number }) {
  const types = sellerTypes.filter((type) => (team.types[type] ?? 0) > 0);
  return (
    <tr className={css.group}>
      <Indented depth={depth}>
        <b>{team.name}</b>
        <span className={css.second}>
          {team.leaderName ? t('organization.led by', { name: team.leaderName }) : t('organization.no leader')}
        </span>
      </Indented>
      <td data-words>
        {team.people === 0 ? t('organization.nobody sells') : t('organization.people', { count: team.people })}
        <span className={css.second}>
          {types.map((type) => `${format.number(team.types[type] ?? 0)} ${t(`seller.${type}`)}`).join(', ')}
        </span>
      </td>
      <td data-words />
      <td>
        {team.people === 0 ? (
          ''
        ) : team.load ? (
          <SalesLink team={team.id} outcome="open">
            <Load open={team.load.openSales} capacity={team.load.capacity} />
          </SalesLink>
        ) : (
          '–'
        )}
      </td>
      <td>{team.people === 0 || team.load === null ? '' : format.number(team.load.accounts)}</td>
      <td />
      <td />
      <td />
    </tr>
  );
}

function Person({
  seller,
  looked,
  depth,
  onChange,
}: {
  seller: Seller;
  looked: Coverage | undefined;
  depth: number;
  onChange?: () => void;
}) {
  return (
    <tr>
      <Indented depth={depth}>
        {onChange ? (
          <button
            type="button"
            className={css.link}
            aria-label={t('sellers.change', { name: seller.name })}
            onClick={onChange}
          >
            {seller.name}
          </button>
        ) : (
          seller.name
        )}
      </Indented>
      <td data-words>{t(`seller.${seller.sellerType}`)}</td>
      <td data-words>{seller.best ? t(`profile.${seller.best}`) : '–'}</td>
      <td>
        <SalesLink owner={seller.memberId} outcome="open">
          <Load open={seller.openSales} capacity={seller.capacity} />
        </SalesLink>
      </td>
      {looked ? (
        <Undone row={looked} />
      ) : (
        <>
          <td>{format.number(seller.accounts)}</td>
          <td />
          <td />
          <td />
        </>
      )}
    </tr>
  );
}

function Load({ open, capacity }: { open: number; capacity: number }) {
  const full = open >= capacity;
  return (
    <span className={full ? css.bad : undefined}>
      {t('sellers.carried', { open: format.number(open), capacity: format.number(capacity) })}
      {full && <span className={css.second}>{t('sellers.full')}</span>}
    </span>
  );
}

/** Each number opens its accounts. */
function Undone({ row }: { row: Coverage }) {
  const owner = row.memberId ?? 'none';
  const number = (value: number, search: Record<string, string>) => (
    <Link to="/relationships" search={{ as: 'table', owner, ...search }}>
      {format.number(value)}
    </Link>
  );
  return (
    <>
      <td>{number(row.accounts, {})}</td>
      <td className={row.inTrouble > 0 ? css.bad : undefined}>
        {row.inTrouble === 0 ? '' : number(row.inTrouble, { alarm: 'running' })}
      </td>
      <td className={row.withoutNextStep > 0 ? css.bad : undefined}>
        {row.withoutNextStep === 0 ? '' : number(row.withoutNextStep, { nextStep: 'none' })}
      </td>
      <td>{row.silent === 0 ? '' : number(row.silent, { untouchedDays: '60' })}</td>
    </>
  );
}
