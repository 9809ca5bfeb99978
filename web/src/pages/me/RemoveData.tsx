import { useState } from 'react';
import { useForgetCustomer } from '../../api/resources';
import { useSession } from '../../app/session_context';
import { useWords } from '../../i18n/context';
import { Note } from '../../parts/Banner';
import { Button } from '../../parts/Button';
import { Question } from '../../parts/Dialog';
import { Panel } from '../../parts/Panel';
import { ProblemNote } from '../../parts/ProblemNote';

/** "Remove my data": all that is kept of a customer's migrations, at once. */
export function RemoveData() {
  const { t } = useWords();
  const { customer } = useSession();
  const forget = useForgetCustomer();
  const [asking, setAsking] = useState(false);
  return (
    <Panel title={t('customers.forget')} padded>
      <div className="stack">
        <p className="muted">{t('customers.forget_lead')}</p>
        {forget.isSuccess && <Note tone="ok" title={t('customers.forgotten')} />}
        <div className="row">
          <Button look="danger" icon="trash" onPress={() => setAsking(true)}>
            {t('customers.forget')}
          </Button>
        </div>
      </div>
      {asking && (
        <Question
          title={t('customers.forget_title', { name: customer.name })}
          act={t('customers.forget')}
          icon="trash"
          keep={t('delete.keep')}
          busy={forget.isPending}
          onAct={() => forget.mutate(customer.id, { onSuccess: () => setAsking(false) })}
          onClose={() => setAsking(false)}
        >
          <p>{t('customers.forget_lead')}</p>
          <ProblemNote error={forget.error} />
        </Question>
      )}
    </Panel>
  );
}
