/** From "so many days ago" to moments in working hours, in the order in which they are told. */

export const day = 86_400_000;
const minute = 60_000;
/** Working hours in UTC, and the least time between two touchpoints of one customer. */
const opens = 7 * 60;
const closes = 16.5 * 60;
const apart = 20 * minute;

/** @param agos days before `now`, descending; @returns milliseconds, strictly ascending, before `now` */
export function moments(agos: readonly number[], now: number, random: () => number): number[] {
  const at: number[] = [];
  for (const ago of agos) at.push(Math.max(workingMoment(now - ago * day, random()), (at.at(-1) ?? -Infinity) + apart));
  let latest = now - apart;
  for (let i = at.length - 1; i >= 0; i--) {
    at[i] = Math.min(at[i]!, latest);
    latest = at[i]! - apart;
  }
  return at;
}

function workingMoment(time: number, share: number): number {
  const midnight = Math.floor(time / day) * day;
  const weekday = new Date(midnight).getUTCDay();
  const shifted = midnight + (weekday === 6 ? -day : weekday === 0 ? day : 0);
  return shifted + Math.round((opens + share * (closes - opens)) / 5) * 5 * minute;
}

/** A time to do something: so many days from now, on a working day; less than one day is today, while today lasts. */
export function dueMoment(inDays: number, now: number): number {
  const today = Math.floor(now / day) * day;
  const soon = Math.ceil((now + Math.max(0, inDays) * day) / (15 * minute)) * 15 * minute;
  if (inDays >= 0 && inDays < 1 && soon < today + closes * minute) return soon;
  const midnight = today + Math.ceil(inDays) * day;
  const weekday = new Date(midnight).getUTCDay();
  return midnight + (weekday === 6 ? 2 * day : weekday === 0 ? day : 0) + 9 * 60 * minute;
}

/** `2026-06-11`, UTC. */
export const dayText = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** The day so many days before `now`; after it where `ago` is negative. */
export const dayAgo = (now: number, ago: number): string => dayText(now - ago * day);
