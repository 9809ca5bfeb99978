import { useWords } from '../i18n/context';
import { useLive } from '../live/context';
import { Banner } from '../parts/Banner';
import { Button } from '../parts/Button';
import { useTimes } from '../time/context';

/** The numbers stay as they were; this says from when they are. */
export function LostBanner() {
  const { t } = useWords();
  const { state, heardAt, retryAt, retry } = useLive();
  const times = useTimes();
  if (state !== 'lost') return null;
  return (
    <Banner
      tone="failed"
      title={t('lost.title')}
      actions={
        <Button icon="retry" onPress={retry}>
          {t('lost.retry')}
        </Button>
      }
    >
      <p>
        {heardAt && t('lost.since', { time: times.seconds(heardAt) })} <b>{t('lost.goes_on')}</b>{' '}
        {retryAt && t('lost.next', { time: times.seconds(retryAt) })}
      </p>
    </Banner>
  );
}
