/** The list from which a record was opened, so that the record knows its neighbours. */
export interface Trail {
  /** The name of the list. */
  list: string;
  /** The address before each id, such as `/accounts/`. */
  base: string;
  ids: readonly string[];
}

const storage = 'perennial-trail';
/** More than a person walks through; keeps the memory of the tab small. */
const most = 2000;

export function keepTrail(trail: Trail): void {
  try {
    sessionStorage.setItem(storage, JSON.stringify({ ...trail, ids: trail.ids.slice(0, most) }));
  } catch {
    // Without it a record merely has no neighbours.
  }
}

/** Where a record stands in the list it was opened from; undefined when it was opened otherwise. */
export function placeOf(
  base: string,
  id: string,
): { list: string; at: number; count: number; previous?: string | undefined; next?: string | undefined } | undefined {
  const trail = readTrail();
  const at = trail?.base === base ? trail.ids.indexOf(id) : -1;
  if (!trail || at < 0) return undefined;
  const address = (index: number) => (trail.ids[index] === undefined ? undefined : base + trail.ids[index]);
  return { list: trail.list, at: at + 1, count: trail.ids.length, previous: address(at - 1), next: address(at + 1) };
}

function readTrail(): Trail | undefined {
  try {
    return JSON.parse(sessionStorage.getItem(storage) ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}
