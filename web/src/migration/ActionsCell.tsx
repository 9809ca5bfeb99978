import { useState } from 'react';
import { useSession } from '../app/session_context';
import { useAct } from '../api/migrations';
import type { Migration, MigrationAction } from '../api/types';
import { useWords } from '../i18n/context';
import { ActionMenu } from '../parts/ActionMenu';
import { accountOf, isPossible, may, permissionFor } from './actions';
import { CancelQuestion } from './CancelQuestion';
import { actionIcons, orderedActions } from './action_looks';

/** What can be done with one row, and nothing that cannot. */
export function ActionsCell({ migration }: { migration: Migration }) {
  const { t } = useWords();
  const session = useSession();
  const act = useAct();
  const [asking, setAsking] = useState(false);
  const run = (action: MigrationAction) => {
    if (action === 'cancel') setAsking(true);
    else act.mutate({ ids: [migration.id], action });
  };
  const possible = orderedActions.filter(
    (action) => may(session, permissionFor(action)) && isPossible(action, migration.state),
  );
  return (
    <>
      <ActionMenu
        label={t('actions.of', { name: accountOf(migration) })}
        actions={possible.map((action) => ({
          id: action,
          name: t(`action.${action}`),
          icon: actionIcons[action],
          danger: action === 'cancel',
          run: () => run(action),
        }))}
      />
      {asking && <CancelQuestion migrations={[migration]} onClose={() => setAsking(false)} />}
    </>
  );
}
