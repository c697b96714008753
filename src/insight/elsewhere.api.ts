import { sql, type RawBuilder } from 'kysely';
import { smallAgain } from '../platform/database.ts';
import type { Call } from '../platform/serve.ts';
import type { Elsewhere } from './contract.ts';
import type { Span } from './period.ts';
import type { Sample } from './sample.api.ts';

/** Where a period holds nothing: the last day before it on which something is, and the first one after it. Also within a large question. */
export async function daysBeside(
  call: Call,
  day: RawBuilder<unknown>,
  { from, to }: Span,
  among: RawBuilder<unknown>,
): Promise<Elsewhere> {
  await smallAgain(call.db);
  const { rows } = await sql<NonNullable<Elsewhere>>`
    select (select max(${day})::date::text from ${among} and ${from === null ? sql`false` : sql`${day} < ${from}::date`}) as before,
      (select min(${day})::date::text from ${among} and ${to === null ? sql`false` : sql`${day} > ${to}::date`}) as after`.execute(
    call.db,
  );
  return rows[0]!;
}

/** As a `scattered` question: the last day before a period on which there is a touchpoint of the accounts looked at, and the first one after it. */
export async function stepsBeside(call: Call, { since, until }: Span, sample: Sample): Promise<Elsewhere> {
  const { rows } = await sql<NonNullable<Elsewhere>>`
    select (max(s.at) filter (where s.at < ${since}))::date::text as before, (min(s.at) filter (where s.at > ${until}))::date::text as after from cycle_step s
    where s.workspace_id = (select app_workspace()) and s.at <= ${call.now} and ${sample.listed(sql`s.account_id`)}`.execute(
    call.db,
  );
  return rows[0]!;
}
