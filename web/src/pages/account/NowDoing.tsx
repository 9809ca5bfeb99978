import type { Migration, Result } from '../../api/types';
import { useErrorWords } from '../../i18n/errors';
import { useWords } from '../../i18n/context';
import { Note } from '../../parts/Banner';
import { useTimes } from '../../time/context';

/** What happens at this moment, or why nothing does. */
export function NowDoing({ migration }: { migration: Migration }) {
  const { t, maybe, duration } = useWords();
  const words = useErrorWords();
  const times = useTimes();
  const { state, progress, reason, throttled_until: until, result } = migration;
  if (state === 'running') {
    const phase = progress.phase && (maybe(`phase.${progress.phase}`) ?? progress.phase);
    const title = [progress.folder, phase].filter(Boolean).join(', ');
    return (
      <Note tone="running" title={t('now.title', { what: title || t('now.starting') })}>
        {progress.eta_seconds !== null && (
          <p>{t('now.left', { time: duration(progress.eta_seconds) })}</p>
        )}
      </Note>
    );
  }
  if (state === 'throttled') {
    return (
      <Note
        tone="throttled"
        title={
          until ? t('state.throttled_until', { time: times.time(until) }) : t('state.throttled')
        }
      >
        <p>{t('now.throttled')}</p>
      </Note>
    );
  }
  if (state === 'failed' && reason) {
    const { sentence, hint } = words(reason);
    return (
      <Note tone="failed" title={sentence}>
        <p>{hint}</p>
        {reason.detail && <p className="small mono">{reason.detail}</p>}
        <p className="xs muted">{reason.code}</p>
      </Note>
    );
  }
  if (state === 'paused')
    return (
      <Note tone="paused" title={t('now.paused', { time: times.inside(migration.state_since) })} />
    );
  return result && <Verdict result={result} server={migration.target.host} />;
}

/** What came of the runs that are over; what only the service can tell, in its own words. */
function Verdict({ result, server }: { result: Result; server: string }) {
  const { t } = useWords();
  const { outcome, brought, was_there: wasThere, excluded, failed, missing } = result;
  const isComplete = outcome === 'complete';
  const lost = failed + missing;
  const title = () => {
    if (isComplete && brought + wasThere === 0) return t('result.nothing');
    if (isComplete) return t('result.complete', { count: brought + wasThere, server });
    if (outcome === 'incomplete' && lost > 0)
      return t('result.incomplete', { count: lost, server });
    return result.sentence;
  };
  const counts = [
    t('result.brought', { count: brought }),
    t('counters.was_there', { count: wasThere }),
    ...(excluded > 0 ? [t('counters.left_out', { count: excluded })] : []),
  ];
  return (
    <Note tone={isComplete ? 'ok' : 'attention'} title={title()}>
      <p>{counts.join(' · ')}</p>
    </Note>
  );
}
