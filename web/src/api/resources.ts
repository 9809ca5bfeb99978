import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useClient } from './context';
import type {
  ApiToken,
  Credits,
  Customer,
  Info,
  Invitation,
  InvitationShown,
  KnownAccount,
  Overview,
  Page,
  Person,
  Proposal,
  Settings,
} from './types';

function useResource<T>(key: readonly unknown[], path: string, query = {}, enabled = true) {
  const client = useClient();
  return useQuery({
    queryKey: key,
    enabled,
    queryFn: ({ signal }) => client.get<T>(path, query, signal),
  });
}

/** A change of `key`'s resources; whoever shows them reads them anew. */
function useChange<Given, Answer>(
  key: string,
  change: (client: ReturnType<typeof useClient>, given: Given) => Promise<Answer>,
) {
  const client = useClient();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (given: Given) => change(client, given),
    onSuccess: () => cache.invalidateQueries({ queryKey: [key] }),
  });
}

export const overviewKey = ['overview'] as const;

export const useInfo = () => useResource<Info>(['info'], '/info');
export const useOverview = () => useResource<Overview>(overviewKey, '/overview');

export const useProposal = (email: string) =>
  useResource<Proposal | Record<string, never>>(
    ['proposals', email],
    '/proposals',
    { address: email },
    /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email),
  );

export const useKnownAccounts = (q: string, enabled: boolean) =>
  useResource<{ items: KnownAccount[]; total: number }>(
    ['accounts', q],
    '/accounts',
    { q },
    enabled,
  );
export const useUploadAccounts = () =>
  useChange('accounts', (client, csv: string) => client.putCsv<unknown>('/accounts', csv));
export const useDeleteAccounts = () =>
  useChange('accounts', (client) => client.delete('/accounts'));

export const useCredits = (enabled = true) =>
  useResource<Credits>(['credits'], '/credits', {}, enabled);
export const useAddKey = () =>
  useChange('credits', (client, key: string) => client.post<Credits>('/credits/keys', { key }));

export const usePeople = () => useResource<{ items: Person[] }>(['people'], '/people');
export const useChangePerson = () =>
  useChange(
    'people',
    (
      client,
      { id, ...change }: { id: string } & Partial<Pick<Person, 'role' | 'domains' | 'state'>>,
    ) => client.patch<Person>(`/people/${id}`, change),
  );
export const useMakeResetLink = () =>
  useChange('people', (client, id: string) =>
    client.post<{ link: string; ends_at: string }>(`/people/${id}/reset-link`),
  );
export const useRemovePerson = () =>
  useChange('people', (client, id: string) => client.delete(`/people/${id}`));

export const useInvitations = () =>
  useResource<{ items: Invitation[] }>(['invitations'], '/invitations');
export const useInvite = () =>
  useChange(
    'invitations',
    (client, invitation: Pick<Invitation, 'email' | 'role' | 'domains'> & { customer?: string }) =>
      client.post<Invitation>('/invitations', invitation),
  );
export const useWithdrawInvitation = () =>
  useChange('invitations', (client, id: string) => client.delete(`/invitations/${id}`));
export const useInvitationShown = (token: string) =>
  useResource<InvitationShown>(['invitation', token], '/invitations/accept', { token });

export const useTokens = () => useResource<{ items: ApiToken[] }>(['tokens'], '/tokens');
export const useMakeToken = () =>
  useChange('tokens', (client, token: Pick<ApiToken, 'name' | 'scopes' | 'ends_at'>) =>
    client.post<ApiToken>('/tokens', token),
  );
export const useRevokeToken = () =>
  useChange('tokens', (client, id: string) => client.delete(`/tokens/${id}`));

export const useCustomers = (enabled = true) =>
  useResource<Page<Customer>>(['customers'], '/customers', {}, enabled);
export const useAddCustomer = () =>
  useChange('customers', (client, name: string) => client.post<Customer>('/customers', { name }));
export const useRemoveCustomer = () =>
  useChange('customers', (client, id: string) => client.delete(`/customers/${id}`));
export const useForgetCustomer = () =>
  useChange('customers', (client, id: string) => client.post<unknown>(`/customers/${id}/forget`));

export const useSettings = () => useResource<Settings>(['settings'], '/settings');
export const useChangeSettings = () =>
  useChange('settings', (client, settings: Settings) =>
    client.put<Settings>('/settings', settings),
  );
export const useTestMail = () =>
  useChange('settings', (client, to: string) =>
    client.post<unknown>('/settings/test-mail', { to }),
  );
export const useTestWebhook = () =>
  useChange('settings', (client) => client.post<unknown>('/settings/test-webhook', {}));
