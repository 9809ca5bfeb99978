import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useClient } from './context';
import type { Batch, BatchAccepted, Draft, MigrationAction, Page } from './types';

export const batchKeys = {
  all: ['batches'] as const,
  list: ['batches', 'list'] as const,
  one: (id: string) => ['batches', 'one', id] as const,
};

export function useBatches() {
  const client = useClient();
  return useQuery({
    queryKey: batchKeys.list,
    queryFn: ({ signal }) => client.get<Page<Batch>>('/batches', { limit: 200 }, signal),
  });
}

export function useBatch(id: string) {
  const client = useClient();
  return useQuery({
    queryKey: batchKeys.one(id),
    queryFn: ({ signal }) => client.get<Batch>(`/batches/${id}`, {}, signal),
  });
}

export interface NewBatch {
  name: string;
  type: string;
  check_id?: string;
  drafts?: Draft[];
  batch_id?: string;
}

export function usePlanBatch() {
  const client = useClient();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ batch, key }: { batch: NewBatch; key: string }) =>
      client.post<BatchAccepted>('/batches', batch, { idempotencyKey: key }),
    onSuccess: () => cache.invalidateQueries(),
  });
}

export function useActOnBatch(id: string) {
  const client = useClient();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (action: MigrationAction) => client.post<unknown>(`/batches/${id}/${action}`),
    onSettled: () => cache.invalidateQueries(),
  });
}

export function useDeleteBatch() {
  const client = useClient();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => client.delete(`/batches/${id}`),
    onSuccess: () => cache.invalidateQueries(),
  });
}
