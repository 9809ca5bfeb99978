import { useInfiniteQuery } from '@tanstack/react-query';
import { useClient } from './context';
import type { AuditEntry, Page } from './types';

export function useAudit() {
  const client = useClient();
  return useInfiniteQuery({
    queryKey: ['audit'],
    queryFn: ({ pageParam, signal }) =>
      client.get<Omit<Page<AuditEntry>, 'total'>>(
        '/audit',
        { cursor: pageParam, limit: 100 },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor ?? undefined,
  });
}
