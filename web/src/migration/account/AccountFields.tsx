import type { Proposal, Security, Side } from '../../api/types';
import { useWords } from '../../i18n/context';
import { Icon } from '../../parts/Icon';
import { PasswordField, TextField } from '../../parts/Field';
import { type Choice, SelectField } from '../../parts/SelectField';
import { type AccountForm, type FieldErrors, withSecurity } from './account_form';

interface AccountFieldsProps {
  side: Side;
  form: AccountForm;
  types: readonly Choice<string>[];
  withServer: boolean;
  withPassword: boolean;
  proposal: Proposal | undefined;
  errors: FieldErrors;
  onChange: (form: AccountForm) => void;
}

export function AccountFields(props: AccountFieldsProps) {
  const { side, form, types, withServer, withPassword, errors, onChange } = props;
  const { t } = useWords();
  const user = form.user.trim();
  return (
    <>
      <div className="grid2">
        <SelectField
          label={t('account.type')}
          value={form.type}
          choices={types}
          onChange={(type) => onChange({ ...form, type })}
        />
        <TextField
          label={t('field.email')}
          type="email"
          value={form.email}
          error={errors.email}
          onChange={(email) => onChange({ ...form, email })}
        />
      </div>
      <div className="grid2">
        <TextField
          label={t('account.user')}
          value={form.user}
          placeholder={form.email}
          hint={user === '' || user === form.email.trim() ? t('account.same_as_address') : ''}
          error={errors.user}
          onChange={(typed) => onChange({ ...form, user: typed })}
        />
        {withPassword ? (
          <PasswordField
            label={t('field.password')}
            showLabel={t(`account.show_password_${side}`)}
            autoComplete="off"
            value={form.password}
            error={errors.password}
            onChange={(password) => onChange({ ...form, password })}
          />
        ) : (
          <p className="hint">{t('account.no_password')}</p>
        )}
      </div>
      {withServer && <ServerFields {...props} />}
    </>
  );
}

function ServerFields({ form, proposal, errors, onChange }: AccountFieldsProps) {
  const { t } = useWords();
  const isProposed = proposal?.host === form.host && String(proposal.port) === form.port;
  const securities: readonly Choice<Security>[] = [
    { id: 'tls', name: 'TLS' },
    { id: 'starttls', name: 'STARTTLS' },
    { id: 'none', name: t('account.unencrypted') },
  ];
  return (
    <div>
      <div className="grid-server">
        <TextField
          label={t('account.server')}
          value={form.host}
          error={errors.host}
          onChange={(host) => onChange({ ...form, host, serverTyped: true })}
        />
        <TextField
          label={t('account.port')}
          inputMode="numeric"
          value={form.port}
          error={errors.port}
          onChange={(port) => onChange({ ...form, port, serverTyped: true })}
        />
        <SelectField
          label={t('account.security')}
          value={form.security}
          choices={securities}
          onChange={(security) => onChange(withSecurity(form, security))}
        />
      </div>
      {proposal && isProposed && (
        <span className="hint" role="status">
          <Icon name="info" />
          {t(`proposal.${proposal.origin}`, { domain: form.email.split('@')[1] ?? '' })}
        </span>
      )}
      {form.security === 'none' && <span className="hint">{t('account.unencrypted_warning')}</span>}
    </div>
  );
}
