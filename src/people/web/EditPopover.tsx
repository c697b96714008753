import { Popover, type PopoverProps } from '@mantine/core';
import { useEffect, useState, type ReactElement, type ReactNode } from 'react';

interface EditPopoverProps {
  label: string;
  position: PopoverProps['position'];
  /** What opens it: takes the props of a button. */
  renderTarget: (toggle: () => void) => ReactElement;
  renderEditor: (close: () => void) => ReactNode;
}

/** A small form beside what it changes. Lists and calendars that it opens float outside of it, yet belong to it. */
export function EditPopover({ label, position, renderTarget, renderEditor }: EditPopoverProps) {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    if (!open) return undefined;
    const onPress = (event: Event) => {
      const inside =
        event.target instanceof Element &&
        event.target.closest(
          '.mantine-Popover-dropdown, .mantine-Combobox-dropdown, [role=listbox], [aria-expanded=true]',
        );
      if (!inside) setOpen(false);
    };
    document.addEventListener('mousedown', onPress);
    return () => document.removeEventListener('mousedown', onPress);
  }, [open]);
  return (
    <Popover
      opened={open}
      onChange={setOpen}
      closeOnClickOutside={false}
      position={position}
      trapFocus
      returnFocus
      width={280}
    >
      <Popover.Target>{renderTarget(() => setOpen(!open))}</Popover.Target>
      <Popover.Dropdown p={12} aria-label={label}>
        {open && renderEditor(() => setOpen(false))}
      </Popover.Dropdown>
    </Popover>
  );
}
