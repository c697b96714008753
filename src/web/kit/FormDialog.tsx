import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import css from './FormDialog.module.css';

interface FormDialogProps {
  title: ReactNode;
  size?: 'lg' | 'xl';
  onClose: () => void;
  onSend: () => unknown;
  children: ReactNode;
}

/** A dialog in which something is filled in: Enter sends it, as its button of `type="submit"` does. */
export function FormDialog({ onSend, children, ...dialog }: FormDialogProps) {
  return (
    <Modal opened {...dialog}>
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          onSend();
        }}
      >
        {children}
      </form>
    </Modal>
  );
}
