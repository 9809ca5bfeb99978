import { useCallback } from 'react';
import { useWords } from './context';

interface CodedError {
  code: string;
  sentence: string;
  hint: string;
}

export interface ErrorWords {
  /** Two or three words, for a state. */
  cause: string;
  sentence: string;
  /** What to do, on this page. */
  hint: string;
}

/** An error in the page's language; the service's own words for codes that the page does not know. */
export function useErrorWords(): (error: CodedError) => ErrorWords {
  const { maybe } = useWords();
  return useCallback(
    ({ code, sentence, hint }) => ({
      cause: maybe(`cause.${code}`) ?? sentence,
      sentence: maybe(`error.${code}`) ?? sentence,
      hint: maybe(`hint.${code}`) ?? hint,
    }),
    [maybe],
  );
}
