import type { Batch, MigrationState } from '../../api/types';
import type { Words } from '../../i18n/context';
import type { Times } from '../../time/context';

export function secondRunText({ second_run: second }: Batch, { t }: Words, times: Times): string {
  if (!second) return t('details.none');
  return 'at' in second
    ? times.inside(second.at)
    : t('batches.hours_later', { count: second.after_hours });
}

const told: readonly MigrationState[] = [
  'failed',
  'throttled',
  'paused',
  'running',
  'waiting_for_next',
  'complete',
  'incomplete',
  'cancelled',
];

/** "23 complete, 1 failed": the states that say something, each with its number. */
export function batchResult({ counts }: Batch, { t }: Words): string {
  const parts = told.flatMap((state) => {
    const count = counts[state] ?? 0;
    return count > 0 ? [t(`heard.${state}`, { count })] : [];
  });
  return parts.length > 0 ? parts.join(', ') : '–';
}
