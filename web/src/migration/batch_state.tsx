import type { Batch, MigrationState } from '../api/types';
import { useWords } from '../i18n/context';
import { State, type Tone } from '../parts/State';

export const batchName = ({ name, number }: Batch): string => name || String(number);

const order: readonly MigrationState[] = [
  'failed',
  'throttled',
  'running',
  'paused',
  'waiting',
  'waiting_for_next',
  'incomplete',
  'complete',
  'cancelled',
];

/** The state of the batch that matters most to a person. */
export function leadingState({ counts, mx }: Batch): MigrationState | 'mx_due' {
  const leading = order.find((state) => (counts[state] ?? 0) > 0) ?? 'waiting';
  return leading === 'waiting_for_next' && mx ? 'mx_due' : leading;
}

const tones: Readonly<Record<MigrationState | 'mx_due', Tone>> = {
  failed: 'failed',
  throttled: 'throttled',
  running: 'running',
  paused: 'paused',
  waiting: 'waiting',
  waiting_for_next: 'waiting',
  incomplete: 'attention',
  complete: 'ok',
  cancelled: 'waiting',
  mx_due: 'attention',
};

export function batchTone(batch: Batch): Tone {
  const leading = leadingState(batch);
  return leading === 'waiting_for_next' || leading === 'mx_due' ? 'ok' : tones[leading];
}

export function isOver({ counts }: Batch): boolean {
  return order.every(
    (state) =>
      ['incomplete', 'complete', 'cancelled'].includes(state) || (counts[state] ?? 0) === 0,
  );
}

export function BatchMark({ batch }: { batch: Batch }) {
  const { t } = useWords();
  const leading = leadingState(batch);
  const tone = tones[leading];
  const loud = ['failed', 'throttled', 'paused', 'attention'].includes(tone);
  const count = leading === 'mx_due' ? 0 : (batch.counts[leading] ?? 0);
  const over = isOver(batch);
  const text =
    over && leading === 'complete' ? t('batch.finished') : t(`batch.${leading}`, { count });
  return (
    <State tone={tone} loud={loud} {...(leading === 'cancelled' && { icon: 'cancelled' })}>
      {text}
    </State>
  );
}
