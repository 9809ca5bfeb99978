import { useState } from 'react';
import { isOver, useCheck, useStartCheck } from '../../api/checks';
import type { CheckRow, Draft } from '../../api/types';
import type { CheckState } from './why_blocked';

/** What the check depends on: another password makes an earlier answer worthless. */
function fingerprint({ source, target }: Draft): string {
  return JSON.stringify([source, target]);
}

interface OneCheck {
  id: string | null;
  state: CheckState;
  row: CheckRow | undefined;
  error: unknown;
  start: () => void;
}

/** The credential check of one draft. */
export function useOneCheck(draft: Draft): OneCheck {
  const [checked, setChecked] = useState<{ id: string; of: string } | null>(null);
  const begin = useStartCheck();
  const check = useCheck(checked?.id ?? null);
  const of = fingerprint(draft);
  const row = check.data?.results[0];
  const start = () => begin.mutate([draft], { onSuccess: ({ id }) => setChecked({ id, of }) });

  const state = (): CheckState => {
    if (begin.isPending) return 'running';
    if (!checked) return 'none';
    if (checked.of !== of) return 'stale';
    if (!check.data || !isOver(check.data)) return 'running';
    return check.data.bad === 0 ? 'ok' : 'bad';
  };
  const present = state();
  return {
    id: checked?.id ?? null,
    state: present,
    row: present === 'stale' ? undefined : row,
    error: begin.error ?? check.error,
    start,
  };
}
