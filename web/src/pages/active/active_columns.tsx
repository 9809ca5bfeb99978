import { useMemo } from 'react';
import type { Migration } from '../../api/types';
import { useWords } from '../../i18n/context';
import { ActionsCell } from '../../migration/ActionsCell';
import { migrationColumns } from '../../migration/columns';
import type { Column } from '../../parts/DataTable';
import { useTimes } from '../../time/context';

export function useActiveColumns(batchNames: ReadonlyMap<string, string>): Column<Migration>[] {
  const words = useWords();
  const times = useTimes();
  return useMemo(() => {
    const { state, account, from, messages, moved, next } = migrationColumns(words, times);
    const batchOf = (migration: Migration) => batchNames.get(migration.batch_id ?? '') ?? '–';
    const batch: Column<Migration> = {
      id: 'batch',
      name: words.t('column.batch'),
      width: 112,
      className: 'l-off',
      cell: batchOf,
      title: batchOf,
    };
    const actions: Column<Migration> = {
      id: 'actions',
      name: words.t('column.actions'),
      silent: true,
      width: 44,
      className: 'num l-more',
      cell: (migration) => <ActionsCell migration={migration} />,
    };
    return [state, account, from, batch, messages, moved, next, actions];
  }, [words, times, batchNames]);
}
