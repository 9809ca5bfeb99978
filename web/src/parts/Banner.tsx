import type { ReactNode } from 'react';
import { Icon, type IconName } from './Icon';
import type { Tone } from './State';

interface BannerProps {
  tone: Tone;
  icon?: IconName;
  title: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
}

/** Across the page: something to know or to do. A failure interrupts, all else waits. */
export function Banner({ tone, icon = tone, title, children, actions }: BannerProps) {
  return (
    <section className={`banner st-${tone}`} role={tone === 'failed' ? 'alert' : 'status'}>
      <Icon name={icon} />
      <div>
        <h2>{title}</h2>
        {children}
      </div>
      {actions && <div className="acts">{actions}</div>}
    </section>
  );
}

/** Inside a panel or a form: the answer of a check, the present step. */
export function Note({ tone, icon = tone, title, children }: Omit<BannerProps, 'actions'>) {
  return (
    <div className={`note st-${tone}`} role={tone === 'failed' ? 'alert' : 'status'}>
      <Icon name={icon} />
      <div>
        <p className="note-title">{title}</p>
        {children}
      </div>
    </div>
  );
}
