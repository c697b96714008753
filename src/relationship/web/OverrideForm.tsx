import { Button, Radio, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { AccountDetail } from '../../people/contract.ts';
import { ask } from '../../web/connection.ts';
import { format } from '../../web/format.ts';
import { Form } from '../../web/kit/Form.tsx';
import { QueryProblem } from '../../web/kit/QueryProblem.tsx';
import { t as web } from '../../web/messages/en.ts';
import { notify } from '../../web/shell/toasts.ts';
import { relationshipContract as api, type CurveRecord } from '../contract.ts';
import { positions, type Position } from '../vocabulary.ts';
import css from './account.module.css';
import { t } from './accountMessages.ts';
import { offerUndo, readRelationshipsAgain } from './actions.ts';

interface OverrideFormProps {
  account: AccountDetail;
  standing: CurveRecord['standing'];
  onDone: () => void;
}

/** Sets the position against the model, with a reason; the model's own stays on record beside it. */
export function OverrideForm({ account, standing, onDone }: OverrideFormProps) {
  const [to, setTo] = useState<Position>(standing.position);
  const [reason, setReason] = useState('');
  const end = async () => {
    await ask(api.endOverride, { params: { id: account.id } });
    await readRelationshipsAgain();
  };
  const set = useMutation({
    mutationFn: async () => {
      await ask(api.overridePosition, {
        params: { id: account.id },
        body: { position: to, reason: reason.trim() },
      });
      await readRelationshipsAgain();
    },
    onSuccess: () => {
      offerUndo(t('override.saved', { position: web(`position.${to}`) }), end);
      onDone();
    },
  });
  const giveBack = useMutation({
    mutationFn: end,
    onSuccess: () => {
      notify(t('override.ended'));
      onDone();
    },
  });
  const problem = set.error ?? giveBack.error;
  return (
    <Form onSend={() => set.mutate()}>
      <p className={css.quiet}>
        {t('override.now', {
          position: web(`position.${standing.modelPosition}`),
          percent: format.percent(standing.probabilities[standing.modelPosition]),
        })}
      </p>
      <Radio.Group
        label={t('override.to')}
        value={to}
        onChange={(value) => setTo(positions.find((each) => each === value) ?? to)}
      >
        <div className={css.choices}>
          {positions.map((each) => (
            <Radio key={each} value={each} label={web(`position.${each}`)} />
          ))}
        </div>
      </Radio.Group>
      <Textarea
        label={t('override.reason')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        minLength={3}
        maxLength={2000}
        required
        autosize
        minRows={2}
      />
      {problem && <QueryProblem error={problem} />}
      <div className={css.buttons}>
        {standing.override && (
          <Button variant="default" loading={giveBack.isPending} onClick={() => giveBack.mutate()}>
            {t('override.end')}
          </Button>
        )}
        <Button type="submit" loading={set.isPending} disabled={reason.trim().length < 3}>
          {t('override.save')}
        </Button>
      </div>
    </Form>
  );
}
