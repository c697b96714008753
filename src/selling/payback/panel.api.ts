import { sql, type RawBuilder } from 'kysely';
import { dayOf } from '../../platform/days.ts';
import { notFound } from '../../platform/problem.ts';
import type { Call } from '../../platform/serve.ts';
import type { PersonMonths, ReportInput } from './report.ts';

/** So many months before the first training are looked at; all whole months after it are. */
const monthsBefore = 12;
const mostMonths = 72;

/** What everybody who takes part in a programme did, month by month, from the counts that are kept with the ledger. */
export async function readPanel(call: Call, programmeId: string): Promise<ReportInput> {
  const programme = await call.db
    .selectFrom('training_programme')
    .select(['outcome', 'order_by', 'loaded_rate', 'margin_share'])
    .where('id', '=', programmeId)
    .executeTakeFirst();
  if (!programme) throw notFound('programme');
  const { months, people } = await participantsOf(call, programmeId);
  if (months.length === 0) throw new Error('Nobody was trained, so there is no report.');
  const at = new Map(months.map((month, i) => [month, i]));
  const ids = [...people.keys()];
  const span = { from: `${months[0]}-01`, until: `${dayOf(call.now).slice(0, 7)}-01`, ids };
  const note = (rows: readonly ({ member_id: string; month: string } & Partial<Record<Counts, number>>)[]) => {
    for (const { member_id, month, ...counts } of rows) {
      const i = at.get(month);
      const person = people.get(member_id);
      if (i === undefined || person === undefined) continue;
      for (const [name, value] of Object.entries(counts)) person[name as Counts][i]! += value;
    }
  };
  note(await contactsOf(call, span));
  note(await spottedBy(call, span));
  note(await salesOf(call, span, programme.outcome === 'spotted' ? throughSpotting : own, programme.margin_share));
  return {
    months,
    outcome: programme.outcome,
    orderBy: programme.order_by,
    cost: await costOf(call, programmeId, Number(programme.loaded_rate)),
    people: [...people.values()],
  };
}

/** The months that a report on it looks at, and who takes part with nothing counted yet; no months where nobody was trained. */
export async function participantsOf(
  call: Call,
  programmeId: string,
): Promise<{ months: string[]; people: Map<string, PersonMonths> }> {
  const places = await placesOf(call, programmeId);
  const held = places.filter((place) => place.state === 'attended' && place.ends_on <= dayOf(call.now));
  const first = held.map((place) => place.ends_on).sort()[0];
  if (first === undefined) return { months: [], people: new Map() };
  const months = monthsFrom(first, dayOf(call.now));
  const ids = [...new Set(places.map((place) => place.member_id))];
  return {
    months,
    people: new Map(
      ids.map((id): [string, PersonMonths] => [id, personOf(id, places, months, first, dayOf(call.now))]),
    ),
  };
}

type Counts = Exclude<keyof PersonMonths, 'id' | 'wave' | 'trainedFrom' | 'plannedBefore'>;
type Place = { member_id: string; wave: string | null; state: string; ends_on: string; planned_on: string };
type Span = { from: string; until: string; ids: readonly string[] };

async function placesOf(call: Call, programmeId: string): Promise<Place[]> {
  const { rows } = await sql<Place>`
    select a.member_id, s.name as wave, a.state, s.ends_on::text as ends_on, (a.planned_at at time zone 'UTC')::date::text as planned_on
    from training_session s join training_attendance a on a.workspace_id = s.workspace_id and a.session_id = s.id
    where s.programme_id = ${programmeId} and a.state <> 'missed'
    union all
    select c.member_id, null, 'planned', '9999-12-31', (c.planned_at at time zone 'UTC')::date::text from training_comparison c where c.programme_id = ${programmeId}
    order by ends_on`.execute(call.db);
  return rows;
}

function personOf(
  id: string,
  places: readonly Place[],
  months: readonly string[],
  first: string,
  today: string,
): PersonMonths {
  const own = places.filter((place) => place.member_id === id);
  const trained = own.find((place) => place.state === 'attended' && place.ends_on <= today);
  const place = trained ?? own[0]!;
  // The month of the training counts as trained: what it still holds of the time before can only make the effect look smaller.
  const from = trained ? months.indexOf(trained.ends_on.slice(0, 7)) : -1;
  const zeros = () => months.map(() => 0);
  return {
    id,
    wave: place.wave,
    trainedFrom: from < 0 ? null : from,
    plannedBefore: place.planned_on <= first,
    contacts: zeros(),
    spotted: zeros(),
    accepted: zeros(),
    answered: zeros(),
    won: zeros(),
    closed: zeros(),
    margin: zeros(),
    rated: zeros(),
    ratingSum: zeros(),
  };
}

