import { createContext, Fragment, type ReactNode, useContext, useMemo } from 'react';
import { I18nProvider } from 'react-aria-components';
import { type Key, type Language, languageOf, defaultLanguage, type Values } from './catalog';
import { duration, size } from './quantities';
import { translator, type Translator } from './translate';

export interface Words {
  language: Language;
  t: (key: Key, values?: Values) => string;
  /** For keys built at run time, such as `error.` and a code: undefined when there is none. */
  maybe: (key: string, values?: Values) => string | undefined;
  number: (value: number) => string;
  size: (bytes: number) => string;
  duration: (seconds: number) => string;
}

function wordsOf(words: Translator): Words {
  return {
    language: words.language,
    t: words.text,
    maybe: (key, values) => (words.has(key) ? words.text(key, values) : undefined),
    number: words.number,
    size: (bytes) => size(words, bytes),
    duration: (seconds) => duration(words, seconds),
  };
}

const WordsContext = createContext<Words>(wordsOf(translator(languageOf(defaultLanguage))));

export function WordsProvider({ language, children }: { language: Language; children: ReactNode }) {
  const words = useMemo(() => wordsOf(translator(language)), [language]);
  return (
    <I18nProvider locale={language.locale}>
      <WordsContext.Provider value={words}>{children}</WordsContext.Provider>
    </I18nProvider>
  );
}

export function useWords(): Words {
  return useContext(WordsContext);
}

/** A message whose {places} are filled with elements, such as a link or a bold name. */
export function Rich({ of, values }: { of: Key; values: Readonly<Record<string, ReactNode>> }) {
  const marks = Object.fromEntries(
    Object.keys(values).map((name) => [name, `\u0001${name}\u0001`]),
  );
  const pieces = useWords().t(of, marks).split('\u0001');
  return pieces.map((piece, index) => (
    <Fragment key={index}>{index % 2 === 1 ? values[piece] : piece}</Fragment>
  ));
}
