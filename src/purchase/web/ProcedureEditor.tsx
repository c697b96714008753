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
  return (
    <FormDialog size="xl" onClose={onClose} title={t('procedure.title')} onSend={() => save.mutate()}>
      {steps.map((step) => (
        <StepFields
          key={step.id}
          step={step}
          others={steps.filter((each) => each.id !== step.id && each.title.trim())}
          onChange={(part) => setSteps(steps.map((each) => (each.id === step.id ? { ...each, ...part } : each)))}
          onRemove={() => setSteps(without(steps, step.id))}
        />
      ))}
      <Button
        size="xs"
        variant="default"
        onClick={() => setSteps([...steps, { ...freshStep(), after: steps.length > 0 ? [steps.at(-1)!.id] : [] }])}
      >
        {t('procedure.add')}
      </Button>
      {requirements.map((each) => (
        <RequirementFields
          key={each.id}
          requirement={each}
          onChange={(part) =>
            setRequirements(requirements.map((one) => (one.id === each.id ? { ...one, ...part } : one)))
          }
        />
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

interface StepFieldsProps {
  step: Step;
  /** What it may wait for. */
  others: readonly Step[];
  onChange: (part: Partial<Step>) => void;
  onRemove: () => void;
}

function StepFields({ step, others, onChange, onRemove }: StepFieldsProps) {
  return (
    <div className={css.line}>
      <TextInput
        size="xs"
        label={t('procedure.step')}
        value={step.title}
        onChange={(event) => onChange({ title: event.currentTarget.value })}
      />
      <TextInput
        size="xs"
        label={t('procedure.buyer')}
        value={step.buyer ?? ''}
        onChange={(event) => onChange({ buyer: event.currentTarget.value || null })}
      />
      <TextInput
        size="xs"
        label={t('procedure.document')}
        value={step.document ?? ''}
        onChange={(event) => onChange({ document: event.currentTarget.value || null })}
      />
      <MultiSelect
        size="xs"
        label={t('procedure.after')}
        data={others.map(({ id, title }) => ({ value: id, label: title }))}
        value={step.after}
        onChange={(after) => onChange({ after })}
      />
      <NumberInput
        size="xs"
        label={t('procedure.days')}
        min={0}
        max={1000}
        value={step.days}
        onChange={(days) => onChange({ days: Number(days) || 0 })}
      />
      <DateField label={t('procedure.due')} value={step.dueOn} onChange={(dueOn) => onChange({ dueOn })} />
      <DateField label={t('procedure.done')} value={step.doneOn} onChange={(doneOn) => onChange({ doneOn })} />
      <button
        type="button"
        className={css.add}
        aria-label={t('matrix.remove', { name: step.title })}
        onClick={onRemove}
      >
        <X size={14} aria-hidden="true" />
      </button>
    </div>
  );
}

const answers = ['meets', 'partial', 'no'] as const;

function RequirementFields({
  requirement,
  onChange,
}: {
  requirement: Requirement;
  onChange: (part: Partial<Requirement>) => void;
}) {
  const { text, answer, proof, mustHave } = requirement;
  return (
    <div className={css.line}>
      <TextInput
        size="xs"
        label={t('procedure.requirement')}
        value={text}
        onChange={(event) => onChange({ text: event.currentTarget.value })}
      />
      <Select
        size="xs"
        clearable
        label={t('procedure.answer')}
        aria-label={text}
        data={answers.map((value) => ({ value, label: t(`answer.${value}`) }))}
        value={answer}
        onChange={(chosen) => onChange({ answer: answers.find((value) => value === chosen) ?? null })}
      />
      <TextInput
        size="xs"
        label={t('procedure.proof')}
        value={proof ?? ''}
        onChange={(event) => onChange({ proof: event.currentTarget.value || null })}
      />
      <Checkbox
        label={t('procedure.must')}
        checked={mustHave}
        onChange={(event) => onChange({ mustHave: event.currentTarget.checked })}
      />
    </div>
  );
}

/** Whatever waited for it waits no more. */
const without = (steps: readonly Step[], id: string): Step[] =>
  steps
    .filter((step) => step.id !== id)
    .map((step) => ({ ...step, after: step.after.filter((before) => before !== id) }));

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
