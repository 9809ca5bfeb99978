import { useMemo, useState } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { address } from '../../api/client';
import { useBatches } from '../../api/batches';
import { useMigrationCounts } from '../../api/migrations';
import { useSession } from '../../app/session_context';
import type { Migration, MigrationState } from '../../api/types';
import { useWords } from '../../i18n/context';
import { accountOf, may } from '../../migration/actions';
import { BulkBar } from '../../migration/BulkBar';
import { countMoved, useLoadedList } from '../../migration/loaded_list';
import { Button, ButtonLink, DownloadLink } from '../../parts/Button';
import { DataTable } from '../../parts/DataTable';
import { SearchField } from '../../parts/Field';
import { FilterChips } from '../../parts/FilterChips';
import { Loaded } from '../../parts/Loaded';
import { Head } from '../../parts/Page';
import { Panel } from '../../parts/Panel';
import { useSettled } from '../../parts/settled';
import { useSelection } from '../../parts/selection';
import { SelectField } from '../../parts/SelectField';
import { useTimes } from '../../time/context';
import { ActiveEmpty } from './ActiveEmpty';
import { useActiveColumns } from './active_columns';
import { type ActiveFilter, activeFilters, rankOf } from './filters';

const defaultSort = 'state';
const idOf = (migration: Migration) => migration.id;

function isFilter(value: string | null): value is ActiveFilter {
  return value !== null && value in activeFilters;
}

function total(counts: Partial<Record<MigrationState, number>>, states: readonly MigrationState[]) {
  return states.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
}

export default function ActivePage() {
  const { t } = useWords();
  const times = useTimes();
  const session = useSession();
  const [, go] = useLocation();
  const [search, setSearch] = useSearchParams();
  const given = search.get('state');
  const filter = isFilter(given) ? given : 'all';
  const batch = search.get('batch') ?? '';
  const [words, setWords] = useState(search.get('q') ?? '');
  const q = useSettled(words.trim());
  const [sort, setSort] = useState(defaultSort);
  const selection = useSelection();

  const set = (name: string, value: string) =>
    setSearch((present) => {
      const next = new URLSearchParams(present);
      if (value) next.set(name, value);
      else next.delete(name);
      return next;
    });

  const wide = { view: 'active' as const, q, batch };
  const counts = useMigrationCounts(wide).data;
  const list = useLoadedList({ ...wide, state: activeFilters[filter].states.join(','), sort });
  const known = useBatches().data?.items;
  const batches = known ?? [];
  const batchNames = useMemo(
    () => new Map((known ?? []).map(({ id, name, number }) => [id, name || String(number)])),
    [known],
  );
  const columns = useActiveColumns(batchNames);

  const chosen = list.rows.filter(({ id }) => selection.chosen.has(id));
  const moved = sort === defaultSort ? countMoved(list.pages, rankOf) : 0;
  const clear = () => {
    setWords('');
    go('/active');
  };

  return (
    <>
      <Head
        title={t('active.title')}
        lead={t('active.lead', { zone: times.zone, offset: times.offset })}
        actions={
          may(session, 'plan') && (
            <ButtonLink look="primary" icon="plus" href="/new">
              {t('nav.new')}
            </ButtonLink>
          )
        }
      />
      <Loaded query={list.query}>
        {() => (
          <Panel
            label={t('active.title')}
            footer={
              list.rows.length > 0 && (
                <span className="small muted grow">
                  {list.rows.length < list.total
                    ? t('table.shown', { shown: list.rows.length, count: list.total })
                    : t('table.all_shown', { count: list.total })}
                </span>
              )
            }
          >
            <div className="tools">
              <FilterChips
                label={t('filter.by_state')}
                chosen={filter}
                onChoose={(id) => set('state', id === 'all' ? '' : id)}
                chips={Object.entries(activeFilters).map(([id, { name, tone, states }]) => ({
                  id: id as ActiveFilter,
                  name: t(name),
                  ...(tone && { tone }),
                  count: counts && (id === 'all' ? counts.total : total(counts.counts, states)),
                }))}
              />
            </div>
            <div className="tools">
              <SearchField label={t('active.search')} value={words} onChange={setWords} />
              {batches.length > 0 && (
                <SelectField
                  small
                  hideLabel
                  label={t('column.batch')}
                  value={batch}
                  onChange={(id) => set('batch', id)}
                  choices={[
                    { id: '', name: t('filter.all_batches') },
                    ...batches.map(({ id, name, number }) => ({
                      id,
                      name: name || String(number),
                    })),
                  ]}
                />
              )}
              <span className="grow" />
              {moved > 0 && (
                <Button small icon="retry" onPress={() => void list.query.refetch()}>
                  {t('active.sort_again', { count: moved })}
                </Button>
              )}
              <DownloadLink small icon="download" href={address('/migrations.csv', wide)}>
                {t('csv')}
              </DownloadLink>
            </div>
            {chosen.length > 0 && <BulkBar chosen={chosen} onClear={selection.clear} />}
            {list.rows.length > 0 ? (
              <DataTable
                fixed
                cards
                label={t('active.table', { shown: list.rows.length, count: list.total })}
                rows={list.rows}
                total={list.total}
                columns={columns}
                idOf={idOf}
                nameOf={accountOf}
                selection={selection}
                sort={sort}
                onSort={setSort}
                onEnd={list.more}
              />
            ) : (
              <ActiveEmpty
                filtered={q !== '' || batch !== '' || filter !== 'all'}
                onClear={clear}
              />
            )}
          </Panel>
        )}
      </Loaded>
    </>
  );
}
