import type { Credits } from '../../api/types';
import type { Key } from '../../i18n/catalog';
import { isPlannable, type TimingProblems } from '../../migration/timing/timing';

export type CheckState = 'none' | 'running' | 'ok' | 'bad' | 'stale';

interface Standing {
  isFilled: boolean;
  check: CheckState;
  problems: TimingProblems;
  credits: Credits | undefined;
}

/** Why this migration cannot be planned yet: the first reason, in the order of the form. */
export function whyBlocked({ isFilled, check, problems, credits }: Standing): Key | undefined {
  if (credits?.required && credits.remaining === 0) return 'new.no_credits';
  if (!isFilled) return 'new.not_filled';
  if (!isPlannable(problems)) return 'new.bad_times';
  switch (check) {
    case 'none':
      return 'new.not_checked';
    case 'stale':
      return 'new.changed_since';
    case 'running':
      return 'new.checking';
    case 'bad':
      return 'new.check_failed';
    case 'ok':
      return undefined;
  }
}
