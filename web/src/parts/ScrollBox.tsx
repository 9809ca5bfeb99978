import type { ReactNode, Ref } from 'react';

interface ScrollBoxProps {
  label: string;
  box?: Ref<HTMLDivElement>;
  children: ReactNode;
}

/** Around a table that may be wider than its place: scrolled by keyboard, too. */
export function ScrollBox({ label, box, children }: ScrollBoxProps) {
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- else no key could scroll it
    <div className="scroll" ref={box} tabIndex={0} role="group" aria-label={label}>
      {children}
    </div>
  );
}
