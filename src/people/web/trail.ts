/** The list from which a record was opened, so that the record knows its neighbours. */
export interface Trail {
  /** The name of the list. */
  list: string;
  /** The address before each id, such as `/accounts/`. */
  base: string;
  ids: readonly string[];
  /** The list goes on: what was asked for, and from where on. */
  rest?: { query: Record<string, unknown>; cursor: string } | undefined;
}

export interface Place {
  list: string;
  at: number;
  count: number;
  /** There are more behind those that were read so far. */
  rest?: Trail['rest'];
  previous?: string | undefined;
  next?: string | undefined;
}

const storage = 'perennial-trail';
/** More than a person walks through; keeps the memory of the tab small. */
const most = 20_000;

export function keepTrail(trail: Trail): void {
  const { ids, rest } = trail;
  try {
    sessionStorage.setItem(
      storage,
      JSON.stringify({ ...trail, ids: ids.slice(0, most), rest: ids.length < most ? rest : undefined }),
    );
  } catch {
    // Without it a record merely has no neighbours.
  }
}

/** The same trail with its next records behind it; as it was, when somebody else has lengthened or left it meanwhile. */
export function lengthened(
  trail: Trail,
  from: string,
  page: { items: readonly { id: string }[]; next: string | null },
): Trail {
  if (trail.rest?.cursor !== from) return trail;
  const known = new Set(trail.ids);
  return {
    ...trail,
    ids: [...trail.ids, ...page.items.flatMap(({ id }) => (known.has(id) ? [] : [id]))],
    rest: page.next === null ? undefined : { ...trail.rest, cursor: page.next },
  };
}

/** Where a record stands in the list it was opened from; undefined when it was opened otherwise. */
export function placeOf(base: string, id: string, trail = readTrail()): Place | undefined {
  const at = trail?.base === base ? trail.ids.indexOf(id) : -1;
  if (!trail || at < 0) return undefined;
  const address = (index: number) => (trail.ids[index] === undefined ? undefined : base + trail.ids[index]);
  return {
    list: trail.list,
    at: at + 1,
    count: trail.ids.length,
    rest: trail.rest,
    previous: address(at - 1),
    next: address(at + 1),
  };
}

export function readTrail(): Trail | undefined {
  try {
    return JSON.parse(sessionStorage.getItem(storage) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}
