import { useWords } from '../../i18n/context';
import { ButtonLink } from '../../parts/Button';
import { Empty } from '../../parts/Empty';
import { Head } from '../../parts/Page';

export default function MissingPage() {
  const { t } = useWords();
  return (
    <>
      <Head title={t('missing.page')} />
      <section className="panel" aria-label={t('missing.page')}>
        <Empty
          icon="cancelled"
          title={t('missing.nothing')}
          actions={
            <ButtonLink look="primary" href="/">
              {t('missing.overview')}
            </ButtonLink>
          }
        >
          {t('missing.why_page')}
        </Empty>
      </section>
    </>
  );
}
