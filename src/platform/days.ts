/** Days as they are written in a `date`, in UTC: 2026-03-01. */

export const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

/** So many days after a moment or a day; before it where they are negative. */
export const daysAfter = (from: Date | string, days: number): string =>
  dayOf(new Date(new Date(from).getTime() + days * 86_400_000));
