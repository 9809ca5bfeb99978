import { useCallback, useMemo } from 'react';
import { type LoadedPage, type MigrationFilter, useMigrations } from '../api/migrations';
import type { Migration, MigrationState } from '../api/types';

/** The loaded rows, in the order of the service, and how to get more. */
export function useLoadedList(filter: MigrationFilter) {
  const query = useMigrations(filter);
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const rows = useMemo(() => data?.pages.flatMap((page) => page.items) ?? [], [data]);
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  return { query, rows, total: data?.pages[0]?.total ?? 0, more, pages: data?.pages ?? [] };
}

/** Rows whose state has changed so that they would stand elsewhere if the list were sorted now. */
export function countMoved(
  pages: readonly LoadedPage[],
  rank: (state: MigrationState) => number,
): number {
  const moved =
    (page: LoadedPage) =>
    ({ id, state }: Migration) => {
      const before = page.loaded.get(id);
      return before !== undefined && rank(before) !== rank(state);
    };
  return pages.reduce((count, page) => count + page.items.filter(moved(page)).length, 0);
}
