/** Sends one statement: `session.query`, or Kysely's `(text, values) => trx.executeQuery(CompiledQuery.raw(text, values))`. */
export type Send = (text: string, values: unknown[]) => Promise<unknown>;

/**
 * Inserts many rows, the quick way that works on both engines: batches sent as one JSON text each. `columns` names each
 * column with its SQL type; `rows` are objects with these names (a missing one is NULL; Buffers, Dates, nested JSON and arrays are
 * fine); `after` is put behind the statement, such as `ON CONFLICT DO NOTHING`. Names and types come from the program, never from a person.
 */
export async function insertMany(
  send: Send,
  table: string,
  columns: Readonly<Record<string, string>>,
  rows: Iterable<Readonly<Record<string, unknown>>>,
  after = '',
): Promise<void> {
  const names = Object.keys(columns).map(quoted).join(', ');
  const typed = Object.entries(columns)
    .map(([name, type]) => `${quoted(name)} ${type}`)
    .join(', ');
  const text = `INSERT INTO ${quoted(table)} (${names}) SELECT ${names} FROM jsonb_to_recordset($1::jsonb) AS given(${typed}) ${after}`;
  for (const batch of batches(rows)) await send(text, [batch]);
}

function* batches(rows: Iterable<Readonly<Record<string, unknown>>>): Generator<string> {
  let parts: string[] = [];
  let length = 0;
  for (const row of rows) {
    const part = JSON.stringify(row, asJson);
    parts.push(part);
    length += part.length;
    if (parts.length >= 2_000 || length > 1_000_000) {
      yield `[${parts.join(',')}]`;
      parts = [];
      length = 0;
    }
  }
  if (parts.length > 0) yield `[${parts.join(',')}]`;
}

/** `JSON.stringify` has called a Buffer's own toJSON before this sees it, hence `this`. */
function asJson(this: unknown, key: string, value: unknown): unknown {
  const original = (this as Record<string, unknown>)[key];
  if (original instanceof Uint8Array) return `\\x${Buffer.from(original).toString('hex')}`;
  return typeof value === 'bigint' ? value.toString() : value;
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
