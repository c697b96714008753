import { Button } from '@mantine/core';
import { useState } from 'react';
import { Door } from '../../../workspace/web/Door.tsx';
import { useAct } from '../../../web/api.ts';
import { scheduleContract as api } from '../contract.ts';
import { t } from './messages.ts';

/** Where the link in a letter leads: one click ends it, without signing in. The secret stays behind the #, where no server log sees it. */
export function StopReport() {
  const [secret] = useState(() => window.location.hash.slice(1));
  const stop = useAct(api.stopLetters, { quiet: true });
  if (!/^[\w-]{43}$/.test(secret) || stop.error)
    return (
      <Door
        title={t('stop.title')}
        intro={stop.error && /^[\w-]{43}$/.test(secret) ? stop.error.message : t('stop.over')}
      >
        {null}
      </Door>
    );
  if (stop.data)
    return (
      <Door title={t('stop.title')} intro={t('stop.done', { name: stop.data.name })}>
        {null}
      </Door>
    );
  return (
    <Door title={t('stop.title')} intro={t('stop.intro')}>
      <Button loading={stop.isPending} onClick={() => stop.mutate({ input: { params: { secret } } })}>
        {t('stop')}
      </Button>
    </Door>
  );
}
