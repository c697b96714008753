import { sql } from 'kysely';
import type { Answer, Input } from '../../platform/contract.ts';
import type { Call } from '../../platform/serve.ts';
import { figuresOf } from '../figures-sql.ts';
import type { paybackContract } from './contract.ts';
import { participantsOf } from './panel.api.ts';
import type { PersonMonths } from './report.ts';
import { programmeById } from './store.api.ts';

type Api = (typeof paybackContract)['listCounted'];
type Item = Answer<Api>['items'][number];
type Asked = Input<Api>['query'];

/** So many are listed; more are told. */
const most = 100;

/** What was counted behind a bar or a row of the report: of whom, in which months, and what became of it. */
export async function countedIn(call: Call, programmeId: string, asked: Asked): Promise<Answer<Api>> {
  const { outcome, currency } = await programmeById(call, programmeId);
  const { months, people } = await participantsOf(call, programmeId);
  const wanted = cellsOf([...people.values()], months, asked);
  // Whose it was is a figure about a single person where the workspace keeps those from others.
  const named =
    (await figuresOf(call)) === 'individual' ? sql`m.name` : sql`case when m.id = ${call.who.memberId} then m.name end`;
  const cells = sql`jsonb_to_recordset(${JSON.stringify(wanted.map((cell) => ({ ...cell, month: firstOf(cell.month) })))}::jsonb) as cell(member_id uuid, month date, trained boolean)`;
  const found =
    outcome === 'spotted'
      ? sql<Item>`select s.id, 'spotted' as kind, s.what as name, s.account_id as "accountId", a.name as "accountName", s.opportunity_id as "opportunityId", ${named} as "memberName", cell.trained, (s.noted_at at time zone 'UTC')::date::text as "on",
        coalesce(s.sale_outcome, s.state) as state, case when s.sale_outcome = 'won' and s.sale_currency = ${currency} then s.sale_amount::float8 end as amount
      from ${cells} join spotted s on s.originator_id = cell.member_id and date_trunc('month', s.noted_at at time zone 'UTC') = cell.month::timestamp and s.state in ('noted', 'accepted', 'declined')
      join account a on a.workspace_id = s.workspace_id and a.id = s.account_id join member m on m.workspace_id = s.workspace_id and m.id = s.originator_id order by cell.trained desc, s.noted_at, s.id limit ${most + 1}`
      : sql<Item>`with listed as materialized (
        select o.id, cell.trained from ${cells} join opportunity o on o.owner_id = cell.member_id and date_trunc('month', o.closed_on::timestamp) = cell.month::timestamp
        where o.outcome <> 'open' and o.deleted_at is null and o.closed_on >= ${firstOf(months[0])}::date order by cell.trained desc, o.closed_on, o.id limit ${most + 1})
      select o.id, 'sale' as kind, o.name, o.account_id as "accountId", a.name as "accountName", o.id as "opportunityId", ${named} as "memberName", l.trained, o.closed_on::text as "on", o.outcome as state, case when o.currency = ${currency} then o.amount::float8 end as amount
      from listed l join opportunity o on o.workspace_id = app_workspace() and o.id = l.id left join account a on a.workspace_id = o.workspace_id and a.id = o.account_id
      join member m on m.workspace_id = o.workspace_id and m.id = o.owner_id order by l.trained desc, o.closed_on, o.id`;
  const { rows } = await found.execute(call.db);
  return {
    currency,
    months: [...new Set(wanted.map((cell) => cell.month))].sort(),
    items: rows.slice(0, most),
    more: rows.length > most,
  };
}

const firstOf = (month: string | undefined) => `${month ?? '9999-12'}-01`;

type Cell = { member_id: string; month: string; trained: boolean };

/** Each person's months that are asked for. Beside those trained so long ago stand, in the same months, those who waited. */
function cellsOf(people: readonly PersonMonths[], months: readonly string[], { monthsSince, group }: Asked): Cell[] {
  const cells = (
    of: readonly PersonMonths[],
    trained: boolean,
    when: (person: PersonMonths, month: number) => boolean,
  ) =>
    of.flatMap((person) =>
      months.flatMap((month, i) => (when(person, i) ? [{ member_id: person.id, month, trained }] : [])),
    );
  const trained = people.filter((person) => person.trainedFrom !== null);
  const waiting = people.filter((person) => person.trainedFrom === null);
  if (group === 'trainedBefore') return cells(trained, true, (person, i) => i < person.trainedFrom!);
  if (group === 'trainedAfter') return cells(trained, true, (person, i) => i >= person.trainedFrom!);
  if (group === 'waiting') return cells(waiting, false, () => true);
  if (monthsSince === undefined) return [];
  const own = cells(trained, true, (person, i) => i === person.trainedFrom! + monthsSince);
  const then = new Set(own.map((cell) => cell.month));
  const owners = new Set(own.map((cell) => `${cell.member_id} ${cell.month}`));
  // Who was not trained yet in that month is what the month is compared with.
  const others = cells(
    people,
    false,
    (person, i) =>
      then.has(months[i]!) &&
      (person.trainedFrom === null || person.trainedFrom > i) &&
      person.plannedBefore &&
      !owners.has(`${person.id} ${months[i]!}`),
  );
  return [...own, ...others];
}
