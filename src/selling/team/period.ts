/** Quarters and weeks as the forecast speaks of them: days are `2026-06-11`. */

const day = 86_400_000;
const text = (time: number) => new Date(time).toISOString().slice(0, 10);

/** The first day of the quarter that a day lies in, or of one so many quarters later. */
export function quarterOf(of: string, later = 0): string {
  const at = new Date(`${of}T00:00:00Z`);
  return text(Date.UTC(at.getUTCFullYear(), 3 * (Math.floor(at.getUTCMonth() / 3) + later), 1));
}

/** The first day after a quarter. */
export const endOf = (quarter: string): string => quarterOf(quarter, 1);

/** The Monday of a day's week. */
export function weekOf(of: string): string {
  const at = Date.parse(`${of}T00:00:00Z`);
  return text(at - ((new Date(at).getUTCDay() + 6) % 7) * day);
}

/** Whole weeks from one day to another. */
export const weeksBetween = (from: string, to: string): number => Math.floor((Date.parse(to) - Date.parse(from)) / (7 * day));
