import { begunInTurn } from '../../../platform/database.ts';
import type { Call } from '../../../platform/serve.ts';
import { enter } from '../../../relationship/ledger.api.ts';
import { joinCampaigns } from './campaigns.api.ts';
import { change } from './change.api.ts';
import type { Chunk } from './chunk.ts';
import type { Known } from '../place/directory.ts';
import { entryOf } from './entryOf.ts';
import { writeHistory } from './history.api.ts';
import { begin, employ, insertRecords } from './insert.api.ts';
import type { KeptRow } from './keptRows.ts';
import { keepRows } from './keptRows.api.ts';
import { writeKeys } from './keys.api.ts';
import { rememberAccounts, rememberLater } from './later.api.ts';
import { tabled } from '../place/tables.ts';
import { writeMembers } from './team.api.ts';

/**
 * Writes what placing a chunk of rows asked for: a statement per table, however many rows. Answers once all of it is on its way, with what will be
 * once each is written: from then on the records may be told about by further rows.
 */
export async function writeChunk(call: Call, chunk: Chunk): Promise<Promise<unknown>[]> {
  const { effects } = chunk;
  const made = Map.groupBy(effects.made, (known) => known.target);
  const teams = await writeMembers(call, made.get('member') ?? []);
  const begun = await begunInTurn(
    tabled.flatMap((target) => {
      const records = made.get(target) ?? [];
      if (records.length === 0) return [];
      return [
        () => insertRecords(call, target, records),
        ...(target === 'account' ? [() => begin(call, chunk, records)] : []),
        ...(target === 'contact' ? [() => employ(call, records)] : []),
      ];
    }),
  );
  // It reads what it changes before it writes: until it is through, nobody may tell more about the same records.
  if (effects.changed.size + effects.filled.size > 0) await change(call, chunk);
  const touchpoints = made.get('touchpoint') ?? [];
  const rest = await begunInTurn([
    ...(touchpoints.length > 0
      ? [
          () =>
            enter(
              call,
              touchpoints.map((known) => entryOf(known, call.now)),
              'import',
            ),
          () => joinCampaigns(call, touchpoints),
        ]
      : []),
    () => writeKeys(call, chunk),
    () => rememberLater(call, chunk),
    () => rememberAccounts(call, chunk),
    () => keepRows(call.db, { workspaceId: call.who.workspaceId, ...chunk }, keptOf(chunk, teams)),
    () => writeHistory(call, chunk),
  ]);
  return [...begun, ...rest];
}

function keptOf({ rows, effects: { made, changed } }: Chunk, teams: readonly string[]): KeptRow[] {
  const how = (known: Known) => (made.has(known) ? 'made' : changed.has(known) ? 'changed' : 'same');
  const kept = rows.map(({ read: { line, raw }, placed: { outcome, notes, records } }) => ({
    line,
    raw,
    outcome,
    notes,
    records: records.map((known): [string, string, string] => [known.target, known.id, how(known)]),
  }));
  // What came along because rows named it, teams and records of which only the name is known, stands with the first row.
  const told = new Set(rows.flatMap(({ placed }) => placed.records));
  const named = [...made].filter((known) => !told.has(known));
  kept[0]?.records.push(
    ...teams.map((id): [string, string, string] => ['team', id, 'made']),
    ...named.map((known): [string, string, string] => [known.target, known.id, 'made']),
  );
  return kept;
}
