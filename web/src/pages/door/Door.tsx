import { useState } from 'react';
import { useSetupNeeded } from '../../api/session';
import { asProblem } from '../../api/problem';
import { useWords } from '../../i18n/context';
import { Button } from '../../parts/Button';
import { DoorFrame } from './DoorFrame';
import { FirstVisit } from './FirstVisit';
import { Invitation } from './Invitation';
import { oneTimeToken } from './one_time_token';
import { SignIn } from './SignIn';

interface DoorProps {
  /** Why nobody knows who is signed in: the service gave no answer. */
  failure: unknown;
  retry: () => void;
}

/** What someone sees who is not signed in: the one-time link's page, or the form to sign in. */
export function Door({ failure, retry }: DoorProps) {
  const { t } = useWords();
  const setup = useSetupNeeded();
  const [token] = useState(() => oneTimeToken(location.hash));
  const error = failure ?? setup.error;
  if (error && asProblem(error).status !== 401) {
    return (
      <DoorFrame title={t('door.no_answer')} lead={t('door.no_answer_lead')}>
        <Button
          look="primary"
          icon="retry"
          onPress={() => {
            void setup.refetch();
            retry();
          }}
        >
          {t('broken.again')}
        </Button>
      </DoorFrame>
    );
  }
  if (!setup.data) return null;
  if (setup.data.needed) return token ? <FirstVisit token={token} /> : <LinkNeeded />;
  return token ? <Invitation token={token} /> : <SignIn />;
}

function LinkNeeded() {
  const { t } = useWords();
  return (
    <DoorFrame title={t('door.link_needed')} lead={t('door.link_needed_lead')}>
      <p className="small muted">
        {t('door.link_again')} <code>postferry user link</code>
      </p>
    </DoorFrame>
  );
}
