import { Button, Drawer } from '@mantine/core';
import { Clock } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { RowsSkeleton } from '../../web/kit/Skeletons.tsx';
import { useMay } from '../../web/session.ts';
import type { HistoryKind } from '../history.ts';
import { t } from './historyMessages.ts';

const HistoryList = lazy(() => import('./HistoryList.tsx'));

interface HistoryButtonProps {
  of: { kind: HistoryKind; id: string };
  /** What the record is called. */
  name: string;
  /** In a row of a table. */
  inRow?: boolean;
}

/** Opens what happened to a record: who changed what, when, from what to what. */
export function HistoryButton({ of, name, inRow = false }: HistoryButtonProps) {
  const [opened, setOpened] = useState(false);
  if (!useMay('event:read')) return null;
  return (
    <>
      <Button
        {...(inRow
          ? { size: 'xs', variant: 'subtle' }
          : { variant: 'default', leftSection: <Clock size={14} aria-hidden="true" /> })}
        aria-label={t('history of', { field: name })}
        onClick={() => setOpened(true)}
      >
        {t('history')}
      </Button>
      <Drawer
        opened={opened}
        onClose={() => setOpened(false)}
        position="right"
        title={t('history of', { field: name })}
      >
        <Suspense fallback={<RowsSkeleton rows={6} />}>
          <HistoryList of={of} />
        </Suspense>
      </Drawer>
    </>
  );
}
