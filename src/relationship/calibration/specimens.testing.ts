import { connect } from '../../platform/database.ts';
import { newId } from '../../platform/ids.ts';
import type { World } from '../../testing/world.ts';
import { shippedWeights } from '../weights.ts';
import { learntWeights } from './weights.ts';

/** A calibration that waits, and one that has proved better, with one customer that it was tested on. */
export async function layOutModels(world: World, accountId: string, memberId: string) {
  const models = { waiting: { id: newId() }, better: { id: newId() } };
  const workspace_id = world.workspaces.first;
  const weights = learntWeights(
    shippedWeights,
    { trustHalfLife: 1.41, interestHalfLife: 1, asymmetry: 0.2, factors: { visit: 2 } },
    'own-1',
  );
  await connect(world.engine).asOwner(async (tx) => {
    await tx
      .insertInto('relationship_model')
      .values([
        {
          workspace_id,
          id: models.better.id,
          number: 1,
          state: 'done',
          horizon_days: 180,
          verdict: 'better',
          compared_with: 'shipped-1',
          weights: JSON.stringify(weights),
          member_id: memberId,
          started_at: world.now(),
          ended_at: world.now(),
        },
        {
          workspace_id,
          id: models.waiting.id,
          number: 2,
          state: 'waiting',
          horizon_days: 180,
          verdict: null,
          compared_with: null,
          weights: null,
          member_id: memberId,
          started_at: world.now(),
          ended_at: null,
        },
      ])
      .execute();
    await tx
      .insertInto('work')
      .values({
        workspace_id,
        id: models.waiting.id,
        kind: 'calibration',
        member_id: memberId,
        state: 'waiting',
        begun_at: world.now(),
        seen_at: world.now(),
      })
      .execute();
    await tx
      .insertInto('relationship_model_case')
      .values({
        workspace_id,
        model_id: models.better.id,
        account_id: accountId,
        at: world.now(),
        position: 'peak',
        stayed: true,
        said_before: 0.5,
        said_after: 0.6,
      })
      .execute();
  });
  return models;
}
