import type { Migration, MigrationAction, MigrationState, Session } from '../api/types';

const under_way: readonly MigrationState[] = [
  'waiting',
  'running',
  'waiting_for_next',
  'throttled',
];

const startable: readonly MigrationState[] = [
  'waiting',
  'waiting_for_next',
  'failed',
  'throttled',
  'complete',
  'incomplete',
];

export function isFinished(state: MigrationState): boolean {
  return state === 'complete' || state === 'incomplete' || state === 'cancelled';
}

export function isPossible(action: MigrationAction, state: MigrationState): boolean {
  switch (action) {
    case 'pause':
      return under_way.includes(state);
    case 'resume':
      return state === 'paused';
    case 'run':
      return startable.includes(state);
    case 'cancel':
      return !isFinished(state);
  }
}

/** Names as the service gives them in a session. */
export type Permission =
  | 'run'
  | 'plan'
  | 'delete_finished'
  | 'offer_accounts'
  | 'manage_people'
  | 'manage_licences'
  | 'manage_tokens'
  | 'see_audit'
  | 'remove_data'
  | 'manage_customers'
  | 'manage_settings';

export function may(session: Session, permission: Permission): boolean {
  return session.permissions.includes(permission);
}

export const permissionFor = (action: MigrationAction): Permission =>
  action === 'cancel' ? 'plan' : 'run';

/** The account that a migration is known by: where it comes from. */
export const accountOf = (migration: Migration): string =>
  migration.source.email || migration.source.user;
