import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { readAgain, useAct } from '../../../web/api.ts';
import { Problem } from '../../../web/kit/Problem.tsx';
import { ProgressBar } from '../../../web/kit/ProgressBar.tsx';
import { importContract, type ImportRecord } from '../contract.ts';
import { DropFiles } from './DropFiles.tsx';
import css from './import.module.css';
import { t } from './messages.ts';
import { useSendings } from './uploads.ts';

/** Files on their way; when all are here a plan is proposed for them by itself. */
export function Arriving({ record }: { record: ImportRecord }) {
  const sendings = useSendings(record.id);
  const propose = useAct(importContract.proposeImport, { touches: [importContract.readImport], quiet: true });
  const whole = record.files.length > 0 && record.files.every((file) => file.received >= file.size);
  const asked = useRef(false);
  const sending = sendings.some((each) => each.problem === undefined);
  const { mutate } = propose;
  useEffect(() => {
    // The list of files was read before the last one arrived.
    if (!sending && !whole) void readAgain(importContract.readImport);
  }, [sending, whole]);
  useEffect(() => {
    if (sending || !whole || asked.current) return;
    asked.current = true;
    mutate({ input: { params: { id: record.id }, body: {} } });
  }, [sending, whole, mutate, record.id]);
  return (
    <div className={css.arriving}>
      {sendings.map((each) =>
        each.problem === undefined ? (
          <ProgressBar
            key={each.name}
            label={t('uploading.title', { name: each.name })}
            done={each.sent}
            total={each.total}
            unit="bytes"
          />
        ) : (
          <Problem key={each.name} title={each.name} detail={each.problem} />
        ),
      )}
      {propose.isPending && <ProgressBar label={t('uploading.read')} done={0} />}
      {propose.error && (
        <Problem
          title={t('unreadable')}
          detail={propose.error.message}
          onRetry={() => propose.mutate({ input: { params: { id: record.id }, body: {} } })}
        />
      )}
      {!sending && !propose.isPending && (!whole || propose.error) && (
        <>
          {record.files.length > 0 && !whole && <p>{t('uploading.lost')}</p>}
          <DropFiles
            importId={record.id}
            onAdded={() => {
              asked.current = false;
              void readAgain(importContract.readImport);
            }}
          />
          {whole && (
            <Button
              variant="default"
              onClick={() => propose.mutate({ input: { params: { id: record.id }, body: {} } })}
            >
              {t('uploading.again')}
            </Button>
          )}
        </>
      )}
    </div>
  );
}
