import { Button, NumberInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { readAgain, useAnswer } from '../../../web/api.ts';
import { ask } from '../../../web/connection.ts';
import { format } from '../../../web/format.ts';
import { Dialog } from '../../../web/kit/Dialog.tsx';
import { Form, FormButtons } from '../../../web/kit/Form.tsx';
import { QueryProblem } from '../../../web/kit/QueryProblem.tsx';
import { useMay } from '../../../web/session.ts';
import { notify } from '../../../web/shell/toasts.ts';
import { workspaceContract } from '../../../workspace/contract.ts';
import { thresholdOf } from '../../../relationship/forecast.ts';
import { alarmsContract, type QualityRecord } from '../contract.ts';
import type { OwnershipRules } from '../../rules.ts';
import css from './alarms.module.css';
import { t } from './messages.ts';

/** From which probability on an alarm is worth a contact, what that rests on, and the words of whoever may change it. */
export function Worth({ worth, recovered }: { worth: QualityRecord['worth']; recovered: QualityRecord['recovered'] }) {
  const [changing, setChanging] = useState(false);
  const mayRule = useMay('workspace:write');
  const { contactCost, savePercent, currency } = worth;
  const said = contactCost !== null && savePercent !== null;
  return (
    <section className={css.part} aria-labelledby="worth">
      <h2 id="worth">{t('worth.title')}</h2>
      <p>
        {said
          ? t('worth.said', {
              cost: format.money(contactCost, currency),
              saved: format.percent(savePercent / 100),
              low: format.percent(thresholdOf(worth, Infinity)),
              high: format.percent(thresholdOf(worth, 1)),
              half: format.money(Math.round((contactCost * 100) / savePercent / 0.6), currency),
            })
          : t('worth.usual', { threshold: format.percent(thresholdOf(worth, 0)) })}{' '}
        {recovered.n > 0 &&
          recovered.share !== null &&
          t('worth.own', { share: format.percent(recovered.share), n: recovered.n })}
      </p>
      {mayRule && (
        <Button variant="default" size="xs" onClick={() => setChanging(true)}>
          {t(said ? 'worth.change' : 'worth.say')}
        </Button>
      )}
      {changing && <Change onClose={() => setChanging(false)} />}
    </section>
  );
}

function Change({ onClose }: { onClose: () => void }) {
  const { data } = useAnswer(workspaceContract.getWorkspace, {});
  return (
    <Dialog onClose={onClose} title={t('worth.title')}>
      {data && (
        <WorthForm before={data.settings.ownership} currency={data.currency} version={data.version} onClose={onClose} />
      )}
    </Dialog>
  );
}

function WorthForm({
  before,
  currency,
  version,
  onClose,
}: {
  before: OwnershipRules;
  currency: string;
  version: number;
  onClose: () => void;
}) {
  const [rules, setRules] = useState(before);
  const save = useMutation({
    mutationFn: () =>
      ask(workspaceContract.changeWorkspace, { body: { settings: { ownership: rules } } }, { ifMatch: version }),
    onSuccess: async () => {
      notify(t('worth.saved'));
      onClose();
      await readAgain(workspaceContract.getWorkspace, alarmsContract.alarmQuality);
    },
  });
  const positive = (typed: string | number) => (typeof typed === 'number' && typed > 0 ? typed : null);
  return (
    <Form onSend={() => save.mutate()}>
      <p>{t('worth.rule')}</p>
      <NumberInput
        data-autofocus
        label={t('worth.cost', { currency })}
        min={0}
        value={rules.contactCost ?? ''}
        onChange={(typed) => setRules({ ...rules, contactCost: positive(typed) })}
      />
      <NumberInput
        label={t('worth.save')}
        min={1}
        max={100}
        value={rules.savePercent ?? ''}
        onChange={(typed) => setRules({ ...rules, savePercent: positive(typed) })}
      />
      <NumberInput
        label={t('worth.farmers')}
        min={1}
        max={10_000}
        allowDecimal={false}
        value={rules.customersPerFarmer}
        onChange={(typed) => setRules({ ...rules, customersPerFarmer: positive(typed) ?? before.customersPerFarmer })}
      />
      {save.error && <QueryProblem error={save.error} />}
      <FormButtons send={t('worth.go')} busy={save.isPending} onCancel={onClose} />
    </Form>
  );
}
