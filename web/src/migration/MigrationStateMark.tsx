import type { Migration } from '../api/types';
import { useWords } from '../i18n/context';
import { State } from '../parts/State';
import { useTimes } from '../time/context';
import { shownState } from './shown_state';

export function MigrationStateMark({ migration }: { migration: Migration }) {
  const { text, ...look } = shownState(migration, useWords(), useTimes());
  return <State {...look}>{text}</State>;
}
