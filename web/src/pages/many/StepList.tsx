import { useWords } from '../../i18n/context';
import { Icon } from '../../parts/Icon';
import type { Step } from './planning';

const steps: readonly Step[] = ['formal', 'credentials', 'planned'];

export function StepList({ step }: { step: Step }) {
  const { t } = useWords();
  const at = steps.indexOf(step);
  return (
    <ol className="steps" aria-label={t('steps.label')}>
      {steps.map((one, index) => (
        <li
          key={one}
          className={index < at ? 'done' : undefined}
          {...(index === at && { 'aria-current': 'step' })}
        >
          {index < at ? <Icon name="ok" /> : <span className="n">{index + 1}</span>}
          {t(`steps.${one}`)}
        </li>
      ))}
    </ol>
  );
}
