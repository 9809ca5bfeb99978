import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useClient } from './context';
import { ProblemError } from './problem';
import type { Me, Session, SetupRequest } from './types';

const key = ['session'];

function forgetOthers(cache: QueryClient) {
  cache.removeQueries({ predicate: (query) => query.queryKey[0] !== key[0] });
}

/** The signed-in person, or null. */
export function useSessionQuery() {
  const client = useClient();
  return useQuery({
    queryKey: key,
    staleTime: Infinity,
    queryFn: async () => {
      try {
        return await client.session();
      } catch (error) {
        if (error instanceof ProblemError && error.status === 401) return null;
        throw error;
      }
    },
  });
}

export function useSetupNeeded() {
  const client = useClient();
  return useQuery({
    queryKey: ['setup'],
    queryFn: () => client.get<{ needed: boolean }>('/setup'),
    staleTime: 0,
  });
}

function useOpening<Body>(path: string) {
  const client = useClient();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: Body) => client.post<Session>(path, body),
    onSuccess: (session) => {
      forgetOthers(cache);
      cache.setQueryData(key, client.keep(session));
    },
  });
}

export const useSignIn = () => useOpening<{ email: string; password: string }>('/session');
export const useSetup = () => useOpening<SetupRequest>('/setup');
export const useAcceptInvitation = () =>
  useOpening<{
    token: string;
    password: string;
    name?: string;
    time_zone?: string;
    language?: string;
  }>('/invitations/accept');

export function useSignOut() {
  const client = useClient();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => client.delete('/session'),
    onSettled: () => {
      forgetOthers(cache);
      cache.setQueryData(key, null);
    },
  });
}

export function useChangeMe() {
  const client = useClient();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (me: Me) => client.patch<unknown>('/me', me),
    onSuccess: () => cache.invalidateQueries({ queryKey: key }),
  });
}
