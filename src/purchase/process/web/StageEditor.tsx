import { Button, Textarea } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { SaleType } from '../../../relationship/vocabulary.ts';
import type { BuyingStage } from '../../stages.ts';
import { t as sales } from '../../web/messages.ts';
import { guideLists, stepsOf } from '../library.ts';
import type { EditedLibrary, EditedStep } from '../shape.ts';
import { t } from './messages.ts';
import css from './process.module.css';
import { StepFields } from './StepFields.tsx';

interface StageEditorProps {
  stage: BuyingStage;
  number: number;
  saleType: SaleType;
  library: EditedLibrary;
  locked: boolean;
  onChange: (library: EditedLibrary) => void;
}

/** One of the five stages: its steps in their order, and the four lists of what the seller needs in it. */
export function StageEditor({ stage, number, saleType, library, locked, onChange }: StageEditorProps) {
  const { steps, guides } = library;
  const mine = stepsOf(library, stage);
  const changeSteps = (next: EditedStep[]) => onChange({ ...library, steps: next });
  const swap = (here: EditedStep, there: EditedStep | undefined) =>
    there && changeSteps(steps.map((step) => (step === here ? there : step === there ? here : step)));
  return (
    <section className={css.stage} aria-labelledby={`stage-${stage}`}>
      <h2 id={`stage-${stage}`}>
        {number} {sales(`stage.${stage}`)} <span>{sales(`strategy.${stage}`)}</span>
      </h2>
      <div className={css.body}>
        <ol className={css.steps}>
          {mine.map((step, i) => (
            <StepFields
              key={step.id}
              step={step}
              place={i}
              of={mine.length}
              saleType={saleType}
              locked={locked}
              onChange={(part) =>
                changeSteps(steps.map((each) => (each.id === step.id ? clean({ ...each, ...part }) : each)))
              }
              onMove={(by) => swap(step, mine[i + by])}
              onRemove={() => changeSteps(steps.filter((each) => each !== step))}
            />
          ))}
          {!locked && (
            <li>
              <Button
                size="xs"
                variant="subtle"
                leftSection={<Plus size={13} aria-hidden="true" />}
                onClick={() => changeSteps([...steps, freshStep(saleType, stage)])}
              >
                {t('step.add')}
              </Button>
            </li>
          )}
        </ol>
        <div className={css.guides}>
          {guideLists.map((list) => (
            <LinesField
              key={list}
              label={t(`guide.${list}`)}
              locked={locked}
              lines={guides[stage][list]}
              onChange={(lines) =>
                onChange({ ...library, guides: { ...guides, [stage]: { ...guides[stage], [list]: lines } } })
              }
            />
          ))}
        </div>
      </div>
    </section>
  );
}

interface LinesFieldProps {
  label: string;
  lines: readonly string[];
  locked: boolean;
  onChange: (lines: string[]) => void;
}

/** A list as text, one item a line; what is being typed stays as it is. */
function LinesField({ label, lines, locked, onChange }: LinesFieldProps) {
  const [typed, setTyped] = useState<string>();
  return (
    <Textarea
      size="xs"
      autosize
      minRows={1}
      label={label}
      readOnly={locked}
      placeholder={t('guide.each')}
      value={typed ?? lines.join('\n')}
      onChange={(event) => {
        const text = event.currentTarget.value;
        setTyped(text);
        onChange(
          text
            .split('\n')
            .map((line) => line.trim())
            .filter(Boolean),
        );
      }}
      onBlur={() => setTyped(undefined)}
    />
  );
}

const freshStep = (saleType: SaleType, stage: BuyingStage): EditedStep => ({
  id: `${saleType}.${crypto.randomUUID()}`,
  stages: [stage],
  title: '',
  evidence: '',
  required: true,
});

/** Without members that say nothing. */
const clean = (step: EditedStep): EditedStep => JSON.parse(JSON.stringify(step)) as EditedStep;
