import { useDeleteBatch } from '../../api/batches';
import type { Batch } from '../../api/types';
import { useWords } from '../../i18n/context';
import { batchName, isOver } from '../../migration/batch_state';
import { Button, ButtonLink } from '../../parts/Button';
import { Dialog, Question } from '../../parts/Dialog';
import { ProblemNote } from '../../parts/ProblemNote';

interface DeleteBatchProps {
  batch: Batch;
  onClose: () => void;
  onDone?: () => void;
}

/** Asks first; a batch that still runs is refused with the way out. */
export function DeleteBatch({ batch, onClose, onDone }: DeleteBatchProps) {
  const { t } = useWords();
  const remove = useDeleteBatch();
  const name = batchName(batch);
  if (!isOver(batch)) {
    return (
      <Dialog title={t('batches.not_yet', { name })} onClose={onClose}>
        <p>{t('batches.not_yet_lead')}</p>
        <div className="row">
          <ButtonLink look="primary" href={`/batches/${batch.id}`}>
            {t('planned.open')}
          </ButtonLink>
          <Button onPress={onClose}>{t('close')}</Button>
        </div>
      </Dialog>
    );
  }
  return (
    <Question
      title={t('delete.title', { name })}
      act={t('delete.act')}
      icon="trash"
      keep={t('delete.keep')}
      busy={remove.isPending}
      onAct={() =>
        remove.mutate(batch.id, {
          onSuccess: () => {
            onClose();
            onDone?.();
          },
        })
      }
      onClose={onClose}
    >
      <p>{t('delete.batch', { count: batch.accounts })}</p>
      <ProblemNote error={remove.error} />
    </Question>
  );
}
