import type { ZonedDateTime } from '@internationalized/date';
import type { Draft, Info, SecondRun } from '../../api/types';
import { fromUtc, hoursBetween, nextHour, sameWallTime, toUtc } from '../../time/planning';

/** What the form says about when; all its times are in one zone. */
export interface Timing {
  zone: string;
  first: 'now' | 'at';
  firstAt: ZonedDateTime;
  second: 'none' | 'after' | 'at';
  afterHours: string;
  secondAt: ZonedDateTime;
  furtherRuns: boolean;
}

export type Planned = Pick<Draft, 'first_run_at' | 'second_run' | 'further_runs'>;

const usualHours = 8;
const someFurtherRuns = 10;

export function newTiming(zone: string, defaults: Info['defaults'] | undefined): Timing {
  const firstAt = nextHour(zone);
  const hours = defaults?.second_run_after_hours ?? null;
  return {
    zone,
    first: 'now',
    firstAt,
    second: hours === null ? 'none' : 'after',
    afterHours: String(hours ?? usualHours),
    secondAt: firstAt.add({ hours: hours ?? usualHours }),
    furtherRuns: (defaults?.further_runs ?? 1) > 0,
  };
}

export function timingOf(planned: Planned, zone: string): Timing {
  const timing = newTiming(zone, undefined);
  const { first_run_at: first, second_run: second, further_runs: further } = planned;
  return {
    ...timing,
    first: first ? 'at' : 'now',
    firstAt: first ? fromUtc(first, zone) : timing.firstAt,
    furtherRuns: further > 0,
    ...(second === null && { second: 'none' as const }),
    ...(second && 'at' in second && { second: 'at' as const, secondAt: fromUtc(second.at, zone) }),
    ...(second &&
      'after_hours' in second && {
        second: 'after' as const,
        afterHours: String(second.after_hours),
      }),
  };
}

/** Another zone for the same times of day: what was typed stays as it was typed. */
export function inZone(timing: Timing, zone: string): Timing {
  return {
    ...timing,
    zone,
    firstAt: sameWallTime(timing.firstAt, zone),
    secondAt: sameWallTime(timing.secondAt, zone),
  };
}

function hoursOf(timing: Timing): number | null {
  const hours = Number(timing.afterHours.trim());
  return timing.afterHours.trim() !== '' && Number.isInteger(hours) && hours > 0 ? hours : null;
}

function secondRun(timing: Timing): SecondRun | null {
  if (timing.second === 'at') return { at: toUtc(timing.secondAt) };
  const hours = hoursOf(timing);
  return timing.second === 'after' && hours !== null ? { after_hours: hours } : null;
}

export function planned(timing: Timing, defaults: Info['defaults'] | undefined): Planned {
  const most = Math.max(defaults?.further_runs ?? someFurtherRuns, 1);
  return {
    first_run_at: timing.first === 'now' ? null : toUtc(timing.firstAt),
    second_run: secondRun(timing),
    further_runs: timing.furtherRuns ? most : 0,
  };
}

export interface TimingProblems {
  first?: 'timing.past';
  second?: 'timing.past' | 'timing.second_before_first';
  hours?: 'timing.bad_hours';
  /** Planned all the same. */
  warning?: 'timing.too_close' | 'timing.too_far';
}

/** Hours from the start of the first run to the second, as far as they are known. */
function gap(timing: Timing, now: Date): number | null {
  if (timing.second === 'none') return null;
  if (timing.second === 'after') return hoursOf(timing);
  const first = timing.first === 'now' ? now : timing.firstAt.toDate();
  return hoursBetween(first, timing.secondAt.toDate());
}

export function problemsOf(timing: Timing, defaults: Info['defaults'], now: Date): TimingProblems {
  const problems: TimingProblems = {};
  if (timing.first === 'at' && timing.firstAt.toDate() < now) problems.first = 'timing.past';
  if (timing.second === 'after' && hoursOf(timing) === null) problems.hours = 'timing.bad_hours';
  const hours = gap(timing, now);
  if (timing.second === 'at' && hours !== null && hours <= 0) {
    problems.second = 'timing.second_before_first';
  } else if (hours !== null && hours < defaults.min_hours_between_runs) {
    problems.warning = 'timing.too_close';
  } else if (hours !== null && hours > defaults.max_hours_between_runs) {
    problems.warning = 'timing.too_far';
  }
  return problems;
}

export function isPlannable(problems: TimingProblems): boolean {
  return !problems.first && !problems.second && !problems.hours;
}
