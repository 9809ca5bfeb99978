import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useWords } from '../i18n/context';
import { Dialog } from '../parts/Dialog';
import { Icon } from '../parts/Icon';
import { isAt, workPlaces } from './navigation';
import { useSession } from './session_context';
import { PlaceLists } from './Side';

const onTheBar = ['/', '/new', '/active', '/finished'];

/** The navigation of a phone; "More" opens the rest. */
export function TabBar() {
  const { t, maybe } = useWords();
  const session = useSession();
  const [path] = useLocation();
  const [open, setOpen] = useState(false);
  const places = workPlaces(session).filter(({ href }) => onTheBar.includes(href));
  return (
    <nav className="tabbar" aria-label={t('nav.short')}>
      {places.map((place) => (
        <Link
          key={place.href}
          href={place.href}
          {...(isAt(place, path) && { 'aria-current': 'page' })}
        >
          <Icon name={place.icon} />
          {maybe(`${place.name}.short`) ?? t(place.name)}
        </Link>
      ))}
      <button type="button" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <Icon name="more" />
        {t('nav.more')}
      </button>
      {open && (
        <Dialog title={t('nav.main')} onClose={() => setOpen(false)}>
          {/* Any link of the list leads away, and so closes it. */}
          <div role="presentation" onClick={() => setOpen(false)}>
            <PlaceLists />
          </div>
        </Dialog>
      )}
    </nav>
  );
}
