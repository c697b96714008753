import { Popover } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import css from './people.module.css';

interface CellPopoverProps {
  /** What is edited, for people who cannot see where the cell stands. */
  label: string;
  /** The value as it is read. */
  children: ReactNode;
  /** What edits it; closes when it is done. */
  renderEditor: (close: () => void) => ReactNode;
  disabled?: boolean;
}

/** A value in a table that opens its editor where it stands. */
export function CellPopover({ label, children, renderEditor, disabled = false }: CellPopoverProps) {
  const [open, setOpen] = useState(false);
  if (disabled) return <span className={css.value}>{children}</span>;
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" trapFocus returnFocus withinPortal width={280}>
      <Popover.Target>
        <button type="button" className={css.cellButton} aria-label={label} onClick={() => setOpen(!open)}>
          {children}
        </button>
      </Popover.Target>
      <Popover.Dropdown p={12} aria-label={label}>
        {open && renderEditor(() => setOpen(false))}
      </Popover.Dropdown>
    </Popover>
  );
}
