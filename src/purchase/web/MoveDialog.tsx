import { Button, Checkbox, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { BuyingStage } from '../stages.ts';
import { t } from './messages.ts';
import { moveSale, type Movable } from './moving.ts';
import css from './pipeline.module.css';
import { FormDialog } from '../../web/kit/FormDialog.tsx';

interface MoveDialogProps {
  sale: Movable;
  stage: BuyingStage;
  missing: readonly { id: string; title: string; evidence: string }[];
  onClose: () => void;
}

/** Asks what the buyer did before a stage is left; going on without is possible, with a reason. */
export function MoveDialog({ sale, stage, missing, onClose }: MoveDialogProps) {
  const [done, setDone] = useState<Record<string, string>>({});
  const [anyway, setAnyway] = useState('');
  const [busy, setBusy] = useState(false);
  const complete = missing.every((step) => done[step.id]?.trim());
  const submit = async () => {
    setBusy(true);
    const proofs = Object.entries(done).map(([step, what]) => ({ step, what }));
    const still = await moveSale(sale, stage, { proofs, ...(complete ? {} : { anyway }) });
    setBusy(false);
    if (still === undefined) onClose();
  };
  return (
    <FormDialog
      size="lg"
      onClose={onClose}
      title={t('move.title', { stage: t(`stage.${stage}`) })}
      onSend={() => void submit()}
    >
      <p>{t('move.why')}</p>
      {missing.map((step) => (
        <div key={step.id} className={css.plain}>
          <Checkbox
            label={step.title}
            description={step.evidence}
            checked={done[step.id] !== undefined}
            onChange={(event) => {
              const { [step.id]: _gone, ...others } = done;
              setDone(event.currentTarget.checked ? { ...done, [step.id]: step.evidence } : others);
            }}
          />
          {done[step.id] !== undefined && (
            <TextInput
              aria-label={t('move.did')}
              value={done[step.id]}
              maxLength={500}
              onChange={(event) => setDone({ ...done, [step.id]: event.currentTarget.value })}
            />
          )}
        </div>
      ))}
      {!complete && (
        <TextInput
          label={t('move.anyway')}
          value={anyway}
          maxLength={500}
          onChange={(event) => setAnyway(event.currentTarget.value)}
        />
      )}
      <Button type="submit" loading={busy} disabled={!complete && anyway.trim().length < 3}>
        {complete ? t('move.go', { stage: t(`stage.${stage}`) }) : t('move.go anyway')}
      </Button>
    </FormDialog>
  );
}
