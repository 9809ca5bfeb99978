import { useMemo, useState } from 'react';
import { Link, useLocation, useParams } from 'wouter';
import { address } from '../../api/client';
import { useActOnBatch, useBatch } from '../../api/batches';
import type { Batch, Migration, MigrationAction } from '../../api/types';
import { useSession } from '../../app/session_context';
import { useWords } from '../../i18n/context';
import { accountOf, may, permissionFor } from '../../migration/actions';
import { actionIcons } from '../../migration/action_looks';
import { BatchMark, batchName, batchTone, isOver } from '../../migration/batch_state';
import { ChangeTimes } from '../../migration/ChangeTimes';
import { migrationColumns } from '../../migration/columns';
import { useLoadedList } from '../../migration/loaded_list';
import { Button, DownloadLink } from '../../parts/Button';
import { DataTable } from '../../parts/DataTable';
import { Question } from '../../parts/Dialog';
import { Loaded } from '../../parts/Loaded';
import { Head } from '../../parts/Page';
import { Panel } from '../../parts/Panel';
import { Bar } from '../../parts/Progress';
import { ProblemNote } from '../../parts/ProblemNote';
import { useTimes } from '../../time/context';
import { secondRunText } from './batch_words';
import { DeleteBatch } from './DeleteBatch';
import { MxBanner } from './MxBanner';

export default function BatchPage() {
  const { id } = useParams<{ id: string }>();
  return <Loaded query={useBatch(id)}>{(batch) => <BatchShown batch={batch} />}</Loaded>;
}

function BatchShown({ batch }: { batch: Batch }) {
  const list = useLoadedList({ view: 'all', batch: batch.id });
  return (
    <>
      <BatchHead batch={batch} migrations={list.rows} />
      {batch.mx && <MxBanner batch={batch} mx={batch.mx} />}
      <BatchCounters batch={batch} />
      <Accounts batch={batch} list={list} />
    </>
  );
}

function canDo(action: MigrationAction, { counts }: Batch): boolean {
  const some = (...states: (keyof Batch['counts'])[]) =>
    states.some((state) => (counts[state] ?? 0) > 0);
  switch (action) {
    case 'pause':
      return some('running', 'waiting', 'waiting_for_next', 'throttled');
    case 'resume':
      return some('paused');
    case 'run':
      return some('waiting', 'waiting_for_next', 'failed');
    case 'cancel':
      return some('running', 'waiting', 'waiting_for_next', 'throttled', 'paused', 'failed');
  }
}

function BatchHead({ batch, migrations }: { batch: Batch; migrations: readonly Migration[] }) {
  const { t } = useWords();
  const session = useSession();
  const [, go] = useLocation();
  const act = useActOnBatch(batch.id);
  const [asking, setAsking] = useState<'cancel' | 'delete' | 'times' | null>(null);
  const close = () => setAsking(null);
  const open = migrations.filter(
    ({ state }) => !['complete', 'incomplete', 'cancelled'].includes(state),
  );
  const actions = (['pause', 'resume', 'run'] as const).filter(
    (action) => may(session, permissionFor(action)) && canDo(action, batch),
  );
  return (
    <>
      <Head
        title={batchName(batch)}
        crumbs={
          <>
            <Link href="/batches">{t('nav.batches')}</Link> ›{' '}
            {t('batch.crumb', {
              number: String(batch.number),
              name: batch.created_by?.name ?? '–',
            })}
          </>
        }
        lead={<BatchMark batch={batch} />}
        actions={
          <>
            {actions.map((action) => (
              <Button key={action} icon={actionIcons[action]} onPress={() => act.mutate(action)}>
                {t(`batch.act_${action}`)}
              </Button>
            ))}
            {may(session, 'plan') && open.length > 0 && (
              <Button icon="waiting" onPress={() => setAsking('times')}>
                {t('action.times')}
              </Button>
            )}
            {may(session, 'plan') && canDo('cancel', batch) && (
              <Button look="danger" icon="cancelled" onPress={() => setAsking('cancel')}>
                {t('action.cancel')}
              </Button>
            )}
            {may(session, 'delete_finished') && isOver(batch) && (
              <Button icon="trash" onPress={() => setAsking('delete')}>
                {t('action.delete')}
              </Button>
            )}
          </>
        }
      />
      <ProblemNote error={act.error} />
      {asking === 'cancel' && (
        <Question
          title={t('cancel.batch', { name: batchName(batch) })}
          act={t('cancel.batch_act')}
          icon="cancelled"
          keep={t('cancel.keep')}
          busy={act.isPending}
          onAct={() => act.mutate('cancel', { onSuccess: close })}
          onClose={close}
        >
          <p>{t('cancel.what_stays')}</p>
        </Question>
      )}
      {asking === 'times' && <ChangeTimes migrations={open} onClose={close} />}
      {asking === 'delete' && (
        <DeleteBatch batch={batch} onClose={close} onDone={() => go('/batches')} />
      )}
    </>
  );
}

function BatchCounters({ batch }: { batch: Batch }) {
  const words = useWords();
  const { t, number, size } = words;
  const times = useTimes();
  const done = (batch.counts.complete ?? 0) + (batch.counts.incomplete ?? 0);
  return (
    <section className="panel" aria-label={t('counters.label')}>
      <div className="counters">
        <div>
          <span className="muted">{t('batches.accounts')}</span>
          <p className="big-n">
            {number(done)}{' '}
            <span className="small muted">{t('batch.of_finished', { count: batch.accounts })}</span>
          </p>
        </div>
        <div>
          <span className="muted">{t('column.messages')}</span>
          <p className="big-n">
            {number(batch.messages_done)}{' '}
            <span className="small muted">{t('of', { total: batch.messages_total })}</span>
          </p>
          <Bar
            tone={batchTone(batch)}
            done={batch.messages_done}
            total={batch.messages_total}
            label={t('column.messages')}
          />
          <span className="sub">
            {size(batch.bytes_done)} {t('of_text', { total: size(batch.bytes_total) })}
          </span>
        </div>
        <div>
          <span className="muted">{t('run.first')}</span>
          <p className="big-n">{times.moment(batch.first_run_at ?? batch.created_at)}</p>
        </div>
        <div>
          <span className="muted">{t('run.second')}</span>
          <p className="big-n">{secondRunText(batch, words, times)}</p>
        </div>
      </div>
    </section>
  );
}

const idOf = (migration: Migration) => migration.id;

function Accounts({ batch, list }: { batch: Batch; list: ReturnType<typeof useLoadedList> }) {
  const words = useWords();
  const { t } = words;
  const times = useTimes();
  const columns = useMemo(() => {
    const { state, account, messages, moved, next } = migrationColumns(words, times);
    return [state, account, messages, moved, next];
  }, [words, times]);
  return (
    <Panel
      title={t('batches.accounts')}
      aside={
        <DownloadLink
          small
          icon="download"
          href={address('/migrations.csv', { view: 'all', batch: batch.id })}
        >
          {t('csv.export')}
        </DownloadLink>
      }
    >
      <DataTable
        fixed
        cards
        label={t('batch.table', { name: batchName(batch) })}
        rows={list.rows}
        total={list.total}
        columns={columns}
        idOf={idOf}
        nameOf={accountOf}
        onEnd={list.more}
      />
    </Panel>
  );
}
