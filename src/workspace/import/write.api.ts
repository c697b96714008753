import { sql } from 'kysely';
import { enter, type Entry } from '../../relationship/ledger.api.ts';
import { beginRelationships } from '../../relationship/reactions.ts';
import { phases as lifecyclePhases, type Phase, type TouchpointKind } from '../../relationship/vocabulary.ts';
import { insertMany, oneAfterAnother } from '../../platform/database.ts';
import { changesBetween } from '../../platform/events.ts';
import type { Call } from '../../platform/serve.ts';
import { joinCampaigns } from './campaigns.api.ts';
import { columnsOf } from './columns-of.ts';
import type { Known } from './directory.ts';
import type { Effects, Placed } from './place.ts';
import type { ImportPlan } from './plan.ts';
import type { Read } from './read.ts';
import { insertPhases } from './phases.api.ts';
import { isTabled, tabled, tables, type Tabled } from './tables.ts';
import { writeMembers } from './team.api.ts';

/** Writes what placing a chunk of rows asked for: a statement per table, however many rows. */

export type Chunk = {
  importId: string;
  plan: ImportPlan;
  /** Index of the file in the plan, and the number of its first row in this chunk. */
  file: number;
  first: number;
  rows: readonly { read: Read; placed: Placed }[];
  effects: Effects;
  taken: ReadonlyMap<string, string>;
};

export async function writeChunk(call: Call, chunk: Chunk): Promise<void> {
  const { effects } = chunk;
  const made = Map.groupBy(effects.made, (known) => known.target);
  const teams = await writeMembers(call, made.get('member') ?? []);
  await oneAfterAnother([
    ...tabled.flatMap((target) => {
      const records = made.get(target) ?? [];
      return [
        () => insertRecords(call, target, records),
        ...(target === 'account' ? [() => begin(call, chunk, records)] : []),
        ...(target === 'contact' ? [() => employ(call, records)] : []),
      ];
    }),
    () => change(call, chunk),
    () => enterTouchpoints(call, made.get('touchpoint') ?? []),
    () => joinCampaigns(call, made.get('touchpoint') ?? []),
    () => writeKeys(call, chunk),
    () => rememberLater(call, chunk),
    () => rememberAccounts(call, chunk),
    () => writeRows(call, chunk, teams),
  ]);
  // It tells what was changed, and so waits for that.
  await writeHistory(call, chunk);
}

async function insertRecords(call: Call, target: Tabled, records: readonly Known[]): Promise<void> {
  const { table, columns } = tables[target];
  await insertMany(
    call.db,
    table,
    { workspace_id: 'uuid', id: 'uuid', ...columns, created_at: 'timestamptz', updated_at: 'timestamptz' },
    records.map((known) => ({
      workspace_id: call.who.workspaceId,
      id: known.id,
      ...columnsOf(known),
      created_at: madeAt(call, known),
      updated_at: call.now,
    })),
  );
}

/** When the other system made it; not in the future. */
function madeAt(call: Call, { draft }: Known): Date {
  const said = Date.parse(String(draft.values['createdAt'] ?? ''));
  return said > 0 && said < call.now.getTime() ? new Date(said) : call.now;
}

async function begin(call: Call, { importId, plan }: Chunk, accounts: readonly Known[]): Promise<void> {
  if (accounts.length === 0) return;
  const { saleType } = plan.defaults;
  const phaseOf = (known: Known) => known.draft.values['phase'] as Phase | undefined;
  await beginRelationships(
    call.db,
    call.who.workspaceId,
    accounts.map((known) => ({
      accountId: known.id,
      ownerId: known.links.get('owner')?.id ?? null,
      saleType: saleType,
      phase: phaseOf(known),
    })),
    call.now,
  );
  const beyond = accounts.filter((known) => (phaseOf(known) ?? 'shopping') !== 'shopping');
  await rememberIds(
    call,
    importId,
    beyond.map((known) => known.id),
  );
}

