import type { Role } from '../../api/types';
import { useSession } from '../../app/session_context';
import { useWords } from '../../i18n/context';
import { TextAreaField } from '../../parts/Field';
import { SelectField } from '../../parts/SelectField';

interface RoleFieldsProps {
  role: Role;
  domains: string;
  onRole: (role: Role) => void;
  onDomains: (domains: string) => void;
}

/** Nobody gives a role above their own. */
export function RoleFields({ role, domains, onRole, onDomains }: RoleFieldsProps) {
  const { t } = useWords();
  const isOperator = useSession().person.role === 'operator';
  const roles: readonly Role[] = isOperator
    ? ['operator', 'admin', 'manager', 'member']
    : ['admin', 'manager', 'member'];
  return (
    <>
      <SelectField
        label={t('people.role')}
        value={role}
        choices={roles.map((id) => ({ id, name: t(`role.${id}`), hint: t(`role.${id}.hint`) }))}
        onChange={onRole}
      />
      {role === 'manager' && (
        <TextAreaField
          label={t('people.domains')}
          hint={t('people.domains_hint')}
          rows={3}
          value={domains}
          onChange={onDomains}
        />
      )}
    </>
  );
}
