import { useMemo } from 'react';
import { Link, useSearchParams } from 'wouter';
import { useBatches } from '../../api/batches';
import type { Migration } from '../../api/types';
import { useWords } from '../../i18n/context';
import { accountOf } from '../../migration/actions';
import { batchName } from '../../migration/batch_state';
import { migrationColumns } from '../../migration/columns';
import { useLoadedList } from '../../migration/loaded_list';
import { ButtonLink } from '../../parts/Button';
import { DataTable } from '../../parts/DataTable';
import { Empty } from '../../parts/Empty';
import { Loaded } from '../../parts/Loaded';
import { Head } from '../../parts/Page';
import { Panel } from '../../parts/Panel';
import { useTimes } from '../../time/context';

const idOf = (migration: Migration) => migration.id;

/** All migrations and batches, active and finished, that hold the words. */
export default function FindPage() {
  const words = useWords();
  const { t } = words;
  const times = useTimes();
  const [search] = useSearchParams();
  const q = search.get('q') ?? '';
  const list = useLoadedList({ view: 'all', q });
  const batches = (useBatches().data?.items ?? []).filter((batch) =>
    batchName(batch).toLowerCase().includes(q.toLowerCase()),
  );
  const columns = useMemo(() => {
    const { state, account, from, messages, next } = migrationColumns(words, times);
    return [state, account, from, messages, next];
  }, [words, times]);
  return (
    <>
      <Head title={t('find.title', { q })} />
      {q !== '' && batches.length > 0 && (
        <Panel title={t('nav.batches')} padded>
          <ul className="row">
            {batches.map((batch) => (
              <li key={batch.id}>
                <Link href={`/batches/${batch.id}`}>{batchName(batch)}</Link>
              </li>
            ))}
          </ul>
        </Panel>
      )}
      <Loaded query={list.query}>
        {() => (
          <Panel title={t('find.migrations')}>
            {list.rows.length > 0 ? (
              <DataTable
                fixed
                cards
                label={t('find.migrations')}
                rows={list.rows}
                total={list.total}
                columns={columns}
                idOf={idOf}
                nameOf={accountOf}
                onEnd={list.more}
              />
            ) : (
              <Empty
                icon="search"
                title={t('find.nothing', { q })}
                actions={<ButtonLink href="/active">{t('finished.see_active')}</ButtonLink>}
              >
                {t('find.nothing_lead')}
              </Empty>
            )}
          </Panel>
        )}
      </Loaded>
    </>
  );
}
