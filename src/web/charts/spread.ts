/** Dots that would lie on each other are moved a little apart. Pure, deterministic; pixels. */

export interface Disc {
  x: number;
  y: number;
  r: number;
}

/**
 * Moves overlapping discs apart, none further than `most` from where it belongs: a small lie for the eye's sake,
 * bounded so that reading a level from the picture stays true to about its own radius.
 */
export function spread(discs: readonly Disc[], most = 12, rounds = 14): Disc[] {
  const placed = discs.map((disc) => ({ ...disc }));
  const cell = 2 * Math.max(1, ...discs.map((disc) => disc.r)) + 2;
  for (let round = 0; round < rounds; round += 1) {
    for (const [a, b] of neighbours(placed, cell)) push(placed[a]!, placed[b]!, a, b);
    for (const [i, disc] of placed.entries()) stayNear(disc, discs[i]!, most);
  }
  return placed;
}

function* neighbours(discs: readonly Disc[], cell: number): Generator<[number, number]> {
  const cells = new Map<string, number[]>();
  for (const [i, disc] of discs.entries()) {
    const column = Math.floor(disc.x / cell);
    const row = Math.floor(disc.y / cell);
    for (let dx = -1; dx <= 1; dx += 1)
      for (let dy = -1; dy <= 1; dy += 1)
        for (const other of cells.get(`${column + dx} ${row + dy}`) ?? []) yield [other, i];
    const own = cells.get(`${column} ${row}`);
    if (own === undefined) cells.set(`${column} ${row}`, [i]);
    else own.push(i);
  }
}

function push(a: Disc, b: Disc, i: number, j: number): void {
  const gap = a.r + b.r + 1;
  let dx = b.x - a.x;
  let dy = b.y - a.y;
  let distance = Math.hypot(dx, dy);
  if (distance >= gap) return;
  if (distance < 0.01) {
    // The same place: a direction from their numbers, so that the picture is the same every time.
    const turn = (i * 2.399963 + j) % (2 * Math.PI);
    dx = Math.cos(turn);
    dy = Math.sin(turn);
    distance = 1;
  }
  const shift = (gap - Math.hypot(b.x - a.x, b.y - a.y)) / distance;
  // The smaller one moves more.
  const share = b.r ** 2 / (a.r ** 2 + b.r ** 2);
  a.x -= dx * shift * share;
  a.y -= dy * shift * share;
  b.x += dx * shift * (1 - share);
  b.y += dy * shift * (1 - share);
}

function stayNear(disc: Disc, home: Disc, most: number): void {
  const away = Math.hypot(disc.x - home.x, disc.y - home.y);
  if (away <= most) return;
  disc.x = home.x + ((disc.x - home.x) * most) / away;
  disc.y = home.y + ((disc.y - home.y) * most) / away;
}
