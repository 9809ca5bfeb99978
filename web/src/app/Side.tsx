import { Link, useLocation } from 'wouter';
import { useCredits, useOverview } from '../api/resources';
import { useWords } from '../i18n/context';
import { Mark } from '../parts/Brand';
import { Icon } from '../parts/Icon';
import { accountPlaces, isAt, type Place, workPlaces } from './navigation';
import { useSession } from './session_context';

/** What stands behind a place: how many there are. */
export function usePlaceCounts(): Readonly<Record<string, string | undefined>> {
  const { t, number } = useWords();
  const { features } = useSession();
  const overview = useOverview().data;
  const credits = useCredits(features.licences).data;
  if (!overview) return {};
  const active =
    overview.running +
    overview.waiting +
    overview.waiting_for_next +
    overview.throttled +
    overview.paused +
    overview.failed;
  return {
    '/active': number(active),
    '/finished': number(overview.finished),
    '/batches': number(overview.batches),
    ...(credits?.required && { '/credits': t('nav.credits_left', { count: credits.remaining }) }),
  };
}

function PlaceLink({ place, count }: { place: Place; count: string | undefined }) {
  const { t } = useWords();
  const [path] = useLocation();
  return (
    <li>
      <Link href={place.href} {...(isAt(place, path) && { 'aria-current': 'page' })}>
        <Icon name={place.icon} />
        {t(place.name)}
        {count && <span className="count">{count}</span>}
      </Link>
    </li>
  );
}

export function PlaceLists() {
  const { t } = useWords();
  const session = useSession();
  const counts = usePlaceCounts();
  const list = (places: Place[]) => (
    <ul>
      {places.map((place) => (
        <PlaceLink key={place.href} place={place} count={counts[place.href]} />
      ))}
    </ul>
  );
  return (
    <nav className="nav" aria-label={t('nav.main')}>
      {list(workPlaces(session))}
      <h2>{t('nav.account')}</h2>
      {list(accountPlaces(session))}
    </nav>
  );
}

export function Side() {
  const { t } = useWords();
  const { person, customer } = useSession();
  return (
    <aside className="side" aria-label={t('nav.side')}>
      <Link className="brand" href="/">
        <Mark />
        Postferry
      </Link>
      <PlaceLists />
      <p className="side-foot">
        <strong>{customer.name}</strong>
        {person.name}, {t(`role.${person.role}`)}
        <br />
        {location.host}
      </p>
    </aside>
  );
}
