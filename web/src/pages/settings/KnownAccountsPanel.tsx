import { useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import { useDeleteAccounts, useKnownAccounts, useUploadAccounts } from '../../api/resources';
import { useSession } from '../../app/session_context';
import { useWords } from '../../i18n/context';
import { may } from '../../migration/actions';
import { Button } from '../../parts/Button';
import { Question } from '../../parts/Dialog';
import { Panel } from '../../parts/Panel';
import { ProblemNote } from '../../parts/ProblemNote';
import { State } from '../../parts/State';

/** The list behind "Choose from this server". */
export function KnownAccountsPanel() {
  const { t } = useWords();
  const allowed = may(useSession(), 'offer_accounts');
  const accounts = useKnownAccounts('', allowed).data?.total;
  const upload = useUploadAccounts();
  const remove = useDeleteAccounts();
  const [asking, setAsking] = useState(false);
  if (!allowed) return null;
  return (
    <Panel
      title={t('known.title')}
      padded
      footer={
        <>
          <FileTrigger
            acceptedFileTypes={['text/csv', 'text/plain', '.csv']}
            onSelect={(files) => void files?.[0]?.text().then((csv) => upload.mutate(csv))}
          >
            <Button icon="upload" busy={upload.isPending}>
              {t('known.upload')}
            </Button>
          </FileTrigger>
          {(accounts ?? 0) > 0 && (
            <Button look="danger" icon="trash" onPress={() => setAsking(true)}>
              {t('known.remove')}
            </Button>
          )}
          <span className="reason grow">{t('known.format')}</span>
        </>
      }
    >
      <div className="stack-s">
        <p className="small muted">{t('known.lead')}</p>
        <State tone={accounts ? 'ok' : 'waiting'}>
          {t('known.count', { count: accounts ?? 0 })}
        </State>
        <ProblemNote error={upload.error} />
      </div>
      {asking && (
        <Question
          title={t('known.remove_title')}
          act={t('known.remove')}
          icon="trash"
          keep={t('delete.keep')}
          busy={remove.isPending}
          onAct={() => remove.mutate(undefined, { onSuccess: () => setAsking(false) })}
          onClose={() => setAsking(false)}
        >
          <p>{t('known.remove_lead')}</p>
          <ProblemNote error={remove.error} />
        </Question>
      )}
    </Panel>
  );
}
