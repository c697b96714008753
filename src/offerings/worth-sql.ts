import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '../platform/database.ts';
import { dayOf } from '../platform/days.ts';
import { rateOn, type Rate } from './money.ts';
import type { Unrated } from './unrated.ts';

/**
 * The one rule by which amounts of several currencies are added up: what is decided or ordered counts at the rate of its day, what is open at that of today,
 * and what has no rate is left out and told. In SQL, of a row with `amount` and `currency`; null where there is no rate.
 */
export interface Worth {
  /** The workspace's. */
  currency: string;
  /** At the rate of the day that a column of the row names. */
  onDayOf(row: string, day: string, amount?: string): RawBuilder<string | null>;
  today(row: string, amount?: string): RawBuilder<string | null>;
  /** The currency of a row that has an amount of which nobody knows what it is worth, by the day of a column or today; null of all others. */
  lacked(row: string, day: string | null, amount?: string): RawBuilder<string | null>;
}

/** So many rates are written out in a question; more are looked up row by row. */
const mostWritten = 300;

/** The currency of the workspace with all that others are worth in it: one small question. */
export async function worthIn(db: Tx, now: Date): Promise<Worth> {
  const { rows } = await sql<{ currency: string; rates: Rate[] | null }>`
    select w.currency, (select json_agg(json_build_object('currency', x.currency, 'rate', x.rate::text, 'from', x.from_day) order by x.currency, x.from_day desc) from (
      select * from exchange_rate x where x.workspace_id = w.workspace_id and x.into_currency = w.currency limit ${mostWritten + 1}) x) as rates
    from workspace w where w.workspace_id = app_workspace()`.execute(db);
  return worthAt(rows[0]!.currency, rows[0]!.rates ?? [], dayOf(now));
}

function worthAt(currency: string, rates: readonly Rate[], now: string): Worth {
  const written = rates.length <= mostWritten;
  const others = [...Map.groupBy(rates, (rate) => rate.currency)];
  const inOurs = (
    row: string,
    amount: string,
    rateOf: (of: Rate[]) => RawBuilder<unknown>,
    lookedUp: RawBuilder<unknown>,
  ) => {
    const value = sql.ref(`${row}.${amount}`);
    const foreign = written
      ? sql.join(
          others.map(([other, of]) => sql`when ${sql.lit(other)} then ${value} * ${rateOf(of)}`),
          sql` `,
        )
      : sql`else ${value} * ${lookedUp}`;
    return sql<
      string | null
    >`case ${sql.ref(`${row}.currency`)} when ${sql.lit(currency)} then ${value} ${foreign} end`;
  };
  return {
    currency,
    onDayOf: (row, day, amount = 'amount') =>
      inOurs(
        row,
        amount,
        (of) =>
          sql`case ${sql.join(
            of.map(
              ({ from, rate }) =>
                sql`when ${sql.ref(`${row}.${day}`)} >= ${sql.lit(from)}::date then ${sql.lit(rate)}::numeric`,
            ),
            sql` `,
          )} end`,
        sql`rate_into(${sql.ref(`${row}.currency`)}, ${sql.lit(currency)}, ${sql.ref(`${row}.${day}`)})`,
      ),
    today: (row, amount = 'amount') =>
      inOurs(
        row,
        amount,
        (of) => sql`${sql.lit(rateOn(of, of[0]!.currency, now)?.rate ?? null)}::numeric`,
        sql`rate_into(${sql.ref(`${row}.currency`)}, ${sql.lit(currency)}, ${sql.lit(now)}::date)`,
      ),
    // Asked of the rates alone: a report asks it of a million rows, and of most the currency says that they lack nothing.
    lacked: (row, day, amount = 'amount') => {
      const of = sql.ref(`${row}.currency`);
      const known = (rates: Rate[]) =>
        day === null
          ? sql.lit(rateOn(rates, rates[0]!.currency, now) !== undefined)
          : sql`${sql.ref(`${row}.${day}`)} >= ${sql.lit(rates.at(-1)!.from)}::date`;
      const rated = written
        ? sql.join(
            others.map(([other, rates]) => sql`when ${sql.lit(other)} then ${known(rates)}`),
            sql` `,
          )
        : sql`else rate_into(${of}, ${sql.lit(currency)}, ${day === null ? sql`${sql.lit(now)}::date` : sql.ref(`${row}.${day}`)}) is not null`;
      return sql<
        string | null
      >`case when case ${of} when ${sql.lit(currency)} then true ${rated} end or ${sql.ref(`${row}.${amount}`)} is null then null else ${of} end`;
    },
  };
}

/** What a sum over rows leaves out, beside it in the same question. */
export const leftOut = (lacked: RawBuilder<string | null>): RawBuilder<Unrated> =>
  sql<Unrated>`json_build_object('count', count(${lacked}), 'currencies', array_remove(array[min(${lacked}), nullif(max(${lacked}), min(${lacked}))], null))`;

/** The same of one group of many, as columns `lacking` and `lacks`: how many amounts have no rate, and a currency of theirs. */
export const lackingOf = (lacked: RawBuilder<string | null>) =>
  sql`count(${lacked}) as lacking, max(${lacked}) as lacks`;

/** What a sum over such groups leaves out. */
export const leftOutOfGroups = (row: string): RawBuilder<Unrated> =>
  sql<Unrated>`json_build_object('count', coalesce(sum(${sql.ref(`${row}.lacking`)}), 0)::int, 'currencies', array_remove(array[min(${sql.ref(`${row}.lacks`)}), nullif(max(${sql.ref(`${row}.lacks`)}), min(${sql.ref(`${row}.lacks`)}))], null))`;

/** What several sums leave out together. */
export const leftOutOf = (parts: readonly Unrated[]): Unrated => ({
  count: parts.reduce((sum, part) => sum + part.count, 0),
  currencies: [...new Set(parts.flatMap((part) => part.currencies))].toSorted(),
});
