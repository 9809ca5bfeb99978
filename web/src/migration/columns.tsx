import { Link } from 'wouter';
import type { Migration } from '../api/types';
import type { Words } from '../i18n/context';
import type { Column } from '../parts/DataTable';
import { Counted } from '../parts/Progress';
import type { Times } from '../time/context';
import { accountOf } from './actions';
import { MigrationStateMark } from './MigrationStateMark';
import { NextStep } from './NextStep';
import { shownState } from './shown_state';

/** The columns that lists of migrations share; each page takes those it needs. */
export function migrationColumns(words: Words, times: Times) {
  const { t, size } = words;
  const state: Column<Migration> = {
    id: 'state',
    name: t('column.state'),
    width: 186,
    className: 'l-state',
    sort: 'state',
    cell: (migration) => <MigrationStateMark migration={migration} />,
    title: (migration) => shownState(migration, words, times).text,
  };
  const account: Column<Migration> = {
    id: 'account',
    name: t('column.account'),
    className: 'l-name',
    sort: 'name',
    cell: (migration) => (
      <Link className="main" href={`/migrations/${migration.id}`}>
        {accountOf(migration)}
      </Link>
    ),
    title: accountOf,
  };
  const from: Column<Migration> = {
    id: 'from',
    name: t('column.from'),
    width: 158,
    className: 'l-off',
    cell: ({ source }) => source.host,
    title: ({ source }) => source.host,
  };
  const messages: Column<Migration> = {
    id: 'messages',
    name: t('column.messages'),
    width: 118,
    className: 'l-prog num',
    sort: 'progress',
    cell: (migration) => (
      <Counted
        tone={barTone(migration)}
        done={migration.progress.messages_done}
        total={migration.progress.messages_total}
        label={t('column.messages_of', { name: accountOf(migration) })}
      />
    ),
  };
  const moved: Column<Migration> = {
    id: 'moved',
    name: t('column.moved'),
    width: 76,
    className: 'num l-off',
    cell: ({ progress }) => size(progress.bytes_done),
  };
  const next: Column<Migration> = {
    id: 'next',
    name: t('column.next'),
    width: 140,
    className: 'l-eta',
    sort: 'next',
    cell: (migration) => <NextStep migration={migration} />,
  };
  return { state, account, from, messages, moved, next };
}

function barTone({ state, progress }: Migration) {
  if (state === 'waiting_for_next') return 'ok';
  const done = progress.messages_total > 0 && progress.messages_done >= progress.messages_total;
  switch (state) {
    case 'failed':
    case 'paused':
    case 'throttled':
      return state;
    case 'incomplete':
      return 'attention';
    case 'complete':
      return 'ok';
    case 'waiting':
    case 'cancelled':
      return 'waiting';
    default:
      return done ? 'ok' : 'running';
  }
}
