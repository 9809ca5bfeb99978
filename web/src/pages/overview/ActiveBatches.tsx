import { Link } from 'wouter';
import type { Batch } from '../../api/types';
import { useWords } from '../../i18n/context';
import { BatchMark, batchName, batchTone } from '../../migration/batch_state';
import { Panel } from '../../parts/Panel';
import { Bar } from '../../parts/Progress';
import { useTimes } from '../../time/context';

export function ActiveBatches({ batches }: { batches: readonly Batch[] }) {
  const { t } = useWords();
  const times = useTimes();
  return (
    <Panel
      title={t('overview.batches')}
      aside={
        <Link className="small" href="/batches">
          {t('overview.all_batches')}
        </Link>
      }
    >
      {batches.length === 0 ? (
        <p className="body muted">{t('overview.no_batches')}</p>
      ) : (
        <ul className="body stack">
          {batches.map((batch) => (
            <li key={batch.id}>
              <div className="row apart">
                <Link className="strong" href={`/batches/${batch.id}`}>
                  {batchName(batch)}
                </Link>
                <span className="small">
                  <BatchMark batch={batch} />
                </span>
              </div>
              <Bar
                tone={batchTone(batch)}
                done={batch.messages_done}
                total={batch.messages_total}
                label={t('column.messages_of', { name: batchName(batch) })}
              />
              <span className="sub">
                {batch.messages_total > 0
                  ? t('overview.messages', {
                      done: batch.messages_done,
                      total: batch.messages_total,
                    })
                  : t('overview.accounts', { count: batch.accounts })}
                {batch.messages_done === 0 &&
                  batch.first_run_at &&
                  ` · ${t('overview.starts', { time: times.inside(batch.first_run_at) })}`}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
