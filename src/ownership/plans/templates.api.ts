import { sql } from 'kysely';
import { changesBetween } from '../../platform/events.ts';
import { forbidden, notFound, stale } from '../../platform/problem.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import type { plansContract, TemplateRecord } from './contract.ts';

type Own = 'listTemplates' | 'createTemplate' | 'changeTemplate' | 'removeTemplate';

/** How an offering is put to work, step by step: what a plan begins with. */
export const templateHandlers: Pick<Handlers<typeof plansContract>, Own> = {
  async listTemplates(call) {
    return { items: await templatesOf(call) };
  },

  async createTemplate(call, { body }) {
    const id = call.newId();
    await call.db
      .insertInto('implementation_template')
      .values({
        workspace_id: call.who.workspaceId,
        id,
        ...templateRow(body),
        created_at: call.now,
        updated_at: call.now,
      })
      .execute();
    await call.record('template.added', { kind: 'template', id }, { name: body.name });
    return oneTemplate(call, id);
  },

  async changeTemplate(call, { params, body }) {
    const before = await oneTemplate(call, params.id);
    const changed = await call.db
      .updateTable('implementation_template')
      .set({ ...templateRow(body), updated_at: call.now, version: sql<number>`version + 1` })
      .where('id', '=', params.id)
      .where('version', '=', call.version)
      .executeTakeFirst();
    if (changed.numUpdatedRows === 0n)
      throw before.version === call.version ? forbidden('change this template') : stale(before);
    await call.record(
      'template.changed',
      { kind: 'template', id: params.id },
      { name: body.name, changes: changesBetween<object>(before, body) },
    );
    return oneTemplate(call, params.id);
  },

  async removeTemplate(call, { params }) {
    const gone = await call.db.deleteFrom('implementation_template').where('id', '=', params.id).executeTakeFirst();
    if (gone.numDeletedRows === 0n) throw notFound('template');
    await call.record('template.removed', { kind: 'template', id: params.id });
    return { done: true as const };
  },
};

export async function templatesOf(call: Call): Promise<TemplateRecord[]> {
  return call.db
    .selectFrom('implementation_template')
    .select([
      'id',
      'name',
      'offering',
      'sale_type as saleType',
      'first_value_days as firstValueDays',
      'version',
      sql<TemplateRecord['steps']>`steps`.as('steps'),
    ])
    .orderBy('name')
    .limit(500)
    .execute();
}

async function oneTemplate(call: Call, id: string): Promise<TemplateRecord> {
  const found = (await templatesOf(call)).find((each) => each.id === id);
  if (!found) throw notFound('template');
  return found;
}

const templateRow = (body: Omit<TemplateRecord, 'id' | 'version'>) => ({
  name: body.name,
  offering: body.offering,
  sale_type: body.saleType,
  first_value_days: body.firstValueDays,
  steps: JSON.stringify(body.steps),
});
