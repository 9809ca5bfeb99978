import { useState } from 'react';
import { usePreferences } from '../../app/preferences';
import { useSetup } from '../../api/session';
import { useWords } from '../../i18n/context';
import { Button } from '../../parts/Button';
import { TextField } from '../../parts/Field';
import { fieldErrors } from '../../parts/field_errors';
import { ProblemNote } from '../../parts/ProblemNote';
import { ZoneField } from '../../parts/ZoneField';
import { useZone } from '../../time/context';
import { DoorFrame } from './DoorFrame';
import { allHold, passwordRules } from './new_password';
import { NewPasswordFields } from './NewPasswordFields';
import { dropToken } from './one_time_token';

/** Behind the first one-time link: whoever opens it becomes the first administrator. */
export function FirstVisit({ token }: { token: string }) {
  const { t } = useWords();
  const { language } = usePreferences();
  const { zone, setZone } = useZone();
  const setup = useSetup();
  const [customer, setCustomer] = useState('');
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const rules = passwordRules(password, again, email, name);
  const errors = fieldErrors(setup.error);
  const ready = allHold(rules) && email.includes('@') && name.trim() !== '';
  const submit = () => {
    if (!ready) return;
    setup.mutate(
      {
        token,
        email: email.trim(),
        name: name.trim(),
        password,
        time_zone: zone,
        language,
        customer_name: customer.trim() || name.trim(),
      },
      { onSuccess: dropToken },
    );
  };
  return (
    <DoorFrame
      title={t('first.title')}
      lead={t('first.lead', { host: location.host })}
      onSubmit={submit}
    >
      <TextField label={t('field.name')} autoComplete="name" value={name} onChange={setName} />
      <TextField
        label={t('field.your_email')}
        type="email"
        autoComplete="username"
        value={email}
        error={errors['email']}
        onChange={setEmail}
      />
      <TextField
        label={t('first.organisation')}
        autoComplete="organization"
        value={customer}
        onChange={setCustomer}
      />
      <NewPasswordFields
        password={password}
        again={again}
        rules={rules}
        onPassword={setPassword}
        onAgain={setAgain}
      />
      <ZoneField value={zone} onChange={setZone} />
      <ProblemNote error={setup.error} />
      <Button
        type="submit"
        look="primary"
        busy={setup.isPending}
        blockedBy={ready ? undefined : 'first-why'}
      >
        {t('first.act')}
      </Button>
      {!ready && (
        <p className="reason" id="first-why">
          {t('first.not_yet')}
        </p>
      )}
      <p className="small muted">{t('first.once')}</p>
    </DoorFrame>
  );
}
