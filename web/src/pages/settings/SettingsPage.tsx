import { useState } from 'react';
import { useChangeSettings, useSettings, useTestMail } from '../../api/resources';
import type { Settings } from '../../api/types';
import { useSession } from '../../app/session_context';
import { useWords } from '../../i18n/context';
import { Note } from '../../parts/Banner';
import { Button } from '../../parts/Button';
import { CheckField, PasswordField, TextAreaField, TextField } from '../../parts/Field';
import { Loaded } from '../../parts/Loaded';
import { Head } from '../../parts/Page';
import { Panel } from '../../parts/Panel';
import { ProblemNote } from '../../parts/ProblemNote';
import { KnownAccountsPanel } from './KnownAccountsPanel';
import {
  fieldsPresent,
  isWrong,
  readValue,
  type SettingField,
  type SettingGroup,
  settingGroups,
  written,
} from './setting_fields';

export default function SettingsPage() {
  const { t } = useWords();
  const settings = useSettings();
  return (
    <>
      <Head title={t('nav.settings')} lead={t('settings.lead')} />
      <Loaded query={settings}>
        {(value) => (
          <div className="stack form-page">
            {settingGroups
              .filter((group) => fieldsPresent(group, value).length > 0)
              .map((group) => (
                <Group key={group.title} group={group} settings={value} />
              ))}
            <KnownAccountsPanel />
          </div>
        )}
      </Loaded>
    </>
  );
}

function Group({ group, settings }: { group: SettingGroup; settings: Settings }) {
  const { t } = useWords();
  const change = useChangeSettings();
  const fields = fieldsPresent(group, settings);
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({});
  const textOf = ({ name, kind }: SettingField) => texts[name] ?? written(settings[name], kind);
  const changed = fields.filter(
    (field) => textOf(field) !== written(settings[field.name], field.kind),
  );
  const wrong = fields.some((field) => isWrong(textOf(field), field.kind));
  const blocked = changed.length === 0 || wrong;
  const id = `why-${group.title}`;
  const save = () => {
    const entries = changed.map((field) => [field.name, readValue(textOf(field), field.kind)]);
    change.mutate(Object.fromEntries(entries) as Settings, { onSuccess: () => setTexts({}) });
  };
  return (
    <Panel
      title={t(group.title)}
      padded
      footer={
        <>
          <Button
            look="primary"
            busy={change.isPending}
            onPress={save}
            blockedBy={blocked ? id : undefined}
          >
            {t('me.save')}
          </Button>
          {group.title === 'settings.mail' && <TestMail />}
          <span className="reason grow" id={id} role="status">
            {wrong
              ? t('settings.wrong')
              : changed.length === 0
                ? change.isSuccess
                  ? t('saved')
                  : t('settings.unchanged')
                : ''}
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
              text={textOf(field)}
              onChange={(text) => setTexts({ ...texts, [field.name]: text })}
            />
          ))}
        </div>
        <ProblemNote error={change.error} />
      </div>
    </Panel>
  );
}

interface SettingInputProps {
  field: SettingField;
  text: string;
  onChange: (text: string) => void;
}

function SettingInput({ field: { name, kind }, text, onChange }: SettingInputProps) {
  const { t, maybe } = useWords();
  const label = maybe(`setting.${name}`) ?? name;
  const hint = maybe(`setting.${name}.hint`);
  const common = { label, value: text, onChange, ...(hint && { hint }) };
  switch (kind) {
    case 'switch':
      return (
        <CheckField checked={text === 'true'} onChange={(on) => onChange(String(on))}>
          {label}
          {hint && <span className="sub">{hint}</span>}
        </CheckField>
      );
    case 'secret':
      return (
        <PasswordField
          {...common}
          hint={t('settings.secret_hint')}
          autoComplete="off"
          showLabel={t('field.show_password')}
        />
      );
    case 'lines':
      return <TextAreaField {...common} rows={3} />;
    case 'number':
      return (
        <TextField
          {...common}
          inputMode="numeric"
          error={isWrong(text, kind) ? t('settings.not_a_number') : undefined}
        />
      );
    case 'text':
      return <TextField {...common} />;
  }
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
