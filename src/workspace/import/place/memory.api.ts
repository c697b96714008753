import { sql } from 'kysely';
import type { Call } from '../../../platform/serve.ts';
import { newId } from '../../../platform/ids.ts';
import type { Placing } from './place.ts';
import { placingFor } from './placing.ts';
import { nothingAsked } from './questions.ts';
import type { StoredImport } from '../stored.api.ts';

/** More than these are let go, so that an import of any size needs the same room. */
const mostPeople = 10_000;
const mostRecords = 30_000;
/** What somebody recorded may be seen later than it happened, but not by much. */
const latest = 15_000;

/**
 * What an import remembers of the database from one transaction to the next: what it found there and what it wrote. It is
 * forgotten once anybody else has changed something, so that nobody is overwritten by what was true a moment ago.
 */
export function openMemory(who: Parameters<typeof placingFor>[0], plan: StoredImport['plan'], importId: string) {
  let placing: Placing | undefined;
  let lookedAt = 0;
  const seen = new Set<string>();

  /** Who changed what since the last look. Events are recorded in the transaction of the change; touchpoints meet nothing here. */
  async function othersCame({ db }: Call): Promise<boolean> {
    const since = newId(lookedAt - latest);
    lookedAt = Date.now();
    const { rows } = await sql<{ id: string }>`select id from event where id > ${since} and subject_kind <> 'touchpoint'
      and subject_id is distinct from ${importId} and (detail ->> 'import') is distinct from ${importId} and not (id = any (${[...seen]}::uuid[])) limit 500`.execute(
      db,
    );
    for (const { id } of rows) seen.add(id);
    return rows.length > 0;
  }

  return {
    /** At the beginning of a transaction: what can be relied on in it. Another object than before when some of it was forgotten, for which there is no time while it is `inUse`. */
    async recall(call: Call, inUse: boolean): Promise<Placing> {
      if (placing && (await othersCame(call))) placing = undefined;
      if (!placing) {
        placing = placingFor(who, plan, newId);
        seen.clear();
        lookedAt = Date.now();
      } else if (isFull(placing) && !inUse) {
        letGo(placing);
        placing = { ...placing };
      }
      return placing;
    },
    isFull: (): boolean => placing !== undefined && isFull(placing),
    /** What was written is not there after all. */
    forget(): void {
      placing = undefined;
    },
  };
}
export type Memory = ReturnType<typeof openMemory>;

const people = ({ directory, evidence }: Placing): number => directory.size('contact') + evidence.size;
const records = ({ directory }: Placing): number => remembered.reduce((sum, target) => sum + directory.size(target), 0);
const isFull = (placing: Placing): boolean => people(placing) > mostPeople || records(placing) > mostRecords;

function letGo(placing: Placing): void {
  const { directory, asked, evidence, taken } = placing;
  if (people(placing) > mostPeople) {
    directory.forget('contact');
    asked.said.delete('contact');
    asked.names.delete('contact');
    for (const each of [asked.emails, asked.keys, asked.evidence, evidence, taken]) each.clear();
  }
  if (records(placing) > mostRecords) {
    for (const target of remembered) directory.forget(target);
    Object.assign(asked, nothingAsked());
    taken.clear();
  }
}
const remembered = ['account', 'opportunity', 'order', 'case', 'offering', 'campaign', 'member', 'nextStep'] as const;
