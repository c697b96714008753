import type { ReactNode, SVGProps } from 'react';
import css from './Mark.module.css';

interface MarkProps {
  /** What it opens, for who does not see it. */
  label: string;
  open: boolean;
  onOpen: () => void;
  children: ReactNode;
}

/** A bar, band or point of a picture that opens what stands behind it, by mouse and by key. */
export function Mark({
  label,
  open,
  onOpen,
  children,
  ...rest
}: MarkProps & Omit<SVGProps<SVGGElement>, 'onClick' | 'onKeyDown'>) {
  return (
    <g
      {...rest}
      className={css.mark}
      role="button"
      tabIndex={0}
      aria-label={label}
      aria-expanded={open}
      onClick={onOpen}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        onOpen();
      }}
    >
      <title>{label}</title>
      {children}
    </g>
  );
}
