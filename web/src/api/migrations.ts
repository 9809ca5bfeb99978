import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useClient } from './context';
import type {
  ActionResult,
  Draft,
  FolderProgress,
  Migration,
  MigrationAction,
  MigrationError,
  MigrationPage,
  MigrationState,
  Run,
} from './types';

export interface MigrationFilter {
  view: 'active' | 'finished' | 'all';
  state?: string;
  q?: string;
  batch?: string;
  sort?: string;
}

const rowsAPage = 200;

/** A page as it was sorted: live changes are merged in, the order stays until it is asked for anew. */
export interface LoadedPage extends MigrationPage {
  loaded: ReadonlyMap<string, MigrationState>;
}

function remember(page: MigrationPage): LoadedPage {
  return { ...page, loaded: new Map(page.items.map(({ id, state }) => [id, state])) };
}

export const migrationKeys = {
  all: ['migrations'] as const,
  lists: ['migrations', 'list'] as const,
  counts: ['migrations', 'counts'] as const,
  one: (id: string) => ['migrations', 'one', id] as const,
  parts: (id: string) => ['migrations', 'part', id] as const,
  part: (id: string, part: string) => ['migrations', 'part', id, part] as const,
};

export function useMigrations(filter: MigrationFilter) {
  const client = useClient();
  return useInfiniteQuery({
    queryKey: [...migrationKeys.lists, filter],
    queryFn: ({ pageParam, signal }) =>
      client
        .get<MigrationPage>(
          '/migrations',
          { ...filter, cursor: pageParam, limit: rowsAPage },
          signal,
        )
        .then(remember),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  });
}

/** How many there are in each state, without the state filter. */
export function useMigrationCounts(filter: Omit<MigrationFilter, 'state' | 'sort'>) {
  const client = useClient();
  return useQuery({
    queryKey: [...migrationKeys.counts, filter],
    queryFn: ({ signal }) =>
      client.get<MigrationPage>('/migrations', { ...filter, limit: 1 }, signal),
    select: ({ counts, total }) => ({ counts, total }),
    placeholderData: keepPreviousData,
  });
}

export function useMigration(id: string) {
  const client = useClient();
  return useQuery({
    queryKey: migrationKeys.one(id),
    queryFn: ({ signal }) => client.get<Migration>(`/migrations/${id}`, {}, signal),
  });
}

function usePart<T>(id: string, part: string, refetchInterval: number | false) {
  const client = useClient();
  return useQuery({
    queryKey: migrationKeys.part(id, part),
    queryFn: ({ signal }) =>
      client
        .get<{ items: T[] }>(`/migrations/${id}/${part}`, {}, signal)
        .then((page) => page.items),
    refetchInterval,
  });
}

const whileRunning = 4000;

export const useFolders = (id: string, running: boolean) =>
  usePart<FolderProgress>(id, 'folders', running && whileRunning);
export const useRuns = (id: string, running: boolean) =>
  usePart<Run>(id, 'runs', running && whileRunning);
export const useMigrationErrors = (id: string, running: boolean) =>
  usePart<MigrationError>(id, 'errors', running && whileRunning);

export function useAct() {
  const client = useClient();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ ids, action }: { ids: string[]; action: MigrationAction }) =>
      client.post<ActionResult>('/migrations/actions', { ids, action }),
    onSettled: () => cache.invalidateQueries({ queryKey: migrationKeys.all }),
  });
}

export function usePlanMigration() {
  const client = useClient();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ draft, check, key }: { draft: Draft; check: string; key: string }) =>
      client.post<Migration>('/migrations', { ...draft, check_id: check }, { idempotencyKey: key }),
    onSuccess: () => cache.invalidateQueries(),
  });
}

export type MigrationChange = Partial<
  Pick<Migration, 'first_run_at' | 'second_run' | 'further_runs' | 'options'>
>;

export function useChangeMigration(id: string) {
  const client = useClient();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ change, etag }: { change: MigrationChange; etag: string }) =>
      client.patch<Migration>(`/migrations/${id}`, change, etag),
    onSettled: () => cache.invalidateQueries({ queryKey: migrationKeys.all }),
  });
}

export function useDeleteMigration() {
  const client = useClient();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => client.delete(`/migrations/${id}`),
    onSuccess: () => cache.invalidateQueries({ queryKey: migrationKeys.lists }),
  });
}

export function useGivePasswords(id: string) {
  const client = useClient();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (passwords: { source_password?: string; target_password?: string }) =>
      client.put<unknown>(`/migrations/${id}/passwords`, passwords),
    onSuccess: () => cache.invalidateQueries({ queryKey: migrationKeys.one(id) }),
  });
}
