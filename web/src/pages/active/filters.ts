import type { MigrationState } from '../../api/types';
import type { Key } from '../../i18n/catalog';
import type { Tone } from '../../parts/State';

export type ActiveFilter =
  'all' | 'failed' | 'throttled' | 'paused' | 'running' | 'waiting' | 'waiting_for_next';

interface FilterState {
  name: Key;
  tone?: Tone;
  states: readonly MigrationState[];
}

/** In the order of the list: what needs a person comes first. */
export const activeFilters: Readonly<Record<ActiveFilter, FilterState>> = {
  all: { name: 'filter.all', states: [] },
  failed: { name: 'state.failed', tone: 'failed', states: ['failed'] },
  throttled: { name: 'state.throttled', tone: 'throttled', states: ['throttled'] },
  paused: { name: 'state.paused', tone: 'paused', states: ['paused'] },
  running: { name: 'filter.running', tone: 'running', states: ['running'] },
  waiting: { name: 'state.waiting', tone: 'waiting', states: ['waiting'] },
  waiting_for_next: {
    name: 'state.waiting_for_next',
    tone: 'waiting',
    states: ['waiting_for_next'],
  },
};

const rank = Object.values(activeFilters).flatMap(({ states }) => states);

/** Where a state stands in the default order; finished ones come last. */
export function rankOf(state: MigrationState): number {
  const at = rank.indexOf(state);
  return at < 0 ? rank.length : at;
}
