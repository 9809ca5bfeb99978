import type { Batch } from '../../api/types';
import { useWords } from '../../i18n/context';
import { Banner } from '../../parts/Banner';
import { ButtonLink } from '../../parts/Button';
import type { BatchPlanning } from './planning';

interface PlannedBannerProps {
  batch: Batch;
  planning: BatchPlanning;
}

export function PlannedBanner({ batch, planning }: PlannedBannerProps) {
  const { t } = useWords();
  const { kept, accepted, step } = planning;
  const lines = kept.map(({ line }) => line).join(', ');
  return (
    <Banner
      tone={kept.length > 0 ? 'attention' : 'ok'}
      title={
        kept.length > 0 && step === 'planned'
          ? t('planned.some', {
              accepted: t('planned.all', { count: accepted }),
              kept: t('planned.kept', { count: kept.length }),
            })
          : t('planned.all', { count: accepted })
      }
      actions={<ButtonLink href={`/batches/${batch.id}`}>{t('planned.open')}</ButtonLink>}
    >
      <p>
        {t('planned.batch', {
          name: batch.name || String(batch.number),
          number: String(batch.number),
        })}{' '}
        {kept.length > 0 && t('planned.nothing_lost', { lines })}
      </p>
    </Banner>
  );
}
