import { useState } from 'react';
import { usePreferences } from '../../app/preferences';
import { useInvitationShown } from '../../api/resources';
import { useAcceptInvitation } from '../../api/session';
import { useWords } from '../../i18n/context';
import { Button } from '../../parts/Button';
import { TextField } from '../../parts/Field';
import { ProblemNote } from '../../parts/ProblemNote';
import { useTimes, useZone } from '../../time/context';
import { DoorFrame } from './DoorFrame';
import { allHold, passwordRules } from './new_password';
import { NewPasswordFields } from './NewPasswordFields';
import { dropToken } from './one_time_token';

/** Behind a later one-time link: an invitation, or a new password for someone who forgot it. */
export function Invitation({ token }: { token: string }) {
  const { t } = useWords();
  const { language } = usePreferences();
  const { zone } = useZone();
  const times = useTimes();
  const invitation = useInvitationShown(token);
  const accept = useAcceptInvitation();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const shown = invitation.data;
  if (!shown) {
    return (
      <DoorFrame
        title={t('invitation.title')}
        lead={invitation.error ? t('invitation.gone') : t('loading')}
      >
        <ProblemNote error={invitation.error} />
        {invitation.error && (
          <a className="b" href="/">
            {t('sign_in.act')}
          </a>
        )}
      </DoorFrame>
    );
  }
  const rules = passwordRules(password, again, shown.email, name);
  const isReset = shown.kind === 'reset';
  const ready = allHold(rules) && (isReset || name.trim() !== '');
  const submit = () => {
    if (!ready) return;
    accept.mutate(
      {
        token,
        password,
        ...(!isReset && { name: name.trim(), time_zone: zone, language }),
      },
      { onSuccess: dropToken },
    );
  };
  return (
    <DoorFrame
      title={t('invitation.title')}
      lead={t('invitation.lead', {
        email: shown.email,
        customer: shown.customer,
        role: t(`role.${shown.role}`),
      })}
      onSubmit={submit}
    >
      {!isReset && (
        <TextField label={t('field.name')} autoComplete="name" value={name} onChange={setName} />
      )}
      <NewPasswordFields
        password={password}
        again={again}
        rules={rules}
        onPassword={setPassword}
        onAgain={setAgain}
      />
      <ProblemNote error={accept.error} />
      <Button
        type="submit"
        look="primary"
        busy={accept.isPending}
        blockedBy={ready ? undefined : 'invitation-why'}
      >
        {t('first.act')}
      </Button>
      {!ready && (
        <p className="reason" id="invitation-why">
          {t('first.not_yet')}
        </p>
      )}
      <p className="small muted">{t('invitation.ends', { time: times.full(shown.ends_at) })}</p>
    </DoorFrame>
  );
}
