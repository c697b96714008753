import { Button, Checkbox, MultiSelect, NumberInput, Select, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useState } from 'react';
import { ask } from '../../web/connection.ts';
import { DateField } from '../../web/kit/DateField.tsx';
import { Refusal } from '../../web/kit/Form.tsx';
import { FormDialog } from '../../web/kit/FormDialog.tsx';
import { notify } from '../../web/shell/toasts.ts';
import { purchaseContract as api, type SaleDetail } from '../contract.ts';
import { bids, type Procedure } from '../records.ts';
import { readSalesAgain } from './data.ts';
import { t } from './messages.ts';
import css from './sale.module.css';

type Step = Procedure['steps'][number];
type Requirement = Procedure['requirements'][number];

/** Steps with what they wait for, requirements with our answer, and whether we bid. */
export function ProcedureEditor({ sale, onClose }: { sale: SaleDetail; onClose: () => void }) {
  const before = sale.procedure;
  const [steps, setSteps] = useState<Step[]>(before ? [...before.steps] : [freshStep()]);
  const [requirements, setRequirements] = useState<Requirement[]>(before ? [...before.requirements] : []);
  const [neededOn, setNeededOn] = useState<string | null>(before?.neededOn ?? sale.expectedCloseOn);
  const [bid, setBid] = useState<Procedure['bid']>(before?.bid ?? 'undecided');
  const [bidReason, setBidReason] = useState(before?.bidReason ?? '');
  const save = useMutation({
    mutationFn: async () =>
      ask(api.saveProcedure, {
        params: { id: sale.id },
        body: {
          basedOn: before?.version ?? 0,
          steps: steps.filter((step) => step.title.trim()),
          requirements,
          neededOn,
          bid,
          bidReason: bidReason.trim() || null,
        },
      }),
    onSuccess: async () => {
      notify(t('procedure.saved'));
      onClose();
      await readSalesAgain();
    },
  });
  const changeStep = (id: string, part: Partial<Step>) =>
    setSteps(steps.map((step) => (step.id === id ? { ...step, ...part } : step)));
  const changeRequirement = (id: string, part: Partial<Requirement>) =>
    setRequirements(requirements.map((each) => (each.id === id ? { ...each, ...part } : each)));
  return (
    <FormDialog size="xl" onClose={onClose} title={t('procedure.title')} onSend={() => save.mutate()}>
      {steps.map((step) => (
        <div key={step.id} className={css.line}>
          <TextInput
            size="xs"
            label={t('procedure.step')}
            value={step.title}
            onChange={(event) => changeStep(step.id, { title: event.currentTarget.value })}
          />
          <TextInput
            size="xs"
            label={t('procedure.buyer')}
            value={step.buyer ?? ''}
            onChange={(event) => changeStep(step.id, { buyer: event.currentTarget.value || null })}
          />
          <TextInput
            size="xs"
            label={t('procedure.document')}
            value={step.document ?? ''}
            onChange={(event) => changeStep(step.id, { document: event.currentTarget.value || null })}
          />
          <MultiSelect
            size="xs"
            label={t('procedure.after')}
            data={steps
              .filter((each) => each.id !== step.id && each.title.trim())
              .map(({ id, title }) => ({ value: id, label: title }))}
            value={step.after}
            onChange={(after) => changeStep(step.id, { after })}
          />
          <NumberInput
            size="xs"
            label={t('procedure.days')}
            min={0}
            max={1000}
            value={step.days}
            onChange={(days) => changeStep(step.id, { days: Number(days) || 0 })}
          />
          <DateField
            label={t('procedure.due')}
            value={step.dueOn}
            onChange={(dueOn) => changeStep(step.id, { dueOn })}
          />
          <DateField
            label={t('procedure.done')}
            value={step.doneOn}
            onChange={(doneOn) => changeStep(step.id, { doneOn })}
          />
          <button
            type="button"
            className={css.add}
            aria-label={t('matrix.remove', { name: step.title })}
            onClick={() =>
              setSteps(
                steps
                  .filter((each) => each.id !== step.id)
                  .map((each) => ({ ...each, after: each.after.filter((id) => id !== step.id) })),
              )
            }
          >
            <X size={14} aria-hidden="true" />
          </button>
        </div>
      ))}
      <Button
        size="xs"
        variant="default"
        onClick={() => setSteps([...steps, { ...freshStep(), after: steps.length > 0 ? [steps.at(-1)!.id] : [] }])}
      >
        {t('procedure.add')}
      </Button>
      {requirements.map((each) => (
        <div key={each.id} className={css.line}>
          <TextInput
            size="xs"
            label={t('procedure.requirement')}
            value={each.text}
            onChange={(event) => changeRequirement(each.id, { text: event.currentTarget.value })}
          />
          <Select
            size="xs"
            clearable
            label={t('procedure.answer')}
            aria-label={each.text}
            data={(['meets', 'partial', 'no'] as const).map((value) => ({ value, label: t(`answer.${value}`) }))}
            value={each.answer}
            onChange={(answer) =>
              changeRequirement(each.id, {
                answer: (['meets', 'partial', 'no'] as const).find((value) => value === answer) ?? null,
              })
            }
          />
          <TextInput
            size="xs"
            label={t('procedure.proof')}
            value={each.proof ?? ''}
            onChange={(event) => changeRequirement(each.id, { proof: event.currentTarget.value || null })}
          />
          <Checkbox
            label={t('procedure.must')}
            checked={each.mustHave}
            onChange={(event) => changeRequirement(each.id, { mustHave: event.currentTarget.checked })}
          />
        </div>
      ))}
      <Button
        size="xs"
        variant="default"
        onClick={() =>
          setRequirements([
            ...requirements,
            { id: crypto.randomUUID(), text: t('procedure.requirement'), mustHave: false, answer: null, proof: null },
          ])
        }
      >
        {t('procedure.add requirement')}
      </Button>
      <div className={css.row}>
        <DateField label={t('procedure.needed')} value={neededOn} onChange={setNeededOn} />
        <Select
          label={t('procedure.bid')}
          allowDeselect={false}
          data={bids.map((value) => ({ value, label: t(`bid.${value}`) }))}
          value={bid}
          onChange={(value) => setBid(bids.find((each) => each === value) ?? 'undecided')}
        />
        {bid !== 'undecided' && (
          <TextInput
            label={t('procedure.bid reason')}
            maxLength={1000}
            value={bidReason}
            onChange={(event) => setBidReason(event.currentTarget.value)}
          />
        )}
      </div>
      <Refusal error={save.error} />
      <Button type="submit" loading={save.isPending}>
        {t('procedure.save')}
      </Button>
    </FormDialog>
  );
}

const freshStep = (): Step => ({
  id: crypto.randomUUID(),
  title: '',
  buyer: null,
  document: null,
  after: [],
  days: 5,
  dueOn: null,
  doneOn: null,
});
