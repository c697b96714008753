/** Which rows of a long list are on screen. Pure; heights and offsets in pixels. */

/** Browsers stop laying out somewhere above 17 million pixels; a longer list is scrolled at a scale. */
const tallest = 16_000_000;

export interface Lines {
  count: number;
  top: (line: number) => number;
  height: number;
}

/** Lines of one height each. */
export function evenLines(count: number, each: number): Lines {
  return { count, top: (line) => line * each, height: count * each };
}

/** Lines of different heights, for example rows under group headings. */
export function unevenLines(heights: readonly number[]): Lines {
  const tops = new Float64Array(heights.length + 1);
  for (const [i, height] of heights.entries()) tops[i + 1] = tops[i]! + height;
  return { count: heights.length, top: (line) => tops[line] ?? 0, height: tops[heights.length]! };
}

export interface Seen {
  /** First and one past the last line to draw. */
  from: number;
  to: number;
  /** Where the first drawn line stands inside the scrolled box. */
  shift: number;
  /** The height of the scrolled box. */
  height: number;
}

/** The lines to draw for a scroll position, with `spare` lines on both sides. */
export function seenLines(lines: Lines, scrollTop: number, viewport: number, spare = 8): Seen {
  const height = Math.min(lines.height, tallest);
  const offset = scrollTop * scaleOf(lines, viewport);
  const from = Math.max(0, lineAt(lines, offset) - spare);
  const to = Math.min(lines.count, lineAt(lines, offset + viewport) + 1 + spare);
  return { from, to, shift: scrollTop + lines.top(from) - offset, height };
}

/** The scroll position that brings a line into view, or undefined when it is already there. `head` covers the top. */
export function scrollToLine(
  lines: Lines,
  line: number,
  scrollTop: number,
  viewport: number,
  head: number,
): number | undefined {
  const scale = scaleOf(lines, viewport);
  const offset = scrollTop * scale;
  const top = lines.top(line);
  const bottom = lines.top(line + 1);
  if (top < offset) return top / scale;
  if (bottom > offset + viewport - head) return (bottom - viewport + head) / scale;
  return undefined;
}

function scaleOf(lines: Lines, viewport: number): number {
  const room = Math.min(lines.height, tallest) - viewport;
  return room <= 0 ? 1 : Math.max(1, (lines.height - viewport) / room);
}

function lineAt(lines: Lines, offset: number): number {
  let low = 0;
  let high = lines.count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lines.top(middle + 1) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
