/** The list that a record was opened from, so that the record knows the one before and the one after it. Per tab. */

export interface OpenedFrom {
  /** “Today”. */
  label: string;
  /** Where the list is, with its filters. */
  to: string;
  ids: readonly string[];
}

const key = 'perennial-opened-from';
/** More than a person walks through; keeps the memory of the tab small. */
const most = 500;

/** A list says what it shows when one of its records is opened. */
export function rememberList(list: OpenedFrom): void {
  try {
    sessionStorage.setItem(key, JSON.stringify({ ...list, ids: list.ids.slice(0, most) }));
  } catch {
    // Without storage a record just has no neighbours.
  }
}

/** The neighbours of a record in the list it was opened from; undefined when it was opened otherwise. */
export function placeInList(
  id: string,
):
  | { at: number; count: number; previous?: string | undefined; next?: string | undefined; list: OpenedFrom }
  | undefined {
  try {
    const list = JSON.parse(sessionStorage.getItem(key) ?? 'null') as OpenedFrom | null;
    const at = list?.ids.indexOf(id) ?? -1;
    if (list === null || at < 0) return undefined;
    return { at: at + 1, count: list.ids.length, previous: list.ids[at - 1], next: list.ids[at + 1], list };
  } catch {
    return undefined;
  }
}
