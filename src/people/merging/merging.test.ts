import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiProblem } from '../../platform/client.ts';
import { newId } from '../../platform/ids.ts';
import { purchaseContract } from '../../purchase/contract.ts';
import { relationshipContract } from '../../relationship/contract.ts';
import { openWorld, type Person, type World } from '../../testing/world.ts';
import { peopleContract } from '../contract.ts';
import { mergedFields, accountChoices } from './choices.ts';
import { mergingContract } from './contract.ts';

let world: World;
let manager: Person;
beforeAll(async () => {
  world = await openWorld();
  manager = await world.as('manager');
});
afterAll(() => world.close());

const read = (id: string) => manager.call(peopleContract.readAccount, { params: { id } });
const curve = (id: string) => manager.call(relationshipContract.readRelationship, { params: { id } });

async function twins() {
  const make = (name: string, more: object) => manager.call(peopleContract.createAccount, { body: { name, ...more } });
  const kept = await make('Ashgrove Pumps', {
    city: 'Linz',
    phase: 'shopping',
    contact: { name: 'Ann Lee', emails: ['ann@ashgrove.example'] },
  });
  const other = await make('Ashgrove Pumps Ltd', {
    city: 'Graz',
    industry: 'Pumps',
    tags: ['vip'],
    phase: 'usage',
    contact: { name: 'Ben Roe' },
  });
  for (const [id, subject] of [
    [kept.id, 'First call'],
    [other.id, 'Their visit'],
    [other.id, 'Their order'],
  ] as const)
    await manager.call(relationshipContract.logTouchpoint, { body: { accountId: id, kind: 'call', subject } });
  const sale = await manager.call(purchaseContract.createOpportunity, {
    body: { accountId: other.id, name: 'Pump hall' },
  });
  return { kept: await read(kept.id), other: await read(other.id), sale };
}
const merge = (
  kept: { id: string; version: number },
  other: { id: string; version: number },
  take: (typeof accountChoices)[number][] = [],
) =>
  manager.call(
    mergingContract.mergeAccounts,
    { params: { id: kept.id }, body: { otherId: other.id, otherVersion: other.version, take } },
    { ifMatch: kept.version },
  );

