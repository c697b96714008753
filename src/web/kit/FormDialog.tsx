import type { ReactNode } from 'react';
import { Dialog } from './Dialog.tsx';
import { Form } from './Form.tsx';

interface FormDialogProps {
  title: ReactNode;
  size?: 'md' | 'lg' | 'xl';
  onClose: () => void;
  onSend: () => unknown;
  children: ReactNode;
}

/** A dialog in which something is filled in and sent. */
export function FormDialog({ onSend, children, ...dialog }: FormDialogProps) {
  return (
    <Dialog {...dialog}>
      <Form onSend={onSend}>{children}</Form>
    </Dialog>
  );
}
