import { sql } from 'kysely';
import { compute } from '../../platform/compute.ts';
import { daysAfter } from '../../platform/days.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import { accompanied } from '../../platform/work.ts';
import type { SaleType } from '../../relationship/vocabulary.ts';
import { sellerProfiles, whoElseFits, type Candidate } from '../alignment.ts';
import type { DecidedSale } from '../alignmentClaim.ts';
import { sellerFitOf } from '../judge.ts';
import { seenSales } from '../seen-sql.ts';
import { foundSale } from '../store.api.ts';
import { oddsRatios } from '../winProbability.ts';
import type { potentialContract } from './contract.ts';
import { testClaim } from './decided.ts';
import {
  closedSales,
  decidedNow,
  fitInThread,
  fitsOf,
  keepFit,
  knownAtHalfTime,
  winModelInUse,
} from './winModel.api.ts';

export const potentialHandlers: Handlers<typeof potentialContract> = {
  async readWinModel(call) {
    const model = await winModelInUse(call);
    const fits = await fitsOf(call, 20);
    const decided = await decidedNow(call);
    return {
      inUse: model.origin,
      odds: oddsRatios(model),
      fits,
      decided,
      sinceLastFit: Math.max(0, decided - (fits[0]?.sales ?? 0)),
    };
  },

  async fitWinModel(call) {
    const sales = await call.transact(closedSales);
    const calibration = await fitInThread(call.database, call.who, sales, call.request.signal);
    return call.transact((inside) => keepFit(inside, calibration));
  },

  async testAlignment(call, { query: { threshold, saleType } }) {
    const { decided, sales } = await call.transact((inside) => decidedSales(inside, saleType));
    const input = { sales, threshold };
    const comparisons = await accompanied(
      call.database,
      call.who.workspaceId,
      { kind: 'alignment claim', memberId: call.who.memberId },
      (work) =>
        compute(testClaim, new URL('./decided.ts', import.meta.url), 'testClaim', input, { seconds: 60, ...work }),
      call.request.signal,
    );
    const days = sales.map((sale) => sale.closedOn).sort();
    return {
      threshold,
      decided,
      withRecord: sales.length,
      from: days[0] ?? null,
      to: days.at(-1) ?? null,
      comparisons: comparisons.filter(
        ({ interval }) => Number.isFinite(interval.low) && Number.isFinite(interval.high),
      ),
      sales: sales.slice(0, 200).map(({ id, name, saleType: type, alignment, won, cycleDays, amount, closedOn }) => ({
        id,
        name,
        saleType: type,
        alignment,
        won,
        cycleDays,
        amount,
        closedOn,
      })),
    };
  },

  async whoFits(call, { params: { id } }) {
    const sale = await foundSale(call, id);
    const records = await sellerRecords(call, sale.saleType);
    const profile = sellerProfiles[sale.saleType];
    const fitOf = (of: SellerRecord) => {
      const fit = of.score ?? sellerFitOf(of);
      return fit === null ? {} : { [profile]: fit };
    };
    const present = records.find((each) => each.id === sale.ownerId);
    const candidates = records.map((each): Candidate => ({
      id: each.id,
      profile: fitOf(each),
      openSales: each.openSales,
      capacity: each.capacity,
    }));
    const presentProfile = present ? fitOf(present) : {};
    const better = whoElseFits(sale.saleType, { id: sale.ownerId ?? '', profile: presentProfile }, candidates).slice(
      0,
      5,
    );
    return {
      presentFit: presentProfile[profile] ?? null,
      items: better.map(({ id: memberId, fit, gain, room }) => {
        const { name, won, decided, openSales, answered, closed } = records.find((each) => each.id === memberId)!;
        return {
          memberId,
          name,
          fit,
          gain,
          room,
          won,
          decided,
          openSales,
          profile: answered === null || closed === null ? null : { answered, closed },
        };
      }),
    };
  },
};

type Decided = DecidedSale & { id: string; name: string; saleType: SaleType; amount: string | null; closedOn: string };

