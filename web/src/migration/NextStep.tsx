import { Link } from 'wouter';
import type { Migration } from '../api/types';
import { useWords } from '../i18n/context';
import { useTimes } from '../time/context';

/** What comes next: a time, or the step that a person has to take. */
export function NextStep({ migration }: { migration: Migration }) {
  const { t, maybe } = useWords();
  const times = useTimes();
  const {
    state,
    reason,
    progress,
    next_run_at: next,
    state_since: since,
    throttled_until: until,
  } = migration;
  if (state === 'failed') {
    const step = (reason && maybe(`next.${reason.code}`)) ?? t('next.open');
    return <Link href={`/migrations/${migration.id}`}>{step}</Link>;
  }
  if (state === 'running' && progress.eta_seconds !== null) {
    const done = new Date(times.now.getTime() + progress.eta_seconds * 1000);
    return t('next.done_about', { time: times.time(done.toISOString()) });
  }
  if (state === 'paused') return t('next.since', { time: times.inside(since) });
  if (state === 'throttled' && until) return t('next.goes_on', { time: times.time(until) });
  return next ? <span title={times.full(next)}>{times.inside(next)}</span> : '–';
}
