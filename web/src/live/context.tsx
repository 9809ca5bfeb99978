import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { address } from '../api/client';
import { checkKey } from '../api/checks';
import { migrationKeys } from '../api/migrations';
import { overviewKey } from '../api/resources';
import type { MigrationState } from '../api/types';
import { Announcer } from './Announcer';
import { mergeBatches, mergeMigrations, mergeOverview } from './merge';
import { type News, Stream, type StreamState } from './stream';

interface Live {
  state: StreamState;
  /** When the service last told something. */
  heardAt: Date | null;
  retryAt: Date | null;
  retry: () => void;
}

const LiveContext = createContext<Live>({
  state: 'connecting',
  heardAt: null,
  retryAt: null,
  retry: () => undefined,
});

export const useLive = () => useContext(LiveContext);

function merge(cache: QueryClient, news: News): void {
  if (news.migrations.size > 0) mergeMigrations(cache, news.migrations);
  for (const { id, state } of news.migrations.values()) {
    // Folders, runs and errors are asked for while it runs, and once more when that is over.
    if (state) void cache.invalidateQueries({ queryKey: migrationKeys.parts(id) });
  }
  if (news.batches.size > 0) mergeBatches(cache, news.batches);
  for (const id of new Set(news.checks.map((check) => check.id))) {
    // An event tells how many; which rows is asked for, so that both agree.
    void cache.invalidateQueries({ queryKey: checkKey(id) });
  }
  if (news.overview) {
    if (Object.keys(news.overview).length > 0) mergeOverview(cache, news.overview);
    else void cache.invalidateQueries({ queryKey: overviewKey });
  }
}

function newStates(news: News): MigrationState[] {
  return [...news.migrations.values()].flatMap(({ state }) => state ?? []);
}

export function LiveProvider({ children }: { children: ReactNode }) {
  const cache = useQueryClient();
  const [state, setState] = useState<StreamState>('connecting');
  const [retryAt, setRetryAt] = useState<Date | null>(null);
  const [heardAt, setHeardAt] = useState<Date | null>(null);
  const [states, setStates] = useState<readonly MigrationState[]>([]);
  const stream = useRef<Stream | null>(null);

  useEffect(() => {
    const opened = new Stream(address('/events'), {
      onNews: (news) => {
        merge(cache, news);
        setHeardAt(new Date());
        const changed = newStates(news);
        if (changed.length === 0) return;
        setStates(changed);
        void cache.invalidateQueries({ queryKey: migrationKeys.counts });
      },
      onState: (next, at) => {
        setState(next);
        setRetryAt(at);
        if (next === 'live') setHeardAt(new Date());
        // Whoever was signed out meanwhile is shown the door.
        else void cache.invalidateQueries({ queryKey: ['session'] });
      },
      onGap: () => void cache.invalidateQueries(),
    });
    stream.current = opened;
    opened.open();
    return () => opened.close();
  }, [cache]);

  const retry = useCallback(() => stream.current?.open(), []);
  const live = useMemo(
    () => ({ state, heardAt, retryAt, retry }),
    [state, heardAt, retryAt, retry],
  );
  return (
    <LiveContext.Provider value={live}>
      {children}
      <Announcer states={states} />
    </LiveContext.Provider>
  );
}
