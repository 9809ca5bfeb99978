import type { Migration } from '../../api/types';
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
  if (result) {
    const tone = result.outcome === 'complete' ? 'ok' : 'attention';
    return <Note tone={tone} title={result.sentence} />;
  }
  return null;
}
