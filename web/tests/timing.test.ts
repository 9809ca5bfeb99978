import { parseZonedDateTime } from '@internationalized/date';
import { describe, expect, it } from 'vitest';
import type { Info } from '../src/api/types';
import {
  inZone,
  isPlannable,
  newTiming,
  planned,
  problemsOf,
  type Timing,
  timingOf,
} from '../src/migration/timing/timing';

const defaults: Info['defaults'] = {
  leave_out: ['trash'],
  max_size_bytes: null,
  further_runs: 5,
  second_run_after_hours: 8,
  min_hours_between_runs: 4,
  max_hours_between_runs: 100,
};
const now = new Date('2026-10-24T12:00:00Z');

function timing(own: Partial<Timing>): Timing {
  return { ...newTiming('Europe/Berlin', defaults), ...own };
}

const local = (text: string) => parseZonedDateTime(`${text}[Europe/Berlin]`);

describe('a plan', () => {
  it('starts now and once more after the operator’s hours unless told otherwise', () => {
    expect(planned(timing({}), defaults)).toEqual({
      first_run_at: null,
      second_run: { after_hours: 8 },
      further_runs: 5,
    });
  });

  it('is stored in UTC over the end of summer time', () => {
    const plan = timing({
      first: 'at',
      firstAt: local('2026-10-24T22:00'),
      second: 'at',
      secondAt: local('2026-10-25T06:00'),
      furtherRuns: false,
    });
    expect(planned(plan, defaults)).toEqual({
      first_run_at: '2026-10-24T20:00:00Z',
      second_run: { at: '2026-10-25T05:00:00Z' },
      further_runs: 0,
    });
    expect(problemsOf(plan, defaults, now)).toEqual({});
  });

  it('is read back as it was written', () => {
    const plan = {
      first_run_at: '2026-10-25T00:30:00Z',
      second_run: { after_hours: 9 },
      further_runs: 0,
    };
    expect(planned(timingOf(plan, 'Europe/Berlin'), defaults)).toEqual(plan);
  });

  it('warns of less than four hours, also where the clock shows more', () => {
    const close = timing({
      first: 'at',
      firstAt: local('2026-03-29T00:00'),
      second: 'at',
      secondAt: local('2026-03-29T04:30'),
    });
    const before = new Date('2026-03-01T00:00:00Z');
    expect(problemsOf(close, defaults, before)).toEqual({ warning: 'timing.too_close' });
    expect(isPlannable(problemsOf(close, defaults, before))).toBe(true);
  });

  it('refuses a past start, a second run before the first and no number of hours', () => {
    const past = timing({ first: 'at', firstAt: local('2026-10-24T13:00') });
    expect(problemsOf(past, defaults, now).first).toBe('timing.past');
    const upside = timing({ second: 'at', secondAt: local('2026-10-24T13:00') });
    expect(problemsOf(upside, defaults, now).second).toBe('timing.second_before_first');
    const wordy = problemsOf(timing({ afterHours: 'eight' }), defaults, now);
    expect(wordy.hours).toBe('timing.bad_hours');
    expect(isPlannable(wordy)).toBe(false);
  });

  it('keeps times of day in another zone', () => {
    const moved = inZone(
      timing({ first: 'at', firstAt: local('2026-11-24T22:00') }),
      'America/New_York',
    );
    expect(planned(moved, defaults).first_run_at).toBe('2026-11-25T03:00:00Z');
  });
});
