import { sql } from 'kysely';
import type { Tx } from '../../platform/database.ts';
import { compile, shippedModel, type Model } from '../model.ts';
import type { ModelWeights } from '../weights.ts';

/** Sets never change, so what was made ready once stays ready. */
const ready = new Map<string, Model>();
const most = 500;

/** The model of an id as `modelInUseId` tells it; null is the shipped one. */
export async function modelOf(db: Tx, id: string | null): Promise<Model> {
  if (id === null) return shippedModel;
  const known = ready.get(id);
  if (known) return known;
  const { rows } = await sql<{
    weights: ModelWeights;
  }>`select weights from relationship_model where id = ${id}`.execute(db);
  if (!rows[0]) return shippedModel;
  if (ready.size >= most) ready.clear();
  const model = compile(rows[0].weights);
  ready.set(id, model);
  return model;
}

/** A piece of a statement: the id of the set of weights that the workspace uses. */
export const modelInUseId = sql<
  string | null
>`(select u.model_id from relationship_model_use u where u.workspace_id = (select app_workspace()) and u.ended_at is null)`;

export async function modelInUse(db: Tx): Promise<Model> {
  const { rows } = await sql<{ id: string | null }>`select ${modelInUseId} as id`.execute(db);
  return modelOf(db, rows[0]?.id ?? null);
}
