import { Button } from '@mantine/core';
import { Lightbulb } from 'lucide-react';
import { KeyHint } from '../../../web/kit/KeyHint.tsx';
import { openSpot, type LogAbout } from '../../../web/shell/log.ts';
import { t } from './messages.ts';

/** Notes business that was spotted here; I does the same. */
export function SpotButton({ about, small = false }: { about: LogAbout; small?: boolean }) {
  return (
    <Button
      variant="default"
      size={small ? 'xs' : 'sm'}
      leftSection={<Lightbulb size={14} aria-hidden="true" />}
      rightSection={small ? undefined : <KeyHint keys="i" />}
      onClick={() => openSpot(about)}
    >
      {t('button')}
    </Button>
  );
}
