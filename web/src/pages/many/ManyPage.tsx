import { useInfo } from '../../api/resources';
import { useWords } from '../../i18n/context';
import { ButtonLink } from '../../parts/Button';
import { Loaded } from '../../parts/Loaded';
import { Head } from '../../parts/Page';
import { useTimes } from '../../time/context';
import { Many } from './Many';

export default function ManyPage() {
  const { t } = useWords();
  const times = useTimes();
  const info = useInfo();
  return (
    <>
      <Head
        title={t('many.title')}
        lead={t('many.lead', {
          count: info.data?.limits.rows_per_batch ?? 0,
          zone: times.zone,
          offset: times.offset,
        })}
        actions={<ButtonLink href="/new">{t('many.one')}</ButtonLink>}
      />
      <Loaded query={info}>{(value) => <Many info={value} />}</Loaded>
    </>
  );
}
