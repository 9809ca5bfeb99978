import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { Button } from './Button';
import type { IconName } from './Icon';

interface DialogProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
  wide?: boolean;
  /** Asks before something that cannot be undone. */
  alert?: boolean;
}

/** Open as long as it is rendered. */
export function Dialog({ title, onClose, children, wide = false, alert = false }: DialogProps) {
  return (
    <ModalOverlay className="veil" isOpen isDismissable onOpenChange={(open) => !open && onClose()}>
      <Modal className={`dialog${wide ? ' wide' : ''}`}>
        <AriaDialog className="stack" role={alert ? 'alertdialog' : 'dialog'}>
          <Heading slot="title" level={2}>
            {title}
          </Heading>
          {children}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

interface QuestionProps {
  title: string;
  children: ReactNode;
  act: string;
  icon?: IconName;
  keep: string;
  onAct: () => void;
  onClose: () => void;
  busy?: boolean;
}

/** The safe choice is the primary one. */
export function Question({
  title,
  children,
  act,
  icon,
  keep,
  onAct,
  onClose,
  busy,
}: QuestionProps) {
  return (
    <Dialog title={title} onClose={onClose} alert>
      <div className="stack-s">{children}</div>
      <div className="row">
        <Button look="danger" onPress={onAct} busy={busy ?? false} {...(icon && { icon })}>
          {act}
        </Button>
        <Button look="primary" onPress={onClose}>
          {keep}
        </Button>
      </div>
    </Dialog>
  );
}
