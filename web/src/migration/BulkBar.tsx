import { useState } from 'react';
import { useSession } from '../app/session_context';
import { useAct } from '../api/migrations';
import type { Migration, MigrationAction } from '../api/types';
import { useWords } from '../i18n/context';
import { Note } from '../parts/Banner';
import { Button } from '../parts/Button';
import { ProblemNote } from '../parts/ProblemNote';
import { isPossible, may, permissionFor } from './actions';
import { actionIcons, orderedActions } from './action_looks';
import { CancelQuestion } from './CancelQuestion';
import { ChangeTimes } from './ChangeTimes';
import { refusalLines } from './refusals';

interface BulkBarProps {
  chosen: readonly Migration[];
  onClear: () => void;
}

/** Actions for the selected rows; only those that at least one of them allows. */
export function BulkBar({ chosen, onClear }: BulkBarProps) {
  const { t } = useWords();
  const session = useSession();
  const act = useAct();
  const [asking, setAsking] = useState<'cancel' | 'times' | null>(null);
  const ids = (action: MigrationAction) =>
    chosen.filter(({ state }) => isPossible(action, state)).map(({ id }) => id);
  const possible = orderedActions.filter(
    (action) => may(session, permissionFor(action)) && ids(action).length > 0,
  );
  const plannable = chosen.filter(({ state }) => isPossible('cancel', state));
  const refused = act.data ? refusalLines(act.data, chosen) : [];
  return (
    <>
      <div className="bulk" role="group" aria-label={t('bulk.label')}>
        <strong>{t('bulk.selected', { count: chosen.length })}</strong>
        {possible
          .filter((action) => action !== 'cancel')
          .map((action) => (
            <Button
              key={action}
              small
              icon={actionIcons[action]}
              onPress={() => act.mutate({ ids: ids(action), action })}
            >
              {t(`action.${action}`)}
            </Button>
          ))}
        {may(session, 'plan') && plannable.length > 0 && (
          <Button small icon="waiting" onPress={() => setAsking('times')}>
            {t('action.times')}
          </Button>
        )}
        {possible.includes('cancel') && (
          <Button small look="danger" icon="cancelled" onPress={() => setAsking('cancel')}>
            {t('action.cancel')}
          </Button>
        )}
        <span className="grow" />
        <Button small look="quiet" icon="x" onPress={onClear}>
          {t('bulk.clear')}
        </Button>
      </div>
      {refused.length > 0 && (
        <Note tone="attention" title={t('bulk.refused', { count: refused.length })}>
          <ul>
            {refused.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </Note>
      )}
      <ProblemNote error={act.error} />
      {asking === 'cancel' && (
        <CancelQuestion migrations={plannable} onClose={() => setAsking(null)} onDone={onClear} />
      )}
      {asking === 'times' && <ChangeTimes migrations={plannable} onClose={() => setAsking(null)} />}
    </>
  );
}
