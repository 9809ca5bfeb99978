import { useId } from 'react';
import type { Info } from '../../api/types';
import { useWords } from '../../i18n/context';
import { Note } from '../../parts/Banner';
import { DateTimeField } from '../../parts/DateTimeField';
import { CheckField, TextField } from '../../parts/Field';
import { ZoneField } from '../../parts/ZoneField';
import { useTimes } from '../../time/context';
import { toUtc } from '../../time/planning';
import { inZone, type Timing, type TimingProblems } from './timing';

interface TimingFieldsProps {
  timing: Timing;
  problems: TimingProblems;
  defaults: Info['defaults'];
  onChange: (timing: Timing) => void;
  /** The first run has begun: its time stands. */
  firstIsFixed?: boolean;
}

export function TimingFields(props: TimingFieldsProps) {
  const { timing, problems, defaults, onChange, firstIsFixed = false } = props;
  const { t } = useWords();
  return (
    <div className="stack">
      <div className="cols even timing">
        {!firstIsFixed && <FirstRun {...props} />}
        <SecondRunFields {...props} />
      </div>
      <div className="pick zone">
        <ZoneField inline value={timing.zone} onChange={(zone) => onChange(inZone(timing, zone))} />
        <CheckField
          checked={timing.furtherRuns}
          onChange={(furtherRuns) => onChange({ ...timing, furtherRuns })}
        >
          {t('timing.further')}
        </CheckField>
      </div>
      {problems.warning && (
        <Note
          tone="attention"
          title={t(problems.warning, {
            count:
              problems.warning === 'timing.too_close'
                ? defaults.min_hours_between_runs
                : defaults.max_hours_between_runs,
          })}
        >
          <p>{t('timing.planned_anyway')}</p>
        </Note>
      )}
    </div>
  );
}

function InUtc({ timing, at }: { timing: Timing; at: 'firstAt' | 'secondAt' }) {
  const times = useTimes();
  return <span className="sub">{times.utc(toUtc(timing[at]))}</span>;
}

function FirstRun({ timing, problems, onChange }: TimingFieldsProps) {
  const { t } = useWords();
  const name = useId();
  return (
    <fieldset className="stack-s">
      <legend className="label">{t('timing.first')}</legend>
      <div className="pick">
        <label>
          <input
            type="radio"
            name={name}
            checked={timing.first === 'now'}
            onChange={() => onChange({ ...timing, first: 'now' })}
          />
          {t('timing.now')}
        </label>
      </div>
      <div className="pick">
        <label>
          <input
            type="radio"
            name={name}
            checked={timing.first === 'at'}
            onChange={() => onChange({ ...timing, first: 'at' })}
          />
          {t('timing.at')}
        </label>
        <DateTimeField
          label={t('timing.first_at')}
          value={timing.firstAt}
          error={problems.first && t(problems.first)}
          onChange={(firstAt) => onChange({ ...timing, first: 'at', firstAt })}
        />
        {timing.first === 'at' && <InUtc timing={timing} at="firstAt" />}
      </div>
    </fieldset>
  );
}

function SecondRunFields({ timing, problems, onChange }: TimingFieldsProps) {
  const { t } = useWords();
  const name = useId();
  const radio = (second: Timing['second'], label: string) => (
    <label>
      <input
        type="radio"
        name={name}
        checked={timing.second === second}
        onChange={() => onChange({ ...timing, second })}
      />
      {label}
    </label>
  );
  return (
    <fieldset className="stack-s">
      <legend className="label">{t('timing.second')}</legend>
      <div className="pick">{radio('none', t('timing.none'))}</div>
      <div className="pick">
        {radio('after', t('timing.after'))}
        <TextField
          hideLabel
          label={t('timing.hours_label')}
          inputMode="numeric"
          width={3}
          value={timing.afterHours}
          error={problems.hours && t(problems.hours)}
          onChange={(afterHours) => onChange({ ...timing, second: 'after', afterHours })}
        />
        <span>{t('timing.hours')}</span>
      </div>
      <div className="pick">
        {radio('at', t('timing.at'))}
        <DateTimeField
          label={t('timing.second_at')}
          value={timing.secondAt}
          error={problems.second && t(problems.second)}
          onChange={(secondAt) => onChange({ ...timing, second: 'at', secondAt })}
        />
        {timing.second === 'at' && <InUtc timing={timing} at="secondAt" />}
      </div>
    </fieldset>
  );
}
