import { isShownTwice, offsetMinutes, offsetName } from './zones';

export interface Shown {
  zone: string;
  locale: string;
  now: Date;
}

const day = 86_400_000;

function format(instant: Date, { locale, zone }: Shown, options: Intl.DateTimeFormatOptions) {
  return new Intl.DateTimeFormat(locale, { timeZone: zone, ...options }).format(instant);
}

/** The calendar day in the zone, as a number that grows by one a day. */
function dayNumber(instant: Date, zone: string): number {
  return Math.floor((instant.getTime() + offsetMinutes(instant, zone) * 60_000) / day);
}

/** "22:00"; where clocks go back and show it twice, "02:30 UTC+1". */
export function timeOfDay(instant: Date, shown: Shown): string {
  const time = format(instant, shown, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return isShownTwice(instant, shown.zone) ? `${time} ${offsetName(instant, shown.zone)}` : time;
}

export function timeWithSeconds(instant: Date, shown: Shown): string {
  return format(instant, shown, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
}

export function longDate(instant: Date, shown: Shown): string {
  return format(instant, shown, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  });
}

/** "12 Nov 2026". */
export function shortDate(instant: Date, shown: Shown): string {
  return format(instant, shown, { day: 'numeric', month: 'short', year: 'numeric' });
}

export type Nearness = 'today' | 'week' | 'year' | 'far';

/** How much of the date must be told so that the time is not ambiguous today. */
export function nearness(instant: Date, { zone, now }: Shown): Nearness {
  const days = dayNumber(instant, zone) - dayNumber(now, zone);
  if (days === 0) return 'today';
  if (Math.abs(days) < 6) return 'week';
  return Math.abs(days) < 300 ? 'year' : 'far';
}

/** "Wed 06:00" within a week, "25 Nov 06:00" within a year; `today` is the word for today. */
export function moment(instant: Date, shown: Shown, today: string): string {
  const time = timeOfDay(instant, shown);
  switch (nearness(instant, shown)) {
    case 'today':
      return `${today} ${time}`;
    case 'week':
      return `${format(instant, shown, { weekday: 'short' })} ${time}`;
    case 'year':
      return `${format(instant, shown, { day: 'numeric', month: 'short' })} ${time}`;
    case 'far':
      return `${shortDate(instant, shown)} ${time}`;
  }
}

/** "Wed 25 Nov 2026, 06:00": all of it, for details and tooltips. */
export function fullMoment(instant: Date, shown: Shown): string {
  const date = format(instant, shown, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  });
  return `${date.replace(/^(\S+?),/, '$1')}, ${timeOfDay(instant, shown)}`;
}
