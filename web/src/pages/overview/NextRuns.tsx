import { Link } from 'wouter';
import type { PlannedRun } from '../../api/types';
import { useWords } from '../../i18n/context';
import { Panel } from '../../parts/Panel';
import { useTimes } from '../../time/context';

export function NextRuns({ runs }: { runs: readonly PlannedRun[] }) {
  const { t, size } = useWords();
  const times = useTimes();
  return (
    <Panel title={t('overview.next')}>
      {runs.length === 0 ? (
        <p className="body muted">{t('overview.no_next')}</p>
      ) : (
        <ul className="plan">
          {runs.map(({ at, kind, batch, migration, accounts, bytes }) => (
            <li key={`${at} ${batch?.id ?? migration?.id ?? ''} ${kind}`}>
              <span className="strong" title={times.full(at)}>
                {times.moment(at)}
              </span>
              <div>
                {batch && <Link href={`/batches/${batch.id}`}>{batch.name}</Link>}
                {!batch && migration && (
                  <Link href={`/migrations/${migration.id}`}>{migration.name}</Link>
                )}
                <span className="sub">
                  {t(`run.${kind}`)}, {t('overview.accounts', { count: accounts })}
                  {bytes > 0 && `, ${t('overview.about', { size: size(bytes) })}`}
                </span>
              </div>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
