import type { ReactNode } from 'react';
import { asProblem } from '../api/problem';
import { useWords } from '../i18n/context';
import { Button, ButtonLink } from './Button';
import { Empty } from './Empty';

interface Asked<T> {
  data: T | undefined;
  error: unknown;
  refetch: () => unknown;
}

/** What a query brought, or why it did not. Old values stay while new ones are asked for. */
export function Loaded<T>({
  query,
  children,
}: {
  query: Asked<T>;
  children: (value: T) => ReactNode;
}) {
  const { t, maybe } = useWords();
  if (query.data !== undefined) return children(query.data);
  if (!query.error) return <p className="loading muted">{t('loading')}</p>;
  const problem = asProblem(query.error);
  if (problem.status === 404 || problem.status === 403) {
    return (
      <section className="panel" aria-label={t('missing.title')}>
        <Empty
          icon="cancelled"
          title={t('missing.title')}
          actions={
            <ButtonLink look="primary" href="/active">
              {t('missing.back')}
            </ButtonLink>
          }
        >
          {t('missing.why')}
        </Empty>
      </section>
    );
  }
  return (
    <section className="panel" aria-label={t('broken.title')}>
      <Empty
        icon="failed"
        title={t('broken.title')}
        actions={
          <Button icon="retry" onPress={() => query.refetch()}>
            {t('broken.again')}
          </Button>
        }
      >
        {maybe(`problem.${problem.code}`) ?? problem.detail ?? problem.title}
      </Empty>
    </section>
  );
}
