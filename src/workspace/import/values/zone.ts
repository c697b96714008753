/** A moment as a wall clock shows it. Months from 1. */
export type WallTime = { year: number; month: number; day: number; hour: number; minute: number; second: number };

const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(timeZone, format);
  }
  return format;
}

/** Whether the name is one that time zones are known by ("Europe/Berlin"). */
export function isTimeZone(name: string): boolean {
  try {
    return formatFor(name) !== undefined;
  } catch {
    return false;
  }
}

/**
 * The instant (ISO 8601, UTC, whole seconds) at which a clock in `timeZone` shows `wall`. In the hour that is skipped in
 * spring the clock is read as before the change, in the hour that comes twice the first one is taken.
 */
export function toInstant(wall: WallTime, timeZone: string): string {
  const guess = Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second);
  const before = guess - offsetAt(guess - 86_400_000, timeZone);
  const instant =
    offsetAt(before, timeZone) === guess - before ? before : guess - offsetAt(guess + 86_400_000, timeZone);
  const exact = offsetAt(instant, timeZone) === guess - instant ? instant : before;
  return new Date(exact).toISOString().replace('.000Z', 'Z');
}

/** Milliseconds by which clocks in `timeZone` are ahead of UTC at `instant`. */
function offsetAt(instant: number, timeZone: string): number {
  if (timeZone === 'UTC') return 0;
  const shown: Record<string, number> = {};
  for (const { type, value } of formatFor(timeZone).formatToParts(instant)) shown[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000;
}
