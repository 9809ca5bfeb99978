import { useCallback, useMemo, useRef, useState } from 'react';
import { useLatest } from './latest';

export interface Selection {
  chosen: ReadonlySet<string>;
  choose: (ids: ReadonlySet<string>) => void;
}

export function useSelection(): Selection & { clear: () => void } {
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set());
  const clear = useCallback(() => choose(new Set()), []);
  return useMemo(() => ({ chosen, choose, clear }), [chosen, clear]);
}

/** One row, or with Shift all rows since the one picked before. */
export function useRangeSelection(ids: readonly string[], selection: Selection | undefined) {
  const last = useRef<string | null>(null);
  const latest = useLatest({ ids, selection });

  const pick = useCallback(
    (index: number, extend: boolean) => {
      const { ids: all, selection: present } = latest.current;
      const id = all[index];
      if (!present || id === undefined) return;
      const from = extend && last.current !== null ? all.indexOf(last.current) : index;
      const range = all.slice(Math.min(from, index), Math.max(from, index) + 1);
      const chosen = new Set(present.chosen);
      const adding = !chosen.has(id);
      for (const one of from < 0 ? [id] : range) {
        if (adding) chosen.add(one);
        else chosen.delete(one);
      }
      last.current = id;
      present.choose(chosen);
    },
    [latest],
  );

  const isSome = selection !== undefined && ids.some((id) => selection.chosen.has(id));
  const isAll = isSome && ids.every((id) => selection.chosen.has(id));
  const pickAll = () => selection?.choose(isAll ? new Set() : new Set(ids));
  return { pick, pickAll, isAll, isSome };
}
