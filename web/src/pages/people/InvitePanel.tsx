import { useState } from 'react';
import { useInvite } from '../../api/resources';
import type { Role } from '../../api/types';
import { useWords } from '../../i18n/context';
import { Note } from '../../parts/Banner';
import { Button } from '../../parts/Button';
import { CopyButton } from '../../parts/CopyButton';
import { TextField } from '../../parts/Field';
import { Panel } from '../../parts/Panel';
import { ProblemNote } from '../../parts/ProblemNote';
import { useTimes } from '../../time/context';
import { RoleFields } from './RoleFields';

export function InvitePanel() {
  const { t } = useWords();
  const times = useTimes();
  const invite = useInvite();
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('member');
  const [domains, setDomains] = useState('');
  const ready = /^\S+@\S+$/.test(email.trim());
  const made = invite.data;
  const submit = () => {
    if (!ready) return;
    invite.mutate(
      {
        email: email.trim(),
        role,
        domains: role === 'manager' ? domains.split(/\s+/).filter(Boolean) : [],
      },
      { onSuccess: () => setEmail('') },
    );
  };
  return (
    <Panel title={t('invite.title')} padded>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <TextField label={t('field.email')} type="email" value={email} onChange={setEmail} />
        <RoleFields role={role} domains={domains} onRole={setRole} onDomains={setDomains} />
        <ProblemNote error={invite.error} />
        <Button
          type="submit"
          look="primary"
          icon="key"
          busy={invite.isPending}
          blockedBy={ready ? undefined : 'invite-why'}
        >
          {t('invite.act')}
        </Button>
        {!ready && (
          <p className="reason" id="invite-why">
            {t('invite.not_yet')}
          </p>
        )}
        {made?.link && (
          <Note tone="ok" title={t('invite.made', { email: made.email })}>
            <p className="mono link-shown">{made.link}</p>
            <p>{t('invite.once', { time: times.full(made.ends_at) })}</p>
            <CopyButton text={made.link}>{t('invite.copy')}</CopyButton>
          </Note>
        )}
        <p className="small muted">{t('invite.lead')}</p>
      </form>
    </Panel>
  );
}
