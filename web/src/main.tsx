import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Client } from './api/client';
import { ClientProvider } from './api/context';
import { ProblemError } from './api/problem';
import { App } from './app/App';
import { PreferencesProvider } from './app/preferences';
import './styles/index.css';

const signedOut = 401;
const retries = 2;

function isFinal(error: unknown): boolean {
  return error instanceof ProblemError && error.status >= 400 && error.status < 500;
}

const client = new Client(() => document.documentElement.lang);

const cache: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: showDoor }),
  mutationCache: new MutationCache({ onError: showDoor }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (failures, error) => failures < retries && !isFinal(error),
    },
  },
});

/** A session that has ended anywhere has ended here. */
function showDoor(error: unknown): void {
  const present = cache.getQueryData(['session']);
  if (present && error instanceof ProblemError && error.status === signedOut) {
    cache.setQueryData(['session'], null);
  }
}

const root = document.getElementById('root');
if (!root) throw new Error('no root element');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={cache}>
      <ClientProvider value={client}>
        <PreferencesProvider>
          <App />
        </PreferencesProvider>
      </ClientProvider>
    </QueryClientProvider>
  </StrictMode>,
);
