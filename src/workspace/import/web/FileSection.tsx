import { NativeSelect } from '@mantine/core';
import { useAnswer } from '../../../web/api.ts';
import { BlockSkeleton } from '../../../web/kit/Skeletons.tsx';
import { matchColumns } from '../plan/columns.ts';
import { importContract } from '../contract.ts';
import type { FilePlan, ImportPlan } from '../plan/plan.ts';
import { targetNames } from '../targets/names.ts';
import { ColumnTable } from './ColumnTable.tsx';
import { targetName } from './fieldNames.ts';
import css from './import.module.css';
import { t } from './messages.ts';
import { Preview } from './Preview.tsx';

interface FileSectionProps {
  importId: string;
  plan: ImportPlan;
  file: FilePlan;
  /** Of the saved plan; below zero while it differs from what is on screen. */
  version: number;
  onChange: (file: FilePlan) => void;
}

/** One file: what its rows are, what becomes of each column, and its first rows as they will be. */
export function FileSection({ importId, plan, file, version, onChange }: FileSectionProps) {
  const { data } = useAnswer(importContract.previewImport, {
    params: { id: importId },
    query: { file: file.file, rows: 4 },
  });
  const values = data?.values ?? {};
  const become = (chosen: string) => {
    const target = targetNames.find((each) => each === chosen) ?? null;
    const headers = Object.keys(values);
    const columns =
      target === null ? [] : matchColumns(headers, rowsOf(headers, values), { target, country: plan.defaults.country });
    onChange({ ...file, target, columns, reason: 'chosen', confidence: 1, key: target === null ? null : file.key });
  };
  return (
    <section className={css.section} aria-label={file.file}>
      <h2 className={css.big}>{file.file}</h2>
      <NativeSelect
        label={t('plan.becomes')}
        description={t('plan.why', {
          reason:
            file.reason === 'preset' ? t('reason.preset') : file.reason === 'chosen' ? t('reason.chosen') : file.reason,
        })}
        value={file.target ?? ''}
        data={[
          ...targetNames.map((value) => ({ value, label: targetName(value) })),
          { value: '', label: t('plan.nothing') },
        ]}
        onChange={(event) => become(event.currentTarget.value)}
      />
      {file.target === null ? (
        <p className={css.quiet}>{t('plan.preview none')}</p>
      ) : (
        <>
          <ColumnTable plan={plan} file={file} target={file.target} values={values} onChange={onChange} />
          <h3 className={css.heading}>{t('plan.preview')}</h3>
          {data ? <Preview rows={data.rows} stale={version < 0} /> : <BlockSkeleton height={160} />}
        </>
      )}
    </section>
  );
}

/** The first values of each column, side by side again: enough to match columns for another kind of record. */
function rowsOf(
  headers: readonly string[],
  values: Readonly<Record<string, readonly string[]>>,
): Record<string, string>[] {
  return [0, 1, 2, 3].map((index) =>
    Object.fromEntries(headers.map((header) => [header, values[header]?.[index] ?? ''])),
  );
}
