import { useState } from 'react';
import { useCustomers, useInvite } from '../../api/resources';
import type { Role } from '../../api/types';
import { useSession } from '../../app/session_context';
import { useWords } from '../../i18n/context';
import { may } from '../../migration/actions';
import { Note } from '../../parts/Banner';
import { Button } from '../../parts/Button';
import { CopyButton } from '../../parts/CopyButton';
import { TextField } from '../../parts/Field';
import { fieldErrors } from '../../parts/field_errors';
import { Panel } from '../../parts/Panel';
import { ProblemNote } from '../../parts/ProblemNote';
import { SelectField } from '../../parts/SelectField';
import { useTimes } from '../../time/context';
import { RoleFields } from './RoleFields';

export function InvitePanel() {
  const { t } = useWords();
  const times = useTimes();
  const invite = useInvite();
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('member');
  const [domains, setDomains] = useState('');
  const session = useSession();
  const choosesCustomer = may(session, 'manage_customers') && session.features.many_customers;
  const customers = useCustomers(choosesCustomer).data?.items ?? [session.customer];
  const [customer, setCustomer] = useState(session.customer.id);
  const ready = /^\S+@\S+$/.test(email.trim());
  const made = invite.data;
  const errors = fieldErrors(invite.error);
  const submit = () => {
    if (!ready) return;
    invite.mutate(
      {
        email: email.trim(),
        role,
        domains: role === 'manager' ? domains.split(/\s+/).filter(Boolean) : [],
        ...(choosesCustomer && { customer }),
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
        <TextField
          label={t('field.email')}
          type="email"
          value={email}
          error={errors['email']}
          onChange={setEmail}
        />
        {choosesCustomer && (
          <SelectField
            label={t('invite.customer')}
            value={customer}
            choices={customers.map(({ id, name }) => ({ id, name }))}
            onChange={setCustomer}
          />
        )}
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
