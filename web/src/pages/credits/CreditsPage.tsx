import { useState } from 'react';
import { useAddKey, useCredits } from '../../api/resources';
import type { Credits } from '../../api/types';
import { useSession } from '../../app/session_context';
import { useWords } from '../../i18n/context';
import { may } from '../../migration/actions';
import { Note } from '../../parts/Banner';
import { Button } from '../../parts/Button';
import { TextAreaField } from '../../parts/Field';
import { fieldErrors } from '../../parts/field_errors';
import { Loaded } from '../../parts/Loaded';
import { Head } from '../../parts/Page';
import { Panel } from '../../parts/Panel';
import { ProblemNote } from '../../parts/ProblemNote';
import { State } from '../../parts/State';
import { useTimes } from '../../time/context';
import { ScrollBox } from '../../parts/ScrollBox';

export default function CreditsPage() {
  const { t } = useWords();
  const credits = useCredits();
  return (
    <>
      <Head title={t('nav.credits')} lead={t('credits.lead')} />
      <Loaded query={credits}>{(value) => <CreditsShown credits={value} />}</Loaded>
    </>
  );
}

function CreditsShown({ credits }: { credits: Credits }) {
  const { t } = useWords();
  const session = useSession();
  const adds = may(session, 'manage_licences');
  if (!credits.required) {
    return <Note tone="ok" title={t('credits.not_required', { count: credits.used })} />;
  }
  return (
    <div className={adds ? 'cols' : ''}>
      <div className="stack">
        <Standing credits={credits} />
        <Keys credits={credits} />
        <Uses credits={credits} />
      </div>
      {adds && <AddKey installation={session.installation.id} />}
    </div>
  );
}

const barWidth = 400;

function Standing({ credits }: { credits: Credits }) {
  const { t } = useWords();
  const { used, remaining, total } = credits;
  const usedWidth = total > 0 ? Math.round((used / total) * barWidth) : 0;
  const label = t('credits.bar', { used, remaining, total });
  return (
    <Panel label={label} padded>
      <div className="stack-s">
        <div className="row apart">
          <p>
            <span className="big-n">{t('credits.left', { count: remaining })}</span>{' '}
            <span className="muted">{t('of', { total })}</span>
          </p>
          <p className="small">
            <State tone="ok">{t('credits.used', { count: used })}</State>
          </p>
        </div>
        <svg
          viewBox={`0 0 ${barWidth} 10`}
          preserveAspectRatio="none"
          width="100%"
          height="10"
          className="segments"
          role="img"
          aria-label={label}
        >
          <rect className="st-ok" x="0" width={Math.max(usedWidth - 1, 0)} height="10" />
          <rect x={usedWidth + 1} width={Math.max(barWidth - usedWidth - 1, 0)} height="10" />
        </svg>
        <p className="small muted">
          {credits.keys.length === 0
            ? t('credits.free', { count: credits.free_total })
            : t('credits.at_zero')}
        </p>
      </div>
    </Panel>
  );
}

function Keys({ credits: { keys } }: { credits: Credits }) {
  const { t, number } = useWords();
  const times = useTimes();
  const sum = keys.reduce((all, { migrations }) => all + migrations, 0);
  return (
    <Panel
      title={t('keys.title')}
      aside={
        <span className="small muted">{t('keys.sum', { keys: keys.length, count: sum })}</span>
      }
    >
      {keys.length === 0 ? (
        <p className="body muted">{t('keys.none')}</p>
      ) : (
        <ScrollBox label={t('keys.title')}>
          <table>
            <caption className="sr">{t('keys.title')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('keys.key')}</th>
                <th scope="col" className="num">
                  {t('keys.migrations')}
                </th>
                <th scope="col">{t('keys.by')}</th>
                <th scope="col">{t('keys.added')}</th>
                <th scope="col">{t('column.state')}</th>
              </tr>
            </thead>
            <tbody>
              {keys.map((key) => (
                <tr key={key.id}>
                  <td className="mono">{key.shown}</td>
                  <td className="num">{number(key.migrations)}</td>
                  <td>{key.added_by?.name ?? t('role.operator')}</td>
                  <td>{times.date(key.added_at)}</td>
                  <td>
                    <State tone={key.valid ? 'ok' : 'failed'} loud={!key.valid}>
                      {key.valid ? t('keys.valid') : t('keys.invalid')}
                    </State>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      )}
    </Panel>
  );
}

function Uses({ credits: { uses } }: { credits: Credits }) {
  const { t, number } = useWords();
  const times = useTimes();
  if (uses.length === 0) return null;
  return (
    <Panel title={t('uses.title')}>
      <ScrollBox label={t('uses.title')}>
        <table>
          <caption className="sr">{t('uses.title')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('uses.when')}</th>
              <th scope="col">{t('uses.who')}</th>
              <th scope="col">{t('uses.what')}</th>
              <th scope="col" className="num">
                {t('nav.credits')}
              </th>
              <th scope="col" className="num">
                {t('uses.left')}
              </th>
            </tr>
          </thead>
          <tbody>
            {uses.map((use) => (
              <tr key={`${use.at} ${use.what}`}>
                <td>{times.moment(use.at)}</td>
                <td>{use.person?.name ?? '–'}</td>
                <td>{use.what}</td>
                <td className="num">{number(use.credits)}</td>
                <td className="num">{number(use.left)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </Panel>
  );
}

function AddKey({ installation }: { installation: string }) {
  const { t } = useWords();
  const add = useAddKey();
  const [key, setKey] = useState('');
  const ready = key.trim() !== '';
  return (
    <Panel title={t('keys.add')} padded>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) add.mutate(key.trim(), { onSuccess: () => setKey('') });
        }}
      >
        <TextAreaField
          label={t('keys.field')}
          rows={4}
          value={key}
          error={fieldErrors(add.error)['key']}
          onChange={setKey}
        />
        <ProblemNote error={add.error} />
        {add.isSuccess && <Note tone="ok" title={t('keys.was_added')} />}
        <Button
          type="submit"
          look="primary"
          icon="plus"
          busy={add.isPending}
          blockedBy={ready ? undefined : 'key-why'}
        >
          {t('keys.add')}
        </Button>
        {!ready && (
          <p className="reason" id="key-why">
            {t('keys.not_yet')}
          </p>
        )}
        <p className="small muted">{t('keys.lead')}</p>
        <p className="small muted">
          {t('keys.installation')} <code className="link-shown">{installation}</code>
        </p>
      </form>
    </Panel>
  );
}
