import { useSession } from '../../app/session_context';
import { useWords } from '../../i18n/context';
import { may } from '../../migration/actions';
import { ButtonLink } from '../../parts/Button';
import { Head } from '../../parts/Page';
import { Invitations } from './Invitations';
import { InvitePanel } from './InvitePanel';
import { PeopleList } from './PeopleList';
import { RoleTable } from './RoleTable';
import { Tokens } from './Tokens';

export default function PeoplePage() {
  const { t } = useWords();
  const session = useSession();
  return (
    <>
      <Head
        title={t('nav.people')}
        lead={t('people.lead', { customer: session.customer.name })}
        actions={
          may(session, 'see_audit') && (
            <ButtonLink icon="audit" href="/audit">
              {t('nav.audit')}
            </ButtonLink>
          )
        }
      />
      <div className="cols">
        <div className="stack">
          <PeopleList />
          <Invitations />
          {may(session, 'manage_tokens') && <Tokens />}
        </div>
        <InvitePanel />
      </div>
      <RoleTable />
    </>
  );
}
