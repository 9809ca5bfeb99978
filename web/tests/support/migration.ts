import type { Migration } from '../../src/api/types';

/** A migration under way; a test names what matters to it. */
export function aMigration(own: Partial<Migration> = {}): Migration {
  const server = { host: 'imap.old.example', port: 993, security: 'tls' as const };
  return {
    id: '01',
    batch_id: null,
    line: null,
    state: 'running',
    state_since: '2026-11-24T12:00:00Z',
    reason: null,
    throttled_until: null,
    attention: [],
    source: { type: 'imap', email: 'anna@old.example', user: 'anna@old.example', ...server },
    target: { kind: 'own', type: 'imap', email: 'anna@old.example', user: 'anna', ...server },
    options: { leave_out: [], max_size_bytes: null, skip_folders: [], translate: [] },
    first_run_at: null,
    second_run: null,
    further_runs: 0,
    next_run_at: null,
    created_at: '2026-11-24T11:00:00Z',
    created_by: null,
    progress: {
      phase: 'copying',
      folder: 'INBOX',
      messages_done: 10,
      messages_total: 100,
      bytes_done: 1000,
      bytes_total: 10000,
      bytes_per_second: 100,
      eta_seconds: 90,
    },
    result: null,
    runs: 1,
    passwords_kept_until: '2026-12-08T12:00:00Z',
    etag: '"1"',
    ...own,
  };
}
