import type { Role } from '../../api/types';
import type { Key } from '../../i18n/catalog';
import { useWords } from '../../i18n/context';
import { Panel } from '../../parts/Panel';
import { State } from '../../parts/State';
import { ScrollBox } from '../../parts/ScrollBox';

const roles: readonly Role[] = ['operator', 'admin', 'manager', 'member'];

interface Right {
  name: Key;
  may: readonly Role[];
}

const rights: readonly Right[] = [
  { name: 'right.see', may: roles },
  { name: 'right.run', may: roles },
  { name: 'right.plan', may: ['operator', 'admin', 'manager'] },
  { name: 'right.delete_finished', may: ['operator', 'admin', 'manager'] },
  { name: 'right.manage_people', may: ['operator', 'admin'] },
  { name: 'right.manage_licences', may: ['operator', 'admin'] },
  { name: 'right.manage_tokens', may: ['operator', 'admin'] },
  { name: 'right.manage_settings', may: ['operator'] },
];

export function RoleTable() {
  const { t } = useWords();
  return (
    <Panel title={t('roles.title')}>
      <ScrollBox label={t('roles.title')}>
        <table className="matrix">
          <caption className="sr">{t('roles.title')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('roles.may')}</th>
              {roles.map((role) => (
                <th key={role} scope="col">
                  {t(`role.${role}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rights.map(({ name, may }) => (
              <tr key={name}>
                <th scope="row">{t(name)}</th>
                {roles.map((role) => (
                  <td key={role}>
                    <May role={role} allowed={may.includes(role)} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </Panel>
  );
}

function May({ role, allowed }: { role: Role; allowed: boolean }) {
  const { t } = useWords();
  if (!allowed) return <span className="muted">{t('no')}</span>;
  if (role === 'manager') return t('roles.own_domains');
  return <State tone="ok">{t('yes')}</State>;
}
