import type { Info, MigrationOptions } from '../../api/types';
import { useWords } from '../../i18n/context';
import { OptionFields } from '../../migration/OptionFields';
import { problemsOf, type Timing } from '../../migration/timing/timing';
import { TimingFields } from '../../migration/timing/TimingFields';
import { Icon } from '../../parts/Icon';
import { useTimes } from '../../time/context';
import { toUtc } from '../../time/planning';

interface BatchPlanPanelProps {
  info: Info;
  timing: Timing;
  onTiming: (timing: Timing) => void;
  options: MigrationOptions;
  onOptions: (options: MigrationOptions) => void;
}

function useTimingWords() {
  const { t } = useWords();
  const times = useTimes();
  return (timing: Timing): string => {
    const first =
      timing.first === 'now' ? t('details.at_once') : times.inside(toUtc(timing.firstAt));
    const second =
      timing.second === 'none'
        ? t('details.none')
        : timing.second === 'at'
          ? times.inside(toUtc(timing.secondAt))
          : t('timeline.hours_later', { count: Number(timing.afterHours) || 0 });
    return `${t('timing.first')} ${first} · ${t('run.second')} ${second}`;
  };
}

/** What holds for every row that does not say otherwise itself; folded, with its gist in one line. */
export function BatchPlanPanel(props: BatchPlanPanelProps) {
  const { info, timing, onTiming, options, onOptions } = props;
  const { t } = useWords();
  const times = useTimes();
  const words = useTimingWords();
  return (
    <details className="panel more folded">
      <summary>
        <Icon name="chevron" />
        <h2>{t('many.for_all')}</h2>
        <span className="muted grow">{words(timing)}</span>
        <span className="muted">{t('many.for_all_lead')}</span>
      </summary>
      <div className="body stack">
        <TimingFields
          timing={timing}
          problems={problemsOf(timing, info.defaults, times.now)}
          defaults={info.defaults}
          onChange={onTiming}
        />
        <OptionFields options={options} onChange={onOptions} />
      </div>
    </details>
  );
}
