import { useState } from 'react';
import { asProblem } from '../../api/problem';
import { useSignIn } from '../../api/session';
import { useWords } from '../../i18n/context';
import { Note } from '../../parts/Banner';
import { Button } from '../../parts/Button';
import { PasswordField, TextField } from '../../parts/Field';
import { DoorFrame } from './DoorFrame';

export function SignIn() {
  const { t, maybe } = useWords();
  const signIn = useSignIn();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const problem = signIn.error && asProblem(signIn.error);
  return (
    <DoorFrame
      title={t('sign_in.title')}
      lead={location.host}
      onSubmit={() => signIn.mutate({ email: email.trim(), password })}
    >
      {problem && (
        <Note
          tone="failed"
          title={
            maybe(`problem.${problem.code}`) ??
            (problem.status === 401 ? t('sign_in.wrong') : problem.title)
          }
        >
          {problem.detail && <p>{problem.detail}</p>}
        </Note>
      )}
      <TextField
        label={t('field.email')}
        type="email"
        autoComplete="username"
        value={email}
        onChange={setEmail}
      />
      <PasswordField
        label={t('field.password')}
        showLabel={t('field.show_password')}
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
      />
      <Button type="submit" look="primary" busy={signIn.isPending}>
        {t('sign_in.act')}
      </Button>
      <p className="small muted">
        {t('sign_in.forgotten')} <code>postferry user reset</code>
      </p>
    </DoorFrame>
  );
}