const latest = 5000;

/**
 * Decided sales with their alignment at half-time. Margin: of the lines whose offerings have a cost. Retained: something came from them
 * (a contact that they began or took part in, or an order) nine to fifteen months after the close.
 */
async function decidedSales(
  call: Call,
  saleType: SaleType | undefined,
): Promise<{ decided: number; sales: Decided[] }> {
  const ofType = saleType ? sql`and o.sale_type = ${saleType}` : sql``;
  const settled = daysAfter(call.now, -455);
  const { rows } = await sql<
    Omit<Decided, 'alignment' | 'account'> & { account: string | null; alignment: number | null }
  >`
    select o.id, o.name, o.account_id as account, o.sale_type as "saleType", o.amount, o.closed_on::text as "closedOn", o.outcome = 'won' as won, o.closed_on - o.opened_on as "cycleDays",
      (known.facts ->> 'alignment')::float8 as alignment, lines.margin,
      case when o.outcome = 'won' and o.closed_on < ${settled} and o.account_id is not null then
        exists (select from touchpoint t where t.account_id = o.account_id and t.direction in ('inbound', 'mutual') and t.at >= o.closed_on + 270 and t.at < o.closed_on + 455)
        or exists (select from customer_order c where c.account_id = o.account_id and c.deleted_at is null and c.ordered_on >= o.closed_on + 270 and c.ordered_on < o.closed_on + 455) end as retained
    from (select * from ${seenSales(call)} o where o.outcome <> 'open' and o.deleted_at is null ${ofType} order by o.closed_on desc, o.id desc limit ${latest}) o
    left join lateral (${knownAtHalfTime}) known on true
    left join lateral (
      select case when bool_and(f.cost is not null) and sum(l.quantity * l.price * (1 - l.discount / 100)) > 0
        then (1 - sum(l.quantity * f.cost) / sum(l.quantity * l.price * (1 - l.discount / 100)))::float8 end as margin
      from opportunity_line l left join offering f on f.id = l.offering_id where l.opportunity_id = o.id) lines on o.outcome = 'won'
    order by o.closed_on desc, o.id desc`.execute(call.db);
  const sales = rows.flatMap(({ account, alignment, ...row }) =>
    alignment === null ? [] : [{ ...row, alignment, account: account ?? row.id }],
  );
  return { decided: rows.length, sales };
}

interface SellerRecord {
  id: string;
  name: string;
  won: number;
  decided: number;
  openSales: number;
  capacity: number;
  /** Their profile for this type, where the asking person may see it. */
  score: number | null;
  answered: number | null;
  closed: number | null;
}

/** What each colleague decided of this type, and how much is open with them: as far as the asking person may see it. */
async function sellerRecords(call: Call, saleType: SaleType): Promise<SellerRecord[]> {
  const { rows } = await sql<SellerRecord>`
    select m.id, m.name, past.won, past.decided, present.open as "openSales", coalesce(c.open_sales, ${usualCapacity}) as capacity, p.score, p.answered, p.closed from member m
    left join seller_capacity c on c.workspace_id = m.workspace_id and c.member_id = m.id
    left join seller_profile p on p.workspace_id = m.workspace_id and p.member_id = m.id and p.profile = ${sellerProfiles[saleType]}
    cross join lateral (select (count(*) filter (where d.outcome = 'won'))::integer as won, count(*)::integer as decided from
      (select o.outcome from opportunity o where o.owner_id = m.id and o.outcome in ('won', 'lost') and o.sale_type = ${saleType} and o.deleted_at is null limit 500) d) past
    cross join lateral (select count(*)::integer as open from (select 1 from opportunity o where o.owner_id = m.id and o.outcome = 'open' and o.deleted_at is null limit 500) o) present
    where m.disabled_at is null and (past.decided > 0 or present.open > 0 or p.score is not null) order by m.name limit 500`.execute(
    call.db,
  );
  return rows;
}

/** How many open sales somebody can carry where nobody said otherwise: as management counts capacity. */
const usualCapacity = 12;
