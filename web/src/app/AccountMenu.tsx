import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { useLocation } from 'wouter';
import { useSignOut } from '../api/session';
import { languages } from '../i18n/catalog';
import { useWords } from '../i18n/context';
import { Icon } from '../parts/Icon';
import { usePreferences } from './preferences';
import { useSession } from './session_context';

function initials(name: string): string {
  const letters = name
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => word[0] ?? '');
  return [letters[0], letters.length > 1 ? letters.at(-1) : ''].join('').toUpperCase();
}

export function AccountMenu() {
  const { t } = useWords();
  const { person, customer } = useSession();
  const { language, setLanguage } = usePreferences();
  const signOut = useSignOut();
  const [, go] = useLocation();
  const name = person.name || person.email;
  return (
    <MenuTrigger>
      <Button className="b quiet s">
        <span className="avatar" aria-hidden="true">
          {initials(name)}
        </span>
        <span className="sr">{t('me.menu', { name, customer: customer.name })}</span>
      </Button>
      <Popover className="popover" offset={4} placement="bottom end">
        <Menu className="options" aria-label={t('me.menu', { name, customer: customer.name })}>
          <MenuItem className="option" onAction={() => go('/me')}>
            <Icon name="user" />
            {t('me.open')}
          </MenuItem>
          {languages
            .filter(({ id }) => id !== language)
            .map(({ id, name: own }) => (
              <MenuItem key={id} className="option" onAction={() => setLanguage(id)}>
                <Icon name="globe" />
                {own}
              </MenuItem>
            ))}
          <MenuItem className="option" onAction={() => signOut.mutate()}>
            <Icon name="signout" />
            {t('me.sign_out')}
          </MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
