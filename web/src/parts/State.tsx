import type { ReactNode } from 'react';
import { Icon, type IconName } from './Icon';

/** The colours of the page; each comes with a word and a shape. */
export type Tone =
  'waiting' | 'running' | 'throttled' | 'ok' | 'attention' | 'failed' | 'paused' | 'duplicate';

interface StateProps {
  tone: Tone;
  icon?: IconName;
  /** Tinted: somebody should look. */
  loud?: boolean;
  children: ReactNode;
}

export function State({ tone, icon = tone, loud = false, children }: StateProps) {
  return (
    <span className={`state st-${tone}${loud ? ' loud' : ''}`}>
      <Icon name={icon} />
      {children}
    </span>
  );
}
