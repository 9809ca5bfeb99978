import { useParams } from 'wouter';
import { useFolders, useMigration, useMigrationErrors, useRuns } from '../../api/migrations';
import type { Migration } from '../../api/types';
import { useSession } from '../../app/session_context';
import { may } from '../../migration/actions';
import { Loaded } from '../../parts/Loaded';
import { AccountHead } from './AccountHead';
import { Counters } from './Counters';
import { Details } from './Details';
import { ErrorList } from './ErrorList';
import { FolderTable } from './FolderTable';
import { Logs } from './Logs';
import { NowDoing } from './NowDoing';
import { Passwords } from './Passwords';
import { PlanSteps } from './PlanSteps';

export default function AccountPage() {
  const { id } = useParams<{ id: string }>();
  return (
    <Loaded query={useMigration(id)}>{(migration) => <Account migration={migration} />}</Loaded>
  );
}

function Account({ migration }: { migration: Migration }) {
  const { id, state } = migration;
  const session = useSession();
  const running = state === 'running';
  const folders = useFolders(id, running).data ?? [];
  const runs = useRuns(id, running).data ?? [];
  const errors = useMigrationErrors(id, running).data ?? [];
  return (
    <>
      <AccountHead migration={migration} />
      <Counters migration={migration} errors={errors} />
      <div className="cols">
        <div className="stack">
          <NowDoing migration={migration} />
          {state === 'failed' && may(session, 'plan') && <Passwords migration={migration} />}
          <ErrorList errors={errors} total={migration.progress.messages_total} />
          <FolderTable folders={folders} />
          <Logs id={id} runs={runs} />
        </div>
        <div className="stack">
          <Details migration={migration} />
          <PlanSteps migration={migration} runs={runs} />
        </div>
      </div>
    </>
  );
}