async function employ(call: Call, contacts: readonly Known[]): Promise<void> {
  const employed = contacts.filter((known) => known.links.has('account'));
  await insertMany(
    call.db,
    'affiliation',
    {
      workspace_id: 'uuid',
      id: 'uuid',
      contact_id: 'uuid',
      account_id: 'uuid',
      title: 'text',
      from_date: 'date',
      until_date: 'date',
      created_at: 'timestamptz',
    },
    employed.map((known) => {
      const { from, until } = known.draft.values;
      return {
        workspace_id: call.who.workspaceId,
        id: call.newId(),
        contact_id: known.id,
        account_id: known.links.get('account')?.id,
        title: columnsOf(known)['title'],
        from_date: from && until && from > until ? null : (from ?? null),
        until_date: until ?? null,
        created_at: call.now,
      };
    }),
    'on conflict do nothing',
  );
}

/** Updates records: those of before with what they were kept for the undo, those of this import as they now are. */
async function change(call: Call, { importId, effects }: Chunk): Promise<void> {
  const befores = [...effects.changed].filter((known) => known.before);
  await moveContacts(call, befores);
  await keepBefore(call, importId, befores);
  const all = [...befores, ...effects.filled];
  for (const [target, records] of Map.groupBy(all, (known) => known.target)) {
    if (!isTabled(target)) continue;
    const { table, columns } = tables[target];
    const names = Object.keys(columns);
    const rows = records.map((known) => {
      const now = columnsOf(known);
      const { before } = known;
      if (!before) return { id: known.id, version: null, next: 1, ...now };
      const changed = Object.fromEntries(
        names.filter((name) => differ(now[name], before.was[name])).map((name) => [name, now[name]]),
      );
      return { id: known.id, version: before.version, next: before.version + 1, ...before.columns, ...changed };
    });
    const written =
      await sql`update ${sql.table(table)} t set ${sql.raw(names.map((name) => `"${name}" = n."${name}"`).join(', '))},
        version = n.next, updated_at = ${call.now}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(id uuid, version integer, next integer, ${sql.raw(names.map((name) => `"${name}" ${columns[name]}`).join(', '))})
      where t.workspace_id = ${call.who.workspaceId} and t.id = n.id and t.version = coalesce(n.version, 1)`.execute(
        call.db,
      );
    // Somebody changed one of them since it was read: the chunk is tried again. What a person changed of our own stays theirs.
    if (Number(written.numAffectedRows ?? 0) < befores.filter((known) => known.target === target).length)
      throw new ChangedMeanwhile();
    if (target === 'account') await follow(call, importId, records);
    for (const known of records)
      if (known.before) {
        const now = columnsOf(known);
        known.changes = changesBetween(known.before.was, now);
        Object.assign(known.before, { version: known.before.version + 1, was: now });
      }
  }
}

export class ChangedMeanwhile extends Error {
  readonly code = '40001';
}

const differ = (a: unknown, b: unknown): boolean => JSON.stringify(a) !== JSON.stringify(b);

async function keepBefore(call: Call, importId: string, records: readonly Known[]): Promise<void> {
  const affiliations = await affiliationsOf(
    call,
    records.filter((known) => known.target === 'contact'),
  );
  await insertMany(
    call.db,
    'import_change',
    { workspace_id: 'uuid', import_id: 'uuid', kind: 'text', record_id: 'uuid', before: 'jsonb', version: 'integer' },
    records.map((known) => ({
      workspace_id: call.who.workspaceId,
      import_id: importId,
      kind: known.target,
      record_id: known.id,
      before: { columns: known.before?.columns, affiliations: affiliations.get(known.id) ?? [] },
      version: (known.before?.version ?? 0) + 1,
    })),
    // Changed once more: what it was before the first time is what counts, and the newest version is ours.
    'on conflict (workspace_id, import_id, kind, record_id) do update set version = excluded.version',
  );
}