/** From a year before the first training to the last whole month. */
export function monthsFrom(first: string, today: string): string[] {
  const number = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
  const last = Math.max(number(today) - 1, number(first));
  const begin = Math.max(number(first) - monthsBefore, last - mostMonths + 1);
  return Array.from({ length: last - begin + 1 }, (_, i) => {
    const month = begin + i;
    return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
  });
}

async function contactsOf(call: Call, { from, until, ids }: Span) {
  const { rows } = await sql<{ member_id: string; month: string; contacts: number; rated: number; ratingSum: number }>`
    select member_id, to_char(month, 'YYYY-MM') as month, sum(contacts)::int as contacts, sum(rated)::int as rated, sum(rating_sum)::int as "ratingSum"
    from contact_count where member_id = any (${ids}::uuid[]) and month >= ${from}::date and month < ${until}::date group by 1, 2`.execute(
    call.db,
  );
  return rows;
}

async function spottedBy(call: Call, { from, until, ids }: Span) {
  const { rows } = await sql<{ member_id: string; month: string; spotted: number; accepted: number; answered: number }>`
    select originator_id as member_id, to_char(noted_at at time zone 'UTC', 'YYYY-MM') as month, count(*)::int as spotted,
      (count(*) filter (where state = 'accepted'))::int as accepted, (count(*) filter (where state in ('accepted', 'declined')))::int as answered
    from spotted where originator_id = any (${ids}::uuid[]) and noted_at >= ${from}::date and noted_at < ${until}::date and state in ('noted', 'accepted', 'declined')
    group by 1, 2`.execute(call.db);
  return rows;
}

/** Whose sale it is: the owner's, or of whoever spotted it. */
const own = sql`select o.*, o.owner_id as member_id from opportunity o where o.owner_id = any`;
const throughSpotting = sql`select o.*, s.originator_id as member_id from spotted s join opportunity o on o.workspace_id = s.workspace_id and o.id = s.opportunity_id where s.originator_id = any`;

/** Closed sales with the margin of the won ones: from the costs of their lines where all are known, else the usual share of the amount. */
async function salesOf(call: Call, { from, until, ids }: Span, whose: RawBuilder<unknown>, marginShare: string) {
  const { rows } = await sql<{ member_id: string; month: string; closed: number; won: number; margin: number }>`
    with sale as (${whose} (${ids}::uuid[]))
    select sale.member_id, to_char(sale.closed_on, 'YYYY-MM') as month, count(*)::int as closed, (count(*) filter (where sale.outcome = 'won'))::int as won,
      coalesce(sum(coalesce(line.margin, sale.amount * ${marginShare}::numeric)) filter (where sale.outcome = 'won' and sale.currency = w.currency), 0)::float8 as margin
    from sale join workspace w on w.workspace_id = sale.workspace_id
    left join lateral (
      select case when count(*) > 0 and bool_and(f.cost is not null) then sum(l.quantity * (l.price * (1 - l.discount / 100) - f.cost)) end as margin
      from opportunity_line l left join offering f on f.workspace_id = l.workspace_id and f.id = l.offering_id
      where l.workspace_id = sale.workspace_id and l.opportunity_id = sale.id) line on true
    where sale.deleted_at is null and sale.outcome <> 'open' and sale.closed_on >= ${from}::date and sale.closed_on < ${until}::date group by 1, 2`.execute(
    call.db,
  );
  return rows;
}

async function costOf(call: Call, programmeId: string, loadedRate: number): Promise<ReportInput['cost']> {
  const { rows } = await sql<{ fees: number; material: number; hours: number }>`
    select coalesce(sum(s.fees), 0)::float8 as fees, coalesce(sum(s.material), 0)::float8 as material, coalesce(sum(s.hours_each *
      (select count(*) from training_attendance a where a.workspace_id = s.workspace_id and a.session_id = s.id and a.state = 'attended')), 0)::float8 as hours
    from training_session s where s.programme_id = ${programmeId} and s.ends_on <= ${dayOf(call.now)}::date`.execute(
    call.db,
  );
  return { ...rows[0]!, loadedRate };
}
