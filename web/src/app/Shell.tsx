import { type ReactNode, useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { useWords } from '../i18n/context';
import { LostBanner } from './LostBanner';
import { Side } from './Side';
import { TabBar } from './TabBar';
import { TopBar } from './TopBar';

/** After a change of page, keyboard and screen reader go on at its beginning. */
function useFocusOnPage() {
  const [path] = useLocation();
  const main = useRef<HTMLElement>(null);
  const shown = useRef(path);
  useEffect(() => {
    if (shown.current === path) return;
    shown.current = path;
    window.scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [path]);
  return main;
}

export function Shell({ children }: { children: ReactNode }) {
  const { t } = useWords();
  const main = useFocusOnPage();
  return (
    <>
      <a className="skip" href="#main">
        {t('skip')}
      </a>
      <div className="app">
        <Side />
        <TopBar />
        <main id="main" ref={main} tabIndex={-1}>
          <LostBanner />
          {children}
        </main>
      </div>
      <TabBar />
    </>
  );
}
