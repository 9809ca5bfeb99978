import type { Info, MigrationOptions } from '../../api/types';
import { useWords } from '../../i18n/context';
import { OptionFields } from '../../migration/OptionFields';
import { problemsOf, type Timing } from '../../migration/timing/timing';
import { TimingFields } from '../../migration/timing/TimingFields';
import { Panel } from '../../parts/Panel';
import { useTimes } from '../../time/context';

interface BatchPlanPanelProps {
  info: Info;
  timing: Timing;
  onTiming: (timing: Timing) => void;
  options: MigrationOptions;
  onOptions: (options: MigrationOptions) => void;
}

/** What holds for every row that does not say otherwise itself. */
export function BatchPlanPanel({
  info,
  timing,
  onTiming,
  options,
  onOptions,
}: BatchPlanPanelProps) {
  const { t } = useWords();
  const times = useTimes();
  return (
    <Panel
      title={t('many.for_all')}
      aside={<span className="small muted">{t('many.for_all_lead')}</span>}
      padded
    >
      <div className="stack">
        <TimingFields
          timing={timing}
          problems={problemsOf(timing, info.defaults, times.now)}
          defaults={info.defaults}
          onChange={onTiming}
        />
        <OptionFields options={options} onChange={onOptions} />
      </div>
    </Panel>
  );
}
