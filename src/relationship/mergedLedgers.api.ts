import { sql } from 'kysely';
import type { Call, Reaction } from '../platform/serve.ts';
import { replayAccounts } from './ledger.api.ts';
import { mirrorDue } from './nextSteps.api.ts';
import { mirrorSales } from './reactions.ts';
import { phases, type Phase } from './vocabulary.ts';

/** Two accounts have become one: its curve is that of both ledgers, and it is as far as the one that was further. */
export const joinLedgers: Reaction = async (call, event) => {
  const keptId = event.subject.id!;
  const { goneId, goneName, mergeId } = event.detail as { goneId: string; goneName: string; mergeId: string };
  const rows = await call.db
    .selectFrom('relationship')
    .select(['account_id', 'phase', 'standing'])
    .where('account_id', 'in', [keptId, goneId])
    .execute();
  const of = (id: string) => rows.find((row) => row.account_id === id);
  const [kept, gone] = [of(keptId), of(goneId)];
  await call.db.updateTable('relationship').set({ alive: false }).where('account_id', '=', goneId).execute();
  if (kept && gone && phases.indexOf(gone.phase) > phases.indexOf(kept.phase)) {
    await call.db
      .insertInto('phase_change')
      .values({
        workspace_id: call.who.workspaceId,
        id: call.newId(),
        account_id: keptId,
        from_phase: kept.phase,
        to_phase: gone.phase,
        evidence: `Merged with ${goneName}`.slice(0, 500),
        rule: mergeRule(goneId),
        member_id: call.who.memberId,
        at: call.now,
        recorded_at: call.now,
      })
      .execute();
    await call.db
      .updateTable('relationship')
      .set({ phase: gone.phase, phase_since: call.now, standing: gone.standing })
      .where('account_id', '=', keptId)
      .execute();
  }
  await tellWhichWordStands(call, keptId, goneName, mergeId);
  await settle(call, event, [keptId]);
};

/** The one is two again: each has the curve of its own ledger and the phase that it had. */
export const partLedgers: Reaction = async (call, event) => {
  const keptId = event.subject.id!;
  const { goneId } = event.detail as { goneId: string };
  await call.db.updateTable('relationship').set({ alive: true }).where('account_id', '=', goneId).execute();
  const moved = await call.db
    .selectFrom('phase_change')
    .select(['from_phase', 'to_phase'])
    .where('account_id', '=', keptId)
    .where('rule', '=', mergeRule(goneId))
    .orderBy('at', 'desc')
    .executeTakeFirst();
  if (moved?.from_phase) {
    await call.db
      .insertInto('phase_change')
      .values({
        workspace_id: call.who.workspaceId,
        id: call.newId(),
        account_id: keptId,
        from_phase: moved.to_phase,
        to_phase: moved.from_phase as Phase,
        evidence: 'Taken apart again',
        rule: `un${mergeRule(goneId)}`,
        member_id: call.who.memberId,
        at: call.now,
        recorded_at: call.now,
      })
      .execute();
    const standing = moved.from_phase === 'ownership' || moved.from_phase === 'usage' ? 'customer' : 'prospect';
    await call.db
      .updateTable('relationship')
      .set({ phase: moved.from_phase as Phase, standing, phase_since: call.now })
      .where('account_id', '=', keptId)
      .execute();
  }
  await settle(call, event, [keptId, goneId]);
  const words = await call.db
    .selectFrom('position_override')
    .select(['account_id', 'position', 'at'])
    .where('account_id', 'in', [keptId, goneId])
    .where('ended_at', 'is', null)
    .execute();
  const [own, left] = [keptId, goneId].map((id) => words.find((word) => word.account_id === id));
  // The later of two words stood: one that is older than the kept account's own only comes back where it was said.
  if (!left || (own && own.at >= left.at)) return;
  const { position } = await call.db
    .selectFrom('relationship')
    .select('position')
    .where('account_id', '=', keptId)
    .executeTakeFirstOrThrow();
  await call.record(
    'position override.ended',
    { kind: 'account', id: keptId },
    { changes: { position: [left.position, position] }, reason: 'Taken apart again' },
  );
};

/** Somebody may have said of either account where it stands: the later word stands, and the history says so. */
async function tellWhichWordStands(call: Call, keptId: string, goneName: string, mergeId: string): Promise<void> {
  const words = await call.db
    .selectFrom('position_override as o')
    .innerJoin('relationship as r', (on) =>
      on.onRef('r.workspace_id', '=', 'o.workspace_id').onRef('r.account_id', '=', 'o.account_id'),
    )
    .select([
      'o.id',
      'o.position',
      'o.reason',
      'o.ended_at',
      'o.yielded_to',
      sql<string>`r.state ->> 'shown'`.as('shown'),
    ])
    .select(
      sql<boolean>`exists (select from merge_row m where m.workspace_id = o.workspace_id and m.merge_id = ${mergeId} and m.relation = 'position_override' and m.key ->> 'id' = o.id::text)`.as(
        'came',
      ),
    )
    .where('o.account_id', '=', keptId)
    .execute();
  const stands = words.find((word) => word.ended_at === null);
  const yielded = words.find((word) => stands && word.yielded_to === stands.id && word.came !== stands.came);
  const about = (reason: string) => `${goneName}: ${reason}`;
  if (stands?.came)
    await call.record(
      'position.overridden',
      { kind: 'account', id: keptId },
      { changes: { position: [yielded?.position ?? stands.shown, stands.position] }, reason: about(stands.reason) },
    );
  else if (yielded)
    await call.record(
      'position.kept',
      { kind: 'account', id: keptId },
      { reason: about(yielded.reason), yielded: yielded.position },
    );
}

const mergeRule = (goneId: string) => `merged ${goneId}`;

async function settle(call: Call, event: Parameters<Reaction>[1], accountIds: readonly string[]): Promise<void> {
  await replayAccounts(call, accountIds);
  for (const accountId of accountIds) {
    await mirrorSales(call, { ...event, accountId });
    await mirrorDue(call, accountId);
  }
}
