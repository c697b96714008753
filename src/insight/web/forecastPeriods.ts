/** The quarter of a day, `2026-Q3`. */
export const quarterOfDay = (day: string): string =>
  `${day.slice(0, 4)}-Q${Math.floor((Number(day.slice(5, 7)) - 1) / 3) + 1}`;

/** The months and quarters that are offered: a year back to three quarters ahead, and six months back to nine ahead; quarters from that of the first decision on, and the months of a year that is looked at. */
export function offeredPeriods(
  today: string,
  firstDecidedOn: string | null,
  shown: string,
): { quarters: string[]; months: string[] } {
  const [year, month] = today.split('-').map(Number) as [number, number];
  const quarter = Math.floor((month - 1) / 3);
  const [firstYear, firstMonth] = (firstDecidedOn ?? today).split('-').map(Number) as [number, number];
  const first = firstYear * 4 + Math.floor((firstMonth - 1) / 3) - (year * 4 + quarter);
  const quarters = range(Math.max(-mostQuarters, Math.min(-4, first)), 3).map((by) => {
    const at = year * 4 + quarter + by;
    return `${Math.floor(at / 4)}-Q${(at % 4) + 1}`;
  });
  const months = range(-6, 9).map((by) => {
    const at = year * 12 + month - 1 + by;
    return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`;
  });
  const ofShown = range(1, 12).map((each) => `${shown.slice(0, 4)}-${String(each).padStart(2, '0')}`);
  return {
    quarters,
    months: shown < months[0]! ? [...ofShown.filter((each) => each < months[0]!), ...months] : months,
  };
}

/** Fifteen years. */
const mostQuarters = 60;

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
