import { useSession } from '../app/session_context';
import { useAct } from '../api/migrations';
import type { Migration } from '../api/types';
import { useWords } from '../i18n/context';
import { Question } from '../parts/Dialog';
import { ProblemNote } from '../parts/ProblemNote';
import { accountOf } from './actions';

const namesShown = 3;

interface CancelQuestionProps {
  migrations: readonly Migration[];
  onClose: () => void;
  onDone?: () => void;
}

export function CancelQuestion({ migrations, onClose, onDone }: CancelQuestionProps) {
  const { t } = useWords();
  const { features } = useSession();
  const act = useAct();
  const count = migrations.length;
  const names = migrations.slice(0, namesShown).map(accountOf).join(', ');
  const rest = count - namesShown;
  const cancel = () =>
    act.mutate(
      { ids: migrations.map(({ id }) => id), action: 'cancel' },
      {
        onSuccess: () => {
          onDone?.();
          onClose();
        },
      },
    );
  return (
    <Question
      title={t('cancel.title', { count })}
      act={t('cancel.act', { count })}
      icon="cancelled"
      keep={t('cancel.keep')}
      busy={act.isPending}
      onAct={cancel}
      onClose={onClose}
    >
      <p>{rest > 0 ? t('cancel.names_and_more', { names, count: rest }) : names}</p>
      <p>{t('cancel.what_stays')}</p>
      {features.licences && <p>{t('cancel.credits', { count })}</p>}
      <ProblemNote error={act.error} />
    </Question>
  );
}
