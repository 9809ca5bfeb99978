import { useMemo, useState } from 'react';
import { Link } from 'wouter';
import { useBatches } from '../../api/batches';
import { useInfo } from '../../api/resources';
import type { Batch } from '../../api/types';
import { useSession } from '../../app/session_context';
import { useWords, type Words } from '../../i18n/context';
import { may } from '../../migration/actions';
import { BatchMark, batchName, isOver } from '../../migration/batch_state';
import { Button, ButtonLink } from '../../parts/Button';
import { type Column, DataTable } from '../../parts/DataTable';
import { Empty } from '../../parts/Empty';
import { Loaded } from '../../parts/Loaded';
import { Head } from '../../parts/Page';
import { Panel } from '../../parts/Panel';
import { type Times, useTimes } from '../../time/context';
import { batchResult, secondRunText } from './batch_words';
import { DeleteBatch } from './DeleteBatch';

function batchColumns(
  words: Words,
  times: Times,
  onDelete: ((batch: Batch) => void) | null,
): Column<Batch>[] {
  const { t } = words;
  const columns: Column<Batch>[] = [
    {
      id: 'number',
      name: t('batches.number'),
      width: 80,
      className: 'num l-off',
      cell: ({ number }) => String(number),
    },
    {
      id: 'name',
      name: t('batches.name'),
      className: 'l-name',
      cell: (batch) => (
        <Link className="main" href={`/batches/${batch.id}`}>
          {batchName(batch)}
        </Link>
      ),
      title: batchName,
    },
    {
      id: 'state',
      name: t('column.state'),
      width: 196,
      className: 'l-state',
      cell: (batch) => <BatchMark batch={batch} />,
    },
    {
      id: 'accounts',
      name: t('batches.accounts'),
      width: 84,
      className: 'num l-eta',
      cell: ({ accounts }) => words.number(accounts),
    },
    {
      id: 'by',
      name: t('details.asked_by'),
      width: 120,
      className: 'l-off',
      cell: ({ created_by: by }) => by?.name ?? '–',
      title: ({ created_by: by }) => by?.name ?? '',
    },
    {
      id: 'first',
      name: t('run.first'),
      width: 112,
      className: 'l-off',
      cell: ({ first_run_at: at, created_at: created }) => times.moment(at ?? created),
    },
    {
      id: 'second',
      name: t('run.second'),
      width: 112,
      className: 'l-off',
      cell: (batch) => secondRunText(batch, words, times),
    },
    {
      id: 'result',
      name: t('batches.result'),
      className: 'l-off',
      cell: (batch) => batchResult(batch, words),
      title: (batch) => batchResult(batch, words),
    },
  ];
  if (!onDelete) return columns;
  return [
    ...columns,
    {
      id: 'actions',
      name: t('column.actions'),
      silent: true,
      width: 56,
      className: 'num l-more',
      cell: (batch) => (
        <Button
          small
          look="quiet"
          icon="trash"
          label={t('batches.delete', { name: batchName(batch) })}
          onPress={() => onDelete(batch)}
        />
      ),
    },
  ];
}

const idOf = (batch: Batch) => batch.id;

export default function BatchesPage() {
  const words = useWords();
  const { t } = words;
  const times = useTimes();
  const session = useSession();
  const batches = useBatches();
  const limit = useInfo().data?.limits.batches_per_customer ?? 0;
  const [leaving, setLeaving] = useState<Batch | null>(null);
  const mayDelete = may(session, 'delete_finished');
  const columns = useMemo(
    () => batchColumns(words, times, mayDelete ? setLeaving : null),
    [words, times, mayDelete],
  );
  const many = may(session, 'plan') && (
    <ButtonLink look="primary" icon="list" href="/many">
      {t('nav.many')}
    </ButtonLink>
  );
  const open = batches.data?.items.filter((batch) => !isOver(batch)).length ?? 0;
  return (
    <>
      <Head title={t('nav.batches')} lead={t('batches.lead', { open, limit })} actions={many} />
      <Loaded query={batches}>
        {({ items }) => (
          <Panel label={t('nav.batches')}>
            {items.length > 0 ? (
              <DataTable
                fixed
                cards
                label={t('nav.batches')}
                rows={items}
                columns={columns}
                idOf={idOf}
                nameOf={batchName}
              />
            ) : (
              <Empty icon="batches" title={t('batches.empty')} actions={many}>
                {t('batches.empty_lead')}
              </Empty>
            )}
          </Panel>
        )}
      </Loaded>
      {leaving && <DeleteBatch batch={leaving} onClose={() => setLeaving(null)} />}
    </>
  );
}
