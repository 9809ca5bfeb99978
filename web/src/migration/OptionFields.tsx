import { useState } from 'react';
import type { MigrationOptions, SpecialUse } from '../api/types';
import { useWords } from '../i18n/context';
import { CheckField, TextAreaField, TextField } from '../parts/Field';
import { Icon } from '../parts/Icon';
import { bytesOfMegabytes, linesOf, megabytesOf, pairsOf, writtenPairs } from './options';

const uses: readonly SpecialUse[] = ['trash', 'junk', 'drafts', 'sent', 'archive'];

interface OptionFieldsProps {
  options: MigrationOptions;
  onChange: (options: MigrationOptions) => void;
}

/** What to leave out and which folders to rename; folded away, as the operator's defaults mostly hold. */
export function OptionFields({ options, onChange }: OptionFieldsProps) {
  const { t } = useWords();
  const [skip, setSkip] = useState(options.skip_folders.join('\n'));
  const [pairs, setPairs] = useState(writtenPairs(options.translate));
  const [limit, setLimit] = useState(megabytesOf(options.max_size_bytes));
  const toggle = (use: SpecialUse, out: boolean) =>
    onChange({
      ...options,
      leave_out: uses.filter((one) => (one === use ? out : options.leave_out.includes(one))),
    });
  return (
    <details className="more">
      <summary>
        <Icon name="chevron" />
        {t('options.title')}
        <span className="muted">{summary(options, t)}</span>
      </summary>
      <div className="stack">
        <fieldset>
          <legend className="label">{t('options.leave_out')}</legend>
          <div className="pick">
            {uses.map((use) => (
              <CheckField
                key={use}
                checked={options.leave_out.includes(use)}
                onChange={(out) => toggle(use, out)}
              >
                {t(`special.${use}`)}
              </CheckField>
            ))}
          </div>
        </fieldset>
        <TextField
          label={t('options.max_size')}
          hint={t('options.max_size_hint')}
          inputMode="numeric"
          width={6}
          value={limit}
          onChange={(typed) => {
            setLimit(typed);
            onChange({ ...options, max_size_bytes: bytesOfMegabytes(typed) });
          }}
        />
        <div className="grid2">
          <TextAreaField
            label={t('options.skip')}
            hint={t('options.skip_hint')}
            rows={3}
            value={skip}
            onChange={(typed) => {
              setSkip(typed);
              onChange({ ...options, skip_folders: linesOf(typed) });
            }}
          />
          <TextAreaField
            label={t('options.translate')}
            hint={t('options.translate_hint')}
            rows={3}
            value={pairs}
            onChange={(typed) => {
              setPairs(typed);
              onChange({ ...options, translate: pairsOf(typed) });
            }}
          />
        </div>
      </div>
    </details>
  );
}

function summary(options: MigrationOptions, t: ReturnType<typeof useWords>['t']): string {
  const parts = options.leave_out.map((use) => t(`special.${use}`));
  if (options.max_size_bytes !== null) {
    parts.push(t('options.over', { size: megabytesOf(options.max_size_bytes) }));
  }
  return parts.length > 0
    ? t('options.without', { what: parts.join(', ') })
    : t('options.everything');
}
