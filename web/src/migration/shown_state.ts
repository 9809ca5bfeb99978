import type { Migration } from '../api/types';
import type { Words } from '../i18n/context';
import type { IconName } from '../parts/Icon';
import type { Tone } from '../parts/State';
import type { Times } from '../time/context';

export interface ShownState {
  tone: Tone;
  icon: IconName;
  loud: boolean;
  text: string;
}

function shown(tone: Tone, text: string, loud = false, icon: IconName = tone): ShownState {
  return { tone, icon, loud, text };
}

function runName({ runs }: Migration, { t }: Words): string {
  if (runs <= 1) return t('run.first');
  return runs === 2 ? t('run.second') : t('run.further');
}

function finished({ result }: Migration, { t }: Words): ShownState {
  if (result && result.excluded > 0) {
    return shown('ok', t('state.complete_without', { count: result.excluded }));
  }
  return shown('ok', t('state.complete'));
}

/** Colour, shape and word of a migration: the cause where it failed, the time where it waits for one. */
export function shownState(migration: Migration, words: Words, times: Times): ShownState {
  const { t, maybe } = words;
  const { state, reason, throttled_until: until, result } = migration;
  switch (state) {
    case 'waiting':
      return shown('waiting', t('state.waiting'));
    case 'running':
      return shown('running', runName(migration, words));
    case 'waiting_for_next':
      return migration.attention.some(({ kind }) => kind === 'mx')
        ? shown('attention', t('state.mx_due'), true)
        : shown(
            'waiting',
            t(migration.runs > 1 ? 'state.waiting_for_next' : 'state.waiting_for_second'),
          );
    case 'paused':
      return shown('paused', t('state.paused'), true);
    case 'throttled':
      return until
        ? shown('throttled', t('state.throttled_until', { time: times.time(until) }), true)
        : shown('throttled', t('state.throttled'), true);
    case 'failed':
      return shown('failed', (reason && maybe(`cause.${reason.code}`)) ?? t('state.failed'), true);
    case 'complete':
      return finished(migration, words);
    case 'incomplete': {
      const count = (result?.failed ?? 0) + (result?.missing ?? 0);
      return shown(
        'attention',
        count > 0 ? t('state.not_moved', { count }) : t('state.incomplete'),
        true,
      );
    }
    case 'cancelled':
      return shown('waiting', t('state.cancelled'), false, 'cancelled');
  }
}