describe('two accounts that are the same', () => {
  it('become one with all that was attached, a curve over both ledgers, and lead to it; taken apart they are as before', async () => {
    const { kept, other, sale } = await twins();
    const before = { kept: await curve(kept.id), other: await curve(other.id) };
    const { mergeId, account, moved } = await merge(kept, other, ['city']);
    expect(account).toMatchObject({ name: 'Ashgrove Pumps', city: 'Graz', industry: 'Pumps', tags: ['vip'] });
    expect(moved).toBeGreaterThanOrEqual(4);
    const one = await curve(kept.id);
    expect(one.counts.touchpoints).toBe(before.kept.counts.touchpoints + before.other.counts.touchpoints);
    expect(one.standing.phase).toBe('usage');
    expect((await manager.call(purchaseContract.readOpportunity, { params: { id: sale.id } })).accountId).toBe(kept.id);
    expect(
      (await manager.call(peopleContract.listAccountContacts, { params: { id: kept.id } })).items
        .map((each) => each.contact.name)
        .sort(),
    ).toEqual(['Ann Lee', 'Ben Roe']);
    expect(await read(other.id)).toMatchObject({ mergedIntoId: kept.id });
    const list = await manager.call(peopleContract.listAccounts, { query: { text: 'Ashgrove' } });
    expect(list.items.map((each) => each.id)).toEqual([kept.id]);

    await manager.call(mergingContract.undoMerge, { params: { id: mergeId } });
    expect(await read(kept.id)).toMatchObject({ city: 'Linz', industry: null, tags: [] });
    expect(await read(other.id)).toMatchObject({ city: 'Graz', mergedIntoId: null, deletedAt: null });
    expect((await manager.call(purchaseContract.readOpportunity, { params: { id: sale.id } })).accountId).toBe(
      other.id,
    );
    for (const [id, was] of [
      [kept.id, before.kept],
      [other.id, before.other],
    ] as const) {
      const now = await curve(id);
      expect(now.counts.touchpoints).toBe(was.counts.touchpoints);
      expect(now.standing.phase).toBe(was.standing.phase);
      expect(now.standing.trust.value).toBeCloseTo(was.standing.trust.value, 3);
    }
  });

  it('merged by two people at once: one wins, the other is told', async () => {
    const { kept, other } = await twins();
    const outcomes = await Promise.allSettled([merge(kept, other), merge(other, kept)]);
    expect(outcomes.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
    const [refused] = outcomes.filter((each) => each.status === 'rejected');
    const problem: unknown = refused?.reason;
    expect(problem).toBeInstanceOf(ApiProblem);
    expect([409, 412]).toContain(problem instanceof ApiProblem ? problem.status : 0);
  });

  it('are found by the name that they share', async () => {
    const { items } = await manager.call(mergingContract.listDuplicates, { query: { kind: 'account', by: 'name' } });
    expect(
      items.some((group) => group.records.filter((each) => each.name.startsWith('Ashgrove Pumps')).length >= 2),
    ).toBe(true);
  });

  it('are not offered again once somebody said that they are not the same, until that is taken back', async () => {
    const names = ['Two of a Kind', 'Two of a Kind', 'Two of a Kind'];
    const [a, b, c] = (
      await Promise.all(names.map((name) => manager.call(peopleContract.createAccount, { body: { name } })))
    ).map(({ id }) => id) as [string, string, string];
    const offered = async () =>
      (
        await manager.call(mergingContract.listDuplicates, { query: { kind: 'account', by: 'name', limit: 100 } })
      ).items.find((group) => group.records.some(({ id }) => id === b));
    const say = (id: string, otherId: string) =>
      manager.call(mergingContract.sayNotTheSame, { body: { kind: 'account', id, otherId } });
    await say(a, b);
    expect((await offered())?.records.find(({ id }) => id === a)?.apartFrom).toEqual([b]);
    await Promise.all([say(b, c), say(c, a)]);
    expect(await offered()).toBeUndefined();
    await manager.call(mergingContract.sayPerhapsTheSame, { params: { kind: 'account', id: b, otherId: a } });
    expect(await offered()).toBeDefined();
  });

  it('everything that points to an account or a contact moves: no foreign key is left out', async () => {
    for (const kind of ['account', 'contact']) {
      const { rows } = await world.engine.pool.query<{ relation: string }>(
        `select c.conrelid::regclass::text as relation from pg_constraint c where c.contype = 'f' and c.confrelid = '${kind}'::regclass`,
      );
      const moving = await world.engine.pool.query<{ relation: string; field: string }>(
        `select relation::text, field from merge_fields('${kind}')`,
      );
      const moved = new Set(moving.rows.map((each) => each.relation));
      expect(
        rows
          .map((each) => each.relation)
          .filter((each) => !moved.has(each))
          .sort(),
      ).toEqual(kind === 'account' ? ['cycle_step', 'relationship'] : []);
      expect(moving.rows.length).toBeGreaterThan(kind === 'account' ? 6 : 3);
    }
  });
});

describe('two records of which each has a row in every table that refers to its kind', () => {
  it.each(['account', 'contact'] as const)('become one %s, and are taken apart exactly as they were', async (kind) => {
    const make = async (name: string) =>
      kind === 'account'
        ? manager.call(peopleContract.createAccount, { body: { name } })
        : manager.call(peopleContract.createContact, { body: { name } });
    const [kept, gone] = [await make('Everything Ltd'), await make('Everything Inc')];
    const places = await referrers(kind);
    expect(places.length).toBeGreaterThan(kind === 'account' ? 35 : 12);
    for (const place of places) for (const { id } of [kept, gone]) await plant(place, id);
    const all = () =>
      Promise.all(
        places.map(
          async (place) => [place, await pointingTo(place, kept.id), await pointingTo(place, gone.id)] as const,
        ),
      );
    const before = await all();
    expect(
      before
        .filter(([, mine, theirs]) => mine === 0 || theirs === 0)
        .map(([place]) => `${place.relation}.${place.field}`),
    ).toEqual([]);

    const input = { params: { id: kept.id }, body: { otherId: gone.id, otherVersion: gone.version } };
    const { mergeId } =
      kind === 'account'
        ? await manager.call(mergingContract.mergeAccounts, input, { ifMatch: kept.version })
        : await manager.call(mergingContract.mergeContacts, input, { ifMatch: kept.version });
    for (const [place, mine, theirs] of await all()) {
      const was = before.find(([other]) => other === place)!;
      // One per account: the kept one's stays, and the other's waits with the record that leads to it.
      if (theirs > 0) expect([place.relation, place.alone, mine]).toEqual([place.relation, true, was[1]]);
      else expect(mine).toBeGreaterThanOrEqual(was[1]);
    }
    await manager.call(mergingContract.undoMerge, { params: { id: mergeId } });
    for (const [place, mine, theirs] of await all()) {
      const was = before.find(([other]) => other === place)!;
      expect([place.relation, place.field, mine, theirs]).toEqual([place.relation, place.field, was[1], was[2]]);
    }
  });
});

interface Referrer {
  relation: string;
  field: string;
  /** There may be but one such row per record. */
  alone: boolean;
}

/** Every table and field that refers to a kind of record, from the catalogue; what each account computes for itself left out. */
async function referrers(kind: string): Promise<Referrer[]> {
  const { rows } = await world.engine.pool.query<Referrer>(
    `select f.relation::text, f.field, exists (select from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
       where i.indrelid = f.relation and i.indisunique and a.attname = f.field) as alone from merge_fields($1) f`,
    [kind],
  );
  return rows;
}

/** A row that says as little as its table allows, and refers to the record. */
async function plant({ relation, field }: Referrer, id: string): Promise<void> {
  const { rows: columns } = await world.engine.pool.query<{ name: string; type: string; one: string | null }>(
    `select a.attname as name, format_type(a.atttypid, null) as type,
       (select substring(pg_get_constraintdef(c.oid) from 'ARRAY\\[''([^'']+)') from pg_constraint c where c.conrelid = a.attrelid and c.contype = 'c' and c.conkey = array[a.attnum]) as one
     from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
     where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and ((a.attnotnull and d.adbin is null) or a.attname = $2)`,
    [relation, field],
  );
  const row: Record<string, unknown> = Object.fromEntries(
    columns.map(({ name, type, one }) => [
      name,
      name === field ? id : name === 'workspace_id' ? world.workspaces.first : (one ?? shaped[name] ?? least(type)),
    ]),
  );
  Object.assign(row, wants[relation]?.(), { [field]: id });
  const names = Object.keys(row)
    .map((name) => `"${name}"`)
    .join(', ');
  await world.engine.pool.query(
    `begin; set local session_replication_role = replica; insert into ${relation} (${names}) select ${names} from jsonb_populate_record(null::${relation}, '${JSON.stringify(row)}') on conflict do nothing; commit`,
  );
}

/** What a table wants beyond its single fields. */
const wants: Record<string, () => object> = {
  prospect_evidence: () => ({ touchpoint_id: newId() }),
  service_contract: () => ({ renews_on: '2027-01-05' }),
  survey: () => ({ kind: 'nps' }),
  influence: () => ({ from_contact_id: newId() }),
};

/** Fields whose values have a shape. */
const shaped: Record<string, string> = { currency: 'EUR' };

const least = (type: string): unknown =>
  type === 'uuid'
    ? newId()
    : type === 'bytea'
      ? `\\x${newId().replaceAll('-', '')}`
      : type === 'boolean'
        ? false
        : type === 'jsonb'
          ? {}
          : type === 'date'
            ? '2026-01-05'
            : type.startsWith('timestamp')
              ? '2026-01-05T10:00:00Z'
              : type.endsWith('[]')
                ? '{}'
                : /int|real|double|numeric/.test(type)
                  ? 1
                  : newId();

async function pointingTo({ relation, field }: Referrer, id: string): Promise<number> {
  const { rows } = await world.engine.pool.query<{ n: number }>(
    `select count(*)::int as n from ${relation} where "${field}" = $1`,
    [id],
  );
  return rows[0]!.n;
}

describe('the fields of a merged record', () => {
  const kept = { id: 'k', name: 'Kept', city: 'Linz', industry: null, parentId: 'o', tags: ['a'], custom: { size: 1 } };
  const other = {
    id: 'o',
    name: 'Other',
    city: 'Graz',
    industry: 'Pumps',
    parentId: 'k',
    tags: ['b', 'a'],
    custom: { size: 2, floor: 3 },
  };

  it('are the kept one’s unless it says nothing or the other’s was chosen; of lists and own fields both stay', () => {
    expect(mergedFields(kept, { ...other, parentId: null }, accountChoices, ['city'])).toEqual({
      city: 'Graz',
      industry: 'Pumps',
      tags: ['a', 'b'],
      custom: { size: 1, floor: 3 },
      parentId: null,
    });
  });

  it('never make a record belong to itself', () => {
    expect(mergedFields(kept, other, accountChoices, ['parentId'])['parentId']).toBeNull();
    expect(mergedFields({ ...kept, parentId: null }, other, accountChoices, [])).not.toHaveProperty('parentId');
  });
});
