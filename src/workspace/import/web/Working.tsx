import { Button } from '@mantine/core';
import { useAct } from '../../../web/api.ts';
import { ProgressBar } from '../../../web/kit/ProgressBar.tsx';
import { importContract, type ImportRecord } from '../contract.ts';
import css from './import.module.css';
import { t } from './messages.ts';

/** A running import: how far, how fast, how long still, and a way to stop it. */
export function Working({ record }: { record: ImportRecord }) {
  const cancel = useAct(importContract.cancelImport, {
    touches: [importContract.readImport, importContract.listImports],
  });
  const { progress, state, id } = record;
  return (
    <div className={css.arriving}>
      {progress === null ? (
        <ProgressBar label={t('work.waiting')} done={0} />
      ) : progress.stage === 'counting' ? (
        <ProgressBar label={t('work.counting')} done={0} />
      ) : progress.stage === 'rows' || progress.stage === 'links' ? (
        <ProgressBar
          label={t(`work.${progress.stage}`, { file: progress.file ?? '' })}
          done={progress.rows}
          total={progress.totalRows ?? undefined}
          rate={progress.rate}
        />
      ) : (
        <ProgressBar
          label={t(`work.${progress.stage}`)}
          done={progress.done}
          total={progress.total}
          rate={progress.rate}
        />
      )}
      <p className={css.quiet}>{t('work.leave')}</p>
      {state === 'running' && (
        <Button
          variant="default"
          loading={cancel.isPending}
          onClick={() => cancel.mutate({ input: { params: { id } } })}
        >
          {t('work.cancel')}
        </Button>
      )}
    </div>
  );
}
