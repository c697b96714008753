import { Button, Popover, TextInput } from '@mantine/core';
import { Check, Circle, CircleDashed } from 'lucide-react';
import { useState } from 'react';
import { useAct } from '../../web/api.ts';
import { format } from '../../web/format.ts';
import { ConfirmButton } from '../../web/kit/ConfirmButton.tsx';
import { DateField } from '../../web/kit/DateField.tsx';
import { Form } from '../../web/kit/Form.tsx';
import { today } from '../../web/kit/days.ts';
import { notify } from '../../web/shell/toasts.ts';
import { purchaseContract as api, type SaleDetail } from '../contract.ts';
import { buyingStages } from '../stages.ts';
import { readSalesAgain } from './data.ts';
import { t } from './messages.ts';
import { StageGuide } from './StageGuide.tsx';
import css from './sale.module.css';
import stagesCss from './stages.module.css';

type StageRecord = SaleDetail['stages'][number];
type Step = StageRecord['steps'][number];

/** The five stages with what the buyer did and what is still missing; missing is louder than done. */
export function StageEvidence({ sale }: { sale: SaleDetail }) {
  return (
    <>
      <ol className={stagesCss.stages} aria-label={t('stages.label')}>
        {sale.stages.map((stage, i) => (
          <Stage key={stage.stage} sale={sale} stage={stage} number={i + 1} />
        ))}
      </ol>
      {sale.setAside.length > 0 && (
        <p className={css.quiet}>{t('step.aside', { steps: format.list(sale.setAside.map((step) => step.title)) })}</p>
      )}
    </>
  );
}

function Stage({ sale, stage, number }: { sale: SaleDetail; stage: StageRecord; number: number }) {
  const at = buyingStages.indexOf(sale.stage);
  const i = buyingStages.indexOf(stage.stage);
  const required = stage.steps.filter((step) => step.required);
  const proven = required.filter((step) => step.proof !== null).length;
  const due = sale.outcome === 'open' && i <= at;
  return (
    <li
      className={stagesCss.stage}
      data-at={sale.outcome === 'open' && stage.stage === sale.stage ? 'now' : i < at ? 'past' : 'ahead'}
    >
      <span className={css.bar} aria-hidden="true">
        <span style={{ width: `${stage.share * 100}%` }} />
      </span>
      <div className={stagesCss.stageHead}>
        <h2>
          {number} {t(`stage.${stage.stage}`)}
        </h2>
        {required.length > 0 && (
          <span data-bad={due && proven < required.length}>
            {t('stages.proven', { done: proven, all: required.length })}
          </span>
        )}
        <StageGuide sale={sale} stage={stage} />
      </div>
      <p className={css.small}>
        {[
          t(`strategy.${stage.stage}`),
          ...(stage.leftShort > 0 ? [t('stages.left short', { count: stage.leftShort })] : []),
          ...(stage.days !== null && stage.stage === sale.stage && sale.outcome === 'open'
            ? [t('stages.days', { days: stage.days, usual: stage.usualDays })]
            : []),
        ].join(' · ')}
      </p>
      <ul>
        {stage.steps.map((step) => (
          <StepLine key={step.id} sale={sale} step={step} due={due} />
        ))}
        {stage.steps.length === 0 && <li className={css.quiet}>{t('stages.nothing')}</li>}
      </ul>
    </li>
  );
}

function StepLine({ sale, step, due }: { sale: SaleDetail; step: Step; due: boolean }) {
  const [opened, setOpened] = useState(false);
  const bad = due && step.required && step.proof === null;
  const Icon = step.proof ? Check : bad ? CircleDashed : Circle;
  return (
    <li>
      <Popover
        opened={opened}
        onChange={setOpened}
        trapFocus
        returnFocus
        withinPortal
        position="bottom-start"
        width={300}
      >
        <Popover.Target>
          <button
            type="button"
            className={stagesCss.step}
            data-step
            data-bad={bad}
            data-done={step.proof !== null}
            disabled={!sale.mayChange}
            title={
              step.proof ? t('step.proven', { what: step.proof.what, when: format.date(step.proof.at) }) : step.evidence
            }
            onClick={() => setOpened(true)}
          >
            <Icon size={13} aria-hidden="true" />
            <span>{step.proof ? step.proof.what : step.evidence}</span>
            {step.proof && <time dateTime={step.proof.at}>{format.date(step.proof.at)}</time>}
            {!step.required && !step.proof && <i>{t('step.optional')}</i>}
          </button>
        </Popover.Target>
        <Popover.Dropdown>
          <ProveForm sale={sale} step={step} onDone={() => setOpened(false)} />
        </Popover.Dropdown>
      </Popover>
    </li>
  );
}

function ProveForm({ sale, step, onDone }: { sale: SaleDetail; step: Step; onDone: () => void }) {
  const [what, setWhat] = useState(step.proof?.what ?? step.evidence);
  const [on, setOn] = useState<string | null>(step.proof?.at ?? today());
  const save = useAct(api.writeStep);
  const remove = useAct(api.removeStep);
  const write = (proof: { what: string; at: string } | null) =>
    save.mutate(
      { input: { params: { id: sale.id, step: step.id }, body: { proof } } },
      {
        onSuccess: (now) => {
          notify(now.moved ? t('step.moved', { stage: t(`stage.${now.stage}`) }) : t('step.saved', { what }));
          onDone();
          void readSalesAgain();
        },
      },
    );
  return (
    <Form
      onSend={() => {
        if (on !== null) write({ what: what.trim(), at: on });
      }}
    >
      <b>{step.title}</b>
      <TextInput
        data-autofocus
        required
        label={t('step.what')}
        description={step.evidence}
        maxLength={500}
        value={what}
        onChange={(event) => setWhat(event.currentTarget.value)}
      />
      <DateField required label={t('step.when')} value={on} onChange={setOn} latest={today()} />
      <div className={css.buttons}>
        <Button type="submit" size="xs" loading={save.isPending}>
          {t('step.save')}
        </Button>
        {step.proof && (
          <Button size="xs" variant="default" onClick={() => write(null)}>
            {t('step.back')}
          </Button>
        )}
        {step.own && (
          <ConfirmButton
            size="xs"
            label={t('step.remove')}
            confirm={t('step.remove')}
            loading={remove.isPending}
            onConfirm={() =>
              remove.mutate(
                { input: { params: { id: sale.id, step: step.id } } },
                {
                  onSuccess: () => {
                    notify(t('step.removed', { what: step.title }));
                    onDone();
                    void readSalesAgain();
                  },
                },
              )
            }
          />
        )}
      </div>
    </Form>
  );
}
