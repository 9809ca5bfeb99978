import { useInvitations, useWithdrawInvitation } from '../../api/resources';
import { useWords } from '../../i18n/context';
import { Button } from '../../parts/Button';
import { Panel } from '../../parts/Panel';
import { useTimes } from '../../time/context';
import { ScrollBox } from '../../parts/ScrollBox';

/** Links that nobody has used yet. */
export function Invitations() {
  const { t } = useWords();
  const times = useTimes();
  const items = useInvitations().data?.items ?? [];
  const withdraw = useWithdrawInvitation();
  if (items.length === 0) return null;
  return (
    <Panel title={t('invitations.title')}>
      <ScrollBox label={t('invitations.title')}>
        <table>
          <caption className="sr">{t('invitations.title')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('field.email')}</th>
              <th scope="col">{t('people.role')}</th>
              <th scope="col">{t('invitations.ends')}</th>
              <th scope="col">
                <span className="sr">{t('column.actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map(({ id, email, role, ends_at: ends }) => (
              <tr key={id}>
                <td>{email}</td>
                <td>{t(`role.${role}`)}</td>
                <td>{times.inside(ends)}</td>
                <td className="num">
                  <Button small look="quiet" icon="x" onPress={() => withdraw.mutate(id)}>
                    {t('invitations.withdraw')}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </Panel>
  );
}
