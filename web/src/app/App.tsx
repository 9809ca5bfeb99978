import { useSessionQuery } from '../api/session';
import { LiveProvider } from '../live/context';
import { Door } from '../pages/door/Door';
import { Pages } from './Pages';
import { SessionProvider } from './session_context';
import { Shell } from './Shell';

export function App() {
  const session = useSessionQuery();
  if (session.isPending) return null;
  if (!session.data) return <Door failure={session.error} retry={() => void session.refetch()} />;
  return (
    <SessionProvider value={session.data}>
      <LiveProvider>
        <Shell>
          <Pages />
        </Shell>
      </LiveProvider>
    </SessionProvider>
  );
}
