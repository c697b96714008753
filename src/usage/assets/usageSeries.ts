/** Figures of use as lines, one per measure. */

export interface Figure {
  measure: string;
  day: string;
  value: number;
}

export interface Series {
  measure: string;
  figures: readonly Figure[];
  low: number;
  high: number;
  latest: Figure;
  /** The mean of the 90 days to the latest figure against the 90 before, as a share; null: nothing to compare with. */
  change: number | null;
}

const day = 86_400_000;

export function seriesOf(figures: readonly Figure[]): Series[] {
  return [...Map.groupBy(figures, ({ measure }) => measure)].map(([measure, own]) => {
    const sorted = own.toSorted((a, b) => a.day.localeCompare(b.day));
    const latest = sorted.at(-1)!;
    const values = sorted.map(({ value }) => value);
    const age = (figure: Figure) => (Date.parse(latest.day) - Date.parse(figure.day)) / day;
    const now = mean(sorted.filter((each) => age(each) < 90));
    const before = mean(sorted.filter((each) => age(each) >= 90 && age(each) < 180));
    return {
      measure,
      figures: sorted,
      low: Math.min(...values),
      high: Math.max(...values),
      latest,
      change: now === null || before === null || before <= 0 ? null : now / before - 1,
    };
  });
}

const mean = (figures: readonly Figure[]) =>
  figures.length === 0 ? null : figures.reduce((sum, { value }) => sum + value, 0) / figures.length;

/** Where the figures lie in a picture: days across, from zero (or the lowest, if below) to the highest upwards. */
export function pathOf(
  { figures, low, high }: Series,
  width: number,
  height: number,
): { d: string; end: { x: number; y: number } } {
  const from = Date.parse(figures[0]!.day);
  const span = Math.max(1, Date.parse(figures.at(-1)!.day) - from);
  const [bottom, top] = [Math.min(0, low), Math.max(0, high)];
  const at = ({ day: on, value }: Figure) => ({
    x: 3 + ((Date.parse(on) - from) / span) * (width - 6),
    y: 3 + (1 - (value - bottom) / (top - bottom || 1)) * (height - 6),
  });
  const points = figures.map(at);
  return {
    d: points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join(''),
    end: points.at(-1)!,
  };
}
