import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { t } from './messages.ts';

/** Beside a list: what in it may be there twice. */
export function DuplicatesLink({ kind }: { kind: 'account' | 'contact' }) {
  const navigate = useNavigate();
  return (
    <Button variant="default" onClick={() => void navigate({ to: '/duplicates', search: { kind } })}>
      {t('duplicates')}
    </Button>
  );
}
