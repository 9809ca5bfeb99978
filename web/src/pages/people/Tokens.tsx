import { useState } from 'react';
import { useMakeToken, useRevokeToken, useTokens } from '../../api/resources';
import type { ApiToken } from '../../api/types';
import { useWords } from '../../i18n/context';
import { Note } from '../../parts/Banner';
import { Button } from '../../parts/Button';
import { CopyButton } from '../../parts/CopyButton';
import { Dialog, Question } from '../../parts/Dialog';
import { TextField } from '../../parts/Field';
import { Loaded } from '../../parts/Loaded';
import { Panel } from '../../parts/Panel';
import { ProblemNote } from '../../parts/ProblemNote';
import { SelectField } from '../../parts/SelectField';
import { State } from '../../parts/State';
import { useTimes } from '../../time/context';
import { ScrollBox } from '../../parts/ScrollBox';

const scopes = ['read', 'run', 'plan', 'manage'] as const;
type Scope = (typeof scopes)[number];

const lifetimes = ['30', '90', '365'] as const;
type Lifetime = (typeof lifetimes)[number];

const day = 86_400_000;
const soonDays = 7;

export function Tokens() {
  const { t } = useWords();
  const tokens = useTokens();
  const [making, setMaking] = useState(false);
  return (
    <Panel
      title={t('tokens.title')}
      aside={
        <Button small icon="key" onPress={() => setMaking(true)}>
          {t('tokens.new')}
        </Button>
      }
    >
      <Loaded query={tokens}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="body muted">{t('tokens.none')}</p>
          ) : (
            <ScrollBox label={t('tokens.title')}>
              <table>
                <caption className="sr">{t('tokens.title')}</caption>
                <thead>
                  <tr>
                    <th scope="col">{t('tokens.name')}</th>
                    <th scope="col">{t('tokens.may')}</th>
                    <th scope="col">{t('tokens.by')}</th>
                    <th scope="col">{t('tokens.used')}</th>
                    <th scope="col">{t('tokens.ends')}</th>
                    <th scope="col">
                      <span className="sr">{t('column.actions')}</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {items.map((token) => (
                    <TokenRow key={token.id} token={token} />
                  ))}
                </tbody>
              </table>
            </ScrollBox>
          )
        }
      </Loaded>
      {making && <NewToken onClose={() => setMaking(false)} />}
    </Panel>
  );
}

function Ends({ at }: { at: string | null }) {
  const { t } = useWords();
  const times = useTimes();
  if (!at) return t('tokens.never_ends');
  const days = Math.ceil((Date.parse(at) - times.now.getTime()) / day);
  if (days > soonDays) return times.date(at);
  return (
    <State tone={days > 0 ? 'attention' : 'failed'} loud>
      {days > 0 ? t('tokens.in_days', { count: days }) : t('tokens.ended')}
    </State>
  );
}

function TokenRow({ token }: { token: ApiToken }) {
  const { t, maybe } = useWords();
  const times = useTimes();
  const revoke = useRevokeToken();
  const [asking, setAsking] = useState(false);
  const { id, name, scopes: given, created_by: by, last_used_at: used, ends_at: ends } = token;
  return (
    <tr>
      <td>
        <b>{name}</b>
      </td>
      <td>{given.map((scope) => maybe(`scope.${scope}`) ?? scope).join(', ')}</td>
      <td>{by?.name ?? '–'}</td>
      <td>{used ? times.inside(used) : t('people.never')}</td>
      <td>
        <Ends at={ends} />
      </td>
      <td className="num">
        <Button small look="quiet" icon="x" onPress={() => setAsking(true)}>
          {t('tokens.revoke')}
        </Button>
        {asking && (
          <Question
            title={t('tokens.revoke_title', { name })}
            act={t('tokens.revoke')}
            icon="x"
            keep={t('tokens.keep')}
            busy={revoke.isPending}
            onAct={() => revoke.mutate(id, { onSuccess: () => setAsking(false) })}
            onClose={() => setAsking(false)}
          >
            <p>{t('tokens.revoke_lead')}</p>
          </Question>
        )}
      </td>
    </tr>
  );
}

function NewToken({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const make = useMakeToken();
  const [name, setName] = useState('');
  const [scope, setScope] = useState<Scope>('read');
  const [days, setDays] = useState<Lifetime>('90');
  const ready = name.trim() !== '';
  const token = make.data?.token;
  if (token) {
    return (
      <Dialog title={t('tokens.made')} onClose={onClose}>
        <Note tone="ok" title={t('tokens.shown_once')}>
          <p className="mono link-shown">{token}</p>
        </Note>
        <div className="row">
          <CopyButton text={token}>{t('tokens.copy')}</CopyButton>
          <Button look="primary" onPress={onClose}>
            {t('close')}
          </Button>
        </div>
      </Dialog>
    );
  }
  const submit = () =>
    make.mutate({
      name: name.trim(),
      scopes: [scope],
      ends_at: new Date(Date.now() + Number(days) * day).toISOString().replace(/\.\d+Z$/, 'Z'),
    });
  return (
    <Dialog title={t('tokens.new')} onClose={onClose}>
      <TextField
        label={t('tokens.name')}
        value={name}
        onChange={setName}
        hint={t('tokens.name_hint')}
      />
      <SelectField
        label={t('tokens.may')}
        value={scope}
        choices={scopes.map((id) => ({ id, name: t(`scope.${id}`), hint: t(`scope.${id}.hint`) }))}
        onChange={setScope}
      />
      <SelectField
        label={t('tokens.ends')}
        value={days}
        choices={lifetimes.map((id) => ({ id, name: t('tokens.in_days', { count: Number(id) }) }))}
        onChange={setDays}
      />
      <ProblemNote error={make.error} />
      <div className="row">
        <Button
          look="primary"
          busy={make.isPending}
          onPress={submit}
          blockedBy={ready ? undefined : 'token-why'}
        >
          {t('tokens.make')}
        </Button>
        {!ready && (
          <span className="reason" id="token-why">
            {t('tokens.not_yet')}
          </span>
        )}
      </div>
    </Dialog>
  );
}
