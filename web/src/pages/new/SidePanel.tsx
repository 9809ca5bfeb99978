import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useKnownAccounts, useProposal } from '../../api/resources';
import type { CheckRow, Info, Proposal, Side } from '../../api/types';
import { useErrorWords } from '../../i18n/errors';
import { useWords } from '../../i18n/context';
import {
  type AccountField,
  type AccountForm,
  type FieldErrors,
  fieldOf,
  type Missing,
  needsPassword,
  needsServer,
  withProposal,
} from '../../migration/account/account_form';
import { AccountFields } from '../../migration/account/AccountFields';
import { CheckNote } from '../../migration/account/CheckNote';
import { Button } from '../../parts/Button';
import { Panel } from '../../parts/Panel';
import { useSettled } from '../../parts/settled';
import { AccountPicker } from './AccountPicker';

interface SidePanelProps {
  side: Side;
  title: ReactNode;
  info: Info;
  form: AccountForm;
  missing: Partial<Record<AccountField, Missing>>;
  row: CheckRow | undefined;
  onChange: (form: AccountForm) => void;
}

function isProposal(value: Proposal | Record<string, never> | undefined): value is Proposal {
  return value !== undefined && 'host' in value;
}

/** Puts what the service proposes for the address into the fields, once for each proposal. */
function useProposed({ form, onChange }: SidePanelProps): Proposal | undefined {
  const email = useSettled(form.email.trim(), 600);
  const found = useProposal(needsServer(form) ? email : '').data;
  const proposal = isProposal(found) ? found : undefined;
  const given = useRef<Proposal>(undefined);
  useEffect(() => {
    if (!proposal || given.current === proposal) return;
    given.current = proposal;
    onChange(withProposal(form, proposal));
  }, [proposal, form, onChange]);
  return proposal;
}

function useSideErrors({ side, missing, row }: SidePanelProps): FieldErrors {
  const { t } = useWords();
  const words = useErrorWords();
  const errors: FieldErrors = {};
  for (const error of row?.errors ?? []) {
    const field = error.side === side ? fieldOf(error) : null;
    if (field) errors[field] = words(error).sentence;
  }
  for (const [field, key] of Object.entries(missing)) errors[field as AccountField] = t(key);
  return errors;
}

export function SidePanel(props: SidePanelProps) {
  const { side, title, info, form, row, onChange } = props;
  const { t } = useWords();
  const [picking, setPicking] = useState(false);
  const proposal = useProposed(props);
  const errors = useSideErrors(props);
  const offered = useKnownAccounts('', true).data?.items.length ?? 0;
  const own = info.own_server;
  const types =
    side === 'source'
      ? info.source_types.filter(({ available }) => available).map(({ id, name }) => ({ id, name }))
      : [
          ...(own ? [{ id: 'own', name: own.name, hint: own.host }] : []),
          { id: 'other', name: t('account.other_server') },
        ];
  return (
    <Panel
      title={title}
      padded
      aside={
        offered > 0 && (
          <Button small look="quiet" icon="list" onPress={() => setPicking(true)}>
            {t('picker.open')}
          </Button>
        )
      }
    >
      <div className="stack">
        <AccountFields
          side={side}
          form={form}
          types={types}
          withServer={needsServer(form)}
          withPassword={needsPassword(form, info) || side === 'source'}
          proposal={proposal}
          errors={errors}
          onChange={onChange}
        />
        <CheckNote side={side} row={row} />
      </div>
      {picking && (
        <AccountPicker
          onClose={() => setPicking(false)}
          onPick={({ email, user }) => {
            const host = own?.host ?? form.host;
            const type = side === 'target' && own ? 'own' : form.type;
            onChange({
              ...form,
              type,
              email,
              user: user === email ? '' : user,
              host,
              serverTyped: true,
            });
            setPicking(false);
          }}
        />
      )}
    </Panel>
  );
}
