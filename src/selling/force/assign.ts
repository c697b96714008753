import type { SellerProfile } from '../../purchase/alignment.ts';

/** Who is given something that has no owner: pure, with the reasons. It proposes; a person lets it happen. */

export type Method = 'round robin' | 'load' | 'territory' | 'fit';

export type AssignmentCandidate = {
  id: string;
  name: string;
  openSales: number;
  capacity: number;
  /** 0 … 1 for the profile that is asked for; null: not known. */
  fit: number | null;
  /** Covers the territory in which the customer lies. */
  covers: boolean;
  /** When this rule last gave them something, in milliseconds; null: never. */
  lastAt: number | null;
};

export type Why = {
  method: Method;
  /** Facts of whoever was chosen. */
  openSales: number;
  capacity: number;
  fit: number | null;
  profile: SellerProfile | null;
  territory: string | null;
  /** Who was passed over because they carry as much as they can. */
  full: string[];
  among: number;
};

/** Null where nobody has room, or, by territory, where nobody covers it. */
export function choose(
  method: Method,
  candidates: readonly AssignmentCandidate[],
  about: { profile: SellerProfile | null; territory: string | null },
): { id: string; why: Why } | null {
  const full = candidates.filter((each) => each.openSales >= each.capacity);
  const room = candidates.filter((each) => each.openSales < each.capacity && (method !== 'territory' || each.covers));
  const [first] = room.toSorted((a, b) => before(method, a, b));
  if (!first) return null;
  return {
    id: first.id,
    why: {
      method,
      openSales: first.openSales,
      capacity: first.capacity,
      fit: first.fit,
      profile: about.profile,
      territory: about.territory,
      full: full.map((each) => each.name),
      among: room.length,
    },
  };
}

const load = (each: AssignmentCandidate) => (each.capacity > 0 ? each.openSales / each.capacity : 1);

/** Whoever waited longest; who carries least against what they can; who fits best, and of equals who carries least. */
function before(method: Method, a: AssignmentCandidate, b: AssignmentCandidate): number {
  const turn = (a.lastAt ?? -1) - (b.lastAt ?? -1);
  const less = load(a) - load(b);
  const fits = (b.fit ?? 0.5) - (a.fit ?? 0.5);
  const name = a.name < b.name ? -1 : 1;
  if (method === 'round robin') return turn || less || name;
  if (method === 'fit') return fits || less || name;
  return less || turn || name;
}
