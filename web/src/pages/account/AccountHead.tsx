import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useBatch } from '../../api/batches';
import { useAct, useDeleteMigration } from '../../api/migrations';
import type { Migration } from '../../api/types';
import { useSession } from '../../app/session_context';
import { percent } from '../../i18n/quantities';
import { useWords } from '../../i18n/context';
import { actionIcons, orderedActions } from '../../migration/action_looks';
import { accountOf, isFinished, isPossible, may, permissionFor } from '../../migration/actions';
import { CancelQuestion } from '../../migration/CancelQuestion';
import { ChangeTimes } from '../../migration/ChangeTimes';
import { MigrationStateMark } from '../../migration/MigrationStateMark';
import { refusalLines } from '../../migration/refusals';
import { Note } from '../../parts/Banner';
import { Button } from '../../parts/Button';
import { Question } from '../../parts/Dialog';
import { Head } from '../../parts/Page';
import { ProblemNote } from '../../parts/ProblemNote';

function Crumbs({ migration }: { migration: Migration }) {
  const { t } = useWords();
  const finished = isFinished(migration.state);
  return (
    <>
      <Link href={finished ? '/finished' : '/active'}>
        {finished ? t('nav.finished') : t('nav.active')}
      </Link>
      {migration.batch_id && <BatchCrumb id={migration.batch_id} />}
    </>
  );
}

function BatchCrumb({ id }: { id: string }) {
  const batch = useBatch(id).data;
  if (!batch) return null;
  return (
    <>
      {' › '}
      <Link href={`/batches/${id}`}>{batch.name || batch.number}</Link>
    </>
  );
}

function Lead({ migration }: { migration: Migration }) {
  const { t, duration } = useWords();
  const { messages_done: done, messages_total: total, eta_seconds: eta } = migration.progress;
  return (
    <>
      <MigrationStateMark migration={migration} />{' '}
      {migration.state === 'running' && total > 0 && (
        <span className="muted">
          {t('account.percent', { percent: percent(done, total) })}
          {eta !== null && `, ${t('account.left', { time: duration(eta) })}`}
        </span>
      )}
    </>
  );
}

export function AccountHead({ migration }: { migration: Migration }) {
  const { t } = useWords();
  const session = useSession();
  const [, go] = useLocation();
  const act = useAct();
  const remove = useDeleteMigration();
  const [asking, setAsking] = useState<'cancel' | 'times' | 'delete' | null>(null);
  const { id, state } = migration;
  const close = () => setAsking(null);
  const possible = orderedActions.filter(
    (action) => may(session, permissionFor(action)) && isPossible(action, state),
  );
  const refused = act.data ? refusalLines(act.data, [migration]) : [];
  return (
    <>
      <Head
        title={accountOf(migration)}
        crumbs={<Crumbs migration={migration} />}
        lead={<Lead migration={migration} />}
        actions={
          <>
            {possible
              .filter((action) => action !== 'cancel')
              .map((action) => (
                <Button
                  key={action}
                  icon={actionIcons[action]}
                  onPress={() => act.mutate({ ids: [id], action })}
                >
                  {t(`action.${action}`)}
                </Button>
              ))}
            {may(session, 'plan') && !isFinished(state) && (
              <Button icon="waiting" onPress={() => setAsking('times')}>
                {t('action.times')}
              </Button>
            )}
            {possible.includes('cancel') && (
              <Button look="danger" icon={actionIcons.cancel} onPress={() => setAsking('cancel')}>
                {t('action.cancel')}
              </Button>
            )}
            {may(session, 'delete_finished') && isFinished(state) && (
              <Button icon="trash" onPress={() => setAsking('delete')}>
                {t('action.delete')}
              </Button>
            )}
          </>
        }
      />
      {refused.length > 0 && <Note tone="attention" title={refused.join(' ')} />}
      <ProblemNote error={act.error} />
      {asking === 'cancel' && <CancelQuestion migrations={[migration]} onClose={close} />}
      {asking === 'times' && <ChangeTimes migrations={[migration]} onClose={close} />}
      {asking === 'delete' && (
        <Question
          title={t('delete.title', { name: accountOf(migration) })}
          act={t('delete.act')}
          icon="trash"
          keep={t('delete.keep')}
          busy={remove.isPending}
          onAct={() => remove.mutate(id, { onSuccess: () => go('/finished') })}
          onClose={close}
        >
          <p>{t('delete.what_goes')}</p>
          <ProblemNote error={remove.error} />
        </Question>
      )}
    </>
  );
}
