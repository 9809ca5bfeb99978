import { useState } from 'react';
import { useChangePerson, useMakeResetLink, usePeople, useRemovePerson } from '../../api/resources';
import type { Person, Role } from '../../api/types';
import { useSession } from '../../app/session_context';
import { useWords } from '../../i18n/context';
import { ActionMenu } from '../../parts/ActionMenu';
import { Note } from '../../parts/Banner';
import { Button } from '../../parts/Button';
import { CopyButton } from '../../parts/CopyButton';
import { Dialog, Question } from '../../parts/Dialog';
import { Loaded } from '../../parts/Loaded';
import { Panel } from '../../parts/Panel';
import { ProblemNote } from '../../parts/ProblemNote';
import { State } from '../../parts/State';
import { useTimes } from '../../time/context';
import { RoleFields } from './RoleFields';
import { ScrollBox } from '../../parts/ScrollBox';

export function PeopleList() {
  const { t } = useWords();
  const people = usePeople();
  return (
    <Panel title={t('people.title')}>
      <Loaded query={people}>
        {({ items }) => (
          <ScrollBox label={t('people.title')}>
            <table>
              <caption className="sr">{t('people.title')}</caption>
              <thead>
                <tr>
                  <th scope="col">{t('people.person')}</th>
                  <th scope="col">{t('people.role')}</th>
                  <th scope="col">{t('people.domains')}</th>
                  <th scope="col">{t('people.last_seen')}</th>
                  <th scope="col">{t('column.state')}</th>
                  <th scope="col">
                    <span className="sr">{t('column.actions')}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {items.map((person) => (
                  <PersonRow key={person.id} person={person} />
                ))}
              </tbody>
            </table>
          </ScrollBox>
        )}
      </Loaded>
    </Panel>
  );
}

function PersonRow({ person }: { person: Person }) {
  const { t } = useWords();
  const times = useTimes();
  const self = useSession().person.id === person.id;
  const [asking, setAsking] = useState<'change' | 'link' | 'remove' | null>(null);
  const change = useChangePerson();
  const { id, name, email, role, domains, last_seen_at: seen, state } = person;
  return (
    <tr>
      <td>
        <b>{name}</b>
        <span className="sub">{email}</span>
      </td>
      <td className="nowrap">{t(`role.${role}`)}</td>
      <td>
        {domains.length > 0
          ? domains.map((domain) => <div key={domain}>{domain}</div>)
          : t('people.all')}
      </td>
      <td className="nowrap">{seen ? times.inside(seen) : t('people.never')}</td>
      <td>
        <State tone={state === 'active' ? 'ok' : 'failed'} loud={state !== 'active'}>
          {t(`people.${state}`)}
        </State>
      </td>
      <td className="num">
        {!self && (
          <ActionMenu
            label={t('actions.of', { name })}
            actions={[
              {
                id: 'change',
                name: t('people.change'),
                icon: 'edit',
                run: () => setAsking('change'),
              },
              { id: 'link', name: t('people.link'), icon: 'key', run: () => setAsking('link') },
              {
                id: 'lock',
                name: state === 'active' ? t('people.lock') : t('people.unlock'),
                icon: 'lock',
                run: () => change.mutate({ id, state: state === 'active' ? 'locked' : 'active' }),
              },
              {
                id: 'remove',
                name: t('people.remove'),
                icon: 'trash',
                danger: true,
                run: () => setAsking('remove'),
              },
            ]}
          />
        )}
        {asking === 'change' && <ChangePerson person={person} onClose={() => setAsking(null)} />}
        {asking === 'link' && <ResetLink person={person} onClose={() => setAsking(null)} />}
        {asking === 'remove' && <RemovePerson person={person} onClose={() => setAsking(null)} />}
      </td>
    </tr>
  );
}

function ChangePerson({ person, onClose }: { person: Person; onClose: () => void }) {
  const { t } = useWords();
  const change = useChangePerson();
  const [role, setRole] = useState<Role>(person.role);
  const [domains, setDomains] = useState(person.domains.join('\n'));
  const save = () =>
    change.mutate(
      {
        id: person.id,
        role,
        domains: role === 'manager' ? domains.split(/\s+/).filter(Boolean) : [],
      },
      { onSuccess: onClose },
    );
  return (
    <Dialog title={t('people.change_title', { name: person.name })} onClose={onClose}>
      <RoleFields role={role} domains={domains} onRole={setRole} onDomains={setDomains} />
      <ProblemNote error={change.error} />
      <div className="row">
        <Button look="primary" busy={change.isPending} onPress={save}>
          {t('me.save')}
        </Button>
        <Button onPress={onClose}>{t('close')}</Button>
      </div>
    </Dialog>
  );
}

function ResetLink({ person, onClose }: { person: Person; onClose: () => void }) {
  const { t } = useWords();
  const times = useTimes();
  const make = useMakeResetLink();
  const made = make.data;
  return (
    <Dialog title={t('people.link_title', { name: person.name })} onClose={onClose}>
      <p>{t('people.link_lead')}</p>
      <ProblemNote error={make.error} />
      {made ? (
        <Note tone="ok" title={t('invite.made', { email: person.email })}>
          <p className="mono link-shown">{made.link}</p>
          <p>{t('invite.once', { time: times.full(made.ends_at) })}</p>
          <CopyButton text={made.link}>{t('invite.copy')}</CopyButton>
        </Note>
      ) : (
        <Button
          look="primary"
          icon="key"
          busy={make.isPending}
          onPress={() => make.mutate(person.id)}
        >
          {t('invite.act')}
        </Button>
      )}
    </Dialog>
  );
}

function RemovePerson({ person, onClose }: { person: Person; onClose: () => void }) {
  const { t } = useWords();
  const remove = useRemovePerson();
  return (
    <Question
      title={t('people.remove_title', { name: person.name })}
      act={t('people.remove')}
      icon="trash"
      keep={t('people.keep')}
      busy={remove.isPending}
      onAct={() => remove.mutate(person.id, { onSuccess: onClose })}
      onClose={onClose}
    >
      <p>{t('people.remove_lead')}</p>
      <ProblemNote error={remove.error} />
    </Question>
  );
}
