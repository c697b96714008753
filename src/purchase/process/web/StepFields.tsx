import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { ArrowDown, ArrowUp, X } from 'lucide-react';
import type { SaleType } from '../../../relationship/vocabulary.ts';
import { t as sales } from '../../web/messages.ts';
import type { EditedStep } from '../shape.ts';
import { t } from './messages.ts';
import css from './process.module.css';

interface StepFieldsProps {
  step: EditedStep;
  /** Where it stands among the steps of its stage, from 0. */
  place: number;
  of: number;
  saleType: SaleType;
  locked: boolean;
  onChange: (part: Partial<EditedStep>) => void;
  onMove: (by: 1 | -1) => void;
  onRemove: () => void;
}

/** A step of the process: what it is called, what proves it, in which sales it is asked for. */
export function StepFields(props: StepFieldsProps) {
  const { step, locked, onChange } = props;
  return (
    <li>
      <TextInput
        size="xs"
        aria-label={t('step.title')}
        placeholder={t('step.title')}
        readOnly={locked}
        maxLength={200}
        value={step.title}
        onChange={(event) => onChange({ title: event.currentTarget.value })}
      />
      <TextInput
        size="xs"
        aria-label={t('step.evidence')}
        placeholder={t('step.evidence')}
        readOnly={locked}
        maxLength={300}
        value={step.evidence}
        onChange={(event) => onChange({ evidence: event.currentTarget.value })}
      />
      <div className={css.when}>
        <Asked {...props} />
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
        {!locked && <Tools {...props} />}
      </div>
    </li>
  );
}

const asked = ['always', 'moderate', 'complex', 'several units', 'whole organization'] as const;
const saleKinds = ['any', 'solution', 'system'] as const;

/** In which sales the step is asked for, and whether they can go on without it. */
function Asked({
  step,
  saleType,
  locked,
  onChange,
}: Pick<StepFieldsProps, 'step' | 'saleType' | 'locked' | 'onChange'>) {
  return (
    <>
      <Checkbox
        size="xs"
        label={t('step.required')}
        disabled={locked}
        checked={step.required}
        onChange={(event) => onChange({ required: event.currentTarget.checked })}
      />
      {saleType !== 'retail' && (
        <NativeSelect
          size="xs"
          aria-label={t('step.asked')}
          disabled={locked}
          data={asked.map((value) => ({ value, label: t(`asked.${value}`) }))}
          value={step.complexity ?? step.scope ?? 'always'}
          onChange={(event) => onChange(askedFor(event.currentTarget.value))}
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
            onChange({ subType: (['solution', 'system'] as const).find((kind) => kind === event.currentTarget.value) })
          }
        />
      )}
    </>
  );
}

/** From which complexity or scope on a step is asked for. */
function askedFor(value: string): Partial<EditedStep> {
  const complexity = (['moderate', 'complex'] as const).find((each) => each === value);
  const scope = (['several units', 'whole organization'] as const).find((each) => each === value);
  return { complexity, scope };
}

function Tools({
  step,
  place,
  of,
  onMove,
  onRemove,
}: Pick<StepFieldsProps, 'step' | 'place' | 'of' | 'onMove' | 'onRemove'>) {
  const title = step.title.trim() || t('step.nameless', { n: place + 1 });
  return (
    <span className={css.tools}>
      <Tool label={t('step.up', { title })} disabled={place === 0} onClick={() => onMove(-1)}>
        <ArrowUp size={13} aria-hidden="true" />
      </Tool>
      <Tool label={t('step.down', { title })} disabled={place === of - 1} onClick={() => onMove(1)}>
        <ArrowDown size={13} aria-hidden="true" />
      </Tool>
      <Tool label={t('step.remove', { title })} onClick={onRemove}>
        <X size={13} aria-hidden="true" />
      </Tool>
    </span>
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
