import { sql } from 'kysely';
import { conflict, Problem } from '../platform/problem.ts';
import type { Call } from '../platform/serve.ts';
import type { TouchpointDraft } from './contract.ts';

/** Whether what is told can be taken in, said before anything is written: of each draft, by its place, what is wrong. */

interface Wrong {
  path: string;
  message: string;
}

/** A time zone may be off by minutes; what is still to come is a plan. */
export const isToCome = (at: string | undefined, now: Date): boolean =>
  at !== undefined && Date.parse(at) > now.getTime() + 5 * 60_000;

/** Of hundreds of touchpoints a program has to know all that are refused, or it would try once for each. Nothing of them is taken in. */
export async function mustBeTakable(call: Call, drafts: readonly TouchpointDraft[]): Promise<void> {
  const accounts = await accountsOf(
    call,
    drafts.map((draft) => draft.accountId),
  );
  const unseen = {
    opportunityId: await unseenOf(
      call,
      'opportunity',
      drafts.map((draft) => draft.opportunityId),
    ),
    caseId: await unseenOf(
      call,
      'service_case',
      drafts.map((draft) => draft.caseId),
    ),
    contactIds: await unseenOf(
      call,
      'contact',
      drafts.flatMap((draft) => draft.contactIds ?? []),
    ),
  };
  const noAccount = drafts.some((draft) => !accounts.has(draft.accountId));
  const wrong = drafts.flatMap((draft, place): Wrong[] => {
    const at = (field: string, message: string | undefined | false): Wrong[] =>
      message ? [{ path: `touchpoints.${place}.${field}`, message }] : [];
    const account = accounts.get(draft.accountId);
    return [
      ...at('kind', draft.kind === 'silence' && 'Silence is noted by the clock; it cannot be logged'),
      ...at('at', isToCome(draft.at, call.now) && 'Lies in the future: plan it as a next step instead'),
      ...at(
        'accountId',
        account === undefined
          ? notThere
          : account.merged_into_id
            ? `Was merged into ${account.merged_into_id}: log it there`
            : account.deleted_at !== null && 'Is deleted: restore it first',
      ),
      ...at('opportunityId', unseen.opportunityId.has(draft.opportunityId ?? '') && notThere),
      ...at('caseId', unseen.caseId.has(draft.caseId ?? '') && notThere),
      ...at('contactIds', (draft.contactIds ?? []).some((id) => unseen.contactIds.has(id)) && notThere),
    ];
  });
  if (wrong.length === 0) return;
  const places = new Set(wrong.map(({ path }) => path.split('.')[1]));
  const first = wrong[0]!;
  throw new Problem(
    noAccount ? 404 : 422,
    noAccount ? 'not_found' : 'invalid_input',
    `${places.size} of ${drafts.length} touchpoints cannot be taken in, so none was. Correct or leave out those named in errors and send the rest again; what is known already counts once. The first: ${first.path}: ${first.message}`,
    { errors: wrong.slice(0, mostTold), refused: [...places].map(Number) },
  );
}

const notThere = 'There is no such record, or you may not see it';
/** Each refused place is told; what is wrong with them, of the first. */
const mostTold = 200;

/** What is logged for an account that was merged or deleted would be seen by nobody. */
export async function refuseGone(call: Call, accountId: string): Promise<never> {
  const account = (await accountsOf(call, [accountId])).get(accountId);
  if (account?.merged_into_id)
    throw conflict('merged', 'This account was merged into another one. Log it there.', {
      mergedIntoId: account.merged_into_id,
    });
  throw conflict('deleted', 'This account is deleted. Restore it first, then log what happened.');
}

async function accountsOf(call: Call, ids: readonly string[]) {
  const rows = await call.db
    .selectFrom('account')
    .select(['id', 'deleted_at', 'merged_into_id'])
    .where('id', '=', sql<string>`any (${[...new Set(ids)]}::uuid[])`)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

async function unseenOf(
  call: Call,
  kind: 'opportunity' | 'service_case' | 'contact',
  ids: readonly (string | null | undefined)[],
): Promise<Set<string>> {
  const named = [...new Set(ids.filter((id) => id !== null && id !== undefined))];
  if (named.length === 0) return new Set();
  const { rows } = await sql<{
    id: string;
  }>`select id from unnest(${named}::uuid[]) as asked (id) where not exists (select from ${sql.table(kind)} seen where seen.id = asked.id)`.execute(
    call.db,
  );
  return new Set(rows.map((row) => row.id));
}
