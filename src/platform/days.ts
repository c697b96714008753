/** The day of a moment in UTC, as it is written in a `date`: 2026-03-01. */
export const dayOf = (at: Date): string => at.toISOString().slice(0, 10);
