import type { MigrationAction } from '../api/types';
import type { IconName } from '../parts/Icon';

export const orderedActions: readonly MigrationAction[] = ['pause', 'resume', 'run', 'cancel'];

export const actionIcons: Readonly<Record<MigrationAction, IconName>> = {
  pause: 'paused',
  resume: 'running',
  run: 'retry',
  cancel: 'cancelled',
};
