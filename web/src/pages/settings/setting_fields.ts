import type { SettingValue, Settings } from '../../api/types';
import type { Key } from '../../i18n/catalog';

export type FieldKind =
  'text' | 'number' | 'switch' | 'secret' | 'lines' | 'security' | 'special_folders';

export interface SettingField {
  name: string;
  kind: FieldKind;
}

export interface SettingGroup {
  title: Key;
  lead: Key;
  fields: readonly SettingField[];
}

/** The groups of the form; a setting that the service does not have is left out of it. */
export const settingGroups: readonly SettingGroup[] = [
  {
    title: 'settings.own_server',
    lead: 'settings.own_server.lead',
    fields: [
      { name: 'own_server_name', kind: 'text' },
      { name: 'own_server_host', kind: 'text' },
      { name: 'own_server_port', kind: 'number' },
      { name: 'own_server_security', kind: 'security' },
      { name: 'own_server_fingerprint', kind: 'text' },
      { name: 'own_server_master_user', kind: 'text' },
      { name: 'own_server_master_separator', kind: 'text' },
      { name: 'own_server_master_password', kind: 'secret' },
    ],
  },
  {
    title: 'settings.defaults',
    lead: 'settings.defaults.lead',
    fields: [
      { name: 'default_leave_out', kind: 'special_folders' },
      { name: 'default_max_size_megabytes', kind: 'number' },
      { name: 'default_second_run_after_hours', kind: 'number' },
      { name: 'default_further_runs', kind: 'number' },
      { name: 'min_hours_between_runs', kind: 'number' },
      { name: 'max_hours_between_runs', kind: 'number' },
    ],
  },
  {
    title: 'settings.limits',
    lead: 'settings.limits.lead',
    fields: [
      { name: 'rows_per_batch', kind: 'number' },
      { name: 'batches_per_customer', kind: 'number' },
      { name: 'running_at_once', kind: 'number' },
      { name: 'connections_per_host', kind: 'number' },
    ],
  },
  {
    title: 'settings.mail',
    lead: 'settings.mail.lead',
    fields: [
      { name: 'smtp_host', kind: 'text' },
      { name: 'smtp_port', kind: 'number' },
      { name: 'smtp_security', kind: 'security' },
      { name: 'smtp_user', kind: 'text' },
      { name: 'smtp_password', kind: 'secret' },
      { name: 'smtp_from', kind: 'text' },
      { name: 'mx_records', kind: 'lines' },
    ],
  },
  {
    title: 'settings.webhook',
    lead: 'settings.webhook.lead',
    fields: [
      { name: 'webhook_url', kind: 'text' },
      { name: 'webhook_secret', kind: 'secret' },
    ],
  },
  {
    title: 'settings.privacy',
    lead: 'settings.privacy.lead',
    fields: [
      { name: 'keep_finished_days', kind: 'number' },
      { name: 'allow_private_addresses', kind: 'switch' },
      { name: 'licences_required', kind: 'switch' },
      { name: 'free_migrations', kind: 'number' },
    ],
  },
];

export function fieldsPresent(group: SettingGroup, settings: Settings): SettingField[] {
  return group.fields.filter(({ name }) => name in settings);
}

/** What stands in the form for a value. A secret is never told; empty leaves it as it is. */
export function written(value: SettingValue | undefined, kind: FieldKind): string {
  if (kind === 'secret' || value === null || value === undefined) return '';
  return Array.isArray(value) ? value.join('\n') : String(value);
}

export function readValue(text: string, kind: FieldKind): SettingValue {
  switch (kind) {
    case 'number':
      return text.trim() === '' ? null : Number(text);
    case 'lines':
    case 'special_folders':
      return text
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '');
    case 'switch':
      return text === 'true';
    case 'text':
    case 'secret':
    case 'security':
      return text.trim();
  }
}

export function isWrong(text: string, kind: FieldKind): boolean {
  return (
    kind === 'number' &&
    text.trim() !== '' &&
    !(Number.isInteger(Number(text)) && Number(text) >= 0)
  );
}

/** Which of the secrets the service holds. */
export function keptSecrets({ kept_secrets: kept }: Settings): readonly string[] {
  return Array.isArray(kept) ? kept : [];
}
