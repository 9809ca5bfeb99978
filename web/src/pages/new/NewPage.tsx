import { useInfo } from '../../api/resources';
import { useWords } from '../../i18n/context';
import { ButtonLink } from '../../parts/Button';
import { Loaded } from '../../parts/Loaded';
import { Head } from '../../parts/Page';
import { NewForm } from './NewForm';

export default function NewPage() {
  const { t } = useWords();
  const info = useInfo();
  return (
    <>
      <Head
        title={t('new.title')}
        lead={t('new.lead')}
        actions={<ButtonLink href="/many">{t('new.many')}</ButtonLink>}
      />
      <Loaded query={info}>{(value) => <NewForm info={value} />}</Loaded>
    </>
  );
}
