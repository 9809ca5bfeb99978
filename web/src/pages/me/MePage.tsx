import { useState } from 'react';
import { useChangeMe } from '../../api/session';
import { useSession } from '../../app/session_context';
import { usePreferences } from '../../app/preferences';
import { languages } from '../../i18n/catalog';
import { useWords } from '../../i18n/context';
import { may } from '../../migration/actions';
import { Note } from '../../parts/Banner';
import { Button } from '../../parts/Button';
import { PasswordField, TextField } from '../../parts/Field';
import { fieldErrors } from '../../parts/field_errors';
import { Head } from '../../parts/Page';
import { Panel } from '../../parts/Panel';
import { ProblemNote } from '../../parts/ProblemNote';
import { SelectField } from '../../parts/SelectField';
import { ZoneField } from '../../parts/ZoneField';
import { useZone } from '../../time/context';
import { allHold, passwordRules } from '../door/new_password';
import { RemoveData } from './RemoveData';
import { NewPasswordFields } from '../door/NewPasswordFields';

export default function MePage() {
  const { t } = useWords();
  const session = useSession();
  const { person, customer } = session;
  return (
    <>
      <Head
        title={t('me.title')}
        lead={`${person.email} · ${t(`role.${person.role}`)} · ${customer.name}`}
      />
      <div className="cols even">
        <Profile />
        <NewPassword />
      </div>
      {may(session, 'remove_data') && <RemoveData />}
    </>
  );
}

function Profile() {
  const { t } = useWords();
  const { person } = useSession();
  const { language, setLanguage } = usePreferences();
  const { zone, setZone } = useZone();
  const change = useChangeMe();
  const [name, setName] = useState(person.name);
  return (
    <Panel title={t('me.profile')} padded>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate({ name: name.trim() });
        }}
      >
        <TextField label={t('field.name')} autoComplete="name" value={name} onChange={setName} />
        <SelectField
          label={t('me.language')}
          value={language}
          choices={languages.map(({ id, name: own }) => ({ id, name: own }))}
          onChange={setLanguage}
        />
        <ZoneField value={zone} onChange={setZone} />
        <ProblemNote error={change.error} />
        {change.isSuccess && <Note tone="ok" title={t('saved')} />}
        <div className="row">
          <Button type="submit" look="primary" busy={change.isPending}>
            {t('me.save')}
          </Button>
        </div>
      </form>
    </Panel>
  );
}

function NewPassword() {
  const { t } = useWords();
  const { person } = useSession();
  const change = useChangeMe();
  const [old, setOld] = useState('');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const rules = passwordRules(password, again, person.email, person.name);
  const ready = allHold(rules) && old !== '';
  const submit = () => {
    if (!ready) return;
    change.mutate(
      { old_password: old, new_password: password },
      {
        onSuccess: () => {
          setOld('');
          setPassword('');
          setAgain('');
        },
      },
    );
  };
  return (
    <Panel title={t('me.password')} padded>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <PasswordField
          label={t('me.old_password')}
          showLabel={t('field.show_password')}
          autoComplete="current-password"
          value={old}
          error={fieldErrors(change.error)['old_password']}
          onChange={setOld}
        />
        <NewPasswordFields
          password={password}
          again={again}
          rules={rules}
          onPassword={setPassword}
          onAgain={setAgain}
        />
        <ProblemNote error={change.error} />
        {change.isSuccess && <Note tone="ok" title={t('me.password_changed')} />}
        <div className="row">
          <Button
            type="submit"
            look="primary"
            busy={change.isPending}
            blockedBy={ready ? undefined : 'me-why'}
          >
            {t('me.change_password')}
          </Button>
          {!ready && (
            <span className="reason" id="me-why">
              {t('first.not_yet')}
            </span>
          )}
        </div>
      </form>
    </Panel>
  );
}
