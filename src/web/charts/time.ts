/** Time axes: pure. Days are 24 hours of UTC; a chart of months does not show an hour's difference. */

export const dayLength = 86_400_000;

export interface TimeScale {
  from: number;
  to: number;
  /** Pixels of a moment in milliseconds. */
  x: (at: number) => number;
  /** The moment at a pixel, kept inside the scale. */
  at: (x: number) => number;
}

/** A linear scale from two moments to two pixels. */
export function timeScale(from: number, to: number, left: number, right: number): TimeScale {
  const width = Math.max(1, to - from);
  return {
    from,
    to,
    x: (at) => left + ((at - from) / width) * (right - left),
    at: (x) => Math.min(to, Math.max(from, from + ((x - left) / Math.max(1, right - left)) * width)),
  };
}

/** First days of months for labels at least `gap` pixels apart: every 1, 2, 3 or 6 months, every year, or more. */
export function monthTicks(scale: TimeScale, gap: number): number[] {
  const first = new Date(scale.from);
  const ticksOf = (step: number) => {
    const start = Date.UTC(first.getUTCFullYear(), Math.floor(first.getUTCMonth() / step) * step, 1);
    const ticks: number[] = [];
    for (let at = start; at <= scale.to;) {
      if (at >= scale.from) ticks.push(at);
      const day = new Date(at);
      at = Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + step, 1);
    }
    return ticks;
  };
  for (const step of [1, 2, 3, 6, 12, 24, 60]) {
    const ticks = ticksOf(step);
    const apart = Math.abs(scale.x(ticks[1] ?? scale.to) - scale.x(ticks[0] ?? scale.from));
    if (ticks.length < 2 || apart >= gap) return withStart(scale, ticks, gap);
  }
  return withStart(scale, ticksOf(120), gap);
}

/** The first month is named too when it has room, although its first day lies before the scale. */
function withStart(scale: TimeScale, ticks: number[], gap: number): number[] {
  const room = scale.x(ticks[0] ?? scale.to) - scale.x(scale.from);
  return room >= gap * 0.8 ? [scale.from, ...ticks] : ticks;
}
