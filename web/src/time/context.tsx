import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { useWords, type Words } from '../i18n/context';
import { useNow } from './now';
import * as show from './show';
import { offsetName } from './zones';

function timesOf(zone: string, now: Date, { language, t }: Words) {
  const shown: show.Shown = { zone, locale: language.locale, now };
  const today = t('time.today');
  const todayInside = t('time.today_inside');
  return {
    zone,
    now,
    offset: offsetName(now, zone),
    moment: (iso: string) => show.moment(new Date(iso), shown, today),
    /** The same inside a sentence or a row. */
    inside: (iso: string) => show.moment(new Date(iso), shown, todayInside),
    full: (iso: string) => show.fullMoment(new Date(iso), shown),
    time: (iso: string) => show.timeOfDay(new Date(iso), shown),
    seconds: (instant: Date) => show.timeWithSeconds(instant, shown),
    date: (iso: string) => show.shortDate(new Date(iso), shown),
    longDate: (instant: Date) => show.longDate(instant, shown),
    utc: (iso: string) => `${show.timeOfDay(new Date(iso), { ...shown, zone: 'UTC' })} UTC`,
  };
}

/** How the page writes times: in the chosen zone, in the chosen language. */
export type Times = ReturnType<typeof timesOf>;

interface Clock {
  times: Times;
  setZone: (zone: string) => void;
}

const ClockContext = createContext<Clock | null>(null);

interface ClockProviderProps {
  zone: string;
  setZone: (zone: string) => void;
  children: ReactNode;
}

export function ClockProvider({ zone, setZone, children }: ClockProviderProps) {
  const words = useWords();
  const now = useNow(30_000);
  const clock = useMemo(
    () => ({ times: timesOf(zone, now, words), setZone }),
    [zone, now, words, setZone],
  );
  return <ClockContext.Provider value={clock}>{children}</ClockContext.Provider>;
}

function useClock(): Clock {
  const clock = useContext(ClockContext);
  if (!clock) throw new Error('no clock around this component');
  return clock;
}

export const useTimes = (): Times => useClock().times;

export function useZone() {
  const { times, setZone } = useClock();
  return { zone: times.zone, offset: times.offset, setZone };
}
