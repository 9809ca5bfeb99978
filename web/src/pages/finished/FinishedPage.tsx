import { useMemo, useState } from 'react';
import { Link } from 'wouter';
import { address } from '../../api/client';
import { useMigrationCounts } from '../../api/migrations';
import type { Migration, MigrationState } from '../../api/types';
import { useWords, type Words } from '../../i18n/context';
import { accountOf } from '../../migration/actions';
import { migrationColumns } from '../../migration/columns';
import { useLoadedList } from '../../migration/loaded_list';
import { Button, ButtonLink, DownloadLink } from '../../parts/Button';
import { type Column, DataTable } from '../../parts/DataTable';
import { Empty } from '../../parts/Empty';
import { SearchField } from '../../parts/Field';
import { type Chip, FilterChips } from '../../parts/FilterChips';
import { Loaded } from '../../parts/Loaded';
import { Head } from '../../parts/Page';
import { Panel } from '../../parts/Panel';
import { useSettled } from '../../parts/settled';
import { type Times, useTimes } from '../../time/context';

type Verdict = 'all' | 'complete' | 'incomplete' | 'cancelled';

const idOf = (migration: Migration) => migration.id;

function finishedColumns(words: Words, times: Times): Column<Migration>[] {
  const { t, number, size, duration } = words;
  const { state, account } = migrationColumns(words, times);
  const count = (
    id: string,
    name: string,
    of: (migration: Migration) => number,
  ): Column<Migration> => ({
    id,
    name,
    width: 88,
    className: 'num l-off',
    cell: (migration) => (of(migration) > 0 ? number(of(migration)) : '–'),
  });
  return [
    { ...state, name: t('finished.verdict'), width: 232 },
    account,
    count('messages', t('column.messages'), ({ progress }) => progress.messages_done),
    count('left_out', t('folder.left_out'), ({ result }) => result?.excluded ?? 0),
    count(
      'not_moved',
      t('finished.not_moved'),
      ({ result }) => (result?.failed ?? 0) + (result?.missing ?? 0),
    ),
    {
      id: 'size',
      name: t('counters.size'),
      width: 76,
      className: 'num l-off',
      cell: ({ progress }) => size(progress.bytes_done),
    },
    {
      id: 'duration',
      name: t('counters.duration'),
      width: 80,
      className: 'num l-off',
      cell: ({ result }) => (result ? duration(result.duration_seconds) : '–'),
    },
    {
      id: 'ended',
      name: t('nav.finished'),
      width: 108,
      className: 'l-eta',
      cell: ({ state_since: since }) => times.moment(since),
      title: ({ state_since: since }) => times.full(since),
    },
    {
      id: 'logs',
      name: t('logs.title'),
      silent: true,
      width: 64,
      className: 'num l-more',
      cell: (migration) => (
        <Link
          href={`/migrations/${migration.id}`}
          aria-label={t('finished.logs_of', { name: accountOf(migration) })}
        >
          {t('logs.title')}
        </Link>
      ),
    },
  ];
}

function chipsOf(
  { t }: Words,
  counts: Partial<Record<MigrationState, number>> | undefined,
  total: number | undefined,
): Chip<Verdict>[] {
  return [
    { id: 'all', name: t('filter.all'), count: total },
    {
      id: 'complete',
      name: t('state.complete'),
      count: counts && (counts.complete ?? 0),
      tone: 'ok',
    },
    {
      id: 'incomplete',
      name: t('finished.look'),
      count: counts && (counts.incomplete ?? 0),
      tone: 'attention',
    },
    {
      id: 'cancelled',
      name: t('state.cancelled'),
      count: counts && (counts.cancelled ?? 0),
      tone: 'waiting',
      icon: 'cancelled',
    },
  ];
}

export default function FinishedPage() {
  const words = useWords();
  const { t } = words;
  const times = useTimes();
  const [verdict, setVerdict] = useState<Verdict>('all');
  const [typed, setTyped] = useState('');
  const q = useSettled(typed.trim());
  const wide = { view: 'finished' as const, q };
  const counts = useMigrationCounts(wide).data;
  const list = useLoadedList({ ...wide, state: verdict === 'all' ? '' : verdict });
  const columns = useMemo(() => finishedColumns(words, times), [words, times]);
  const filtered = q !== '' || verdict !== 'all';
  return (
    <>
      <Head
        title={t('finished.title')}
        lead={t('finished.lead')}
        actions={
          <DownloadLink icon="download" href={address('/migrations.csv', wide)}>
            {t('csv.export')}
          </DownloadLink>
        }
      />
      <Loaded query={list.query}>
        {() => (
          <Panel label={t('finished.title')}>
            <div className="tools">
              <FilterChips
                label={t('finished.filter')}
                chosen={verdict}
                onChoose={setVerdict}
                chips={chipsOf(words, counts?.counts, counts?.total)}
              />
              <span className="grow" />
              <SearchField label={t('active.search')} value={typed} onChange={setTyped} />
            </div>
            {list.rows.length > 0 ? (
              <DataTable
                fixed
                cards
                label={t('finished.table', { shown: list.rows.length, count: list.total })}
                rows={list.rows}
                total={list.total}
                columns={columns}
                idOf={idOf}
                nameOf={accountOf}
                onEnd={list.more}
              />
            ) : filtered ? (
              <Empty
                icon="search"
                title={t('filter.nothing')}
                actions={
                  <Button
                    icon="x"
                    onPress={() => {
                      setTyped('');
                      setVerdict('all');
                    }}
                  >
                    {t('filter.clear')}
                  </Button>
                }
              >
                {t('filter.nothing_lead')}
              </Empty>
            ) : (
              <Empty
                icon="done"
                title={t('finished.empty')}
                actions={
                  <ButtonLink icon="active" href="/active">
                    {t('finished.see_active')}
                  </ButtonLink>
                }
              >
                {t('finished.empty_lead')}
              </Empty>
            )}
          </Panel>
        )}
      </Loaded>
    </>
  );
}
