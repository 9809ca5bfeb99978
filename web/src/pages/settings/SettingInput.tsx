import type { Security, SpecialUse } from '../../api/types';
import { useWords } from '../../i18n/context';
import { CheckField, PasswordField, TextAreaField, TextField } from '../../parts/Field';
import { SelectField } from '../../parts/SelectField';
import { isWrong, readValue, type SettingField } from './setting_fields';

interface SettingInputProps {
  field: SettingField;
  text: string;
  onChange: (text: string) => void;
  /** What the service said about this field. */
  error: string | undefined;
  /** For a secret: whether the service holds one. */
  isKept: boolean;
  forgotten: boolean;
  onForget: (forget: boolean) => void;
}

/** One setting, drawn by its kind. */
export function SettingInput(props: SettingInputProps) {
  const { field, text, onChange, error } = props;
  const { name, kind } = field;
  const { t, maybe } = useWords();
  const label = maybe(`setting.${name}`) ?? name;
  const hint = maybe(`setting.${name}.hint`);
  const common = { label, value: text, onChange, error, ...(hint && { hint }) };
  switch (kind) {
    case 'switch':
      return (
        <CheckField checked={text === 'true'} onChange={(on) => onChange(String(on))}>
          {label}
          {hint && <span className="sub">{hint}</span>}
        </CheckField>
      );
    case 'secret':
      return <SecretInput {...props} label={label} />;
    case 'lines':
      return <TextAreaField {...common} rows={3} />;
    case 'number':
      return (
        <TextField
          {...common}
          inputMode="numeric"
          error={isWrong(text, kind) ? t('settings.not_a_number') : error}
        />
      );
    case 'security':
      return <SecurityInput label={label} text={text} onChange={onChange} />;
    case 'special_folders':
      return <SpecialFolders label={label} text={text} onChange={onChange} />;
    case 'text':
      return <TextField {...common} />;
  }
}

function SecretInput(props: SettingInputProps & { label: string }) {
  const { label, text, onChange, error, isKept, forgotten, onForget } = props;
  const { t } = useWords();
  return (
    <div className="stack-s">
      <PasswordField
        label={label}
        value={text}
        onChange={onChange}
        error={error}
        hint={t(isKept ? 'settings.secret_kept' : 'settings.secret_none')}
        autoComplete="off"
        showLabel={t('field.show_password')}
      />
      {isKept && (
        <CheckField checked={forgotten} onChange={onForget}>
          {t('settings.forget_secret')}
        </CheckField>
      )}
    </div>
  );
}

interface ChoiceProps {
  label: string;
  text: string;
  onChange: (text: string) => void;
}

function SecurityInput({ label, text, onChange }: ChoiceProps) {
  const { t } = useWords();
  const choices: { id: Security; name: string }[] = [
    { id: 'tls', name: 'TLS' },
    { id: 'starttls', name: 'STARTTLS' },
    { id: 'none', name: t('account.unencrypted') },
  ];
  const chosen = choices.find(({ id }) => id === text)?.id ?? 'tls';
  return <SelectField label={label} value={chosen} choices={choices} onChange={onChange} />;
}

const uses: readonly SpecialUse[] = ['trash', 'junk', 'drafts', 'sent', 'archive'];

function SpecialFolders({ label, text, onChange }: ChoiceProps) {
  const { t } = useWords();
  const chosen = readValue(text, 'special_folders') as string[];
  const toggle = (use: SpecialUse, out: boolean) =>
    onChange(uses.filter((one) => (one === use ? out : chosen.includes(one))).join('\n'));
  return (
    <fieldset>
      <legend className="label">{label}</legend>
      <div className="pick">
        {uses.map((use) => (
          <CheckField key={use} checked={chosen.includes(use)} onChange={(out) => toggle(use, out)}>
            {t(`special.${use}`)}
          </CheckField>
        ))}
      </div>
    </fieldset>
  );
}
