import { useCallback } from 'react';
import type { ListColumn } from '../../api/types';
import { useWords } from '../../i18n/context';

/** A list column in the page's language: `source.email`, `source_email`; the service's name for any other. */
export function useColumnName(): (column: ListColumn) => string {
  const { maybe } = useWords();
  return useCallback(
    ({ id, name }) => maybe(`list_column.${id.replaceAll('.', '_')}`) ?? name,
    [maybe],
  );
}
