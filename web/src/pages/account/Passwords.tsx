import { useState } from 'react';
import { useAct, useGivePasswords } from '../../api/migrations';
import type { Migration } from '../../api/types';
import { useWords } from '../../i18n/context';
import { Button } from '../../parts/Button';
import { PasswordField } from '../../parts/Field';
import { Panel } from '../../parts/Panel';
import { ProblemNote } from '../../parts/ProblemNote';

const passwordCodes = [
  'wrong_password',
  'app_password_needed',
  'login_refused',
  'passwords_are_gone',
];

function asksForPasswords({ reason, passwords_kept_until: until }: Migration): boolean {
  return until === null || (reason !== null && passwordCodes.includes(reason.code));
}

/** New passwords for a migration that was refused, and the next try with them. */
export function Passwords({ migration }: { migration: Migration }) {
  const { t } = useWords();
  const give = useGivePasswords(migration.id);
  const act = useAct();
  const [source, setSource] = useState('');
  const [target, setTarget] = useState('');
  if (!asksForPasswords(migration)) return null;
  const empty = source === '' && target === '';
  const save = () =>
    give.mutate(
      { ...(source && { source_password: source }), ...(target && { target_password: target }) },
      { onSuccess: () => act.mutate({ ids: [migration.id], action: 'run' }) },
    );
  return (
    <Panel title={t('passwords.title')} padded>
      <form
        className="stack"
        autoComplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          if (!empty) save();
        }}
      >
        <p className="small muted">{t('passwords.lead')}</p>
        <div className="grid2">
          <PasswordField
            label={t('passwords.source', { host: migration.source.host })}
            showLabel={t('account.show_password_source')}
            autoComplete="off"
            value={source}
            onChange={setSource}
          />
          {migration.target.kind === 'other' && (
            <PasswordField
              label={t('passwords.target', { host: migration.target.host })}
              showLabel={t('account.show_password_target')}
              autoComplete="off"
              value={target}
              onChange={setTarget}
            />
          )}
        </div>
        <ProblemNote error={give.error ?? act.error} />
        <div className="row">
          <Button
            type="submit"
            look="primary"
            busy={give.isPending || act.isPending}
            blockedBy={empty ? 'passwords-why' : undefined}
          >
            {t('passwords.act')}
          </Button>
          {empty && (
            <span className="reason" id="passwords-why">
              {t('passwords.not_yet')}
            </span>
          )}
        </div>
      </form>
    </Panel>
  );
}
