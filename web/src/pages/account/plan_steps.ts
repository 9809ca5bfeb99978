import type { Migration, Run } from '../../api/types';
import { isFinished } from '../../migration/actions';
import type { IconName } from '../../parts/Icon';
import type { Tone } from '../../parts/State';

export interface Step {
  kind: 'accepted' | Run['kind'] | 'mx' | 'wiped';
  tone: Tone;
  icon?: IconName;
  at: string | null;
}

function stepOf(run: Run): Step {
  if (run.ended_at === null) return { kind: run.kind, tone: 'running', at: run.started_at };
  const tones: Readonly<Record<Run['state'], Tone>> = {
    running: 'running',
    complete: 'ok',
    incomplete: 'attention',
    failed: 'failed',
    cancelled: 'waiting',
    paused: 'paused',
    throttled: 'throttled',
  };
  return { kind: run.kind, tone: tones[run.state], at: run.ended_at };
}

/** What was done, what is being done and what is still to come, in order. */
export function planSteps(migration: Migration, runs: readonly Run[]): Step[] {
  const { state, second_run: second, first_run_at: firstAt, next_run_at: next } = migration;
  const steps: Step[] = [
    { kind: 'accepted', tone: 'ok', at: migration.created_at },
    ...runs.map(stepOf),
  ];
  const has = (kind: Run['kind']) => runs.some((run) => run.kind === kind);
  const over = isFinished(state);
  if (!has('first') && !over) steps.push({ kind: 'first', tone: 'waiting', at: next ?? firstAt });
  if (second && !has('second') && !over) {
    steps.push({
      kind: 'mx',
      tone: state === 'waiting_for_next' ? 'attention' : 'waiting',
      at: null,
    });
    const planned = 'at' in second ? second.at : null;
    steps.push({ kind: 'second', tone: 'waiting', at: has('first') ? (next ?? planned) : planned });
  }
  const wiped = migration.passwords_kept_until === null;
  steps.push({ kind: 'wiped', tone: wiped ? 'ok' : 'waiting', at: null });
  return steps;
}
