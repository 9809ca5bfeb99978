import { useEffect, useRef, useState } from 'react';
import type { MigrationState } from '../api/types';
import { useWords } from '../i18n/context';

const quietMs = 10_000;

type Counts = Partial<Record<MigrationState, number>>;

/** Tells screen readers which states were reached, in one polite sentence at most every ten seconds. */
export function Announcer({ states }: { states: readonly MigrationState[] }) {
  const { t } = useWords();
  const [spoken, setSpoken] = useState('');
  const heard = useRef<Counts>({});
  const waiting = useRef<ReturnType<typeof setTimeout> | null>(null);
  const lastAt = useRef(0);

  useEffect(() => {
    for (const state of states) heard.current[state] = (heard.current[state] ?? 0) + 1;
    if (states.length === 0 || waiting.current) return;
    const pause = Math.max(0, lastAt.current + quietMs - Date.now());
    waiting.current = setTimeout(() => {
      const counts = Object.entries(heard.current);
      setSpoken(
        counts.map(([state, count]) => t(`heard.${state as MigrationState}`, { count })).join(', '),
      );
      heard.current = {};
      waiting.current = null;
      lastAt.current = Date.now();
    }, pause);
  }, [states, t]);

  return (
    <p className="sr" role="status" aria-live="polite">
      {spoken}
    </p>
  );
}
