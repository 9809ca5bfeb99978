import { useState } from 'react';
import { useKnownAccounts } from '../../api/resources';
import type { KnownAccount } from '../../api/types';
import { useWords } from '../../i18n/context';
import { Dialog } from '../../parts/Dialog';
import { SearchField } from '../../parts/Field';
import { useSettled } from '../../parts/settled';

interface AccountPickerProps {
  onPick: (account: KnownAccount) => void;
  onClose: () => void;
}

/** Accounts on the operator's own server, to choose instead of typing. */
export function AccountPicker({ onPick, onClose }: AccountPickerProps) {
  const { t } = useWords();
  const [q, setQ] = useState('');
  const accounts = useKnownAccounts(useSettled(q.trim()), true).data?.items ?? [];
  return (
    <Dialog wide title={t('picker.title')} onClose={onClose}>
      <SearchField label={t('picker.search')} value={q} onChange={setQ} />
      <ul className="picker" aria-label={t('picker.title')}>
        {accounts.map((account) => (
          <li key={account.email}>
            <button type="button" onClick={() => onPick(account)}>
              <b>{account.email}</b>
              <span className="muted">{account.user}</span>
            </button>
          </li>
        ))}
      </ul>
      <p className="small muted">
        {accounts.length === 0 ? t('filter.nothing') : t('picker.lead')}
      </p>
    </Dialog>
  );
}
