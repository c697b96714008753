import { Button, Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react';
import { useState } from 'react';
import type { SaleType } from '../../../relationship/vocabulary.ts';
import type { BuyingStage } from '../../stages.ts';
import { t as sales } from '../../web/messages.ts';
import { guideLists, stepsOf } from '../library.ts';
import type { EditedLibrary, EditedStep } from '../shape.ts';
import { t } from './messages.ts';
import css from './process.module.css';

interface StageEditorProps {
  stage: BuyingStage;
  number: number;
  saleType: SaleType;
  library: EditedLibrary;
  locked: boolean;
  onChange: (library: EditedLibrary) => void;
}

const asked = ['always', 'moderate', 'complex', 'several units', 'whole organization'] as const;
const saleKinds = ['any', 'solution', 'system'] as const;

/** One of the five stages: its steps in their order, and the four lists of what the seller needs in it. */
export function StageEditor({ stage, number, saleType, library, locked, onChange }: StageEditorProps) {
  const mine = stepsOf(library, stage);
  const change = (id: string, part: Partial<EditedStep>) =>
    onChange({ ...library, steps: library.steps.map((step) => (step.id === id ? clean({ ...step, ...part }) : step)) });
  const move = (i: number, by: 1 | -1) => {
    const [here, there] = [mine[i], mine[i + by]];
    if (!here || !there) return;
    onChange({
      ...library,
      steps: library.steps.map((step) => (step === here ? there : step === there ? here : step)),
    });
  };
  return (
    <section className={css.stage} aria-labelledby={`stage-${stage}`}>
      <h2 id={`stage-${stage}`}>
        {number} {sales(`stage.${stage}`)} <span>{sales(`strategy.${stage}`)}</span>
      </h2>
      <div className={css.body}>
        <ol className={css.steps}>
          {mine.map((step, i) => (
            <li key={step.id}>
              <TextInput
                size="xs"
                aria-label={t('step.title')}
                placeholder={t('step.title')}
                readOnly={locked}
                maxLength={200}
                value={step.title}
                onChange={(event) => change(step.id, { title: event.currentTarget.value })}
              />
              <TextInput
                size="xs"
                aria-label={t('step.evidence')}
                placeholder={t('step.evidence')}
                readOnly={locked}
                maxLength={300}
                value={step.evidence}
                onChange={(event) => change(step.id, { evidence: event.currentTarget.value })}
              />
              <div className={css.when}>
                <Checkbox
                  size="xs"
                  label={t('step.required')}
                  disabled={locked}
                  checked={step.required}
                  onChange={(event) => change(step.id, { required: event.currentTarget.checked })}
                />
                {saleType !== 'retail' && (
                  <NativeSelect
                    size="xs"
                    aria-label={t('step.asked')}
                    disabled={locked}
                    data={asked.map((value) => ({ value, label: t(`asked.${value}`) }))}
                    value={step.complexity ?? step.scope ?? 'always'}
                    onChange={(event) => change(step.id, askedFor(event.currentTarget.value))}
                  />
                )}
                {saleType === 'commercial' && (
                  <NativeSelect
                    size="xs"
                    aria-label={t('kind.label')}
                    disabled={locked}
                    data={saleKinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
                    value={step.subType ?? 'any'}
                    onChange={(event) =>
                      change(step.id, {
                        subType: saleKinds.find(
                          (kind): kind is 'solution' | 'system' => kind === event.currentTarget.value && kind !== 'any',
                        ),
                      })
                    }
                  />
                )}
                {step.stages.length > 1 && (
                  <span className={css.quiet}>
                    {t('step.also', {
                      stages: step.stages
                        .slice(1)
                        .map((each) => sales(`stage.${each}`))
                        .join(', '),
                    })}
                  </span>
                )}
                {!locked && (
                  <span className={css.tools}>
                    <Tool
                      label={t('step.up', { title: nameOf(step, i) })}
                      disabled={i === 0}
                      onClick={() => move(i, -1)}
                    >
                      <ArrowUp size={13} aria-hidden="true" />
                    </Tool>
                    <Tool
                      label={t('step.down', { title: nameOf(step, i) })}
                      disabled={i === mine.length - 1}
                      onClick={() => move(i, 1)}
                    >
                      <ArrowDown size={13} aria-hidden="true" />
                    </Tool>
                    <Tool
                      label={t('step.remove', { title: nameOf(step, i) })}
                      onClick={() => onChange({ ...library, steps: library.steps.filter((each) => each !== step) })}
                    >
                      <X size={13} aria-hidden="true" />
                    </Tool>
                  </span>
                )}
              </div>
            </li>
          ))}
          {!locked && (
            <li>
              <Button
                size="xs"
                variant="subtle"
                leftSection={<Plus size={13} aria-hidden="true" />}
                onClick={() =>
                  onChange({
                    ...library,
                    steps: [
                      ...library.steps,
                      {
                        id: `${saleType}.${crypto.randomUUID()}`,
                        stages: [stage],
                        title: '',
                        evidence: '',
                        required: true,
                      },
                    ],
                  })
                }
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
              lines={library.guides[stage][list]}
              onChange={(lines) =>
                onChange({
                  ...library,
                  guides: { ...library.guides, [stage]: { ...library.guides[stage], [list]: lines } },
                })
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

interface ToolProps {
  label: string;
  disabled?: boolean;
  onClick: () => void;
  children: React.ReactNode;
}

const Tool = ({ label, disabled = false, onClick, children }: ToolProps) => (
  <button type="button" aria-label={label} title={label} disabled={disabled} onClick={onClick}>
    {children}
  </button>
);

const nameOf = (step: EditedStep, i: number): string => step.title.trim() || t('step.nameless', { n: i + 1 });

/** From which complexity or scope on a step is asked for. */
function askedFor(value: string): Partial<EditedStep> {
  const complexity = (['moderate', 'complex'] as const).find((each) => each === value);
  const scope = (['several units', 'whole organization'] as const).find((each) => each === value);
  return { complexity, scope };
}

/** Without members that say nothing. */
const clean = (step: EditedStep): EditedStep => JSON.parse(JSON.stringify(step)) as EditedStep;
