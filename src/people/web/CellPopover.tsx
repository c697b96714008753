import type { ReactNode } from 'react';
import { EditPopover } from './EditPopover.tsx';
import css from './people.module.css';

interface CellPopoverProps {
  /** What is edited, for people who cannot see where the cell stands. */
  label: string;
  /** The value as it is read. */
  children: ReactNode;
  /** What edits it; closes when it is done. */
  renderEditor: (close: () => void) => ReactNode;
}

/** A value in a table that opens its editor where it stands. */
export function CellPopover({ label, children, renderEditor }: CellPopoverProps) {
  return (
    <EditPopover
      label={label}
      position="bottom-start"
      renderEditor={renderEditor}
      renderTarget={(toggle) => (
        <button type="button" className={css.cellButton} aria-description={label} onClick={toggle}>
          {children}
        </button>
      )}
    />
  );
}
