import { useMutation, useQuery } from '@tanstack/react-query';
import { useClient } from './context';
import type { Check, Draft, ListCheck, ListCheckRequest } from './types';

export const checkKey = (id: string) => ['checks', id] as const;

/** Starts a credential check; `useCheck` follows it. */
export function useStartCheck() {
  const client = useClient();
  return useMutation({
    mutationFn: (drafts: Draft[]) => client.post<{ id: string }>('/checks', { drafts }),
  });
}

export function isOver(check: Check): boolean {
  return check.done >= check.total;
}

/** Live by the event stream; asked every two seconds in case an event was lost. */
export function useCheck(id: string | null) {
  const client = useClient();
  return useQuery({
    queryKey: checkKey(id ?? ''),
    enabled: id !== null,
    queryFn: ({ signal }) => client.get<Check>(`/checks/${id ?? ''}`, {}, signal),
    refetchInterval: ({ state }) => (state.data && isOver(state.data) ? false : 2000),
  });
}

export function useStopCheck() {
  const client = useClient();
  return useMutation({ mutationFn: (id: string) => client.delete(`/checks/${id}`) });
}

export function useFormalCheck(request: ListCheckRequest | null) {
  const client = useClient();
  return useQuery({
    queryKey: ['formal-check', request],
    enabled: request !== null,
    queryFn: () => client.post<ListCheck>('/lists/check', request),
    placeholderData: (previous) => previous,
    staleTime: Infinity,
    // Comparing ten thousand rows with those before takes longer than drawing them.
    structuralSharing: false,
    // The list holds passwords: nothing of it stays once the page is left.
    gcTime: 0,
  });
}

export function useFormalCheckNow() {
  const client = useClient();
  return useMutation({
    mutationFn: (request: ListCheckRequest) => client.post<ListCheck>('/lists/check', request),
  });
}
