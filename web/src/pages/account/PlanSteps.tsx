import type { Migration, Run } from '../../api/types';
import { useWords } from '../../i18n/context';
import { Icon } from '../../parts/Icon';
import { Panel } from '../../parts/Panel';
import { useTimes } from '../../time/context';
import { planSteps } from './plan_steps';

export function PlanSteps({ migration, runs }: { migration: Migration; runs: readonly Run[] }) {
  const { t } = useWords();
  const times = useTimes();
  return (
    <Panel title={t('plan.title')} padded>
      <ol className="checks stack-s">
        {planSteps(migration, runs).map(({ kind, tone, icon = tone, at }, index) => (
          <li key={index} className={`st-${tone}`}>
            <Icon name={icon} />
            {t(`plan.${kind}`)}
            {at && `, ${times.inside(at)}`}
          </li>
        ))}
      </ol>
    </Panel>
  );
}
