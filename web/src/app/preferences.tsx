import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo } from 'react';
import { useChangeMe, useSessionQuery } from '../api/session';
import { languageOf } from '../i18n/catalog';
import { WordsProvider } from '../i18n/context';
import { ClockProvider } from '../time/context';
import { browserZone, isZone } from '../time/zones';
import { useStored } from './stored';

interface Preferences {
  dark: boolean;
  toggleTheme: () => void;
  language: string;
  setLanguage: (language: string) => void;
}

const PreferencesContext = createContext<Preferences | null>(null);

export function usePreferences(): Preferences {
  const preferences = useContext(PreferencesContext);
  if (!preferences) throw new Error('no preferences around this component');
  return preferences;
}

function useTheme() {
  const [theme, setTheme] = useStored('theme');
  const dark = theme ? theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  useEffect(() => {
    if (theme) document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  return { dark, toggleTheme: () => setTheme(dark ? 'light' : 'dark') };
}

/** Language, zone and theme: this browser's choice, else the person's, else the browser's own. */
export function PreferencesProvider({ children }: { children: ReactNode }) {
  const person = useSessionQuery().data?.person;
  const { mutate: changeMe } = useChangeMe();
  const theme = useTheme();
  const [storedLanguage, storeLanguage] = useStored('language');
  const [storedZone, storeZone] = useStored('zone');

  const language = languageOf(storedLanguage ?? person?.language ?? navigator.language);
  const zone = [storedZone, person?.time_zone].find((one) => one && isZone(one)) ?? browserZone();

  useEffect(() => {
    document.documentElement.lang = language.id;
  }, [language]);

  const signedIn = person !== undefined;
  const setLanguage = useCallback(
    (next: string) => {
      storeLanguage(next);
      if (signedIn) changeMe({ language: next });
    },
    [storeLanguage, signedIn, changeMe],
  );
  const setZone = useCallback(
    (next: string) => {
      storeZone(next);
      if (signedIn) changeMe({ time_zone: next });
    },
    [storeZone, signedIn, changeMe],
  );

  const { dark, toggleTheme } = theme;
  const preferences = useMemo(
    () => ({ dark, toggleTheme, language: language.id, setLanguage }),
    [dark, toggleTheme, language, setLanguage],
  );
  return (
    <PreferencesContext.Provider value={preferences}>
      <WordsProvider language={language}>
        <ClockProvider zone={zone} setZone={setZone}>
          {children}
        </ClockProvider>
      </WordsProvider>
    </PreferencesContext.Provider>
  );
}
