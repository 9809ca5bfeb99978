import { useState } from 'react';
import { useChangeSettings, useTestMail, useTestWebhook } from '../../api/resources';
import type { Settings } from '../../api/types';
import { useSession } from '../../app/session_context';
import { useWords } from '../../i18n/context';
import { Note } from '../../parts/Banner';
import { Button } from '../../parts/Button';
import { fieldErrors } from '../../parts/field_errors';
import { Panel } from '../../parts/Panel';
import { ProblemNote } from '../../parts/ProblemNote';
import { SettingInput } from './SettingInput';
import {
  fieldsPresent,
  isWrong,
  keptSecrets,
  readValue,
  type SettingField,
  type SettingGroup,
  written,
} from './setting_fields';

/** What is typed in a group and not saved yet. */
function useTyped(fields: readonly SettingField[], settings: Settings) {
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({});
  const [forgotten, setForgotten] = useState<readonly string[]>([]);
  const textOf = ({ name, kind }: SettingField) => texts[name] ?? written(settings[name], kind);
  const changed = fields.filter(
    (field) => textOf(field) !== written(settings[field.name], field.kind),
  );
  return {
    textOf,
    forgotten,
    type: (name: string, text: string) => setTexts({ ...texts, [name]: text }),
    forget: (name: string, forget: boolean) =>
      setForgotten([...forgotten.filter((one) => one !== name), ...(forget ? [name] : [])]),
    clear: () => {
      setTexts({});
      setForgotten([]);
    },
    isChanged: changed.length > 0 || forgotten.length > 0,
    change: (): Settings => ({
      ...Object.fromEntries(
        changed.map((field) => [field.name, readValue(textOf(field), field.kind)]),
      ),
      ...(forgotten.length > 0 && { forget_secrets: [...forgotten] }),
    }),
  };
}

/** A panel of settings that are saved together. */
export function SettingsGroup({ group, settings }: { group: SettingGroup; settings: Settings }) {
  const { t } = useWords();
  const change = useChangeSettings();
  const fields = fieldsPresent(group, settings);
  const typed = useTyped(fields, settings);
  const errors = fieldErrors(change.error);
  const wrong = fields.some((field) => isWrong(typed.textOf(field), field.kind));
  const id = `why-${group.title}`;
  const reason = wrong
    ? t('settings.wrong')
    : typed.isChanged
      ? ''
      : t(change.isSuccess ? 'saved' : 'settings.unchanged');
  return (
    <Panel
      title={t(group.title)}
      padded
      footer={
        <>
          <Button
            look="primary"
            busy={change.isPending}
            onPress={() => change.mutate(typed.change(), { onSuccess: typed.clear })}
            blockedBy={wrong || !typed.isChanged ? id : undefined}
          >
            {t('me.save')}
          </Button>
          {group.title === 'settings.mail' && <TestMail />}
          {group.title === 'settings.webhook' && <TestWebhook />}
          <span className="reason grow" id={id} role="status">
            {reason}
          </span>
        </>
      }
    >
      <div className="stack">
        <p className="muted small">{t(group.lead)}</p>
        <div className="grid2">
          {fields.map((field) => (
            <SettingInput
              key={field.name}
              field={field}
              text={typed.textOf(field)}
              onChange={(text) => typed.type(field.name, text)}
              error={errors[field.name]}
              isKept={keptSecrets(settings).includes(field.name)}
              forgotten={typed.forgotten.includes(field.name)}
              onForget={(forget) => typed.forget(field.name, forget)}
            />
          ))}
        </div>
        {fields.some(({ name }) => errors[name]) || <ProblemNote error={change.error} />}
      </div>
    </Panel>
  );
}

function TestMail() {
  const { t } = useWords();
  const { person } = useSession();
  const test = useTestMail();
  return (
    <>
      <Button icon="mail" busy={test.isPending} onPress={() => test.mutate(person.email)}>
        {t('settings.test_mail')}
      </Button>
      {test.isSuccess && (
        <Note tone="ok" title={t('settings.test_sent', { email: person.email })} />
      )}
      <ProblemNote error={test.error} />
    </>
  );
}

function TestWebhook() {
  const { t } = useWords();
  const test = useTestWebhook();
  return (
    <>
      <Button icon="active" busy={test.isPending} onPress={() => test.mutate()}>
        {t('settings.test_webhook')}
      </Button>
      {test.isSuccess && <Note tone="ok" title={t('settings.test_taken')} />}
      <ProblemNote error={test.error} />
    </>
  );
}
