import { type HTMLInputTypeAttribute, type ReactNode, useState } from 'react';
import {
  Button as AriaButton,
  FieldError,
  Input,
  Label,
  Text,
  TextArea,
  TextField as AriaTextField,
} from 'react-aria-components';
import { Icon } from './Icon';
import { useWords } from '../i18n/context';

interface Common {
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint?: ReactNode;
  error?: string | undefined;
  required?: boolean;
  hideLabel?: boolean;
}

interface TextFieldProps extends Common {
  type?: HTMLInputTypeAttribute;
  autoComplete?: string;
  inputMode?: 'numeric' | 'email' | 'text';
  placeholder?: string;
  onBlur?: () => void;
  autoFocus?: boolean;
  width?: number;
}

function Shell(props: Common & { children: ReactNode; onBlur?: (() => void) | undefined }) {
  const { label, value, onChange, hint, error, required, hideLabel, children, onBlur } = props;
  return (
    <AriaTextField
      className="f"
      value={value}
      onChange={onChange}
      isInvalid={error !== undefined}
      isRequired={required ?? false}
      validationBehavior="aria"
      {...(onBlur && { onBlur })}
    >
      <Label className={hideLabel ? 'sr' : 'label'}>{label}</Label>
      {children}
      {hint && !error && (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      <FieldError className="err">
        <Icon name="failed" />
        {error}
      </FieldError>
    </AriaTextField>
  );
}

export function TextField(props: TextFieldProps) {
  const { type = 'text', autoComplete = 'off', inputMode, placeholder, autoFocus, width } = props;
  return (
    <Shell {...props}>
      <Input
        type={type}
        autoComplete={autoComplete}
        spellCheck={false}
        {...(inputMode && { inputMode })}
        {...(placeholder && { placeholder })}
        {...(autoFocus && { autoFocus })}
        {...(width && { size: width })}
      />
    </Shell>
  );
}

interface PasswordFieldProps extends Common {
  autoComplete: 'current-password' | 'new-password' | 'off';
  showLabel: string;
}

export function PasswordField(props: PasswordFieldProps) {
  const [shown, setShown] = useState(false);
  return (
    <Shell {...props}>
      <span className="with-b">
        <Input
          type={shown ? 'text' : 'password'}
          autoComplete={props.autoComplete}
          spellCheck={false}
        />
        <AriaButton
          className="b icon"
          aria-label={props.showLabel}
          aria-pressed={shown}
          onPress={() => setShown(!shown)}
        >
          <Icon name="eye" />
        </AriaButton>
      </span>
    </Shell>
  );
}

export function TextAreaField(props: Common & { rows: number }) {
  return (
    <Shell {...props}>
      <TextArea rows={props.rows} spellCheck={false} autoComplete="off" />
    </Shell>
  );
}

interface CheckFieldProps {
  checked: boolean;
  onChange: (checked: boolean) => void;
  children: ReactNode;
}

export function CheckField({ checked, onChange, children }: CheckFieldProps) {
  return (
    <label className="check">
      <input type="checkbox" checked={checked} onChange={(e) => onChange(e.target.checked)} />
      <span>{children}</span>
    </label>
  );
}

export function SearchField({ label, value, onChange }: Omit<Common, 'error'>) {
  const { t } = useWords();
  return (
    <AriaTextField
      className="find"
      aria-label={label}
      value={value}
      onChange={onChange}
      type="search"
    >
      <Icon name="search" />
      <Input placeholder={label} title={t('search.hint')} />
    </AriaTextField>
  );
}
