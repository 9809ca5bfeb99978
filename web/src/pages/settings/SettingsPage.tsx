import { useSettings } from '../../api/resources';
import { useWords } from '../../i18n/context';
import { Loaded } from '../../parts/Loaded';
import { Head } from '../../parts/Page';
import { KnownAccountsPanel } from './KnownAccountsPanel';
import { SettingsGroup } from './SettingsGroup';
import { fieldsPresent, settingGroups } from './setting_fields';

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
                <SettingsGroup key={group.title} group={group} settings={value} />
              ))}
            <KnownAccountsPanel />
          </div>
        )}
      </Loaded>
    </>
  );
}
