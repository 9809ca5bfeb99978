import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import { batchKeys } from '../api/batches';
import { type LoadedPage, migrationKeys } from '../api/migrations';
import { overviewKey } from '../api/resources';
import type { Batch, Migration, Overview, Page } from '../api/types';

/** An id and those fields that have changed. */
export type Patch<T> = { id: string } & Partial<T>;
type Patches<T> = ReadonlyMap<string, Patch<T>>;

/** A later patch of the same thing wins field by field. */
export function collect<T>(into: Map<string, Patch<T>>, patch: Patch<T>): void {
  into.set(patch.id, { ...into.get(patch.id), ...patch });
}

export function patched(migration: Migration, patch: Patch<Migration>): Migration {
  return { ...migration, ...patch, progress: { ...migration.progress, ...patch.progress } };
}

/** The same pages in the same order; a page that holds none of the changed rows stays the same object. */
export function patchPages(
  data: InfiniteData<LoadedPage>,
  patches: Patches<Migration>,
): InfiniteData<LoadedPage> {
  const pages = data.pages.map((page) => {
    if (!page.items.some(({ id }) => patches.has(id))) return page;
    const items = page.items.map((item) => {
      const patch = patches.get(item.id);
      return patch ? patched(item, patch) : item;
    });
    return { ...page, items };
  });
  return pages.every((page, index) => page === data.pages[index]) ? data : { ...data, pages };
}

export function mergeMigrations(cache: QueryClient, patches: Patches<Migration>): void {
  cache.setQueriesData<InfiniteData<LoadedPage>>({ queryKey: migrationKeys.lists }, (data) =>
    data ? patchPages(data, patches) : data,
  );
  for (const [id, patch] of patches) {
    cache.setQueryData<Migration>(migrationKeys.one(id), (migration) =>
      migration ? patched(migration, patch) : migration,
    );
  }
}

export function mergeBatches(cache: QueryClient, patches: Patches<Batch>): void {
  const change = (batch: Batch): Batch => {
    const patch = patches.get(batch.id);
    return patch ? { ...batch, ...patch } : batch;
  };
  cache.setQueryData<Page<Batch>>(batchKeys.list, (page) =>
    page ? { ...page, items: page.items.map(change) } : page,
  );
  for (const id of patches.keys()) {
    cache.setQueryData<Batch>(batchKeys.one(id), (batch) => (batch ? change(batch) : batch));
  }
}

export function mergeOverview(cache: QueryClient, patch: Partial<Overview>): void {
  cache.setQueryData<Overview>(overviewKey, (overview) =>
    overview ? { ...overview, ...patch } : overview,
  );
}
