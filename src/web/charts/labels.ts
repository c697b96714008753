/** Placing words so that none covers another. Pure; pixels. */

/** About how wide a text is at 11 px. */
export function textWidth(text: string, size = 11): number {
  return text.length * size * 0.56;
}

/** Pushes heights apart to at least `gap`, keeping their order and moving as little as possible. */
export function apart(heights: readonly number[], gap: number): number[] {
  const order = heights.map((_, i) => i).sort((a, b) => heights[a]! - heights[b]!);
  const placed = [...heights];
  for (let k = 1; k < order.length; k += 1) {
    const above = order[k - 1]!;
    const below = order[k]!;
    const short = gap - (placed[below]! - placed[above]!);
    if (short <= 0) continue;
    placed[above] = placed[above]! - short / 2;
    placed[below] = placed[below]! + short / 2;
  }
  return placed;
}

export interface MarkBundle {
  from: number;
  to: number;
  /** How many marks of each word it holds. */
  words: Map<string, number>;
}

/** Marks nearer than this cannot be told apart, and so many of them in a row are drawn as one. */
const tooNear = 7;
const aCrowd = 4;

/** Marks in the order of time; a crowd of them is one bundle that says how many it holds. */
export function bundled(marks: readonly { x: number; label: string }[]): MarkBundle[] {
  const runs: { x: number; label: string }[][] = [];
  for (const mark of [...marks].sort((a, b) => a.x - b.x)) {
    const run = runs.at(-1);
    if (run && mark.x - run.at(-1)!.x < tooNear) run.push(mark);
    else runs.push([mark]);
  }
  return runs
    .flatMap((run) => (run.length < aCrowd ? run.map((mark) => [mark]) : [run]))
    .map((run) => ({
      from: run[0]!.x,
      to: run.at(-1)!.x,
      words: run.reduce((words, { label }) => words.set(label, (words.get(label) ?? 0) + 1), new Map<string, number>()),
    }));
}

export interface PlacedMark {
  x: number;
  label: string;
  side: 'left' | 'right';
  /** 0 the first line of words, 1 the second, 2 the third. */
  row: number;
}

/**
 * Words at dotted verticals: to the right of the line where there is room, else to its left, else a line or two lower.
 * Where even that is full, the vertical stands without its word, and the words that do stand can be read.
 */
export function placeMarks(marks: readonly { x: number; label: string }[], left: number, right: number): PlacedMark[] {
  const taken: { row: number; from: number; to: number }[] = [];
  const xs = marks.map((mark) => mark.x);
  return [...marks]
    .sort((a, b) => a.x - b.x)
    .map((mark) => {
      const width = textWidth(mark.label) + 6;
      const spans = [0, 1, 2].flatMap((row) => [
        { row, side: 'right' as const, from: mark.x + 4, to: mark.x + width },
        { row, side: 'left' as const, from: mark.x - width, to: mark.x - 4 },
      ]);
      const free = (span: (typeof spans)[number], strict: boolean) =>
        span.from >= left - 4 &&
        span.to <= right &&
        taken.every((other) => other.row !== span.row || span.to < other.from || span.from > other.to) &&
        (!strict || xs.every((x) => x === mark.x || x < span.from || x > span.to));
      const span = spans.find((s) => free(s, true)) ?? spans.find((s) => free(s, false));
      if (!span) return { x: mark.x, label: '', side: 'right', row: 0 };
      taken.push(span);
      return { x: mark.x, label: mark.label, side: span.side, row: span.row };
    });
}

export interface NamedDot {
  x: number;
  y: number;
  /** Its radius. */
  size: number;
  /** How wide its name is. */
  width: number;
}

/** Names beside dots, the first ones first: to the right, to the left, below or above, wherever none covers another name or dot or is cut off by the picture's sides. Null: there is no room. */
export function placeNames(
  dots: readonly NamedDot[],
  height: number,
  across: number,
): ({ x: number; y: number } | null)[] {
  const taken: { left: number; top: number; right: number; bottom: number }[] = dots.map(({ x, y, size }) => ({
    left: x - size,
    right: x + size,
    top: y - size,
    bottom: y + size,
  }));
  return dots.map(({ x, y, size, width }) => {
    const gap = size + 4;
    const places = [
      { x: x + gap, y: y - height / 2 },
      { x: x - gap - width, y: y - height / 2 },
      { x: x - width / 2, y: y + gap - 1 },
      { x: x - width / 2, y: y - gap - height + 1 },
    ];
    const inside = places.filter((place) => place.x >= 0 && place.x + width <= across);
    const free = inside.find((place) =>
      taken.every(
        (other) =>
          place.x > other.right ||
          place.x + width < other.left ||
          place.y >= other.bottom ||
          place.y + height <= other.top,
      ),
    );
    if (!free) return null;
    taken.push({ left: free.x, right: free.x + width, top: free.y, bottom: free.y + height });
    return free;
  });
}