async function affiliationsOf(call: Call, contacts: readonly Known[]): Promise<Map<string, object[]>> {
  if (contacts.length === 0) return new Map();
  const rows = await call.db
    .selectFrom('affiliation')
    .selectAll()
    .where(
      'contact_id',
      'in',
      contacts.map((known) => known.id),
    )
    .execute();
  return Map.groupBy(rows, (row) => row.contact_id);
}

/** A contact whose row names another company now works there; the old employment ends. */
async function moveContacts(call: Call, records: readonly Known[]): Promise<void> {
  const moved = records.filter(
    (known) => known.target === 'contact' && columnsOf(known)['account_id'] !== known.before?.columns['account_id'],
  );
  if (moved.length === 0) return;
  await sql`update affiliation set until_date = greatest(from_date, ${call.now}::date), version = version + 1
    where contact_id = any (${moved.map((known) => known.id)}::uuid[]) and until_date is null`.execute(call.db);
  await employ(call, moved);
}

/** The relationship mirrors the account's owner; a phase that the file knows to be further on is evidence. */
async function follow(call: Call, importId: string, accounts: readonly Known[]): Promise<void> {
  const ids = accounts.map((known) => known.id);
  await sql`update relationship r set owner_id = a.owner_id from account a
    where a.workspace_id = r.workspace_id and a.id = r.account_id and r.account_id = any (${ids}::uuid[]) and r.owner_id is distinct from a.owner_id`.execute(
    call.db,
  );
  const { rows } = await sql<{
    account_id: string;
    phase: Phase;
  }>`select account_id, phase from relationship where account_id = any (${ids}::uuid[])`.execute(call.db);
  const phases = new Map(rows.map((row) => [row.account_id, row.phase]));
  const raised = accounts.filter((known) => {
    const told = known.draft.values['phase'];
    const stands = phases.get(known.id);
    return told !== undefined && stands !== undefined && isFurther(told as Phase, stands);
  });
  // Of an account that this import has just made, another file only tells how it began: see `notePhases`.
  const made = await madeBy(call, importId, raised.map((known) => known.id));
  const [beginning, later] = [raised.filter((known) => made.has(known.id)), raised.filter((known) => !made.has(known.id))];
  for (const phase of lifecyclePhases) {
    const ids = beginning.filter((known) => known.draft.values['phase'] === phase).map((known) => known.id);
    if (ids.length > 0) await call.db.updateTable('relationship').set({ phase }).where('account_id', 'in', ids).execute();
  }
  await insertPhases(
    call,
    importId,
    later.map((known) => ({
      accountId: known.id,
      from: phases.get(known.id) ?? null,
      to: String(known.draft.values['phase']),
      at: call.now,
    })),
  );
  await rememberIds(
    call,
    importId,
    raised.map((known) => known.id),
  );
}

const isFurther = (phase: Phase, than: Phase): boolean => lifecyclePhases.indexOf(phase) > lifecyclePhases.indexOf(than);

/** Which of the records this import has made. */
async function madeBy(call: Call, importId: string, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const { rows } = await sql<{ id: string }>`select record_id as id from external_key where import_id = ${importId} and role = 'made' and record_id = any (${ids}::uuid[])`.execute(call.db);
  return new Set(rows.map((row) => row.id));
}

async function enterTouchpoints(call: Call, touchpoints: readonly Known[]): Promise<void> {
  if (touchpoints.length > 0)
    await enter(
      call,
      touchpoints.map((known) => entryOf(call, known)),
      'import',
    );
}

