import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { ask } from '../../../web/connection.ts';
import { FileDrop } from '../../../web/kit/FileDrop.tsx';
import { notifyProblem } from '../../../web/shell/toasts.ts';
import { importContract } from '../contract.ts';
import { t } from './messages.ts';
import { sendFiles } from './uploads.ts';

/** What the import reads, by the ending of the name; what a file really is, its content says. */
const kinds = ['.csv', '.tsv', '.txt', '.xlsx', '.vcf', '.ics'];
const largest = 100e9;

/** Drops begin an import, or are added to one. */
export function DropFiles({ importId, onAdded }: { importId?: string; onAdded?: () => void }) {
  const { history } = useRouter();
  const [busy, setBusy] = useState(false);
  const begin = async (files: readonly File[]) => {
    setBusy(true);
    try {
      const id = importId ?? (await ask(importContract.createImport, { body: {} })).id;
      if (importId === undefined) history.push(`/import/${id}`);
      await sendFiles(id, files);
      onAdded?.();
    } catch (error) {
      notifyProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <FileDrop
      label={importId === undefined ? t('drop') : t('drop more')}
      kinds={kinds}
      largest={largest}
      several
      quiet={busy}
      onFiles={(files) => void begin(files)}
    />
  );
}
