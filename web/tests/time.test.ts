import { parseZonedDateTime } from '@internationalized/date';
import { describe, expect, it } from 'vitest';
import { fromUtc, hoursBetween, sameWallTime, toUtc } from '../src/time/planning';
import { fullMoment, moment, nearness, timeOfDay } from '../src/time/show';
import { isShownTwice, offsetName } from '../src/time/zones';

const berlin = 'Europe/Berlin';
const at = (iso: string) => new Date(iso);
const shown = (now: string, locale = 'en-GB') => ({ zone: berlin, locale, now: at(now) });

describe('offsets of Europe/Berlin', () => {
  it('changes at the end of summer time', () => {
    expect(offsetName(at('2026-10-25T00:59:59Z'), berlin)).toBe('UTC+2');
    expect(offsetName(at('2026-10-25T01:00:00Z'), berlin)).toBe('UTC+1');
  });

  it('changes at the begin of summer time', () => {
    expect(offsetName(at('2026-03-29T00:59:59Z'), berlin)).toBe('UTC+1');
    expect(offsetName(at('2026-03-29T01:00:00Z'), berlin)).toBe('UTC+2');
  });

  it('names half hours and UTC itself', () => {
    expect(offsetName(at('2026-01-01T00:00:00Z'), 'Asia/Kolkata')).toBe('UTC+5:30');
    expect(offsetName(at('2026-01-01T00:00:00Z'), 'UTC')).toBe('UTC');
  });
});

describe('times shown', () => {
  it('tells the two 02:30 of 25 October 2026 apart', () => {
    const now = shown('2026-10-25T10:00:00Z');
    expect(timeOfDay(at('2026-10-25T00:30:00Z'), now)).toBe('02:30 UTC+2');
    expect(timeOfDay(at('2026-10-25T01:30:00Z'), now)).toBe('02:30 UTC+1');
    expect(timeOfDay(at('2026-10-25T02:30:00Z'), now)).toBe('03:30');
  });

  it('finds no time shown twice in spring', () => {
    expect(isShownTwice(at('2026-03-29T00:30:00Z'), berlin)).toBe(false);
    expect(isShownTwice(at('2026-03-29T01:30:00Z'), berlin)).toBe(false);
  });

  it('says today by the day of the zone, not of UTC', () => {
    const now = shown('2026-11-24T22:30:00Z');
    expect(moment(at('2026-11-24T22:45:00Z'), now, 'Today')).toBe('Today 23:45');
    expect(moment(at('2026-11-24T23:15:00Z'), now, 'Today')).toBe('Wed 00:15');
  });

  it('tells more of the date the farther it is', () => {
    const now = shown('2026-11-24T12:00:00Z');
    expect(nearness(at('2026-11-29T12:00:00Z'), now)).toBe('week');
    expect(moment(at('2026-12-01T05:00:00Z'), now, 'Today')).toBe('1 Dec 06:00');
    expect(moment(at('2025-11-25T05:00:00Z'), now, 'Today')).toBe('25 Nov 2025 06:00');
    expect(fullMoment(at('2026-11-25T05:00:00Z'), now)).toBe('Wed 25 Nov 2026, 06:00');
  });
});

describe('times planned', () => {
  it('writes UTC in whole seconds', () => {
    expect(toUtc(parseZonedDateTime('2026-11-24T22:00[Europe/Berlin]'))).toBe(
      '2026-11-24T21:00:00Z',
    );
    expect(toUtc(parseZonedDateTime('2026-07-24T22:00[Europe/Berlin]'))).toBe(
      '2026-07-24T20:00:00Z',
    );
  });

  it('moves a time that spring skips forward', () => {
    expect(toUtc(parseZonedDateTime('2026-03-29T02:30[Europe/Berlin]'))).toBe(
      '2026-03-29T01:30:00Z',
    );
  });

  it('takes the first of two equal times in autumn, and reads both back', () => {
    expect(toUtc(parseZonedDateTime('2026-10-25T02:30[Europe/Berlin]'))).toBe(
      '2026-10-25T00:30:00Z',
    );
    expect(fromUtc('2026-10-25T01:30:00Z', berlin).hour).toBe(2);
    expect(toUtc(fromUtc('2026-10-25T01:30:00Z', berlin))).toBe('2026-10-25T01:30:00Z');
  });

  it('keeps the typed time of day when the zone is changed', () => {
    const typed = parseZonedDateTime('2026-10-25T22:00[Europe/Berlin]');
    expect(toUtc(sameWallTime(typed, 'America/New_York'))).toBe('2026-10-26T02:00:00Z');
  });

  it('counts real hours over a change of clocks', () => {
    const evening = parseZonedDateTime('2026-10-24T22:00[Europe/Berlin]').toDate();
    const morning = parseZonedDateTime('2026-10-25T06:00[Europe/Berlin]').toDate();
    expect(hoursBetween(evening, morning)).toBe(9);
  });
});
