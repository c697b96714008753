import { sql } from 'kysely';
import { nameKey } from '../../people/keys.ts';
import { sameRecord } from '../../platform/database.ts';
import { changesBetween } from '../../platform/events.ts';
import { pageOf } from '../../platform/paging.ts';
import { conflict, invalid, notFound, stale } from '../../platform/problem.ts';
import type { Call, Handlers } from '../../platform/serve.ts';
import { newSecret } from '../../platform/secret.ts';
import type { formContract, WebForm } from './contract.ts';
import type { Answers, FormConsent, FormField } from './form.ts';

export const formHandlers: Handlers<typeof formContract> = {
  async listForms(call, { query }) {
    const rows = select(call)
      .where('f.deleted_at', query.deleted ? 'is not' : 'is', null)
      .select([
        sql<number>`(select count(*)::integer from form_submission b where b.workspace_id = f.workspace_id and b.form_id = f.id and b.state = 'taken in')`.as(
          'taken_in',
        ),
        sql<number>`(select count(*)::integer from form_submission b where b.workspace_id = f.workspace_id and b.form_id = f.id and b.state = 'waiting')`.as(
          'waiting',
        ),
        sql<Date | null>`(select max(b.at) from form_submission b where b.workspace_id = f.workspace_id and b.form_id = f.id)`.as(
          'last_at',
        ),
      ]);
    const page = await pageOf(
      rows,
      [
        { by: sql.ref('f.name_key'), key: 'name_key', type: 'text' },
        { by: sql.ref('f.id'), key: 'id', type: 'uuid' },
      ],
      query,
    );
    return {
      items: page.items.map((row) => {
        const { fields: _, intro: __, thanks: ___, consent: ____, ...form } = recordOf(call, row);
        return { ...form, takenIn: row.taken_in, waiting: row.waiting, lastAt: row.last_at?.toISOString() ?? null };
      }),
      next: page.next,
    };
  },

  async createForm(call, { body }) {
    const form = { ...usual, ownerId: call.who.memberId, ...body };
    await mustBeRight(call, form);
    const id = call.newId();
    await call.db
      .insertInto('web_form')
      .values({
        workspace_id: call.who.workspaceId,
        id,
        key: newSecret().slice(0, 22),
        ...rowOf(form),
        created_at: call.now,
        updated_at: call.now,
      })
      .execute();
    await call.record('form.created', { kind: 'form', id }, { name: body.name });
    return found(call, id);
  },

  readForm: (call, { params }) => found(call, params.id),

  async changeForm(call, { params: { id }, body }) {
    const before = await found(call, id);
    const changes = changesBetween(before as object, body);
    if (Object.keys(changes).length === 0) return before;
    const form = { ...before, ...body };
    await mustBeRight(call, form);
    const changed = await call.db
      .updateTable('web_form')
      .set({ ...rowOf(form), version: call.version + 1, updated_at: call.now })
      .where('id', '=', id)
      .where('version', '=', call.version)
      .executeTakeFirst();
    if (changed.numUpdatedRows === 0n) throw stale(await found(call, id));
    await call.record('form.changed', { kind: 'form', id }, { changes });
    return found(call, id);
  },

  deleteForm: (call, { params }) => mark(call, params.id, call.now),
  restoreForm: (call, { params }) => mark(call, params.id, null),

  async listSubmissions(call, { params: { id }, query }) {
    const { fields } = await found(call, id);
    const rows = call.db
      .selectFrom('form_submission as b')
      .leftJoin('account as a', (on) => sameRecord(on, 'a', 'b.account_id'))
      .leftJoin('contact as k', (on) => sameRecord(on, 'k', 'b.contact_id'))
      .select([
        'b.id',
        'b.answers',
        'b.consent_text',
        'b.state',
        'b.at',
        'b.confirmed_at',
        'b.site',
        'b.touchpoint_id',
        'a.id as account_id',
        'a.name as account_name',
        'k.id as contact_id',
        'k.name as contact_name',
      ])
      .where('b.form_id', '=', id);
    const page = await pageOf(
      rows,
      [
        { by: sql.ref('b.at'), key: 'at', type: 'timestamptz', descending: true },
        { by: sql.ref('b.id'), key: 'id', type: 'uuid', descending: true },
      ],
      query,
    );
    return {
      items: page.items.map((row) => ({
        id: row.id,
        state: row.state,
        consented: row.consent_text !== null,
        at: row.at,
        confirmedAt: row.confirmed_at,
        site: row.site,
        touchpointId: row.touchpoint_id,
        answers: Object.entries(row.answers as Answers).map(([key, answer]) => ({
          label: fields.find((f) => f.key === key)?.label ?? key,
          answer,
        })),
        account: row.account_id ? { id: row.account_id, name: row.account_name! } : null,
        contact: row.contact_id ? { id: row.contact_id, name: row.contact_name! } : null,
      })),
      next: page.next,
    };
  },
};

