import { Button, NumberInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { readAgain, useAnswer } from '../../../web/api.ts';
import { ask } from '../../../web/connection.ts';
import { Dialog } from '../../../web/kit/Dialog.tsx';
import { Form } from '../../../web/kit/Form.tsx';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { useMay } from '../../../web/session.ts';
import { notify } from '../../../web/shell/toasts.ts';
import { workspaceContract } from '../../../workspace/contract.ts';
import type { Basis } from '../contract.ts';
import type { CircleRules } from '../rules.ts';
import css from './circle.module.css';
import { readCircleAgain } from './data.ts';
import { t } from './messages.ts';
import { basisLines } from './words.ts';

/** What the worth rests on, in sentences; whoever runs the workspace says margin, cost and the rules of asking. */
export function BasisDialog({ basis, onClose }: { basis: Basis; onClose: () => void }) {
  const mayRule = useMay('workspace:write');
  const workspace = useAnswer(workspaceContract.getWorkspace, {}, { enabled: mayRule }).data;
  return (
    <Dialog onClose={onClose} title={t('basis.title')}>
      <div className={css.form}>
        <ul className={css.basis}>
          {basisLines(basis).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        {mayRule && workspace && (
          <Rules rules={workspace.settings.circle} version={workspace.version} onClose={onClose} />
        )}
      </div>
    </Dialog>
  );
}

function Rules({ rules: before, version, onClose }: { rules: CircleRules; version: number; onClose: () => void }) {
  const [rules, setRules] = useState(before);
  const save = useMutation({
    mutationFn: () =>
      ask(workspaceContract.changeWorkspace, { body: { settings: { circle: rules } } }, { ifMatch: version }),
    onSuccess: async () => {
      notify(t('basis.saved'));
      onClose();
      await readAgain(workspaceContract.getWorkspace);
      await readCircleAgain();
    },
  });
  const whole = (typed: string | number, least: number): number | undefined =>
    typeof typed === 'number' && typed >= least ? typed : undefined;
  return (
    <Form onSend={() => save.mutate()}>
      <NumberInput
        label={t('basis.margin')}
        value={rules.marginPercent ?? ''}
        min={0}
        max={100}
        onChange={(typed) => setRules({ ...rules, marginPercent: whole(typed, 0) ?? null })}
      />
      <NumberInput
        label={t('basis.cost')}
        value={rules.acquisitionCost ?? ''}
        min={0}
        onChange={(typed) => setRules({ ...rules, acquisitionCost: whole(typed, 0) ?? null })}
      />
      <div className={css.three}>
        <NumberInput
          label={t('basis.days')}
          value={rules.daysBetweenAsks}
          min={1}
          max={365}
          onChange={(typed) => setRules({ ...rules, daysBetweenAsks: whole(typed, 1) ?? rules.daysBetweenAsks })}
        />
        <NumberInput
          label={t('basis.references')}
          value={rules.referencesPerYear}
          min={1}
          max={100}
          onChange={(typed) => setRules({ ...rules, referencesPerYear: whole(typed, 1) ?? rules.referencesPerYear })}
        />
        <NumberInput
          label={t('basis.trust')}
          value={rules.minimumTrust}
          min={0}
          max={100}
          onChange={(typed) => setRules({ ...rules, minimumTrust: whole(typed, 0) ?? rules.minimumTrust })}
        />
      </div>
      {save.error && <QueryProblem error={save.error} />}
      <Button type="submit" loading={save.isPending}>
        {t('basis.save')}
      </Button>
    </Form>
  );
}
