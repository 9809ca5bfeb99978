import type { Key } from '../../i18n/catalog';
import { useWords } from '../../i18n/context';
import { PasswordField } from '../../parts/Field';
import { Icon } from '../../parts/Icon';
import { leastLetters, type PasswordRules } from './new_password';

interface NewPasswordFieldsProps {
  password: string;
  again: string;
  rules: PasswordRules;
  onPassword: (password: string) => void;
  onAgain: (again: string) => void;
}

function Rule({ holds, met, unmet }: { holds: boolean; met: Key; unmet: Key }) {
  const { t } = useWords();
  return (
    <li className={holds ? 'st-ok' : 'st-waiting'}>
      <Icon name={holds ? 'ok' : 'waiting'} />
      {t(holds ? met : unmet, { count: leastLetters })}
    </li>
  );
}

/** A new password twice, and its rules that tick while it is typed. */
export function NewPasswordFields(props: NewPasswordFieldsProps) {
  const { password, again, rules, onPassword, onAgain } = props;
  const { t } = useWords();
  return (
    <>
      <PasswordField
        label={t('field.new_password')}
        showLabel={t('field.show_password')}
        autoComplete="new-password"
        value={password}
        onChange={onPassword}
      />
      <ul className="checks" aria-label={t('rules.label')}>
        <Rule holds={rules.long} met="rules.long" unmet="rules.long" />
        <Rule holds={rules.notYourself} met="rules.not_yourself" unmet="rules.not_yourself" />
        <Rule holds={rules.repeated} met="rules.repeated" unmet="rules.not_repeated" />
      </ul>
      <PasswordField
        label={t('field.repeat_password')}
        showLabel={t('field.show_password')}
        autoComplete="new-password"
        value={again}
        onChange={onAgain}
      />
    </>
  );
}