const usual = {
  intro: null,
  button: 'Send',
  thanks: 'Thank you. We will be in touch.',
  touchpointKind: 'inquiry' as const,
  segmentId: null,
  campaignId: null,
  consent: null,
  doubleOptIn: false,
  sites: [] as string[],
  active: true,
};

async function mark(call: Call, id: string, at: Date | null): Promise<WebForm> {
  const changed = await call.db
    .updateTable('web_form')
    .set((e) => ({ deleted_at: at, version: e('version', '+', 1), updated_at: call.now }))
    .where('id', '=', id)
    .where('deleted_at', at ? 'is' : 'is not', null)
    .executeTakeFirst();
  const form = await found(call, id);
  if (changed.numUpdatedRows > 0n)
    await call.record(at ? 'form.deleted' : 'form.restored', { kind: 'form', id }, { name: form.name });
  return form;
}

async function mustBeRight(
  call: Call,
  form: {
    doubleOptIn: boolean;
    consent: unknown;
    segmentId: string | null;
    campaignId: string | null;
    ownerId: string | null;
  },
): Promise<void> {
  if (form.doubleOptIn && (!call.site.address || !call.site.mailFrom))
    throw conflict(
      'no_mail_server',
      'A confirmation by mail needs a mail server and the address of this house: whoever runs the server sets SMTP_URL, MAIL_FROM and BASE_ADDRESS.',
    );
  const missing: { path: string; message: string }[] = [];
  for (const [path, table, id] of [
    ['segmentId', 'segment', form.segmentId],
    ['campaignId', 'campaign', form.campaignId],
    ['ownerId', 'member', form.ownerId],
  ] as const)
    if (id && !(await call.db.selectFrom(table).select('id').where('id', '=', id).executeTakeFirst()))
      missing.push({ path, message: 'There is no such record' });
  if (missing.length > 0) throw invalid(missing);
}

function rowOf(
  form: Omit<
    WebForm,
    'id' | 'segment' | 'campaign' | 'owner' | 'path' | 'address' | 'version' | 'createdAt' | 'updatedAt' | 'deletedAt'
  >,
) {
  return {
    name: form.name,
    name_key: nameKey(form.name),
    title: form.title,
    intro: form.intro,
    button: form.button,
    thanks: form.thanks,
    fields: JSON.stringify(form.fields),
    touchpoint_kind: form.touchpointKind,
    segment_id: form.segmentId,
    campaign_id: form.campaignId,
    owner_id: form.ownerId,
    consent: form.consent && JSON.stringify(form.consent),
    double_opt_in: form.doubleOptIn,
    sites: form.sites,
    active: form.active,
  };
}

async function found(call: Call, id: string): Promise<WebForm> {
  const row = await select(call).where('f.id', '=', id).executeTakeFirst();
  if (!row) throw notFound('form');
  return recordOf(call, row);
}

const select = (call: Call) =>
  call.db
    .selectFrom('web_form as f')
    .where('f.workspace_id', '=', call.who.workspaceId)
    .leftJoin('segment as s', (on) => sameRecord(on, 's', 'f.segment_id'))
    .leftJoin('campaign as c', (on) => sameRecord(on, 'c', 'f.campaign_id'))
    .leftJoin('member as w', (on) => sameRecord(on, 'w', 'f.owner_id'))
    .selectAll('f')
    .select(['s.name as segment_name', 'c.name as campaign_name', 'w.name as owner_name']);

function recordOf(call: Call, row: Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>): WebForm {
  const named = (id: string | null, name: string | null) => (id && name ? { id, name } : null);
  return {
    id: row.id,
    name: row.name,
    title: row.title,
    intro: row.intro,
    button: row.button,
    thanks: row.thanks,
    fields: row.fields as FormField[],
    touchpointKind: row.touchpoint_kind,
    segmentId: row.segment_id,
    campaignId: row.campaign_id,
    ownerId: row.owner_id,
    consent: row.consent as FormConsent | null,
    doubleOptIn: row.double_opt_in,
    sites: row.sites,
    active: row.active,
    segment: named(row.segment_id, row.segment_name),
    campaign: named(row.campaign_id, row.campaign_name),
    owner: named(row.owner_id, row.owner_name),
    path: `/f/${row.key}`,
    address: call.site.address,
    version: row.version,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    deletedAt: row.deleted_at?.toISOString() ?? null,
  };
}
