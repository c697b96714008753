/** The months and quarters that a forecast may be asked for: two quarters back to four ahead, and six months to each side. */
export function offeredPeriods(today: string): { quarters: string[]; months: string[] } {
  const [year, month] = today.split('-').map(Number) as [number, number];
  const quarter = Math.floor((month - 1) / 3);
  const quarters = range(-4, 3).map((by) => {
    const at = year * 4 + quarter + by;
    return `${Math.floor(at / 4)}-Q${(at % 4) + 1}`;
  });
  const months = range(-6, 9).map((by) => {
    const at = year * 12 + month - 1 + by;
    return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`;
  });
  return { quarters, months };
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
