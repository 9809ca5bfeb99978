import { useMemo, useState } from 'react';
import { useInfo } from '../../api/resources';
import { useSession } from '../../app/session_context';
import type { Key } from '../../i18n/catalog';
import { useWords } from '../../i18n/context';
import { SearchField } from '../../parts/Field';
import { Loaded } from '../../parts/Loaded';
import { Head } from '../../parts/Page';
import { Panel } from '../../parts/Panel';
import { State } from '../../parts/State';
import { ScrollBox } from '../../parts/ScrollBox';

const tips: readonly [Key, Key][] = [
  ['tip.before', 'tip.before.text'],
  ['tip.passwords', 'tip.passwords.text'],
  ['tip.mx', 'tip.mx.text'],
  ['tip.again', 'tip.again.text'],
  ['tip.large', 'tip.large.text'],
];

const stored: readonly [Key, Key][] = [
  ['stored.passwords', 'stored.passwords.text'],
  ['stored.messages', 'stored.messages.text'],
  ['stored.logs', 'stored.logs.text'],
  ['stored.source', 'stored.source.text'],
];

function Facts({ title, facts }: { title: string; facts: readonly [Key, Key][] }) {
  const { t } = useWords();
  return (
    <Panel title={title} padded>
      <dl className="stack explain">
        {facts.map(([name, text]) => (
          <div key={name}>
            <dt>{t(name)}</dt>
            <dd className="muted">{t(text)}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

function Systems() {
  const { t } = useWords();
  const info = useInfo();
  return (
    <Panel title={t('information.systems')} padded>
      <Loaded query={info}>
        {({ source_types: types }) => (
          <ul className="stack-s">
            {types.map(({ id, name, available }) => (
              <li key={id} className="row apart">
                <span>{name}</span>
                {available ? (
                  <State tone="ok">{t('information.available')}</State>
                ) : (
                  <State tone="waiting">{t('information.later')}</State>
                )}
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Panel>
  );
}

/** Every cause that the page has words for; the codes are those of logs and API. */
function ErrorTable() {
  const { t, language, maybe } = useWords();
  const [q, setQ] = useState('');
  const codes = useMemo(
    () =>
      Object.keys(language.messages)
        .filter((key) => key.startsWith('error.'))
        .map((key) => key.slice('error.'.length)),
    [language],
  );
  const wanted = q.trim().toLowerCase();
  const rows = codes
    .map((code) => ({
      code,
      sentence: maybe(`error.${code}`) ?? '',
      hint: maybe(`hint.${code}`) ?? '',
    }))
    .filter((row) => Object.values(row).some((text) => text.toLowerCase().includes(wanted)));
  return (
    <Panel title={t('information.errors')}>
      <div className="tools">
        <SearchField label={t('information.search')} value={q} onChange={setQ} />
      </div>
      <ScrollBox label={t('information.errors')}>
        <table>
          <caption className="sr">{t('information.errors')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('information.cause')}</th>
              <th scope="col">{t('information.hint')}</th>
              <th scope="col">{t('information.code')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ code, sentence, hint }) => (
              <tr key={code}>
                <td>{sentence}</td>
                <td className="muted">{hint}</td>
                <td className="mono">{code}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </Panel>
  );
}

export default function InformationPage() {
  const { t } = useWords();
  const { installation } = useSession();
  return (
    <>
      <Head
        title={t('nav.information')}
        lead={t('information.lead', { version: installation.version })}
      />
      <div className="cols even">
        <Facts title={t('information.tips')} facts={tips} />
        <div className="stack">
          <Facts title={t('information.stored')} facts={stored} />
          <Systems />
        </div>
      </div>
      <ErrorTable />
    </>
  );
}
