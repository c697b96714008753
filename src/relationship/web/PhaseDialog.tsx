import { Radio, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { AccountDetail } from '../../people/contract.ts';
import { ask } from '../../web/connection.ts';
import { FormButtons } from '../../web/kit/Form.tsx';
import { FormDialog } from '../../web/kit/FormDialog.tsx';
import { QueryProblem } from '../../web/kit/QueryProblem.tsx';
import { t as web } from '../../web/messages/en.ts';
import { relationshipContract as api } from '../contract.ts';
import { phases, type Phase } from '../vocabulary.ts';
import css from './account.module.css';
import { t } from './accountMessages.ts';
import { offerUndo, readRelationshipsAgain } from './actions.ts';

interface PhaseDialogProps {
  account: AccountDetail;
  phase: Phase;
  onClose: () => void;
}

/** Moves an account to another phase, with what shows it. */
export function PhaseDialog({ account, phase, onClose }: PhaseDialogProps) {
  // The page behind is read anew as soon as the phase changed; undo goes back to where it was.
  const [from] = useState(phase);
  const [to, setTo] = useState<Phase>(phases[phases.indexOf(phase) + 1] ?? phases[phases.indexOf(phase) - 1]!);
  const [evidence, setEvidence] = useState('');
  const move = async (target: Phase, because: string) => {
    await ask(api.changePhase, { params: { id: account.id }, body: { phase: target, evidence: because } });
    await readRelationshipsAgain();
  };
  const change = useMutation({
    mutationFn: () => move(to, evidence.trim()),
    onSuccess: () => {
      offerUndo(t('phase.saved', { name: account.name, phase: web(`phase.${to}`) }), () => move(from, evidence.trim()));
      onClose();
    },
  });
  return (
    <FormDialog onClose={onClose} title={t('phase.title', { name: account.name })} onSend={() => change.mutate()}>
      <Radio.Group
        label={t('phase.to')}
        value={to}
        onChange={(value) => setTo(phases.find((each) => each === value) ?? to)}
      >
        <div className={css.choices}>
          {phases
            .filter((each) => each !== from)
            .map((each) => (
              <Radio key={each} value={each} label={web(`phase.${each}`)} />
            ))}
        </div>
      </Radio.Group>
      <Textarea
        data-autofocus
        label={t('phase.evidence')}
        description={t('phase.evidence hint')}
        value={evidence}
        onChange={(event) => setEvidence(event.currentTarget.value)}
        minLength={3}
        maxLength={1000}
        required
        autosize
        minRows={2}
      />
      {change.error && <QueryProblem error={change.error} />}
      <FormButtons
        send={t('phase.save')}
        busy={change.isPending}
        disabled={evidence.trim().length < 3}
        onCancel={onClose}
      />
    </FormDialog>
  );
}
