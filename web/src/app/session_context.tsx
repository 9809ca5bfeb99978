import { createContext, useContext } from 'react';
import type { Session } from '../api/types';

const SessionContext = createContext<Session | null>(null);

export const SessionProvider = SessionContext.Provider;

/** Whoever is signed in; every page behind the door has one. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('nobody is signed in');
  return session;
}
