import { type SyntheticEvent, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { languages } from '../i18n/catalog';
import { useWords } from '../i18n/context';
import { useLive } from '../live/context';
import { Mark } from '../parts/Brand';
import { Button } from '../parts/Button';
import { Dialog } from '../parts/Dialog';
import { Icon } from '../parts/Icon';
import { ZoneField } from '../parts/ZoneField';
import { useTimes, useZone } from '../time/context';
import { AccountMenu } from './AccountMenu';
import { usePreferences } from './preferences';

function Find() {
  const { t } = useWords();
  const [, go] = useLocation();
  const [q, setQ] = useState('');
  const find = (event: SyntheticEvent) => {
    event.preventDefault();
    go(`/find?q=${encodeURIComponent(q.trim())}`);
  };
  return (
    <form className="find hide-s" role="search" onSubmit={find}>
      <label className="sr" htmlFor="find">
        {t('find.label')}
      </label>
      <Icon name="search" />
      <input
        id="find"
        type="search"
        placeholder={t('find.label')}
        value={q}
        onChange={(event) => setQ(event.target.value)}
      />
    </form>
  );
}

function LiveMark() {
  const { t } = useWords();
  const { state, heardAt } = useLive();
  const times = useTimes();
  if (state === 'lost') return <span className="live lost">{t('live.lost')}</span>;
  return (
    <span className="live">
      {t('live.live')}
      {heardAt && <span className="hide-s"> · {times.seconds(heardAt)}</span>}
    </span>
  );
}

function ZoneButton() {
  const { t } = useWords();
  const { zone, offset, setZone } = useZone();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className="b quiet s hide-s"
        title={t('time.zone_of_page')}
        onClick={() => setOpen(true)}
      >
        <Icon name="globe" />
        <span>
          <span className="hide-m">{zone}, </span>
          {offset}
        </span>
      </button>
      {open && (
        <Dialog title={t('time.zone_of_page')} onClose={() => setOpen(false)}>
          <ZoneField value={zone} onChange={setZone} />
          <Button look="primary" onPress={() => setOpen(false)}>
            {t('close')}
          </Button>
        </Dialog>
      )}
    </>
  );
}

/** The next language after the present one; with two, the other one. */
export function LanguageButton() {
  const { language, setLanguage } = usePreferences();
  const at = languages.findIndex(({ id }) => id === language);
  const next = languages[(at + 1) % languages.length];
  if (!next || next.id === language) return null;
  return (
    <button
      type="button"
      className="b quiet s"
      lang={next.id}
      title={next.name}
      onClick={() => setLanguage(next.id)}
    >
      {next.id.toUpperCase()}
      <span className="sr">: {next.name}</span>
    </button>
  );
}

export function ThemeButton() {
  const { t } = useWords();
  const { dark, toggleTheme } = usePreferences();
  return (
    <button
      type="button"
      className="b quiet s icon"
      aria-label={dark ? t('theme.light') : t('theme.dark')}
      onClick={toggleTheme}
    >
      <Icon name="theme" />
    </button>
  );
}

export function TopBar() {
  return (
    <header className="top">
      <Link className="brand" href="/">
        <Mark />
        Postferry
      </Link>
      <Find />
      <span className="push" />
      <LiveMark />
      <ZoneButton />
      <span className="hide-s">
        <LanguageButton />
      </span>
      <ThemeButton />
      <AccountMenu />
    </header>
  );
}
