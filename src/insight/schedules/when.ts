/** When a scheduled report goes out next, on the clock of whoever set it. */
export interface Rhythm {
  every: 'day' | 'week' | 'month';
  /** 1 Monday … 7 Sunday. */
  weekday: number;
  monthday: number;
  hour: number;
  timeZone: string;
}

/** The first run after `after`. A day of the month that a month has not is its last; an hour that the clock skips is the next one. */
export function nextRun(rhythm: Rhythm, after: Date): Date {
  const now = Temporal.Instant.fromEpochMilliseconds(after.getTime()).toZonedDateTimeISO(rhythm.timeZone);
  let day = now.toPlainDate();
  for (;;) {
    if (falls(rhythm, day)) {
      const run = day.toZonedDateTime({
        timeZone: rhythm.timeZone,
        plainTime: Temporal.PlainTime.from({ hour: rhythm.hour }),
      });
      if (run.epochMilliseconds > after.getTime()) return new Date(run.epochMilliseconds);
    }
    day = day.add({ days: 1 });
  }
}

function falls({ every, weekday, monthday }: Rhythm, day: Temporal.PlainDate): boolean {
  if (every === 'day') return true;
  if (every === 'week') return day.dayOfWeek === weekday;
  return day.day === Math.min(monthday, day.daysInMonth);
}

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
