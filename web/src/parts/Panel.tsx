import { type ReactNode, useId } from 'react';

interface PanelProps {
  title?: ReactNode;
  /** Names a panel that shows no title. */
  label?: string;
  aside?: ReactNode;
  footer?: ReactNode;
  /** Padded, for text and fields; tables and lists reach the border. */
  padded?: boolean;
  children?: ReactNode;
}

export function Panel({ title, label, aside, footer, padded = false, children }: PanelProps) {
  const id = useId();
  return (
    <section className="panel" {...(title ? { 'aria-labelledby': id } : { 'aria-label': label })}>
      {title && (
        <header>
          <h2 id={id}>{title}</h2>
          {aside}
        </header>
      )}
      {padded ? <div className="body">{children}</div> : children}
      {footer && <footer>{footer}</footer>}
    </section>
  );
}
