import { type SyntheticEvent, type ReactNode, useEffect } from 'react';
import { LanguageButton, ThemeButton } from '../../app/TopBar';
import { useWords } from '../../i18n/context';
import { Mark } from '../../parts/Brand';
import { Icon } from '../../parts/Icon';

interface DoorFrameProps {
  title: string;
  lead: string;
  onSubmit?: () => void;
  children: ReactNode;
}

export function DoorFrame({ title, lead, onSubmit, children }: DoorFrameProps) {
  const { t } = useWords();
  useEffect(() => {
    document.title = `${title} · Postferry`;
  }, [title]);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    onSubmit?.();
  };
  return (
    <main className="door">
      <p className="brand">
        <Mark />
        Postferry
      </p>
      <form className="panel stack" onSubmit={submit} noValidate>
        <div>
          <h1>{title}</h1>
          <p className="muted">{lead}</p>
        </div>
        {children}
      </form>
      <p className="small muted">
        <Icon name="lock" /> {location.protocol === 'https:' ? t('door.encrypted') : ''}{' '}
        {t('door.no_others')}
      </p>
      <p className="row">
        <LanguageButton />
        <ThemeButton />
      </p>
    </main>
  );
}
