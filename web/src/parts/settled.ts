import { useEffect, useState } from 'react';

const typingPauseMs = 300;

/** The value as it was once typing has paused: what is asked of the service follows this one. */
export function useSettled<T>(value: T, pauseMs = typingPauseMs): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pauseMs);
    return () => clearTimeout(timer);
  }, [value, pauseMs]);
  return settled;
}
