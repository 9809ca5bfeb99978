import { useCallback, useState } from 'react';

/** A choice that this browser remembers. */
export function useStored(name: string): [string | null, (value: string) => void] {
  const [value, setValue] = useState(() => localStorage.getItem(name));
  const store = useCallback(
    (next: string) => {
      localStorage.setItem(name, next);
      setValue(next);
    },
    [name],
  );
  return [value, store];
}
