import { Button, type ButtonProps } from '@mantine/core';
import { useEffect, useState } from 'react';
import { t } from '../messages/en.ts';

interface ConfirmButtonProps extends ButtonProps {
  /** The verb on the button. */
  label: string;
  /** What the second press will do, with its consequence: “Erase 12 contacts”. */
  confirm: string;
  onConfirm: () => void;
}

/** For what cannot be undone: the first press asks, the second does it, four seconds or another focus take it back. */
export function ConfirmButton({ label, confirm, onConfirm, ...button }: ConfirmButtonProps) {
  const [asking, setAsking] = useState(false);
  useEffect(() => {
    if (!asking) return undefined;
    const timer = setTimeout(() => setAsking(false), 4000);
    return () => clearTimeout(timer);
  }, [asking]);
  return (
    <Button
      variant="default"
      {...button}
      aria-label={asking ? t('confirm.again', { what: confirm }) : undefined}
      {...(asking ? { color: 'red', variant: 'filled' } : {})}
      onBlur={() => setAsking(false)}
      onClick={() => {
        if (asking) onConfirm();
        setAsking(!asking);
      }}
    >
      {asking ? confirm : label}
    </Button>
  );
}
