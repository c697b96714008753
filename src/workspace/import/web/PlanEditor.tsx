import { Button } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { changedMeanwhile, readAgain, useAct } from '../../../web/api.ts';
import { ConfirmButton } from '../../../web/kit/ConfirmButton.tsx';
import { ProgressBar } from '../../../web/kit/ProgressBar.tsx';
import { notify, notifyProblem } from '../../../web/shell/toasts.ts';
import { importContract, type ImportRecord } from '../contract.ts';
import type { FilePlan, ImportPlan } from '../plan/plan.ts';
import { checkPlan } from '../plan/rules.ts';
import { targetName } from './fieldNames.ts';
import { FileSection } from './FileSection.tsx';
import css from './import.module.css';
import { t } from './messages.ts';
import { PlanProblems } from './PlanProblems.tsx';
import { PlanSettings } from './PlanSettings.tsx';
import { Counts } from './Report.tsx';

/** What becomes of each file and column, to be looked at and corrected; then tried, then run. */
export function PlanEditor({ record, plan: stored }: { record: ImportRecord; plan: ImportPlan }) {
  const { history } = useRouter();
  const [plan, setPlan] = useState(stored);
  const [at, setAt] = useState(0);
  const touches = [importContract.readImport, importContract.listImports];
  const save = useAct(importContract.saveImportPlan, { quiet: true });
  const rehearse = useAct(importContract.rehearseImport, { touches });
  const run = useAct(importContract.runImport, { touches });
  const discard = useAct(importContract.discardImport, { touches: [importContract.listImports] });
  const { id, version, rehearsal } = record;
  const problems = checkPlan(plan);
  const errors = problems.filter((problem) => problem.severity === 'error');
  const file = plan.files[at] ?? plan.files[0];
  const changed = plan !== stored;
  const busy = save.isPending || rehearse.isPending || run.isPending;

  const saved = async (): Promise<boolean> => {
    if (!changed) return true;
    try {
      await save.mutateAsync({ input: { params: { id }, body: { plan } }, options: { ifMatch: version } });
      return true;
    } catch (error) {
      if (changedMeanwhile(error)) notify(t('plan.saved elsewhere'));
      else notifyProblem(error instanceof Error ? error.message : String(error));
      await readAgain(...touches);
      return false;
    }
  };
  const then = (act: typeof run) => async () => {
    if (await saved()) act.mutate({ input: { params: { id } } });
  };
  const change = (next: FilePlan) =>
    setPlan({ ...plan, files: plan.files.map((each) => (each === file ? next : each)) });

  return (
    <div className={css.plan}>
      <div className={css.bar}>
        <Button disabled={errors.length > 0} loading={busy} onClick={() => void then(run)()}>
          {t('plan.run')}
        </Button>
        <Button
          variant="default"
          disabled={errors.length > 0 || rehearsal?.state === 'running'}
          onClick={() => void then(rehearse)()}
        >
          {t('plan.try')}
        </Button>
        <ConfirmButton
          label={t('plan.discard')}
          confirm={t('plan.discard sure')}
          variant="subtle"
          onConfirm={() => discard.mutate({ input: { params: { id } } }, { onSuccess: () => history.push('/import') })}
        />
      </div>
      <PlanProblems problems={problems} />
      {rehearsal && !changed && <Rehearsal rehearsal={rehearsal} />}
      <div className={css.files}>
        <nav aria-label={t('plan.files')} className={css.fileList}>
          {plan.files.map((each, index) => (
            <button
              key={each.file}
              type="button"
              className={css.file}
              aria-current={index === at ? 'true' : undefined}
              data-nothing={each.target === null}
              onClick={() => setAt(index)}
            >
              <b>{each.file}</b>
              <span>{each.target === null ? t('plan.nothing') : targetName(each.target, 2)}</span>
              {errors.some((problem) => problem.file === each.file) && <i aria-hidden="true" />}
            </button>
          ))}
        </nav>
        {file && (
          <FileSection
            key={file.file}
            importId={id}
            plan={plan}
            file={file}
            version={changed ? -1 : version}
            onChange={change}
          />
        )}
      </div>
      <PlanSettings plan={plan} onChange={setPlan} />
    </div>
  );
}

function Rehearsal({ rehearsal }: { rehearsal: NonNullable<ImportRecord['rehearsal']> }) {
  return (
    <section className={css.rehearsal} aria-live="polite">
      {rehearsal.state === 'running' && <ProgressBar label={t('try.running')} done={rehearsal.rows} />}
      {rehearsal.state === 'failed' && <p>{t('try.failed')}</p>}
      {rehearsal.state === 'done' && rehearsal.report && (
        <>
          <h2 className={css.big}>{t('try.done')}</h2>
          {rehearsal.limit !== null && <p>{t('try.limit', { count: rehearsal.limit })}</p>}
          <Counts report={rehearsal.report} />
        </>
      )}
    </section>
  );
}
