import { type ComponentType, lazy, Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { useWords } from '../i18n/context';
import { may, type Permission } from '../migration/actions';
import { useSession } from './session_context';

const Account = lazy(() => import('../pages/account/AccountPage'));
const Active = lazy(() => import('../pages/active/ActivePage'));
const Audit = lazy(() => import('../pages/audit/AuditPage'));
const Batch = lazy(() => import('../pages/batches/BatchPage'));
const Batches = lazy(() => import('../pages/batches/BatchesPage'));
const Credits = lazy(() => import('../pages/credits/CreditsPage'));
const Customers = lazy(() => import('../pages/customers/CustomersPage'));
const Find = lazy(() => import('../pages/find/FindPage'));
const Finished = lazy(() => import('../pages/finished/FinishedPage'));
const Information = lazy(() => import('../pages/information/InformationPage'));
const Many = lazy(() => import('../pages/many/ManyPage'));
const Me = lazy(() => import('../pages/me/MePage'));
const Missing = lazy(() => import('../pages/missing/MissingPage'));
const New = lazy(() => import('../pages/new/NewPage'));
const Overview = lazy(() => import('../pages/overview/OverviewPage'));
const People = lazy(() => import('../pages/people/PeoplePage'));
const Settings = lazy(() => import('../pages/settings/SettingsPage'));

interface PageRoute {
  path: string;
  page: ComponentType;
  needs?: Permission;
}

const routes: readonly PageRoute[] = [
  { path: '/', page: Overview },
  { path: '/new', page: New, needs: 'plan' },
  { path: '/many', page: Many, needs: 'plan' },
  { path: '/active', page: Active },
  { path: '/migrations/:id', page: Account },
  { path: '/finished', page: Finished },
  { path: '/batches', page: Batches },
  { path: '/batches/:id', page: Batch },
  { path: '/credits', page: Credits },
  { path: '/people', page: People, needs: 'manage_people' },
  { path: '/customers', page: Customers, needs: 'manage_customers' },
  { path: '/audit', page: Audit, needs: 'see_audit' },
  { path: '/settings', page: Settings, needs: 'manage_settings' },
  { path: '/information', page: Information },
  { path: '/find', page: Find },
  { path: '/me', page: Me },
];

export function Pages() {
  const { t } = useWords();
  const session = useSession();
  const allowed = routes.filter(({ needs }) => !needs || may(session, needs));
  return (
    <Suspense fallback={<p className="loading muted">{t('loading')}</p>}>
      <Switch>
        {allowed.map(({ path, page: Page }) => (
          <Route key={path} path={path}>
            <Page />
          </Route>
        ))}
        <Route>
          <Missing />
        </Route>
      </Switch>
    </Suspense>
  );
}
