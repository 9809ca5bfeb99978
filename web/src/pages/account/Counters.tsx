import type { ReactNode } from 'react';
import type { Migration, MigrationError } from '../../api/types';
import { useWords } from '../../i18n/context';
import { Icon, type IconName } from '../../parts/Icon';
import { Bar } from '../../parts/Progress';
import { useTimes } from '../../time/context';

interface CounterProps {
  icon: IconName;
  name: string;
  value: string;
  of?: string;
  children?: ReactNode;
}

function Counter({ icon, name, value, of, children }: CounterProps) {
  return (
    <div>
      <span className="state muted">
        <Icon name={icon} />
        {name}
      </span>
      <p className="big-n">
        {value} {of && <span className="small muted">{of}</span>}
      </p>
      {children}
    </div>
  );
}

interface CountersProps {
  migration: Migration;
  errors: readonly MigrationError[];
}

export function Counters({ migration, errors }: CountersProps) {
  const { t, number, size, duration } = useWords();
  const times = useTimes();
  const { progress, result, state } = migration;
  const tone =
    state === 'failed' || state === 'throttled' || state === 'paused' ? state : 'running';
  const isDone = progress.messages_total > 0 && progress.messages_done >= progress.messages_total;
  const notMoved = errors.reduce((sum, { count }) => sum + count, 0);
  const rate =
    progress.bytes_per_second > 0 ? t('rate', { size: size(progress.bytes_per_second) }) : '';
  return (
    <section className="panel" aria-label={t('counters.label')}>
      <div className="counters">
        <Counter
          icon="mail"
          name={t('column.messages')}
          value={number(progress.messages_done)}
          of={t('of', { total: progress.messages_total })}
        >
          <Bar
            tone={isDone ? 'ok' : tone}
            done={progress.messages_done}
            total={progress.messages_total}
            label={t('column.messages')}
          />
        </Counter>
        <Counter
          icon="download"
          name={t('counters.size')}
          value={size(progress.bytes_done)}
          {...(!isDone && { of: t('of_text', { total: size(progress.bytes_total) }) })}
        >
          <span className="sub">{rate}</span>
        </Counter>
        <Counter icon="attention" name={t('counters.not_moved')} value={number(notMoved)}>
          <span className="sub">
            {result && result.excluded > 0 && t('counters.left_out', { count: result.excluded })}
          </span>
        </Counter>
        {result ? (
          <Counter
            icon="waiting"
            name={t('counters.duration')}
            value={duration(result.duration_seconds)}
          >
            <span className="sub">{t('counters.was_there', { count: result.was_there })}</span>
          </Counter>
        ) : (
          <Counter
            icon="waiting"
            name={state === 'running' ? t('counters.left') : t('counters.next')}
            value={
              state === 'running'
                ? progress.eta_seconds === null
                  ? '–'
                  : duration(progress.eta_seconds)
                : migration.next_run_at
                  ? times.moment(migration.next_run_at)
                  : '–'
            }
          >
            <span className="sub">
              {state !== 'running' && migration.next_run_at && times.utc(migration.next_run_at)}
            </span>
          </Counter>
        )}
      </div>
    </section>
  );
}
