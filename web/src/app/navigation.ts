import type { Session } from '../api/types';
import type { Key } from '../i18n/catalog';
import { may } from '../migration/actions';
import type { IconName } from '../parts/Icon';

export interface Place {
  href: string;
  name: Key;
  icon: IconName;
}

const work: readonly Place[] = [
  { href: '/', name: 'nav.overview', icon: 'overview' },
  { href: '/new', name: 'nav.new', icon: 'plus' },
  { href: '/many', name: 'nav.many', icon: 'list' },
  { href: '/active', name: 'nav.active', icon: 'active' },
  { href: '/finished', name: 'nav.finished', icon: 'done' },
  { href: '/batches', name: 'nav.batches', icon: 'batches' },
];

export function workPlaces(session: Session): Place[] {
  const plans = may(session, 'plan');
  return work.filter(({ href }) => plans || (href !== '/new' && href !== '/many'));
}

export function accountPlaces(session: Session): Place[] {
  const { features } = session;
  const places: (Place | false)[] = [
    features.licences && { href: '/credits', name: 'nav.credits', icon: 'credits' },
    may(session, 'manage_people') && { href: '/people', name: 'nav.people', icon: 'people' },
    may(session, 'manage_customers') &&
      features.many_customers && { href: '/customers', name: 'nav.customers', icon: 'building' },
    may(session, 'see_audit') && { href: '/audit', name: 'nav.audit', icon: 'audit' },
    may(session, 'manage_settings') && {
      href: '/settings',
      name: 'nav.settings',
      icon: 'settings',
    },
    { href: '/information', name: 'nav.information', icon: 'info' },
  ];
  return places.filter((place) => place !== false);
}

/** Whether a page at `path` belongs to this place. */
export function isAt(place: Place, path: string): boolean {
  if (place.href === '/') return path === '/';
  if (place.href === '/active' && path.startsWith('/migrations/')) return true;
  return path === place.href || path.startsWith(`${place.href}/`);
}
