import { useMemo } from 'react';
import { useAudit } from '../../api/audit';
import type { AuditEntry } from '../../api/types';
import { useWords, type Words } from '../../i18n/context';
import { type Column, DataTable } from '../../parts/DataTable';
import { Empty } from '../../parts/Empty';
import { Loaded } from '../../parts/Loaded';
import { Head } from '../../parts/Page';
import { Panel } from '../../parts/Panel';
import { type Times, useTimes } from '../../time/context';

const idOf = (entry: AuditEntry) => entry.id;

/** What says more than an id. */
const detailOf = ({ detail, object }: AuditEntry) =>
  detail ?? (/^[0-9A-HJKMNP-TV-Z]{26}$/.test(object) ? '–' : object);

function auditColumns({ t, maybe }: Words, times: Times): Column<AuditEntry>[] {
  const actionOf = ({ action }: AuditEntry) => maybe(`audit.${action}`) ?? action;
  return [
    {
      id: 'when',
      name: t('uses.when'),
      width: 148,
      className: 'l-eta',
      cell: ({ at }) => times.moment(at),
      title: ({ at }) => times.full(at),
    },
    {
      id: 'who',
      name: t('uses.who'),
      width: 180,
      className: 'l-name',
      cell: ({ person }) => person?.name ?? t('audit.service'),
      title: ({ person }) => person?.name ?? '',
    },
    {
      id: 'what',
      name: t('uses.what'),
      width: 240,
      className: 'l-state',
      cell: actionOf,
      title: actionOf,
    },
    {
      id: 'detail',
      name: t('audit.detail'),
      className: 'l-prog',
      cell: detailOf,
      title: ({ detail, object }) => detail ?? object,
    },
    {
      id: 'from',
      name: t('column.from'),
      width: 140,
      className: 'l-off mono',
      cell: ({ address }) => address ?? '–',
      title: ({ address }) => address ?? '',
    },
  ];
}

export default function AuditPage() {
  const words = useWords();
  const { t } = words;
  const times = useTimes();
  const audit = useAudit();
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = audit;
  const rows = useMemo(() => data?.pages.flatMap(({ items }) => items) ?? [], [data]);
  const columns = useMemo(() => auditColumns(words, times), [words, times]);
  return (
    <>
      <Head
        title={t('nav.audit')}
        lead={t('audit.lead', { zone: times.zone, offset: times.offset })}
      />
      <Loaded query={audit}>
        {() => (
          <Panel label={t('nav.audit')}>
            {rows.length === 0 ? (
              <Empty icon="audit" title={t('audit.empty')}>
                {t('audit.empty_lead')}
              </Empty>
            ) : (
              <DataTable
                fixed
                cards
                label={t('nav.audit')}
                rows={rows}
                columns={columns}
                idOf={idOf}
                nameOf={idOf}
                onEnd={() => {
                  if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
                }}
              />
            )}
          </Panel>
        )}
      </Loaded>
    </>
  );
}
