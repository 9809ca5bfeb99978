import {
  now,
  parseAbsolute,
  toCalendarDateTime,
  toZoned,
  type ZonedDateTime,
} from '@internationalized/date';

/** The next full hour in this zone, as a first offer for a planned time. */
export function nextHour(zone: string): ZonedDateTime {
  return now(zone).add({ hours: 1 }).set({ minute: 0, second: 0, millisecond: 0 });
}

/** As the API wants it: UTC, whole seconds, Z. */
export function toUtc(moment: ZonedDateTime): string {
  return moment
    .toDate()
    .toISOString()
    .replace(/\.\d+Z$/, 'Z');
}

export function fromUtc(iso: string, zone: string): ZonedDateTime {
  return parseAbsolute(iso, zone);
}

/** The same time of day in another zone, for who changes the zone after typing the time. */
export function sameWallTime(moment: ZonedDateTime, zone: string): ZonedDateTime {
  return toZoned(toCalendarDateTime(moment), zone);
}

export function hoursBetween(first: Date, second: Date): number {
  return (second.getTime() - first.getTime()) / 3_600_000;
}