function entryOf(call: Call, { id, draft, links, account }: Known): Entry {
  const { values, custom } = draft;
  const said = Object.entries({ ...campaignOf(links), ...textOf(values['location'], 'Location'), ...custom }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  const at = new Date(Math.min(Date.parse(String(values['at'])), call.now.getTime()));
  const people = [...links]
    .filter(([field]) => field === 'contact' || field.startsWith('participant'))
    .map(([, known]) => known.id);
  const minutes = typeof values['effort'] === 'number' ? Math.round(values['effort']) : null;
  return {
    id,
    memberId: links.get('owner')?.id ?? null,
    accountId: account?.id ?? '',
    at: at.toISOString(),
    kind: values['kind'] as TouchpointKind,
    channel: values['channel'] as Entry['channel'],
    direction: values['direction'] as Entry['direction'],
    initiator: values['initiator'] as Entry['initiator'],
    subject:
      String(values['subject'] ?? values['kind'])
        .replaceAll(/[\p{Cc}\s]+/gu, ' ')
        .slice(0, 500) || '?',
    body: values['note'] === undefined ? null : String(values['note']).slice(0, 20_000),
    outcome: values['outcome'] === undefined ? null : String(values['outcome']).slice(0, 500),
    minutes: minutes !== null && minutes >= 0 && minutes <= 100_000 ? minutes : null,
    contactIds: [...new Set(people)].slice(0, 50),
    opportunityId: links.get('opportunity')?.id ?? null,
    evidence: said.length > 0 ? said.join('\n').slice(0, 2000) : null,
    evidenceKey: draft.evidence ?? draft.key,
  };
}

const campaignOf = (links: ReadonlyMap<string, Known>): Record<string, string> => {
  const campaign = links.get('campaign')?.draft.values['name'];
  return typeof campaign === 'string' ? { Campaign: campaign } : {};
};
const textOf = (value: unknown, name: string): Record<string, string> =>
  typeof value === 'string' ? { [name]: value } : {};

async function writeKeys(call: Call, { importId, effects, taken }: Chunk): Promise<void> {
  const seen = new Map<string, Effects['keys'][number]>();
  for (const each of effects.keys)
    if (each.known.target !== 'touchpoint') seen.set(`${each.known.target} ${each.key}`, each);
  const rows = [...seen.values()].map(({ key, known, role }) => ({
    workspace_id: call.who.workspaceId,
    key,
    kind: known.target,
    record_id: known.id,
    import_id: importId,
    role,
  }));
  // A key whose record was deleted, or is doubled on purpose, leads to the new one; to a record that this person does not see it stays.
  const all = call.who.scope.sees.includes('account');
  const led = rows.filter(({ kind, key, record_id: id }) => (taken.get(`${kind} ${key}`) ?? id) !== id);
  if (all && led.length > 0) await keepKeys(call, importId, led);
  await insertMany(
    call.db,
    'external_key',
    { workspace_id: 'uuid', key: 'text', kind: 'text', record_id: 'uuid', import_id: 'uuid', role: 'text' },
    rows,
    all
      ? 'on conflict (workspace_id, key, kind) do update set record_id = excluded.record_id, import_id = excluded.import_id, role = excluded.role'
      : 'on conflict do nothing',
  );
}

async function keepKeys(
  call: Call,
  importId: string,
  rows: readonly { key: string; kind: string; record_id: string }[],
): Promise<void> {
  await sql`insert into import_change (workspace_id, import_id, kind, record_id, before, version)
    select k.workspace_id, ${importId}::uuid, 'key ' || k.kind || ' ' || k.key, k.record_id, to_jsonb(k), 0
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(key text, kind text, record_id uuid)
    join external_key k on k.workspace_id = ${call.who.workspaceId} and k.key = n.key and k.kind = n.kind and k.record_id <> n.record_id
    on conflict do nothing`.execute(call.db);
}

async function rememberLater(call: Call, { importId, file, effects }: Chunk): Promise<void> {
  await insertMany(
    call.db,
    'import_link',
    {
      workspace_id: 'uuid',
      import_id: 'uuid',
      file: 'smallint',
      line: 'integer',
      field: 'text',
      record_id: 'uuid',
      reference: 'jsonb',
    },
    effects.later.map(({ line, field, known, ref }) => ({
      workspace_id: call.who.workspaceId,
      import_id: importId,
      file,
      line,
      field: `${known.target}.${field}`,
      record_id: known.id,
      reference: ref,
    })),
    'on conflict do nothing',
  );
}

/** Accounts whose relationship is folded anew at the end: whatever can be evidence belongs to them. */
async function rememberAccounts(call: Call, { importId, effects }: Chunk): Promise<void> {
  const telling = [...effects.made, ...effects.changed].filter((known) => evidenceTargets.has(known.target));
  await rememberIds(
    call,
    importId,
    telling.flatMap((known) => (columnsOf(known)['account_id'] as string | null) ?? known.account?.id ?? []),
  );
}
const evidenceTargets: ReadonlySet<string> = new Set(['touchpoint', 'opportunity', 'order', 'case', 'nextStep']);

export async function rememberIds(call: Call, importId: string, accountIds: readonly string[]): Promise<void> {
  await insertMany(
    call.db,
    'import_account',
    { workspace_id: 'uuid', import_id: 'uuid', account_id: 'uuid' },
    [...new Set(accountIds)].map((id) => ({ workspace_id: call.who.workspaceId, import_id: importId, account_id: id })),
    'on conflict do nothing',
  );
}

async function writeRows(
  call: Call,
  { importId, file, first, rows, effects }: Chunk,
  teams: readonly string[],
): Promise<void> {
  const made = new Set(effects.made);
  const told = new Set(rows.flatMap(({ placed }) => placed.records));
  const named = effects.made.filter((known) => !told.has(known));
  const how = (known: Known) => (made.has(known) ? 'made' : effects.changed.has(known) ? 'changed' : 'same');
  await insertMany(
    call.db,
    'import_row',
    {
      workspace_id: 'uuid',
      import_id: 'uuid',
      file: 'smallint',
      number: 'integer',
      line: 'integer',
      raw: 'text',
      outcome: 'text',
      notes: 'jsonb',
      records: 'jsonb',
    },
    rows.map(({ read, placed }, index) => {
      const records = placed.records.map((known) => [known.target, known.id, how(known)]);
      // What came along because rows named it, teams and records of which only the name is known, stands with the first row.
      if (index === 0)
        records.push(
          ...teams.map((id) => ['team', id, 'made']),
          ...named.map((known) => [known.target, known.id, 'made']),
        );
      return {
        workspace_id: call.who.workspaceId,
        import_id: importId,
        file,
        number: first + index,
        line: read.line,
        raw: read.raw,
        outcome: placed.outcome,
        notes: placed.notes.length > 0 ? placed.notes : null,
        records: records.length > 0 ? records : null,
      };
    }),
  );
}

const historyKinds: ReadonlySet<string> = new Set(['account', 'contact', 'opportunity', 'case']);

/** The history of each record tells of the import; the workspace hears of the whole once. */
async function writeHistory(call: Call, { importId, effects }: Chunk): Promise<void> {
  const event = (known: Known, name: string, detail: object) => ({
    workspace_id: call.who.workspaceId,
    id: call.newId(),
    at: call.now,
    member_id: call.who.memberId,
    via: 'system',
    name: `${known.target}.${name}`,
    subject_kind: known.target,
    subject_id: known.id,
    account_id: known.target === 'account' ? known.id : (known.account?.id ?? null),
    detail: { import: importId, ...detail },
  });
  const made = effects.made.filter((known) => historyKinds.has(known.target));
  const changed = [...effects.changed].filter((known) => historyKinds.has(known.target) && known.before);
  await insertMany(
    call.db,
    'event',
    {
      workspace_id: 'uuid',
      id: 'uuid',
      at: 'timestamptz',
      member_id: 'uuid',
      via: 'text',
      name: 'text',
      subject_kind: 'text',
      subject_id: 'uuid',
      account_id: 'uuid',
      detail: 'jsonb',
    },
    [
      ...made.map((known) => event(known, 'imported', {})),
      ...changed.map((known) => event(known, 'changed', { changes: changesOf(known) })),
    ],
  );
}

const silent = new Set(['name_key', 'match_key', 'search_text', 'stage_since', 'domain']);
const changesOf = ({ changes }: Known): Record<string, [unknown, unknown]> =>
  Object.fromEntries(
    Object.entries(changes ?? {})
      .filter(([column]) => !silent.has(column))
      .map(([column, change]) => [column.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase()), change]),
  );
