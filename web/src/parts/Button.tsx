import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { Link } from 'wouter';
import { Icon, type IconName } from './Icon';

type Look = 'plain' | 'primary' | 'danger' | 'quiet';

interface Appearance {
  look?: Look;
  small?: boolean;
  icon?: IconName;
}

interface ButtonProps extends Appearance {
  children?: ReactNode;
  /** For a button that shows its icon only. */
  label?: string;
  onPress?: () => void;
  type?: 'button' | 'submit';
  busy?: boolean;
  /** The id of the element that says why this is blocked: the button stays focusable. */
  blockedBy?: string | undefined;
  slot?: string;
}

function classes({ look = 'plain', small, icon }: Appearance, iconOnly: boolean): string {
  return ['b', look !== 'plain' && look, small && 's', icon && iconOnly && 'icon']
    .filter(Boolean)
    .join(' ');
}

export function Button(props: ButtonProps) {
  const { children, label, onPress, type = 'button', busy, blockedBy, icon, slot } = props;
  return (
    <AriaButton
      type={type}
      className={classes(props, children === undefined)}
      {...(label && { 'aria-label': label })}
      {...(slot && { slot })}
      {...(blockedBy && { 'aria-disabled': true, 'aria-describedby': blockedBy })}
      isPending={busy ?? false}
      onPress={() => {
        if (!blockedBy) onPress?.();
      }}
    >
      {icon && <Icon name={icon} />}
      {children}
    </AriaButton>
  );
}

interface ButtonLinkProps extends Appearance {
  href: string;
  children: ReactNode;
}

export function ButtonLink({ href, children, ...look }: ButtonLinkProps) {
  return (
    <Link href={href} className={classes(look, false)}>
      {look.icon && <Icon name={look.icon} />}
      {children}
    </Link>
  );
}

/** A download or a document: leaves the page's own router alone. */
export function DownloadLink({ href, children, ...look }: ButtonLinkProps) {
  return (
    <a href={href} download className={classes(look, false)}>
      {look.icon && <Icon name={look.icon} />}
      {children}
    </a>
  );
}
