import { Button, NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { readAgain } from '../../../web/api.ts';
import { ask } from '../../../web/connection.ts';
import { ConfirmButton } from '../../../web/kit/ConfirmButton.tsx';
import { Refusal } from '../../../web/kit/Form.tsx';
import { FormDialog } from '../../../web/kit/FormDialog.tsx';
import { notifyUndo } from '../../../web/shell/toasts.ts';
import css from '../../web/space.module.css';
import { paybackContract as api, trainingOrders, trainingOutcomes, type ProgrammeDetail } from '../contract.ts';
import { t } from './messages.ts';

interface ProgrammeDialogProps {
  /** Null: a new one. */
  programme: ProgrammeDetail | null;
  currency: string;
  onClose: () => void;
}

/** What a programme is to change, how it was decided who comes first, and what an hour costs. */
export function ProgrammeDialog({ programme, currency, onClose }: ProgrammeDialogProps) {
  const go = useNavigate();
  const [name, setName] = useState(programme?.name ?? '');
  const [purpose, setPurpose] = useState(programme?.purpose ?? '');
  const [outcome, setOutcome] = useState(programme?.outcome ?? 'spotted');
  const [orderBy, setOrderBy] = useState(programme?.orderBy ?? 'business');
  const [rate, setRate] = useState<number | string>(Number(programme?.loadedRate ?? 50));
  const [share, setShare] = useState<number | string>(Math.round(100 * (programme?.marginShare ?? 0.4)));
  const save = useMutation({
    mutationFn: async () => {
      const body = {
        name: name.trim(),
        purpose: purpose.trim() || null,
        outcome,
        orderBy,
        loadedRate: Number(rate).toFixed(2),
        marginShare: Number(share) / 100,
      };
      return programme
        ? ask(api.changeProgramme, { params: { id: programme.id }, body }, { ifMatch: programme.version })
        : ask(api.createProgramme, { body });
    },
    onSuccess: async ({ id }) => {
      onClose();
      await readAgain(api.listProgrammes, api.readProgramme);
      if (!programme) await go({ to: '/selling/training/$id', params: { id } });
    },
  });
  const remove = useMutation({
    mutationFn: async (of: ProgrammeDetail) => ask(api.removeProgramme, { params: { id: of.id } }),
    onSuccess: async (_, of) => {
      onClose();
      await go({ to: '/selling/training' });
      await readAgain(api.listProgrammes);
      notifyUndo(t('removed', { name: of.name }), async () => {
        await ask(api.restoreProgramme, { params: { id: of.id } });
        await readAgain(api.listProgrammes, api.readProgramme);
      });
    },
  });
  const problem = save.error ?? remove.error;
  return (
    <FormDialog onClose={onClose} title={programme?.name ?? t('new')} onSend={() => save.mutate()}>
      <TextInput
        data-autofocus
        required
        maxLength={200}
        label={t('field.name')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Textarea
        autosize
        maxLength={2000}
        label={t('field.purpose')}
        value={purpose}
        onChange={(event) => setPurpose(event.currentTarget.value)}
      />
      <Select
        required
        allowDeselect={false}
        label={t('field.outcome')}
        data={trainingOutcomes.map((value) => ({ value, label: t(`outcome.${value}`) }))}
        value={outcome}
        onChange={(value) => setOutcome(trainingOutcomes.find((each) => each === value) ?? outcome)}
      />
      <Select
        required
        allowDeselect={false}
        label={t('field.order')}
        description={t('field.order hint')}
        data={trainingOrders.map((value) => ({ value, label: t(`order.${value}`) }))}
        value={orderBy}
        onChange={(value) => setOrderBy(trainingOrders.find((each) => each === value) ?? orderBy)}
      />
      <div className={css.row}>
        <NumberInput required min={0} label={t('field.rate', { currency })} value={rate} onChange={setRate} />
        <NumberInput
          required
          min={0}
          max={100}
          label={t('field.share')}
          description={t('field.share hint')}
          value={share}
          onChange={setShare}
        />
      </div>
      <Refusal error={problem} />
      <div className={css.buttons}>
        <Button type="submit" loading={save.isPending} disabled={name.trim() === ''}>
          {t('save')}
        </Button>
        {programme && (
          <ConfirmButton label={t('remove')} confirm={t('remove sure')} onConfirm={() => remove.mutate(programme)} />
        )}
      </div>
    </FormDialog>
  );
}
