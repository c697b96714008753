import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { X } from 'lucide-react';
import { useState } from 'react';
import { ask } from '../../../web/connection.ts';
import { DateField } from '../../../web/kit/DateField.tsx';
import { FormDialog } from '../../../web/kit/FormDialog.tsx';
import { plansContract as api, type PlanRecord } from '../contract.ts';
import { change } from './data.ts';
import { t } from './messages.ts';
import css from './plans.module.css';

type Draft = Pick<
  PlanRecord['milestones'][number],
  'title' | 'detail' | 'side' | 'memberId' | 'dueOn' | 'needsAcceptance'
> & { id?: string };

/** The milestones in their order. */
export function MilestoneEditor({ plan, onClose }: { plan: PlanRecord; onClose: () => void }) {
  const [steps, setSteps] = useState<Draft[]>(() =>
    plan.milestones.map(({ id, title, detail, side, memberId, dueOn, needsAcceptance }) => ({
      id,
      title,
      detail,
      side,
      memberId,
      dueOn,
      needsAcceptance,
    })),
  );
  const put = (at: number, part: Partial<Draft>) =>
    setSteps(steps.map((step, i) => (i === at ? { ...step, ...part } : step)));
  return (
    <FormDialog
      onClose={onClose}
      size="xl"
      title={t('milestones')}
      onSend={() => {
        const milestones = steps
          .filter((step) => step.title.trim() !== '')
          .map((step) => ({ ...step, title: step.title.trim() }));
        void change(() =>
          ask(api.saveMilestones, { params: { id: plan.id }, body: { milestones } }, { ifMatch: plan.version }),
        ).then((taken) => taken && onClose());
      }}
    >
      {steps.map((step, i) => (
        <div key={step.id ?? i} className={css.row}>
          <TextInput
            className={css.wide ?? ''}
            label={t('milestone')}
            value={step.title}
            maxLength={300}
            onChange={(event) => put(i, { title: event.currentTarget.value })}
          />
          <NativeSelect
            w={84}
            label={t('who')}
            value={step.side}
            data={[
              { value: 'us', label: t('side.us') },
              { value: 'them', label: t('side.them') },
            ]}
            onChange={(event) => put(i, { side: event.currentTarget.value === 'them' ? 'them' : 'us' })}
          />
          <DateField label={t('due')} value={step.dueOn} onChange={(dueOn) => put(i, { dueOn })} />
          <Checkbox
            label={t('acceptance')}
            checked={step.needsAcceptance}
            onChange={(event) => put(i, { needsAcceptance: event.currentTarget.checked })}
          />
          <Button
            variant="subtle"
            px={6}
            aria-label={t('remove')}
            onClick={() => setSteps(steps.filter((_, at) => at !== i))}
          >
            <X size={14} aria-hidden="true" />
          </Button>
        </div>
      ))}
      <div className={css.buttons}>
        <Button
          variant="default"
          onClick={() =>
            setSteps([
              ...steps,
              { title: '', detail: null, side: 'us', memberId: null, dueOn: null, needsAcceptance: false },
            ])
          }
        >
          {t('add milestone')}
        </Button>
        <Button type="submit">{t('save')}</Button>
      </div>
    </FormDialog>
  );
}
